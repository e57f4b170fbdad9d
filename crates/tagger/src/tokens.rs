//! How the tagger joins atoms: letters with digits, and initials and shortened titles with their stops.
//!
//! In: the atoms of a text. Out: tokens by their bytes, in order, each with what it needs to know of its surroundings.
//! A hyphen or an apostrophe stands alone, so that a name inside a compound (`Pakistan-Azerbaijan`, `Naqvi's`) can be
//! told.

use std::ops::Range;
use text::{AtomKind, Atoms, StopFor, belongs_to_letter, keeps_stop};

/// One word, number or mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Whether white space (or the beginning) stands before it.
    pub spaced: bool,
    /// Whether a sentence or line begins here.
    pub first: bool,
}

impl Token {
    /// Where it stands.
    pub fn bytes(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// A longer word is cut, so that no token costs more than this.
const MAX_WORD_BYTES: usize = 96;

/// The tokens of a text.
pub fn tokenize(atoms: Atoms<'_>) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::with_capacity(atoms.len());
    let mut at = 0;
    let mut first = true;
    // Whether a stop stands open that ends the sentence if white space follows.
    let mut stopped = false;
    while let Some(atom) = atoms.get(at) {
        first |= stopped && atom.spaced;
        let (mut next, mut stop) = (at + 1, false);
        match atom.kind {
            AtomKind::Break => {
                (at, first) = (next, true);
                continue;
            }
            AtomKind::Letters | AtomKind::Digits => next = past_word(atoms, at),
            AtomKind::Mark(mark) if mark.is_alphanumeric() => next = past_word(atoms, at),
            AtomKind::Mark(mark) => {
                stop = matches!(mark, '.' | '!' | '?' | '…' | '。' | '।');
                stop |= stopped && !atom.spaced && is_closing(mark);
            }
        }
        stopped = stop;
        let Range { mut start, end } = atoms.bytes(at..next);
        let (mut word, mut spaced) = (atoms.text(at..next), atom.spaced);
        while let Some((piece, rest)) = cut(word) {
            tokens.push(Token { start, end: start + piece.len(), spaced, first });
            (start, word, spaced, first) = (start + piece.len(), rest, false, false);
        }
        tokens.push(Token { start, end, spaced, first });
        (at, first) = (next, false);
    }
    tokens
}

/// Cuts a word that is too long.
fn cut(word: &str) -> Option<(&str, &str)> {
    (MAX_WORD_BYTES..word.len()).find_map(|at| word.split_at_checked(at))
}

fn is_closing(mark: char) -> bool {
    matches!(mark, '"' | '\'' | '”' | '’' | '»' | ')' | ']')
}

/// Past the word that begins with the atom at `first`.
fn past_word(atoms: Atoms<'_>, first: usize) -> usize {
    // Most words have a space behind them.
    if atoms.joined(first + 1).is_none() {
        return first + 1;
    }
    let is_letter = |at: usize| atoms.text(at..at + 1).chars().nth(1).is_none();
    let is_kind = |at: usize, kind| atoms.get(at).is_some_and(|atom| atom.kind == kind);
    // `U.S.`, `J.`: single letters, each with its stop.
    let mut initials = is_kind(first, AtomKind::Letters)
        && is_letter(first)
        && atoms.text(first..first + 1).starts_with(char::is_uppercase);
    let mut at = first + 1;
    while let Some(kind) = atoms.joined(at) {
        match kind {
            AtomKind::Letters | AtomKind::Digits => {
                let behind_stop = is_kind(at - 1, AtomKind::Mark('.'));
                initials &= behind_stop && kind == AtomKind::Letters && is_letter(at);
            }
            AtomKind::Mark('.') if initials && atoms.joined(at + 1) == Some(AtomKind::Letters) => {}
            AtomKind::Mark('.') if initials => return at + 1,
            // `2.5`, `3,000`.
            AtomKind::Mark('.' | ',')
                if is_kind(at - 1, AtomKind::Digits) && atoms.joined(at + 1) == Some(AtomKind::Digits) => {}
            AtomKind::Mark('.') if keeps_stop(atoms.text(first..at), StopFor::Names) => return at + 1,
            AtomKind::Mark(mark) if mark.is_alphanumeric() || belongs_to_letter(mark) => initials = false,
            AtomKind::Mark(_) | AtomKind::Break => break,
        }
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<&str> {
        tokenize(Atoms::new(text, &text::atoms(text))).iter().filter_map(|token| text.get(token.bytes())).collect()
    }

    #[test]
    fn a_name_in_a_compound_stands_alone() {
        assert_eq!(words("Pakistan-Azerbaijan ties"), ["Pakistan", "-", "Azerbaijan", "ties"]);
        assert_eq!(words("Naqvi’s U.S. visit."), ["Naqvi", "’", "s", "U.S.", "visit", "."]);
        assert_eq!(words("Dr. J. Smith Jr., 3,000.5"), ["Dr.", "J.", "Smith", "Jr.", ",", "3,000.5"]);
        assert_eq!(words("He ate. I ran."), ["He", "ate", ".", "I", "ran", "."]);
        assert_eq!(words("F16, U.Sam, 5."), ["F16", ",", "U.Sam", ",", "5", "."]);
    }

    #[test]
    fn sentences_and_lines_begin_where_they_begin() {
        let text = "One. \"Two.\" Three\nfour Dr. No";
        let tokens = tokenize(Atoms::new(text, &text::atoms(text)));
        let first = tokens.iter().filter(|token| token.first).filter_map(|token| text.get(token.bytes()));
        assert_eq!(first.collect::<Vec<_>>(), ["One", "\"", "Three", "four"]);
    }

    #[test]
    fn a_word_without_end_is_cut() {
        let lengths = |text: &str| {
            let tokens = tokenize(Atoms::new(text, &text::atoms(text)));
            tokens.iter().map(|token| token.bytes().len()).collect::<Vec<_>>()
        };
        assert_eq!(lengths(&"x".repeat(200)), [96, 96, 8]);
        assert_eq!(lengths(&"é5".repeat(40)), [96, 24]);
    }

    proptest! {
        #[test]
        fn tokens_cover_everything_but_white_space(text in "(\\PC|\n|[a-zA-Z.,' -]){0,400}") {
            let mut at = 0;
            for token in tokenize(Atoms::new(&text, &text::atoms(&text))) {
                prop_assert!(text.get(at..token.start).unwrap().chars().all(char::is_whitespace));
                prop_assert!(token.end > token.start);
                at = token.end;
            }
            prop_assert!(text.get(at..).unwrap().chars().all(char::is_whitespace));
        }
    }
}
