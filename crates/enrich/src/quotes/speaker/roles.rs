//! Who is meant by a role or a kind: `the minister`, `the company`.

use super::candidate::Candidate;
use super::discourse::Discourse;
use crate::given_names::Gender;
use crate::quotes::people::{CastMember, LOOKED_AT, gender};
use crate::quotes::sentence::head_noun::{HeadNoun, is_owned};
use crate::quotes::sentence::{Item, names};
use crate::words::{Kind, Words};

/// `the minister`, `the ministry`: who has that role or kind, or who was spoken of last.
pub(crate) fn bearer(discourse: &Discourse<'_>, items: &[Item<'_>], phrase: &[Item<'_>]) -> Option<Candidate> {
    let role = Role::of(discourse, items, phrase)?;
    let best = role.best_described().and_then(|member| discourse.candidate(member));
    let same_head = |candidate: &&Candidate| ends_with_word(discourse.words(), &candidate.name, &role.head.noun);
    let unnamed = || discourse.unnamed().iter().rev().find(same_head).cloned();
    best.or_else(unnamed).or_else(|| role.last_spoken_of())
}

/// A phrase that names somebody by what they are.
struct Role<'s, 'a> {
    discourse: &'s Discourse<'a>,
    phrase: &'s [Item<'s>],
    head: HeadNoun,
    /// The words of the phrase that say more than its head, in lower case.
    described: Vec<String>,
    is_person: bool,
    gender: Option<Gender>,
    /// `his lawyer`, `Ruiz’s lawyer`: of somebody else.
    owned: bool,
}

