//! Whom a pronoun means.

use super::gender::{self, Gender};
use super::names;
use super::noun_phrase::{is_preposition, trimmed};
use super::speaker::{Discourse, Voice};
use super::words::Item;

/// Items of a sentence that are looked through; a longer sentence is none.
const MOST: usize = 80;

/// Words with which a sentence begins whose first names are not its subject.
const ADVERBIAL: &str = "In|On|At|Speaking|Addressing|Asked|According|With|Following|During|For|To|Citing|Referring|\
Responding|Answering|Replying|Commenting|Quoting|Reacting|Under|From|By|Among|Alongside|Besides|Like|Unlike|Despite|\
Talking|Writing|Meeting|Along|Together|Through|Of|Against|Before";

/// What a word refers to.
pub(super) enum Reference {
    Means(Voice),
    /// A pronoun that means nobody who could speak.
    Nobody,
    /// It is no pronoun.
    Name,
}

impl Discourse<'_> {
    /// Whom one word means if it is a pronoun.
    pub(super) fn pronoun(&self, before: &[Item<'_>], word: &str) -> Reference {
        // `WHO` is none.
        let abbreviates = word.len() > 1 && word.chars().all(char::is_uppercase);
        let lower = if abbreviates { String::new() } else { word.to_lowercase() };
        let found = match lower.as_str() {
            "he" | "she" => {
                let gender = gender::of_address(&word.to_lowercase());
                self.same_sentence(before, gender).or_else(|| self.person_meant(gender))
            }
            "who" => self.relative(before).or_else(|| self.person_meant(None)),
            "it" => {
                let first = before.iter().take(6).find_map(|item| self.cast.named(item));
                let body = first.and_then(|figure| self.voice(figure)).filter(|voice| voice.is_person == Some(false));
                body.or_else(|| self.thing.clone()).or_else(|| self.body.clone()).or_else(|| self.last.clone())
            }
            "they" => {
                let before = before.get(..before.len().min(MOST)).unwrap_or_default();
                let several = before.iter().any(|item| item.is_word("and"));
                let named = before.iter().rev().filter(|_| several).find_map(|item| self.cast.named(item));
                named.and_then(|figure| self.voice(figure)).or_else(|| self.last.clone())
            }
            "we" | "i" => self.last.clone(),
            "this" | "that" | "there" | "which" | "what" | "you" | "these" | "those" | "where" => {
                return Reference::Nobody;
            }
            _ => return Reference::Name,
        };
        found.map_or(Reference::Nobody, Reference::Means)
    }

    /// The subject of the sentence before the pronoun, or, for `in which he`, whoever was named last.
    pub(super) fn same_sentence(&self, before: &[Item<'_>], gender: Option<Gender>) -> Option<Voice> {
        let before = before.get(..before.len().min(MOST))?;
        let person = |item: &Item<'_>| {
            let possessive = item.word().is_some_and(names::is_possessive);
            let voice = self.cast.named(item).and_then(|figure| self.voice(figure))?;
            let fits = voice.is_person == Some(true) && fits(gender, voice.gender);
            fits.then_some((voice, possessive))
        };
        if before.last().is_some_and(|last| last.is_word("which") || last.is_word("whom")) {
            return before.iter().rev().find_map(person).map(|(voice, _)| voice);
        }
        let adverbial =
            before.first().and_then(Item::word).is_some_and(|word| ADVERBIAL.split('|').any(|one| one == word));
        if adverbial {
            return None;
        }
        let subject = |item: &Item<'_>| person(item).filter(|(_, possessive)| !possessive);
        let at = before.iter().position(|item| subject(item).is_some())?;
        // `In his speech he accused Ruiz, and then he said`: whoever the first pronoun means goes on.
        let pronoun = |item: &Item<'_>| {
            item.word().is_some_and(|word| match gender {
                Some(Gender::Male) => matches!(word, "he" | "He" | "his" | "His"),
                Some(Gender::Female) => matches!(word, "she" | "She" | "her" | "Her"),
                None => false,
            })
        };
        let meant = before.get(..at)?.iter().any(pronoun);
        before.get(at).and_then(subject).filter(|_| !meant).map(|(voice, _)| voice)
    }

    /// Whom `who` means: the name right before it.
    pub(super) fn relative(&self, before: &[Item<'_>]) -> Option<Voice> {
        const WITHIN: usize = 12;
        let name = before.iter().rev().take(WITHIN).find_map(|item| self.cast.named(item));
        // `the Grandmothers, who estimate that`
        let plain = || {
            let before = trimmed(before.get(before.len().saturating_sub(MOST)..)?);
            let start = before.iter().rposition(|item| is_preposition(item) || item.word().is_none());
            self.phrase(before.get(start.map_or(0, |at| at + 1)..)?)
        };
        name.and_then(|figure| self.voice(figure)).or_else(plain)
    }

    pub(super) fn person_meant(&self, gender: Option<Gender>) -> Option<Voice> {
        self.focus.person(gender).or(self.last.as_ref()).cloned()
    }
}

pub(super) fn fits(gender: Option<Gender>, other: Option<Gender>) -> bool {
    gender.is_none() || other.is_none() || gender == other
}
