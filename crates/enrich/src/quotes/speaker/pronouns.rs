//! Whom a pronoun means.

use super::candidate::Candidate;
use super::discourse::Discourse;
use super::noun_phrase;
use crate::quotes::people::gender::{self, Gender};
use crate::quotes::sentence::head_noun::{is_preposition, trimmed};
use crate::quotes::sentence::{Item, names};

/// Items of a sentence that are looked through; a longer sentence is none.
const MOST: usize = 80;

/// Words with which a sentence begins whose first names are not its subject.
const ADVERBIAL: &str = "In|On|At|Speaking|Addressing|Asked|According|With|Following|During|For|To|Citing|Referring|\
Responding|Answering|Replying|Commenting|Quoting|Reacting|Under|From|By|Among|Alongside|Besides|Like|Unlike|Despite|\
Talking|Writing|Meeting|Along|Together|Through|Of|Against|Before";

/// What a word refers to.
pub(crate) enum Reference {
    Means(Candidate),
    /// A pronoun that means nobody who could speak.
    Nobody,
    /// It is no pronoun.
    Name,
}

/// Whom one word means if it is a pronoun.
pub(crate) fn meant(discourse: &Discourse<'_>, before: &[Item<'_>], word: &str) -> Reference {
    // `WHO` is none.
    let abbreviates = word.len() > 1 && word.chars().all(char::is_uppercase);
    let lower = if abbreviates { String::new() } else { word.to_lowercase() };
    let found = match lower.as_str() {
        "he" | "she" => {
            let gender = gender::of_address(&word.to_lowercase());
            same_sentence(discourse, before, gender).or_else(|| person_meant(discourse, gender))
        }
        "who" => relative(discourse, before).or_else(|| person_meant(discourse, None)),
        "it" => {
            let first = before.iter().take(6).find_map(|item| discourse.cast().named(item));
            let body = first
                .and_then(|member| discourse.candidate(member))
                .filter(|candidate| candidate.is_person == Some(false));
            body.or_else(|| discourse.thing().cloned())
                .or_else(|| discourse.body().cloned())
                .or_else(|| discourse.last_speaker().cloned())
        }
        "they" => {
            let before = before.get(..before.len().min(MOST)).unwrap_or_default();
            let several = before.iter().any(|item| item.is_word("and"));
            let named = before.iter().rev().filter(|_| several).find_map(|item| discourse.cast().named(item));
            named.and_then(|member| discourse.candidate(member)).or_else(|| discourse.last_speaker().cloned())
        }
        "we" | "i" => discourse.last_speaker().cloned(),
        "this" | "that" | "there" | "which" | "what" | "you" | "these" | "those" | "where" => {
            return Reference::Nobody;
        }
        _ => return Reference::Name,
    };
    found.map_or(Reference::Nobody, Reference::Means)
}

/// The subject of the sentence before the pronoun, or, for `in which he`, whoever was named last.
pub(crate) fn same_sentence(
    discourse: &Discourse<'_>,
    before: &[Item<'_>],
    gender: Option<Gender>,
) -> Option<Candidate> {
    let before = before.get(..before.len().min(MOST))?;
    let person = |item: &Item<'_>| {
        let possessive = item.word().is_some_and(names::is_possessive);
        let candidate = discourse.cast().named(item).and_then(|member| discourse.candidate(member))?;
        let fits = candidate.is_person == Some(true) && gender::fits(gender, candidate.gender);
        fits.then_some((candidate, possessive))
    };
    if before.last().is_some_and(|last| last.is_word("which") || last.is_word("whom")) {
        return before.iter().rev().find_map(person).map(|(candidate, _)| candidate);
    }
    let adverbial = before.first().and_then(Item::word).is_some_and(|word| ADVERBIAL.split('|').any(|one| one == word));
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
    before.get(at).and_then(subject).filter(|_| !meant).map(|(candidate, _)| candidate)
}

/// Whom `who` means: the name right before it.
fn relative(discourse: &Discourse<'_>, before: &[Item<'_>]) -> Option<Candidate> {
    const WITHIN: usize = 12;
    let name = before.iter().rev().take(WITHIN).find_map(|item| discourse.cast().named(item));
    // `the Grandmothers, who estimate that`
    let plain = || {
        let before = trimmed(before.get(before.len().saturating_sub(MOST)..)?);
        let start = before.iter().rposition(|item| is_preposition(item) || item.word().is_none());
        noun_phrase::meant(discourse, before.get(start.map_or(0, |at| at + 1)..)?)
    };
    name.and_then(|member| discourse.candidate(member)).or_else(plain)
}

fn person_meant(discourse: &Discourse<'_>, gender: Option<Gender>) -> Option<Candidate> {
    discourse.spoken_of(gender).or(discourse.last_speaker()).cloned()
}
