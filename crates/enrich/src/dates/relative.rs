//! Times told by the day of writing: `yesterday`, `last month`, `next week`, `two days ago`, `the day before yesterday`.
//!
//! `today` is never one: it says nothing that the article's own date does not, and means `nowadays` as often.

use super::moment::{Moment, Month, day_from, month_from, week_from};
use super::tokens::{DateToken, Kind, Token};
use chrono::{Datelike, NaiveDate};

/// Numbers as words; `a` and `an` are one.
const NUMBERS: [&str; 13] =
    ["", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

/// What makes `two years ago` a guess.
const VAGUE: &[&str] = &[
    "about",
    "around",
    "nearly",
    "almost",
    "over",
    "than",
    "some",
    "least",
    "roughly",
    "approximately",
    "few",
    "half",
    "couple",
    "under",
    "and",
    "to",
    "or",
];

/// A time that begins at this token, and the token behind it.
pub(super) fn read(tokens: &[Token<'_>], at: usize, anchor: NaiveDate) -> Option<(Moment, usize)> {
    let token = tokens.get(at)?;
    match token.kind {
        Kind::Word => neighbouring_day(tokens, at, anchor)
            .or_else(|| neighbouring_period(tokens, at, anchor))
            .or_else(|| ago(tokens, at, anchor)),
        Kind::Number => ago(tokens, at, anchor),
        Kind::Ordinal | Kind::Mark => None,
    }
}

/// `yesterday`, `tomorrow`, `last night`, `the day after tomorrow`.
fn neighbouring_day(tokens: &[Token<'_>], at: usize, anchor: NaiveDate) -> Option<(Moment, usize)> {
    let word = |by: usize| tokens.get(at + by).map_or("", |token| token.text);
    let day = |days: i64, words: usize| Some((Moment::Day(day_from(anchor, days)?), at + words));
    let first = word(0);
    if first.eq_ignore_ascii_case("the") && word(1) == "day" {
        return match (word(2), word(3)) {
            ("before", "yesterday") => day(-2, 4),
            ("after", "tomorrow") => day(2, 4),
            _ => None,
        };
    }
    let title = tokens.get(at).is_some_and(Token::is_capital)
        && (tokens.get(at + 1).is_some_and(Token::is_capital)
            || at.checked_sub(1).and_then(|before| tokens.get(before)).is_some_and(|before| before.kind == Kind::Word));
    match first.to_ascii_lowercase().as_str() {
        _ if title => None,
        "yesterday" => day(-1, 1),
        "tomorrow" => day(1, 1),
        "last" if word(1) == "night" => day(-1, 2),
        _ => None,
    }
}

/// `last month`, `this year`, `next week`; not `the last month`, which is any four weeks.
fn neighbouring_period(tokens: &[Token<'_>], at: usize, anchor: NaiveDate) -> Option<(Moment, usize)> {
    let token = tokens.get(at)?;
    let by = match token.text {
        "last" | "Last" => -1,
        "this" | "This" => 0,
        "next" | "Next" | "coming" => 1,
        _ => return None,
    };
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    if before.is_some_and(|before| before.is_one_of(&["the", "these", "every"])) {
        return None;
    }
    let moment = match tokens.get(at + 1)?.text {
        "year" => Moment::Year(anchor.year() + by),
        "month" => Moment::Month(month_from(anchor, by)?),
        "week" => {
            let (monday, sunday) = week_from(anchor, i64::from(by))?;
            Moment::Days(monday, sunday)
        }
        "weekend" => {
            let weekend = anchor.weekday().num_days_from_monday() >= 5;
            // On a Monday the last weekend is of last week, the next one of this week.
            let weeks = if by > 0 && !weekend { 0 } else { i64::from(by) };
            let (_, sunday) = week_from(anchor, weeks)?;
            Moment::Days(day_from(sunday, -1)?, sunday)
        }
        _ => return None,
    };
    Some((moment, at + 2))
}

/// `two days ago`, `a year ago`; of weeks the whole week, of months the month, of years the year.
fn ago(tokens: &[Token<'_>], at: usize, anchor: NaiveDate) -> Option<(Moment, usize)> {
    tokens.get(at + 2).filter(|ago| ago.is("ago"))?;
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    if before.is_some_and(|before| before.is_one_of(VAGUE) || (before.is_dash() && !before.spaced)) {
        return None;
    }
    let count = count(tokens.get(at)?)?;
    let back = -i64::from(count);
    let years = -i32::try_from(count).ok()?;
    let moment = match tokens.get(at + 1)?.text {
        "day" | "days" => Moment::Day(day_from(anchor, back)?),
        "week" | "weeks" => {
            let (monday, sunday) = week_from(anchor, back)?;
            Moment::Days(monday, sunday)
        }
        "fortnight" => {
            let (monday, sunday) = week_from(anchor, -2)?;
            Moment::Days(monday, sunday)
        }
        "month" | "months" => Moment::Month(month_from(anchor, years)?),
        "year" | "years" => Moment::Year(anchor.year().checked_add(years)?),
        "decade" | "decades" => Moment::Year(anchor.year().checked_add(years.checked_mul(10)?)?),
        _ => return None,
    };
    Some((moment, at + 3))
}

fn count(token: &Token<'_>) -> Option<u32> {
    match token.kind {
        Kind::Number => token.number().filter(|count| (1..=1000).contains(count)),
        Kind::Word if token.is("a") || token.is("an") => Some(1),
        Kind::Word => (0..).zip(NUMBERS).skip(1).find(|(_, word)| token.is(word)).map(|(count, _)| count),
        Kind::Ordinal | Kind::Mark => None,
    }
}

/// The year that stands here: `2021`, `last year`, `this year`, and the token behind it.
pub(super) fn year(tokens: &[Token<'_>], at: usize, anchor: Option<NaiveDate>) -> Option<(i32, usize)> {
    if let Some(year) = tokens.get(at)?.year() {
        return Some((year, at + 1));
    }
    tokens.get(at + 1).filter(|year| year.is("year"))?;
    let by = match tokens.get(at)?.text {
        "last" => -1,
        "this" => 0,
        "next" => 1,
        _ => return None,
    };
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
