//! Words that were met before: each is looked up once for many texts.
//!
//! How many are kept is bounded: when there is no more room only those stay that several texts had.

use super::kinds::Kinds;
use super::list::Words;
use text::{Atoms, Forms};

/// Distinct words that are kept between texts.
const MOST: usize = 8_000;

/// What kinds of word those are that were met in texts of one language. It serves one text at a time.
#[derive(Default)]
pub(crate) struct Met {
    forms: Forms,
    language: Option<&'static Words>,
    /// By the number of the word.
    kinds: Vec<Kinds>,
}

impl Met {
    /// The kinds of each atom, as a word of this language.
    pub(crate) fn kinds(&mut self, atoms: Atoms<'_>, language: &'static Words) -> Vec<Kinds> {
        if !self.language.is_some_and(|known| std::ptr::eq(known, language)) {
            *self = Self { language: Some(language), ..Self::default() };
        } else if self.forms.len() > MOST {
            let kept = self.forms.keep_common(MOST / 2).into_iter();
            self.kinds = kept.filter_map(|number| self.kinds.get(number as usize).copied()).collect();
        }
        self.forms.begin();
        let kinds = |at: usize| {
            let word = atoms.text(at..at + 1);
            let number = self.forms.number(word) as usize;
            if let Some(kinds) = self.kinds.get(number) {
                return *kinds;
            }
            let kinds = language.kinds(word);
            self.kinds.push(kinds);
            kinds
        };
        (0..atoms.len()).map(kinds).collect()
    }
}