impl<'s, 'a> Role<'s, 'a> {
    fn of(discourse: &'s Discourse<'a>, items: &[Item<'_>], phrase: &'s [Item<'s>]) -> Option<Self> {
        let begins = |kind| phrase.first().is_some_and(|first| first.is(kind));
        let owned = begins(Kind::Owns) || is_owned(phrase);
        if !(owned || begins(Kind::DefiniteOrThis)) {
            return None;
        }
        let words = discourse.words();
        let head = HeadNoun::of(words, phrase)?;
        let gender = gender::of_noun(head.kinds());
        let aged = || items.iter().any(|item| item.is(Kind::AgeEnding));
        let is_person = head.is_person() || gender.is_some() || head.is_what_one_is() || aged();
        if !(is_person || head.is_body()) {
            return None;
        }
        let bare = items.iter().filter_map(Item::word).map(|word| names::bare(word).to_lowercase());
        let describes = |word: &String| {
            let kinds = words.kinds(word);
            word.len() > 2 && !kinds.is_any(&[Kind::Participle, Kind::DescribesNobody]) && *word != head.noun
        };
        let described = bare.filter(describes).collect();
        Some(Self { discourse, phrase, head, described, is_person, gender, owned })
    }

    /// Whoever is of that kind and was spoken of last.
    fn current(&self) -> Option<&Candidate> {
        let current = if self.is_person { self.discourse.person() } else { self.discourse.body() };
        let fits = |candidate: &&Candidate| !self.is_person || gender::fits(self.gender, candidate.gender);
        current.filter(|candidate| !self.owned && fits(candidate))
    }

    /// Of whom the text says most of these words.
    fn best_described(&self) -> Option<usize> {
        // Less than a role that is said of somebody, most words of which fit.
        const ENOUGH: i32 = 5;
        let cast = self.discourse.cast();
        let mut best: Option<(i32, usize)> = None;
        let alike = cast.members().filter(|(_, member)| member.is_person == self.is_person).take(LOOKED_AT);
        for (at, member) in alike {
            let is_owner = self.phrase.iter().any(|item| cast.named(item) == Some(at));
            if is_owner || self.is_person && !gender::fits(self.gender, member.gender) {
                continue;
            }
            let points = self.points(at, member);
            if let Some(points) = points.filter(|points| best.is_none_or(|(most, _)| *points > most)) {
                best = Some((points, at));
            }
        }
        best.filter(|(points, at)| *points >= ENOUGH && !self.is_other(*at)).map(|(_, at)| at)
    }

    /// How well this one fits; `None` if too little is said of them.
    fn points(&self, at: usize, member: &CastMember) -> Option<i32> {
        let said = i32::from(member.is_said_to_be(&self.head.noun));
        let fits = |word: &&String| member.is_said_to_be(word) || abbreviates(self.discourse, word, member);
        let more = i32::try_from(self.described.iter().filter(fits).count()).unwrap_or(i32::MAX);
        let less = i32::try_from(self.described.len()).unwrap_or(i32::MAX).saturating_sub(more).min(2);
        let is_current = i32::from(self.current().is_some_and(|candidate| candidate.member == Some(at)));
        let known = i32::from(self.discourse.latest().contains(&at));
        if said + more == 0 || said == 0 && (self.owned || more < 2) {
            return None;
        }
        Some(8 * said + 3 * more - 2 * less + 3 * is_current + known)
    }

    /// A body with another name is another.
    fn is_other(&self, at: usize) -> bool {
        let member = self.discourse.cast().get(at);
        let said = |word: &&String| member.is_some_and(|member| member.is_said_to_be(word));
        !self.is_person && 2 * self.described.iter().filter(said).count() < self.described.len()
    }

    fn last_spoken_of(&self) -> Option<Candidate> {
        // `the medical association` is not just any that was named.
        if self.head.is_body() && !self.described.is_empty() {
            return None;
        }
        let current = self.current().cloned();
        if self.is_person || self.owned {
            current
        } else {
            current.or_else(|| self.most_named_body()).filter(|_| self.head.is_general_body())
        }
    }

    /// Of the bodies named lately, no bodies of the state, the one named most often.
    fn most_named_body(&self) -> Option<Candidate> {
        let is_private = |at: &usize| {
            let member = self.discourse.cast().get(*at);
            member.is_some_and(|member| !member.is_person && !member.is_public)
        };
        let latest = self.discourse.latest();
        let count = |at: usize| latest.iter().filter(|named| **named == at).count();
        let most = latest.iter().rev().copied().filter(is_private).max_by_key(|at| count(*at));
        most.and_then(|member| self.discourse.candidate(member))
    }
}

/// `the CS`, `the PPRO`: the person beside whose name these letters stand, or whose title they abbreviate.
pub(crate) fn abbreviated_role(discourse: &Discourse<'_>, phrase: &[Item<'_>]) -> Option<usize> {
    let [article, letters] = phrase else { return None };
    let letters = letters.word().filter(|word| names::is_abbreviation(word))?.to_lowercase();
    let definite = article.is(Kind::Definite);
    let bears = |member: &CastMember| member.is_person && member.is_said_to_be(&letters);
    let mut people = discourse.cast().members().filter(|_| definite).take(LOOKED_AT);
    people.find(|(_, member)| bears(member)).map(|(at, _)| at)
}

/// `the Belgian`: the person of whom the text says so, or else the one it speaks of.
pub(crate) fn compatriot(discourse: &Discourse<'_>, phrase: &[Item<'_>]) -> Option<Candidate> {
    // As much as a people and its country have in common.
    const STEM: usize = 4;
    let [article, people] = phrase else { return None };
    let singular = people.is_capital() && people.is(Kind::Compatriot) && article.is(Kind::Definite);
    if !singular || discourse.cast().named(people).is_some() {
        return None;
    }
    let stem: String = people.word()?.to_lowercase().chars().take(STEM).collect();
    let mut people = discourse.cast().members().filter(|(_, member)| member.is_person).take(LOOKED_AT);
    let known = people.find(|(_, member)| member.is_named_with(&stem)).map(|(at, _)| at);
    known.and_then(|at| discourse.candidate(at)).or_else(|| discourse.spoken_of(None).cloned())
}

/// Whether an abbreviation in lower case stands for an organisation that is named with this member of the cast.
fn abbreviates(discourse: &Discourse<'_>, word: &str, member: &CastMember) -> bool {
    let long = discourse.cast().abbreviated(&word.to_uppercase()).and_then(|at| discourse.cast().get(at));
    long.is_some_and(|long| member.is_named_with(&long.name.to_lowercase()))
}

/// Whether a name ends with this word, before the first preposition in it.
fn ends_with_word(words: &Words, name: &str, word: &str) -> bool {
    let name = name.split([' ', '\n']).take_while(|part| !words.is(part, Kind::PrepositionInName));
    name.last().is_some_and(|last| last.eq_ignore_ascii_case(word))
}
