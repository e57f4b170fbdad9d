//! How quantities join atoms: a number keeps its separators.

use super::number;
use crate::words::{Kinds, KnownAtoms};
use text::{AtomKind, Atoms};

/// A piece of the text.
pub(super) type Token<'a> = text::Token<'a, TokenKind, Kinds>;

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// ASCII digits with the separators between them: `3,000`, `2.5`, `1'000`.
    Digits,
    /// Letters.
    Word,
    /// One other visible character.
    Sign,
    /// A line break; nothing reaches across it.
    Break,
}

/// The tokens of a text in order.
pub(super) fn join(atoms: KnownAtoms<'_>) -> Vec<Token<'_>> {
    let mut tokens = Vec::with_capacity(atoms.len());
    let mut at = 0;
    while let Some(atom) = atoms.get(at) {
        let (kind, next) = match atom.kind {
            AtomKind::Digits => (TokenKind::Digits, past_number(*atoms, at + 1)),
            AtomKind::Letters => (TokenKind::Word, at + 1),
            AtomKind::Mark(_) => (TokenKind::Sign, at + 1),
            AtomKind::Break => (TokenKind::Break, at + 1),
        };
        tokens.push(atoms.token(kind, at..next));
        at = next;
    }
    tokens
}

/// Past a number that goes on at `at`.
fn past_number(atoms: Atoms<'_>, mut at: usize) -> usize {
    let first = at - 1;
    while let (Some(AtomKind::Mark(mark)), Some(AtomKind::Digits)) = (atoms.joined(at), atoms.joined(at + 1)) {
        let digits = |at: usize| atoms.text(at..at + 1).len();
        // An apostrophe stands before three digits: `5'10` is feet and inches.
        let groups = || number::is_apostrophe(mark) && digits(at + 1) == 3 && (1..=3).contains(&digits(at - 1));
        // Behind a decimal mark none groups.
        let whole = || (first + 1..at).all(|at| !matches!(atoms.joined(at), Some(AtomKind::Mark('.' | ','))));
        if !(matches!(mark, '.' | ',') || groups() && whole()) {
            break;
        }
        at += 2;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Reading, words};

    #[test]
    fn numbers_keep_their_separators_and_words_their_letters() {
        let check = |text: &str, expected: &[&str]| {
            let reading = Reading::new(text);
            let tokens: Vec<&str> = join(reading.words_of(words::english())).iter().map(|token| token.text).collect();
            assert_eq!(tokens, expected, "{text}");
        };
        check("Tk 3,000.50, per-cent", &["Tk", "3,000.50", ",", "per", "-", "cent"]);
        check("250km at 21.0°C.", &["250", "km", "at", "21.0", "°", "C", "."]);
        check("CHF1'200.50 2’345’678 5'10", &["CHF", "1'200.50", "2’345’678", "5", "'", "10"]);
        check("1. 2, 3", &["1", ".", "2", ",", "3"]);
        check("", &[]);
    }
}
