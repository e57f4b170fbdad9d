//! Who is meant by a role or a kind: `the minister`, `the company`.

use super::cast::LOOKED_AT;
use super::figure::Figure;
use super::gender;
use super::names;
use super::noun_phrase::{first_word, head, is_what_one_is, possessive};
use super::pronouns::fits;
use super::roles;
use super::speaker::{Discourse, Voice};
use super::words::Item;

impl Discourse<'_> {
    /// `the minister`, `the ministry`: who has that role or kind, or who was spoken of last.
    pub(super) fn role(&self, items: &[Item<'_>], phrase: &[Item<'_>]) -> Option<Voice> {
        let definite = first_word(phrase).is_some_and(|word| matches!(word, "the" | "The" | "this" | "This"));
        let owned = first_word(phrase).is_some_and(|word| matches!(word, "his" | "her" | "their" | "His" | "Her"))
            || possessive(phrase);
        if !(definite || owned) {
            return None;
        }
        let head = head(phrase)?;
        let aged = || items.iter().filter_map(Item::word).any(|word| word.ends_with("-year-old"));
        let is_person = roles::is_person(&head) || gender::of_noun(&head).is_some() || is_what_one_is(&head) || aged();
        let is_body = roles::is_named_body(&head) || roles::is_general_body(&head);
        if !(is_person || is_body) {
            return None;
        }
        let gender = gender::of_noun(&head);
        let current = if is_person { &self.person } else { &self.body };
        let current = current.as_ref().filter(|voice| !owned && (!is_person || fits(gender, voice.gender)));
        let described: Vec<String> = items
            .iter()
            .filter_map(Item::word)
            .map(|word| names::bare(word).to_lowercase())
            .filter(|word| {
                word.len() > 2
                    && !word.ends_with("ed")
                    && *word != head
                    && !matches!(word.as_str(), "the" | "for" | "who")
            })
            .collect();
        let owner = |at: usize| phrase.iter().any(|item| self.cast.named(item) == Some(at));
        let mut best: Option<(i32, usize)> = None;
        let alike = self.cast.figures().filter(|(_, figure)| figure.is_person == is_person).take(LOOKED_AT);
        for (at, figure) in alike {
            if owner(at) || is_person && !fits(gender, figure.gender) {
                continue;
            }
            let said = i32::from(figure.is_said_to_be(&head));
            let more =
                described.iter().filter(|word| figure.is_said_to_be(word) || self.abbreviates(word, figure)).count();
            let more = i32::try_from(more).unwrap_or(i32::MAX);
            let less = i32::try_from(described.len()).unwrap_or(i32::MAX).saturating_sub(more).min(2);
            let is_current = i32::from(current.is_some_and(|voice| voice.figure == Some(at)));
            let known = i32::from(self.latest.contains(&at));
            if said + more == 0 || said == 0 && (owned || more < 2) {
                continue;
            }
            let points = 8 * said + 3 * more - 2 * less + 3 * is_current + known;
            if best.is_none_or(|(most, _)| points > most) {
                best = Some((points, at));
            }
        }
        // Less than a role that is said of somebody, most words of which fit.
        const ENOUGH: i32 = 5;
        // A body with another name is another.
        let other = |at: usize| {
            let figure = self.cast.get(at);
            let said = described.iter().filter(|word| figure.is_some_and(|figure| figure.is_said_to_be(word))).count();
            !is_person && 2 * said < described.len()
        };
        if let Some((points, at)) = best
            && points >= ENOUGH
            && !other(at)
        {
            return self.voice(at);
        }
        let same_head = |voice: &&Voice| ends_with_word(&voice.name, &head);
        if let Some(unnamed) = self.unnamed.iter().rev().find(same_head) {
            return Some(unnamed.clone());
        }
        // `the medical association` is not just any that was named.
        if is_body && !described.is_empty() {
            return None;
        }
        let latest_body = || {
            let bodies = self
                .latest
                .iter()
                .rev()
                .copied()
                .filter(|at| self.cast.get(*at).is_some_and(|figure| !figure.is_person && !figure.is_public()));
            // The one named most often.
            let count = |at: usize| self.latest.iter().filter(|named| **named == at).count();
            let most = bodies.into_iter().max_by_key(|at| count(*at));
            most.and_then(|figure| self.voice(figure))
        };
        if is_person || owned {
            current.cloned()
        } else {
            current.cloned().or_else(latest_body).filter(|_| roles::is_general_body(&head))
        }
    }

    /// `the CS`, `the PPRO`: the person beside whose name these letters stand, or whose title they abbreviate.
    pub(super) fn abbreviated_role(&self, phrase: &[Item<'_>]) -> Option<usize> {
        let [article, letters] = phrase else { return None };
        let letters = letters.word().filter(|word| names::is_abbreviation(word))?.to_lowercase();
        let definite = article.is_word("the") || article.is_word("The");
        let bears = |figure: &Figure| figure.is_person && figure.is_said_to_be(&letters);
        let people = self.cast.figures().filter(|_| definite).take(LOOKED_AT);
        people.into_iter().find(|(_, figure)| bears(figure)).map(|(at, _)| at)
    }

    /// `the Belgian`: the person of whom the text says so, or else the one it speaks of.
    pub(super) fn compatriot(&self, phrase: &[Item<'_>]) -> Option<Voice> {
        // As much as a people and its country have in common.
        const STEM: usize = 4;
        let [article, people] = phrase else { return None };
        let word = people.word().filter(|_| article.is_word("the") || article.is_word("The"))?;
        let ends =
            ["an", "i", "ard", "ander", "chman", "shman", "chwoman", "shwoman"].iter().any(|end| word.ends_with(end));
        let listed =
            matches!(word, "Briton" | "Swede" | "Dane" | "Finn" | "Pole" | "Turk" | "Scot" | "Greek" | "Czech");
        let singular = people.is_capital() && (ends || listed);
        if !singular || self.cast.named(people).is_some() {
            return None;
        }
        let stem: String = word.to_lowercase().chars().take(STEM).collect();
        let people = self.cast.figures().filter(|(_, figure)| figure.is_person).take(LOOKED_AT);
        let known = people.into_iter().find(|(_, figure)| figure.is_named_with(&stem)).map(|(at, _)| at);
        known.and_then(|at| self.voice(at)).or_else(|| self.focus.person(None).cloned())
    }

    /// Whether an abbreviation in lower case stands for an organisation that is named with this figure.
    pub(super) fn abbreviates(&self, word: &str, figure: &Figure) -> bool {
        let long = self.cast.abbreviated(&word.to_uppercase()).and_then(|at| self.cast.get(at));
        long.is_some_and(|long| figure.is_named_with(&long.name.to_lowercase()))
    }
}

pub(super) fn ends_with_word(name: &str, word: &str) -> bool {
    let name =
        name.split([' ', '\n']).take_while(|part| !matches!(*part, "of" | "for" | "in" | "at" | "from" | "with"));
    name.last().is_some_and(|last| last.eq_ignore_ascii_case(word))
}
