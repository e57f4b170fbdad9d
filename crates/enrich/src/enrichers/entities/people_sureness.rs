//! How sure an entry of the list of people is.
//!
//! In: the person as grouped, and whether a title or a form of address stands with a mention. Out: of a hundred such
//! entries, how many name somebody by exactly this name. The weights of the logistic curve were fitted on articles of
//! outlets that the tagger had not seen (`models/README.md`).

use super::groups::{Group, key};
use crate::sureness::of_odds;

/// A name of two words that stands once and without a title.
const BASE: f32 = 1.6;

/// Someone whom the article gives a title is a person.
const WITH_TITLE: f32 = 1.7;

/// For each time that the mentions would have to be halved to be one, two at most.
const AGAIN: f32 = 0.3;
const MOST_DOUBLINGS: f32 = 2.0;

/// A word alone may be a place or a company; of four or more some belong to what stands beside the name.
const OF_ONE_WORD: f32 = -1.7;
const OF_THREE_WORDS: f32 = -0.5;
const OF_MORE_WORDS: f32 = -1.65;

pub(super) fn confidence(person: &Group, with_title: bool) -> u8 {
    let words = match key(&person.name).split(' ').count() {
        0 | 1 => OF_ONE_WORD,
        2 => 0.0,
        3 => OF_THREE_WORDS,
        _ => OF_MORE_WORDS,
    };
    let title = if with_title { WITH_TITLE } else { 0.0 };
    let again = AGAIN * (person.mentions.len().max(1) as f32).log2().min(MOST_DOUBLINGS);
    of_odds(BASE + words + title + again)
}
