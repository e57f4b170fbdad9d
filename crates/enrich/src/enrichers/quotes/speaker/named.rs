//! From the words of an attribution to a speaker.

use super::candidate::{Candidate, Named};
use super::discourse::Discourse;
use super::noun_phrase;
use super::pronouns::{self, Reference};
use crate::enrichers::quotes::sentence::head_noun::{HeadNoun, trimmed};
use crate::enrichers::quotes::sentence::{Item, verb};
use crate::words::Kind;

/// Reads on: notes whom a sentence names and who begins it.
pub(crate) fn read(discourse: &mut Discourse<'_>, sentence: &[Item<'_>]) {
    let is_begun = discourse.note_names(sentence);
    let unnamed = if is_begun { None } else { described_subject(discourse, sentence) };
    if let Some(candidate) = unnamed {
        discourse.begin_with(&candidate);
    }
}

/// Whoever begins a sentence without a name: `The weather service warned`, `His mother lost her home`.
fn described_subject(discourse: &Discourse<'_>, sentence: &[Item<'_>]) -> Option<Candidate> {
    const WITHIN: usize = 9;
    let begins = sentence.first()?.is(Kind::BeginsDescription);
    let words = sentence.iter().take(WITHIN).take_while(|item| item.is_word()).filter(|_| begins).count();
    let finite = sentence.iter().take(words).skip(1).position(verb::is_finite).map(|at| at + 1);
    // `A senior official, speaking in Geneva, was blunter`
    let comma = sentence.get(words).is_some_and(Item::is_comma).then_some(words);
    let length = finite.or(comma.filter(|length| *length > 1))?;
    let phrase = sentence.get(..length)?;
    let noun = HeadNoun::of(discourse.words(), phrase).is_some_and(|head| head.is_noun());
    subject(discourse, &[], phrase).filter(|_| noun).map(|subject| subject.candidate)
}

/// The subject printed by `items`, which stand behind `before` in their sentence.
pub(crate) fn subject(discourse: &Discourse<'_>, before: &[Item<'_>], items: &[Item<'_>]) -> Option<Named> {
    let items = trimmed(items);
    let mention = discourse.text_of(items)?.to_owned();
    let candidate = match noun_phrase::words(items)? {
        [only] => match pronouns::meant(discourse, before, only.word()?) {
            Reference::Means(candidate) => candidate,
            Reference::Nobody => return None,
            Reference::Name => noun_phrase::meant(discourse, items)?,
        },
        // `she stopped, then said`
        [pronoun, verb, ..] if is_pronoun(pronoun) && verb::is_finite(verb) => {
            match pronouns::meant(discourse, before, pronoun.word()?) {
                Reference::Means(candidate) => candidate,
                Reference::Nobody | Reference::Name => return None,
            }
        }
        phrase => noun_phrase::meant(discourse, phrase)?,
    };
    Some(Named { mention, candidate })
}

fn is_pronoun(item: &Item<'_>) -> bool {
    item.is_any(&[Kind::He, Kind::She, Kind::They])
}
