//! How dates join atoms: a number takes its ordinal ending.

use crate::words::{Kinds, KnownAtoms};
use text::AtomKind;

/// One word, number or mark. The text of a number is its digits, without an ordinal ending.
pub(super) type Token<'a> = text::Token<'a, Kind, Kinds>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters; an apostrophe ends it.
    Word,
    /// Digits without an ending.
    Number,
    /// Digits with `st`, `nd`, `rd`, `th`.
    Ordinal,
    /// One other character; a line break is one.
    Mark,
}

/// The tokens of a text in order.
pub(super) fn join(atoms: KnownAtoms<'_>) -> Vec<Token<'_>> {
    let mut tokens = Vec::with_capacity(atoms.len());
    let mut at = 0;
    while let Some(atom) = atoms.get(at) {
        let kind = match atom.kind {
            AtomKind::Digits => Kind::Number,
            AtomKind::Letters => Kind::Word,
            AtomKind::Mark(_) | AtomKind::Break => Kind::Mark,
        };
        let mut token = atoms.token(kind, at..at + 1);
        at += 1;
        if kind == Kind::Number
            && atoms.joined(at) == Some(AtomKind::Letters)
            && is_ordinal_ending(atoms.text(at..at + 1))
        {
            token = Token { kind: Kind::Ordinal, end: atoms.bytes(at..at + 1).end, ..token };
            at += 1;
        }
        tokens.push(token);
    }
    tokens
}

fn is_ordinal_ending(word: &str) -> bool {
    ["st", "nd", "rd", "th"].iter().any(|ending| ending.eq_ignore_ascii_case(word))
}

/// What a token can be in a date.
pub(super) trait DateToken {
    /// The number, if it has at most four digits.
    fn number(&self) -> Option<u32>;

    /// A day of a month: one or two digits.
    fn day(&self) -> Option<u32>;

    /// Four digits that people mean a year by.
    fn year(&self) -> Option<i32>;

    /// A hyphen or dash; whether something stands around it is the other side's to check.
    fn is_dash(&self) -> bool;
}

impl DateToken for Token<'_> {
    fn number(&self) -> Option<u32> {
        let digits = matches!(self.kind, Kind::Number | Kind::Ordinal) && self.text.len() <= 4;
        // Digits only, and few: nothing to lose.
        if digits { self.text.parse().ok() } else { None }
    }

    fn day(&self) -> Option<u32> {
        self.number().filter(|day| self.text.len() <= 2 && (1..=31).contains(day))
    }

    fn year(&self) -> Option<i32> {
        let year = self.number().filter(|_| self.kind == Kind::Number && self.text.len() == 4)?;
        i32::try_from(year).ok().filter(|year| (1500..=2100).contains(year))
    }

    fn is_dash(&self) -> bool {
        matches!(self.text, "-" | "–" | "—" | "‑" | "−")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Reading, words};

    #[test]
    fn an_ordinal_is_one_token_whose_text_is_its_digits() {
        let text = "the 3rd, 4TH and 5 th of\nMay 21st.";
        let reading = Reading::new(text);
        let tokens = join(reading.words_of(words::english()));
        let ordinals = tokens.iter().filter(|token| token.kind == Kind::Ordinal);
        let printed: Vec<_> = ordinals.map(|token| (token.text, text.get(token.bytes()).unwrap())).collect();
        assert_eq!(printed, [("3", "3rd"), ("4", "4TH"), ("21", "21st")]);
        let line_break = tokens.iter().find(|token| token.text == "\n");
        assert!(line_break.is_some_and(|mark| mark.kind == Kind::Mark));
    }
}
