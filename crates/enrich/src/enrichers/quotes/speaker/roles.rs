//! Who is meant by a role or a kind: `the minister`, `the company`.

use super::candidate::Candidate;
use super::discourse::Discourse;
use super::holder::Asked;
use crate::enrichers::quotes::people::{CastMember, LOOKED_AT, Office, gender};
use crate::enrichers::quotes::sentence::head_noun::{HeadNoun, is_owned};
use crate::enrichers::quotes::sentence::{Item, names};
use crate::words::{Kind, Words};

/// `the minister`, `the ministry`: who has that role or kind.
pub(crate) fn bearer(discourse: &Discourse<'_>, items: &[Item<'_>], phrase: &[Item<'_>]) -> Option<Candidate> {
    let begins = |kind| phrase.first().is_some_and(|first| first.is(kind));
    let owned = begins(Kind::Owns) || is_owned(phrase);
    if !(owned || begins(Kind::DefiniteOrThis)) {
        return None;
    }
    let head = HeadNoun::of(discourse.words(), phrase)?;
    let gender = gender::of_noun(head.kinds());
    let asked = Asked::of(discourse, items, gender, owned);
    let aged = || items.iter().any(|item| item.is(Kind::AgeEnding));
    let is_person = || head.is_person() || gender.is_some() || head.is_what_one_is() || aged();
    match asked.filter(|asked| is_person() || !head.is_body() && (asked.is_listed() || asked.is_held())) {
        Some(asked) => asked.holder(),
        None if head.is_body() => Body::of(discourse, items, phrase, head, owned).bearer(),
        None => None,
    }
}

/// A phrase that names a body by its kind.
struct Body<'s, 'a> {
    discourse: &'s Discourse<'a>,
    phrase: &'s [Item<'s>],
    head: HeadNoun,
    /// The words of the phrase that say more than its head, in lower case.
    described: Vec<String>,
    /// `its union`, `Ruiz’s company`: of somebody else.
    owned: bool,
}

impl<'s, 'a> Body<'s, 'a> {
    fn of(
        discourse: &'s Discourse<'a>,
        items: &[Item<'_>],
        phrase: &'s [Item<'s>],
        head: HeadNoun,
        owned: bool,
    ) -> Self {
        let words = discourse.words();
        let bare = items.iter().filter_map(Item::word).map(|word| names::bare(word).to_lowercase());
        let describes = |word: &String| {
            let kinds = words.kinds(word);
            word.len() > 2 && !kinds.is_any(&[Kind::Participle, Kind::DescribesNobody]) && *word != head.noun
        };
        let described = bare.filter(describes).collect();
        Self { discourse, phrase, head, described, owned }
    }

    fn bearer(&self) -> Option<Candidate> {
        let best = self.best_described().and_then(|member| self.discourse.candidate(member));
        let words = self.discourse.words();
        let same_head = |candidate: &&Candidate| ends_with_word(words, &candidate.name, &self.head.noun);
        let unnamed = || self.discourse.unnamed().iter().rev().find(same_head).cloned();
        best.or_else(unnamed).or_else(|| self.last_spoken_of())
    }

    /// Whichever body was spoken of last, unless it is of another kind.
    fn current(&self) -> Option<&Candidate> {
        self.discourse.body().filter(|candidate| !self.owned && self.can_be(candidate))
    }

    /// Whether nothing says that a body is of another kind: a ferry company is no union.
    fn can_be(&self, candidate: &Candidate) -> bool {
        let words = self.discourse.words();
        let name = Office::of(words, &candidate.name.split_whitespace().collect::<Vec<_>>());
        let member = candidate.member.and_then(|member| self.discourse.cast().get(member));
        let held = member.map_or(&[][..], |member| &member.offices);
        let is_body = |noun: &&str| words.kinds(noun).is_any(&[Kind::GeneralBody, Kind::NamedBody]);
        let mut kinds = name.iter().chain(held).map(|held| held.noun.as_str()).filter(is_body).peekable();
        let (roles, asked) = (words.roles(), self.head.noun.as_str());
        let alike =
            |kind: &str| roles.are_same(asked, kind) || roles.is_wider(asked, kind) || roles.is_wider(kind, asked);
        kinds.peek().is_none() && self.has_spoken(candidate) || kinds.any(alike)
    }

    /// Whether a body is meant by a noun of which nothing says that it is one: `the union` by the one that speaks.
    fn has_spoken(&self, candidate: &Candidate) -> bool {
        let spoke = || self.discourse.last_speaker().is_some_and(|last| last.is_same(candidate));
        !self.discourse.words().is(&self.head.noun, Kind::CertainBody) || spoke()
    }

    /// Of whom the text says most of these words.
    fn best_described(&self) -> Option<usize> {
        // Less than a kind that is said of a body, most words of which fit.
        const ENOUGH: i32 = 5;
        let cast = self.discourse.cast();
        let mut best: Option<(i32, usize)> = None;
        for (at, member) in cast.members().filter(|(_, member)| !member.is_person).take(LOOKED_AT) {
            if self.phrase.iter().any(|item| cast.named(item) == Some(at)) {
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
        2 * self.described.iter().filter(said).count() < self.described.len()
    }

    fn last_spoken_of(&self) -> Option<Candidate> {
        // `the medical association` is not just any that was named.
        if !self.described.is_empty() {
            return None;
        }
        let current = self.current().cloned();
        if self.owned {
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
        let bodies = latest.iter().rev().filter(|at| is_private(at));
        let candidates = bodies.filter_map(|at| Some((*at, self.discourse.candidate(*at)?)));
        let can_be = candidates.filter(|(_, candidate)| self.can_be(candidate));
        can_be.max_by_key(|(at, _)| count(*at)).map(|(_, candidate)| candidate)
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
