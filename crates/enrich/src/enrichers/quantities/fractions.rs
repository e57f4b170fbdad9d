//! Fractions, in signs and in words: `1/2`, `4 1/2`, `4½`, `two and a half`, `a quarter of a` before a scale or unit.

use super::number::{self, Decimal};
use super::scan::Scanner;
use super::tokens::{Token, TokenKind};
use crate::words::Kind;

impl<'a> Scanner<'a> {
    /// A fraction in digits or one sign, and where it ends.
    pub(super) fn fraction(self, at: usize) -> Option<(Decimal, usize)> {
        let token = self.get(at)?;
        if token.kind != TokenKind::Digits {
            return Some((token.text.chars().next().and_then(number::fraction_sign)?, at + 1));
        }
        let is_slash = |at: usize| self.joined(at) && (self.is(at, "/") || self.is(at, "⁄"));
        let below =
            self.get(at + 2).filter(|below| !below.spaced && below.kind == TokenKind::Digits && is_slash(at + 1))?;
        // `1/2/2025` is a day, not a half.
        let inside = at.checked_sub(1).is_some_and(|before| self.is(before, "/") && self.joined(at));
        (!inside && !is_slash(at + 3) && number::is_plain(token.text) && number::is_plain(below.text)).then_some(())?;
        Some((Decimal::part(token.text.parse().ok()?, below.text.parse().ok()?)?, at + 3))
    }

    /// The fraction that stands at `at` behind a whole number: `4 1/2`, `4-1/2`, `4½`, `4 ½`.
    pub(super) fn fraction_behind(self, whole: &str, at: usize) -> Option<(Decimal, usize)> {
        let hyphen = usize::from(self.is(at, "-") && self.joined(at) && self.joined(at + 1));
        let (fraction, next) = self.fraction(at + hyphen)?;
        let in_digits = self.kind(at + hyphen) == Some(TokenKind::Digits);
        // Four plain digits are a year.
        let is_whole = !(whole.contains('.') || in_digits && whole.len() == 4 && number::is_plain(whole));
        is_whole.then_some((fraction, next))
    }

    /// `and a half`, `-and-three-quarters` at `at`, behind a whole number.
    pub(super) fn spelled_behind(self, at: usize) -> Option<(Decimal, usize)> {
        let and = self.past_hyphen(at);
        (self.is_read && self.is_kind(and, Kind::And)).then(|| self.part(self.past_hyphen(and + 1)))?
    }

    /// `half`, `a quarter`, `three-quarters`: which part, and where it ends.
    pub(super) fn part(self, at: usize) -> Option<(Decimal, usize)> {
        let value = |at: usize, kind| self.words.value(self.word(at)?, kind);
        if self.is_kind(at, Kind::Half) {
            return Some((Decimal::part(1, 2)?, at + 1));
        }
        // Of parts without a number, `quarter` is no ordinal.
        const QUARTER: i32 = 4;
        if value(at, Kind::PartOfOne) == Some(QUARTER) {
            return Some((Decimal::part(1, i64::from(QUARTER))?, at + 1));
        }
        let count = if self.is_kind(at, Kind::AnyArticle) { 1 } else { value(at, Kind::Spelled)? };
        let of = self.past_hyphen(at + 1);
        let parts = if self.is_kind(of, Kind::Half) { 2 } else { value(of, Kind::PartOfOne)? };
        Some((Decimal::part(i64::from(count), i64::from(parts))?, of + 1))
    }

    /// Past `of a` to the scale or unit that a part is one of: `a quarter of a billion`, `half a mile`.
    pub(super) fn of_scale_or_unit(self, at: usize) -> Option<usize> {
        let of = self.past_hyphen(at);
        let article = of + usize::from(self.is_kind(of, Kind::Of));
        let article = if article > of { self.past_hyphen(article) } else { article };
        let said = self.is_kind(article, Kind::AnyArticle) || article > of && self.is_kind(article, Kind::One);
        let next = if said { self.past_hyphen(article + 1) } else { article };
        let scaled = self.word(next).is_some_and(|word| word.meaning.is(Kind::Magnitude));
        let counted = || said && self.unit(next).is_some_and(|(unit, _)| unit.english);
        (scaled || counted()).then_some(next)
    }

    /// The word at `at`.
    pub(super) fn word(self, at: usize) -> Option<&'a Token<'a>> {
        self.get(at).filter(|word| word.kind == TokenKind::Word)
    }

    /// Past a hyphen without spaces, if one stands there.
    fn past_hyphen(self, at: usize) -> usize {
        at + usize::from(self.is(at, "-") && self.joined(at) && self.joined(at + 1))
    }
}
