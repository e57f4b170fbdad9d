//! Whom a pronoun means.

use super::candidate::Candidate;
use super::discourse::Discourse;
use super::noun_phrase;
use crate::enrichers::quotes::people::gender;
use crate::enrichers::quotes::sentence::Item;
use crate::enrichers::quotes::sentence::head_noun::{is_preposition, trimmed};
use crate::given_names::Gender;
use crate::words::Kind;

/// Items of a sentence that are looked through; a longer sentence is none.
const MOST: usize = 80;

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
    let pronoun = discourse.words().kinds(&lower);
    let last_speaker = || discourse.last_speaker().cloned();
    let found = if pronoun.is_any(&[Kind::He, Kind::She]) {
        let gender = gender::of_pronoun(pronoun);
        same_sentence(discourse, before, gender).or_else(|| person_meant(discourse, gender))
    } else if pronoun.is(Kind::Who) {
        relative(discourse, before).or_else(|| person_meant(discourse, None))
    } else if pronoun.is(Kind::It) {
        body_meant(discourse, before).or_else(last_speaker)
    } else if pronoun.is(Kind::They) {
        named_together(discourse, before).or_else(last_speaker)
    } else if pronoun.is(Kind::Speaking) {
        last_speaker()
    } else if pronoun.is(Kind::MeansNobody) {
        None
    } else {
        return Reference::Name;
    };
    found.map_or(Reference::Nobody, Reference::Means)
}

/// The body that the sentence begins with, or whatever `it` was last.
fn body_meant(discourse: &Discourse<'_>, before: &[Item<'_>]) -> Option<Candidate> {
    const WITHIN: usize = 6;
    let first = before.iter().take(WITHIN).find_map(|item| discourse.cast().named(item));
    let first = first.and_then(|member| discourse.candidate(member));
    let body = first.filter(|candidate| candidate.is_person == Some(false));
    body.or_else(|| discourse.thing().cloned()).or_else(|| discourse.body().cloned())
}

/// The last of several that the sentence names.
fn named_together(discourse: &Discourse<'_>, before: &[Item<'_>]) -> Option<Candidate> {
    let before = before.get(..before.len().min(MOST)).unwrap_or_default();
    let several = before.iter().any(|item| item.is(Kind::And));
    let named = before.iter().rev().filter(|_| several).find_map(|item| discourse.cast().named(item));
    named.and_then(|member| discourse.candidate(member))
}

/// The subject of the sentence before the pronoun, or, for `in which he`, whoever was named last.
pub(crate) fn same_sentence(
    discourse: &Discourse<'_>,
    before: &[Item<'_>],
    gender: Option<Gender>,
) -> Option<Candidate> {
    let before = before.get(..before.len().min(MOST))?;
    let person = |item: &Item<'_>| {
        let possessive = item.is(Kind::Possessive);
        let candidate = discourse.cast().named(item).and_then(|member| discourse.candidate(member))?;
        let fits = candidate.is_person == Some(true) && gender::fits(gender, candidate.gender);
        fits.then_some((candidate, possessive))
    };
    if before.last().is_some_and(|last| last.is(Kind::WhichOrWhom)) {
        return before.iter().rev().find_map(person).map(|(candidate, _)| candidate);
    }
    if before.first().is_some_and(|first| first.is(Kind::BeginsWithoutSubject)) {
        return None;
    }
    let subject = |item: &Item<'_>| person(item).filter(|(_, possessive)| !possessive);
    let at = before.iter().position(|item| subject(item).is_some())?;
    // `In his speech he accused Ruiz, and then he said`: whoever the first pronoun means goes on.
    let pronoun = |item: &Item<'_>| gender.is_some() && gender::of_pronoun(item.kinds()) == gender;
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
        let start = before.iter().rposition(|item| is_preposition(item) || !item.is_word());
        noun_phrase::meant(discourse, before.get(start.map_or(0, |at| at + 1)..)?)
    };
    name.and_then(|member| discourse.candidate(member)).or_else(plain)
}

fn person_meant(discourse: &Discourse<'_>, gender: Option<Gender>) -> Option<Candidate> {
    discourse.spoken_of(gender).or(discourse.last_speaker()).cloned()
}
