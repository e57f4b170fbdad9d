//! Times told by the day of writing: `yesterday`, `last month`, `next week`, `two days ago`, `the day before yesterday`.
//!
//! `today` is never one: it says nothing that the article's own date does not, and means `nowadays` as often.

use super::moment::{Moment, Month, day_from, month_from, week_from};
use super::tokens::{DateToken, Kind, Token};
use crate::words::{Kind as WordKind, Words};
use chrono::{Datelike, NaiveDate};

/// A time that begins at this token, and the token behind it.
pub(super) fn read(words: &Words, tokens: &[Token<'_>], at: usize, anchor: NaiveDate) -> Option<(Moment, usize)> {
    let token = tokens.get(at)?;
    match token.kind {
        Kind::Word => neighbouring_day(words, tokens, at, anchor)
            .or_else(|| neighbouring_period(words, tokens, at, anchor))
            .or_else(|| ago(words, tokens, at, anchor)),
        Kind::Number => ago(words, tokens, at, anchor),
        Kind::Ordinal | Kind::Mark => None,
    }
}

/// `yesterday`, `tomorrow`, `last night`, `the day after tomorrow`.
fn neighbouring_day(words: &Words, tokens: &[Token<'_>], at: usize, anchor: NaiveDate) -> Option<(Moment, usize)> {
    let is = |by: usize, kind| tokens.get(at + by).is_some_and(|token| token.meaning.is(kind));
    let day = |days: i32, count: usize| Some((Moment::Day(day_from(anchor, i64::from(days))?), at + count));
    if is(0, WordKind::AnyThe) && is(1, WordKind::OneDay) {
        return if is(2, WordKind::Before) && is(3, WordKind::Yesterday) {
            day(-2, 4)
        } else if is(2, WordKind::After) && is(3, WordKind::Tomorrow) {
            day(2, 4)
        } else {
            None
        };
    }
    let title = tokens.get(at).is_some_and(Token::is_capital)
        && (tokens.get(at + 1).is_some_and(Token::is_capital)
            || at.checked_sub(1).and_then(|before| tokens.get(before)).is_some_and(|before| before.kind == Kind::Word));
    if title {
        return None;
    }
    match words.value(tokens.get(at)?, WordKind::NeighbouringDay) {
        Some(days) => day(days, 1),
        None if is(0, WordKind::Last) && is(1, WordKind::Night) => day(-1, 2),
        None => None,
    }
}

/// `last month`, `this year`, `next week`; not `the last month`, which is any four weeks.
fn neighbouring_period(words: &Words, tokens: &[Token<'_>], at: usize, anchor: NaiveDate) -> Option<(Moment, usize)> {
    let token = tokens.get(at)?;
    let by = words.value(token, WordKind::Neighbour)?;
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    if before.is_some_and(|before| before.meaning.is(WordKind::AnyPeriod)) {
        return None;
    }
    let period = tokens.get(at + 1)?.meaning;
    let moment = if period.is(WordKind::OneYear) {
        Moment::Year(anchor.year() + by)
    } else if period.is(WordKind::OneMonth) {
        Moment::Month(month_from(anchor, by)?)
    } else if period.is(WordKind::OneWeek) {
        let (monday, sunday) = week_from(anchor, i64::from(by))?;
        Moment::Days(monday, sunday)
    } else if period.is(WordKind::Weekend) {
        let weekend = anchor.weekday().num_days_from_monday() >= 5;
        // On a Monday the last weekend is of last week, the next one of this week.
        let weeks = if by > 0 && !weekend { 0 } else { i64::from(by) };
        let (_, sunday) = week_from(anchor, weeks)?;
        Moment::Days(day_from(sunday, -1)?, sunday)
    } else {
        return None;
    };
    Some((moment, at + 2))
}

/// `two days ago`, `a year ago`; of weeks the whole week, of months the month, of years the year.
fn ago(words: &Words, tokens: &[Token<'_>], at: usize, anchor: NaiveDate) -> Option<(Moment, usize)> {
    const DECADE: i32 = 10;
    tokens.get(at + 2).filter(|ago| ago.meaning.is(WordKind::Ago))?;
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    if before.is_some_and(|before| before.meaning.is(WordKind::Vague) || (before.is_dash() && !before.spaced)) {
        return None;
    }
    let count = count(words, tokens.get(at)?)?;
    let unit = tokens.get(at + 1)?.meaning;
    let weeks = |count: i32| week_from(anchor, i64::from(count)).map(|(monday, sunday)| Moment::Days(monday, sunday));
    let moment = if unit.is(WordKind::Days) {
        Moment::Day(day_from(anchor, -i64::from(count))?)
    } else if unit.is(WordKind::Weeks) {
        weeks(-count)?
    } else if unit.is(WordKind::Fortnight) {
        weeks(-2)?
    } else if unit.is(WordKind::Months) {
        Moment::Month(month_from(anchor, -count)?)
    } else if unit.is(WordKind::Years) {
        Moment::Year(anchor.year().checked_sub(count)?)
    } else if unit.is(WordKind::Decades) {
        Moment::Year(anchor.year().checked_sub(count.checked_mul(DECADE)?)?)
    } else {
        return None;
    };
    Some((moment, at + 3))
}

fn count(words: &Words, token: &Token<'_>) -> Option<i32> {
    match token.kind {
        Kind::Number => i32::try_from(token.number().filter(|count| (1..=1000).contains(count))?).ok(),
        Kind::Word => words.value(token, WordKind::Count),
        Kind::Ordinal | Kind::Mark => None,
    }
}

/// The year that stands here: `2021`, `last year`, `this year`, and the token behind it.
pub(super) fn year(words: &Words, tokens: &[Token<'_>], at: usize, anchor: Option<NaiveDate>) -> Option<(i32, usize)> {
    if let Some(year) = tokens.get(at)?.year() {
        return Some((year, at + 1));
    }
    tokens.get(at + 1).filter(|year| year.meaning.is(WordKind::AnyYear))?;
    let by = words.value(tokens.get(at)?, WordKind::NeighbourInside)?;
    Some((anchor?.year() + by, at + 2))
}

/// The month of this number nearest to the day of writing, itself included on the side that `future` says.
pub(super) fn month_near(anchor: NaiveDate, month: u32, future: bool) -> Month {
    let year = match (future, month.cmp(&anchor.month())) {
        (true, std::cmp::Ordering::Less) => anchor.year() + 1,
        (false, std::cmp::Ordering::Greater) => anchor.year() - 1,
        (true | false, _) => anchor.year(),
    };
    Month { year, month }
}
