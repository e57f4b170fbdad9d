//! Whoever a sentence is about, for a verb that has no subject of its own.

use crate::enrichers::quotes::sentence::{Item, phrase, verb};
use crate::enrichers::quotes::speaker::{Discourse, Named, named};

/// The subject of the first reporting verb of the sentence, before the one at `cue`.
pub(crate) fn main_subject(discourse: &Discourse<'_>, sentence: &[Item<'_>], cue: usize) -> Option<Named> {
    let first = (0..cue).find(|at| sentence.get(*at).is_some_and(verb::reports))?;
    let range = phrase::before_cue(sentence, first).or_else(|| phrase::behind_cue(sentence, first))?;
    named::subject(discourse, sentence.get(..range.start)?, sentence.get(range)?)
}

/// The subject of a sentence whose own verb does not report: what stands at its beginning.
pub(crate) fn sentence_subject(discourse: &Discourse<'_>, sentence: &[Item<'_>], cue: usize) -> Option<Named> {
    // Past `On Monday,`.
    let start =
        if phrase::is_adverbial(sentence, 0) { sentence.iter().take(cue).position(Item::is_comma)? + 1 } else { 0 };
    let ends = |item: &Item<'_>| {
        matches!(item, Item::Pause(..) | Item::Quote(..)) || verb::is_finite(item) || verb::reports(item)
    };
    let length = sentence.iter().take(cue).skip(start).position(ends)?;
    named::subject(discourse, sentence.get(..start)?, sentence.get(start..start + length)?)
}
