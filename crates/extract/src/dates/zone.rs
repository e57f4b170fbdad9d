//! The zone behind a time of day: `Z`, `-0330`, `+05:30`, `CEST`, `(GMT+8)`, `Eastern Time`, `[America/New_York]`.
//!
//! In: pieces. Out: minutes east of Greenwich. A name that means several offsets gives none where the document does not say
//! which.

use super::grammar::Grammar;
use super::pieces::Kind;
use super::summer::is_summer;
use chrono::NaiveDateTime;
use text::calendar::zones;

/// How a time is written that a zone follows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Exactness {
    /// As software writes it: `T` before it, or seconds. Bare figures behind others may be the end of a stretch of time.
    pub(super) is_exact: bool,
    /// As RFC 2822 has it.
    pub(super) is_standard: bool,
}

impl Grammar<'_> {
    /// The offset that begins with this piece, if its zone has one, and what follows.
    pub(super) fn zone(&self, at: usize, local: NaiveDateTime, how: Exactness) -> Option<(Option<i32>, usize)> {
        let opened = usize::from(self.is(at, &["(", "[", "（"]));
        let start = at + opened;
        let found = self.bare_figures(start, how).or_else(|| self.name(start, local, how.is_standard));
        let (offset, next) = match found {
            Some(found) => found,
            // `14:02, CET`
            None if opened == 0 && self.is(at, &[","]) => {
                self.name(at + 1, local, false).filter(|_| !self.is_word(at + 1))?
            }
            None => return None,
        };
        let next = next + usize::from(opened > 0 && self.is(next, &[")", "]", "）"]));
        // `IST (GMT+5:30)`, `+0200 (CEST)`
        let again = if self.is(next, &["(", "[", "/"]) { self.in_brackets(next) } else { None };
        Some(again.map_or((offset, next), |(other, next)| (offset.or(other), next)))
    }

    /// Figures with a sign, or nothing known, up to the bracket that closes.
    fn in_brackets(&self, at: usize) -> Option<(Option<i32>, usize)> {
        /// Most pieces of the name of a zone: `(Mitteleuropäische Sommerzeit)`, `[America/Argentina/Buenos_Aires]`.
        const MOST: usize = 10;
        let close = (at + 1..at + MOST).find(|at| self.is(*at, &[")", "]"]))?;
        let named = self.figures_of_greenwich(at + 1).filter(|(_, next)| *next == close);
        let is_name = (at + 1..close).all(|at| self.piece(at).is_some_and(|piece| piece.kind != Kind::Digit));
        (named.is_some() || is_name).then_some((named.map(|(offset, _)| offset), close + 1))
    }

    /// `+0200`, `-03:30`, `+05`
    fn bare_figures(&self, at: usize, how: Exactness) -> Option<(Option<i32>, usize)> {
        let (offset, next) = self.figures(at)?;
        let is_short = next == at + 2 && self.piece(at + 1)?.length() < 4;
        let is_stretch = self.is(at, &["-", "−"]) && self.is_joined(at);
        let is_sure = self.is_stated() || how.is_exact || (!is_short && !is_stretch && offset % 15 == 0);
        is_sure.then_some((Some(offset), next))
    }

    fn figures(&self, at: usize) -> Option<(i32, usize)> {
        let is_west = self.is(at, &["-", "−"]);
        let digits = self.piece(at + 1).filter(|_| is_west || self.is(at, &["+"]))?;
        if digits.is_spaced {
            return None;
        }
        let number = digits.number_of(1..=4)?;
        if digits.length() > 2 {
            return Some((zones::numeric(is_west, number / 100, number % 100)?, at + 2));
        }
        let minutes = self.piece(at + 3).filter(|_| self.is(at + 2, &[":", "."]) && self.is_joined(at + 2));
        match minutes.filter(|piece| !piece.is_spaced).and_then(|piece| piece.number_of(2..=2)) {
            Some(minutes) => Some((zones::numeric(is_west, number, minutes)?, at + 4)),
            None => Some((zones::numeric(is_west, number, 0)?, at + 2)),
        }
    }

    /// `GMT+8`, `UTC +05:30`
    fn figures_of_greenwich(&self, at: usize) -> Option<(i32, usize)> {
        self.piece(at).filter(|piece| ["GMT", "UTC", "UT"].iter().any(|name| piece.text.eq_ignore_ascii_case(name)))?;
        self.figures(at + 1)
    }

    fn name(&self, at: usize, local: NaiveDateTime, is_standard: bool) -> Option<(Option<i32>, usize)> {
        if let Some((offset, next)) = self.figures_of_greenwich(at) {
            return Some((Some(offset), next));
        }
        let meaning = |name: &str| zones::is_name(name).then(|| zones::named(name, &self.setting.at, is_standard));
        let (zone, next) = self.words(at, zones::MOST_WORDS, meaning)?;
        if !self.is_stated() && !self.is_written_as_name(at, next, zone.is_none_or(|zone| zone.is_word)) {
            return None;
        }
        let offset = zone.map(|zone| match zone.summer {
            Some((summer, rule)) if is_summer(rule, local) => summer,
            Some(_) | None => zone.offset,
        });
        // `BRT-0300`
        let figures = self.figures(next).filter(|_| offset.is_none() && self.is_joined(next));
        Some(figures.map_or((offset, next), |(offset, next)| (Some(offset), next)))
    }

    /// Whether the name of a zone stands here.
    pub(super) fn is_zone(&self, at: usize) -> bool {
        let meaning = |name: &str| zones::is_name(name).then_some(());
        self.words(at, zones::MOST_WORDS, meaning).is_some_and(|((), next)| self.is_written_as_name(at, next, true))
    }

    /// Whether letters among other words are the name of a zone: abbreviations stand in capitals, and those that are words
    /// as well not before another one.
    fn is_written_as_name(&self, at: usize, next: usize, is_word: bool) -> bool {
        let Some(piece) = self.piece(at) else { return false };
        let is_capital = |text: &str| text.chars().all(char::is_uppercase);
        let is_abbreviation = next == at + 1 + usize::from(self.is(at + 1, &["."]));
        let is_before_word = || self.piece(next).is_some_and(|piece| piece.length() > 1 && is_capital(piece.text));
        if piece.kind == Kind::Ideograph || !is_abbreviation {
            return true;
        }
        is_capital(piece.text) && !(is_word && is_before_word())
    }

    /// Whether letters are a word as well as the name of a zone.
    fn is_word(&self, at: usize) -> bool {
        let name = |name: &str| zones::named(name, &self.setting.at, false);
        self.words(at, 1, name).is_some_and(|(zone, _)| zone.is_word)
    }
}
