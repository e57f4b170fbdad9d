//! Words that were met before: each is looked at once for all texts.
//!
//! How many are kept is bounded: when there is no more room only those stay that several texts had.

use crate::word::Word;
use foldhash::HashMap;
use text::Forms;

/// Distinct words that are kept between texts.
const MOST: usize = 8_000;

/// The words that were met, each with a number.
#[derive(Debug, Default)]
pub(crate) struct Met {
    forms: Forms,
    words: Vec<Word>,
    /// By their hash, the numbers of words that differ in more than case.
    lowers: HashMap<u32, u32>,
    /// By number, of each word and of each that differs in more than case: where it was met last.
    there: Vec<There>,
    lower_there: Vec<There>,
    /// The text that is read.
    text: u32,
}

/// The last text a word was met in, and its number there.
#[derive(Debug, Clone, Copy, Default)]
struct There {
    text: u32,
    id: u32,
}

impl Met {
    /// Whether there is no more room.
    pub(crate) fn is_full(&self) -> bool {
        self.forms.len() > MOST
    }

    /// Another text begins.
    pub(crate) fn begin(&mut self) {
        self.forms.begin();
        self.text = self.text.wrapping_add(1);
    }

    /// Forgets all but the common words: those that stay, by the numbers they had, in the order of their new ones.
    pub(crate) fn keep_common(&mut self) -> Vec<u32> {
        let kept = self.forms.keep_common(MOST / 2);
        let words = std::mem::take(&mut self.words);
        (self.lowers, self.there, self.lower_there) = (HashMap::default(), Vec::new(), Vec::new());
        for word in kept.iter().filter_map(|number| words.get(*number as usize)) {
            self.know(*word);
        }
        kept
    }

    /// Takes a word that has the next number.
    fn know(&mut self, word: Word) {
        let next = u32::try_from(self.lowers.len()).unwrap_or(u32::MAX);
        let lower_id = *self.lowers.entry(word.lower).or_insert(next);
        self.lower_there.resize(self.lowers.len(), There::default());
        self.words.push(Word { number: u32::try_from(self.words.len()).unwrap_or(u32::MAX), lower_id, ..word });
        self.there.push(There::default());
    }

    /// Meets a word of the text: its number in the text, if it was met there before.
    pub(crate) fn meet(&mut self, form: &str, make: impl FnOnce() -> Word) -> Result<u32, First<'_>> {
        let number = self.forms.number(form);
        if number as usize >= self.words.len() {
            self.know(make());
        }
        match self.there.get(number as usize) {
            Some(There { text, id }) if *text == self.text => Ok(*id),
            Some(_) | None => Err(First { met: self, number }),
        }
    }
}

/// A word that is met for the first time in the text.
pub(crate) struct First<'a> {
    met: &'a mut Met,
    number: u32,
}

impl First<'_> {
    /// Takes it as the word `id` of the text, where `lowers` words were met that differ in more than case.
    pub(crate) fn take(self, id: u32, lowers: &mut u32) -> Word {
        let Self { met, number } = self;
        let text = met.text;
        met.there.get_mut(number as usize).into_iter().for_each(|there| *there = There { text, id });
        let mut word = met.words.get(number as usize).copied().unwrap_or_default();
        if let Some(there) = met.lower_there.get_mut(word.lower_id as usize) {
            if there.text != text {
                *there = There { text, id: *lowers };
                *lowers += 1;
            }
            word.lower_id = there.id;
        }
        word
    }
}
