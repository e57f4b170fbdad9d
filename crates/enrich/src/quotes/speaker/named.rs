//! From the words of an attribution to a speaker.

use super::candidate::{Candidate, Named};
use super::discourse::Discourse;
use super::noun_phrase;
use super::pronouns::{self, Reference};
use crate::quotes::sentence::head_noun::{self, first_word, head, trimmed};
use crate::quotes::sentence::{Item, verb};

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
    let begins = matches!(first_word(sentence)?, "The" | "A" | "An" | "His" | "Her" | "Its" | "Their");
    let words = sentence.iter().take(WITHIN).take_while(|item| item.word().is_some()).filter(|_| begins);
    let words: Vec<&Item<'_>> = words.collect();
    let finite = words.iter().skip(1).position(|item| item.word().is_some_and(verb::is_finite)).map(|at| at + 1);
    // `A senior official, speaking in Geneva, was blunter`
    let comma = sentence.get(words.len()).is_some_and(Item::is_comma).then_some(words.len());
    let length = finite.or(comma.filter(|length| *length > 1))?;
    let phrase = sentence.get(..length)?;
    let noun = head(phrase).is_some_and(|head| head_noun::is_noun(&head));
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
        [pronoun, verb, ..] if is_pronoun(pronoun) && verb.word().is_some_and(verb::is_finite) => {
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
    item.word().is_some_and(|word| matches!(word, "he" | "she" | "they" | "He" | "She" | "They"))
}
