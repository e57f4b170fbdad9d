//! What a reader takes as one: atoms joined by its own rule.

use std::ops::Range;

/// Atoms that are one word, number or mark to a reader, which says what kinds there are, and what it means as a word to
/// one who knows words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'a, Kind, Meaning = ()> {
    /// What it is.
    pub kind: Kind,
    /// As printed.
    pub text: &'a str,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Whether white space, a line break or the beginning of the text stands before it.
    pub spaced: bool,
    /// What is known of it as a word.
    pub meaning: Meaning,
}

impl<Kind, Meaning> Token<'_, Kind, Meaning> {
    /// Where it stands.
    pub fn bytes(&self) -> Range<usize> {
        self.start..self.end
    }

    /// Whether it begins with a capital letter.
    pub fn is_capital(&self) -> bool {
        self.text.starts_with(char::is_uppercase)
    }

    /// Whether it is this word, whatever its case.
    pub fn is(&self, word: &str) -> bool {
        self.text.eq_ignore_ascii_case(word)
    }

    /// Whether it is one of these words, whatever its case.
    pub fn is_one_of(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(word))
    }
}
