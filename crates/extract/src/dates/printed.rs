//! Dates as they are printed for readers: `24. Oktober 2024, 14:02 Uhr`, `24/10/2024`, `2024年10月24日`.
//!
//! In: running text and what is known of its document. Out: the dates in it, each with day, month and year printed;
//! nothing is completed from elsewhere.

use super::calendars::begins_era;
use super::grammar::{Form, Grammar};
use super::pieces::{Kind, Piece, pieces_of};
use super::setting::{NumberOrder, Setting};
use super::text_part::beginning;
use super::value::IsoDate;

/// A date in a text.
#[derive(Debug)]
pub(crate) struct Printed {
    pub(crate) date: IsoDate,
    /// How many bytes stand before it.
    pub(crate) at: usize,
    /// How many bytes stand up to its end.
    pub(crate) end: usize,
}

/// The first date in a text.
pub(crate) fn first_date(text: &str, setting: &Setting) -> Option<IsoDate> {
    printed_dates(text, setting).next().map(|printed| printed.date)
}

/// The dates in a text, in its order.
pub(crate) fn printed_dates(text: &str, setting: &Setting) -> impl Iterator<Item = Printed> {
    let pieces = pieces_of(beginning(text));
    let mut at = if may_hold_year(&pieces) { 0 } else { pieces.len() };
    std::iter::from_fn(move || {
        let grammar = Grammar { pieces: &pieces, setting, form: Form::Printed };
        while let Some(first) = pieces.get(at) {
            if let Some((date, next)) = grammar.moment(at) {
                at = next.max(at + 1);
                let end = pieces.get(at - 1).map_or(first.start, |last| last.end());
                return Some(Printed { date, at: first.start, end });
            }
            at += 1;
        }
        None
    })
}

/// Whether one of these may be the year of a date: it has four digits, or two behind a mark, or its era is named.
fn may_hold_year(pieces: &[Piece<'_>]) -> bool {
    const BEFORE_SHORT: &[&str] = &[".", "-", "/", "'", "’"];
    let mut is_marked = false;
    pieces.iter().any(|piece| {
        let is_short = std::mem::replace(&mut is_marked, piece.is(BEFORE_SHORT)) && piece.length() == 2;
        match piece.kind {
            Kind::Digit => is_short || piece.length() == 4,
            Kind::Ideograph => begins_era(piece.text),
            Kind::Letter | Kind::Mark | Kind::Space => false,
        }
    })
}

/// Whether a text shows in which order its page writes dates of numbers: `24/10/2024` can only be day first.
pub(crate) fn shown_order(text: &str) -> Option<NumberOrder> {
    text.bytes().filter(|byte| *byte == b'/').nth(1)?;
    let pieces = pieces_of(text);
    pieces.windows(5).find_map(|window| {
        let [first, one, second, two, year] = window else { return None };
        let slashes = one.text == "/" && two.text == "/" && year.is_year();
        let (first, second) = (first.number()?, second.number()?);
        match (slashes, first, second) {
            (true, 13..=31, 1..=12) => Some(NumberOrder::DayFirst),
            (true, 1..=12, 13..=31) => Some(NumberOrder::MonthFirst),
            _ => None,
        }
    })
}
