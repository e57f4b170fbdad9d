//! Words that were met before: each is looked up once for all texts.
//!
//! How many are kept is bounded: when there is no more room all are forgotten, and words that are common are soon known
//! again.

use crate::word::Word;
use foldhash::HashMap;

/// Distinct words that are kept between texts.
const MOST: usize = 8_000;

/// The words that were met, each with a number.
#[derive(Debug, Default)]
pub(crate) struct Met {
    numbers: HashMap<Box<str>, u32>,
    words: Vec<Known>,
    /// The text that is read.
    text: u32,
}

#[derive(Debug)]
struct Known {
    word: Word,
    /// The text it was last met in, and its number there.
    there: (u32, u32),
}

impl Met {
    /// Whether there is no more room.
    pub(crate) fn is_full(&self) -> bool {
        self.words.len() > MOST
    }

    /// Another text begins.
    pub(crate) fn begin(&mut self) {
        self.text = self.text.wrapping_add(1);
    }

    /// Meets a word of the text: its number in the text, which is `next` if it was not met there yet, and what is known
    /// of it.
    pub(crate) fn meet(&mut self, form: &str, next: u32, make: impl FnOnce() -> Word) -> (u32, Word) {
        let number = self.numbers.get(form).copied();
        if let Some(known) = number.and_then(|number| self.words.get_mut(number as usize)) {
            if known.there.0 != self.text {
                known.there = (self.text, next);
            }
            return (known.there.1, known.word);
        }
        // A text has far less than four billion words.
        let number = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        let word = Word { number, ..make() };
        self.numbers.insert(form.into(), number);
        self.words.push(Known { word, there: (self.text, next) });
        (next, word)
    }
}
