//! Days with a month: `24th Oct, 2024`, `October 24`, `Thursday, 24 October`, `Feb. 24-25, 2020`, `2024-10-24`,
//! `24.10.2024`, `2024年10月24日`.
//!
//! Without a year it is the year nearest to the day of writing, unless weekday or tense say another; where that day is
//! unknown, so is the date.

use super::moment::{Moment, day_from};
use super::tense::{self, Tense};
use super::tokens::{DateToken, Kind, Token};
use crate::words::Words;
use chrono::{Datelike, NaiveDate};
use text::calendar::months;
use text::calendar::weekdays::english_weekday;

/// Days that a report of yesterday's or tomorrow's may be off by.
const LEEWAY: i64 = 2;

/// Days within a sentence in the future may still speak of what was: plans that came to nothing.
const OLD_PLAN: i64 = 60;

/// What a reader needs beside the tokens.
#[derive(Clone, Copy)]
pub(super) struct Setting {
    /// The day of writing.
    pub(super) anchor: Option<NaiveDate>,
    /// The words of the language of the text, or those of English where that is not read.
    pub(super) words: &'static Words,
    /// Whether it is read.
    pub(super) is_read: bool,
}

/// A date that begins at this token, and the token and byte behind it. With the outer `Some` and no moment it is a date
/// that cannot be told, which nothing else may take for one.
pub(super) type Found = (Option<Moment>, usize, usize);

/// A day and a month, with or without year and weekday.
pub(super) fn read(tokens: &[Token<'_>], at: usize, setting: Setting) -> Option<Found> {
    let first = tokens.get(at)?;
    if first.kind == Kind::Number
        && let Some(found) = numeric(tokens, at).or_else(|| with_signs(tokens, at, setting))
    {
        return Some(found);
    }
    let weekday = if first.kind == Kind::Word { english_weekday(first.text) } else { None };
    let mut from = at;
    if weekday.is_some() {
        from = behind_weekday(tokens, at);
    }
    let printed = month_first(tokens, from, setting).or_else(|| day_first(tokens, from, setting))?;
    let end = tokens.get(printed.after.checked_sub(1)?)?.end;
    Some((moment(tokens, at, printed, weekday, setting), printed.after, end))
}

/// What is printed of a day or of some days of one month.
#[derive(Debug, Clone, Copy)]
struct Printed {
    year: Option<i32>,
    month: u32,
    day: u32,
    last: Option<u32>,
    after: usize,
}

/// The token of day or month behind a weekday: `Thursday, `, `Thurs. `, `Thursday the `, `Thursday (`.
fn behind_weekday(tokens: &[Token<'_>], at: usize) -> usize {
    let mut at = at + 1;
    for _ in 0..2 {
        if tokens.get(at).is_some_and(|token| matches!(token.text, "," | "." | "(") || token.is("the")) {
            at += 1;
        }
    }
    at
}

/// The month a word names in the language of the text.
fn month(token: &Token<'_>, setting: Setting) -> Option<u32> {
    if token.kind != Kind::Word || token.text.len() < 3 {
        return None;
    }
    match months::english_month(token.text) {
        // `may` and `mar` in lower case are other words.
        Some(month) if token.is_capital() || token.text.len() > 5 => Some(month),
        Some(_) if setting.is_read => None,
        _ if setting.is_read && token.text.is_ascii() => None,
        _ => months::month(token.text).filter(|_| token.is_capital() || token.text.chars().count() > 2),
    }
}

/// `October 24`, `Oct. 24th, 2024`, `Feb. 24-25, 2020`.
fn month_first(tokens: &[Token<'_>], from: usize, setting: Setting) -> Option<Printed> {
    let month = tokens.get(from).and_then(|token| month(token, setting))?;
    let mut at = from + 1;
    if tokens.get(at)?.text == "." {
        at += 1;
    }
    if tokens.get(at)?.is("the") {
        at += 1;
    }
    let day = tokens.get(at)?.day()?;
    at += 1;
    // `May 10:30`, `June 5,000`, `March 1.5`
    if continues_number(tokens, at) {
        return None;
    }
    let last = last_day(tokens, at, day);
    if last.is_some() {
        at += 2;
    }
    let (year, after) = year_behind(tokens, at);
    Some(Printed { year, month, day, last, after })
}

/// `24 October`, `24th of Oct., 2024`, `3-5 October 2024`, `5 de mayo de 2022`.
fn day_first(tokens: &[Token<'_>], from: usize, setting: Setting) -> Option<Printed> {
    let day = tokens.get(from)?.day()?;
    let mut at = from + 1;
    let last = last_day(tokens, at, day);
    if last.is_some() {
        at += 2;
    }
    if tokens.get(at).is_some_and(|token| token.is("day")) {
        at += 1;
    }
    while tokens.get(at).is_some_and(|token| {
        token.is_one_of(&["of", "de"]) || (token.text == "." && !setting.is_read) || (token.is_dash() && !token.spaced)
    }) && at < from + 6
    {
        at += 1;
    }
    let month = tokens.get(at).and_then(|token| month(token, setting))?;
    at += 1;
    let (year, after) = year_behind(tokens, at);
    Some(Printed { year, month, day, last, after })
}

fn continues_number(tokens: &[Token<'_>], at: usize) -> bool {
    let Some(mark) = tokens.get(at).filter(|mark| !mark.spaced) else { return false };
    let number =
        || tokens.get(at + 1).is_some_and(|next| !next.spaced && next.kind == Kind::Number && next.year().is_none());
    mark.text == "%" || (matches!(mark.text, ":" | "." | "," | "/") && number())
}

/// The last of some days: `-25`, ` to 25`, `–25`.
fn last_day(tokens: &[Token<'_>], at: usize, day: u32) -> Option<u32> {
    let joining = tokens.get(at)?;
    let joins = joining.is_dash() || joining.is_one_of(&["to", "through", "until"]);
    tokens.get(at + 1).filter(|_| joins)?.day().filter(|last| *last > day)
}

/// The year behind day and month, and the token behind it.
fn year_behind(tokens: &[Token<'_>], at: usize) -> (Option<i32>, usize) {
    let mut next = at;
    for _ in 0..2 {
        if tokens.get(next).is_some_and(|token| {
            matches!(token.text, "," | ".")
                || token.is_one_of(&["of", "de", "del"])
                || (token.is_dash() && !token.spaced)
        }) {
            next += 1;
        }
    }
    match tokens.get(next).and_then(Token::year) {
        // `of`, not a new sentence that begins with a number.
        Some(year) if !continues_number(tokens, next + 1) => (Some(year), next + 1),
        _ => (None, at),
    }
}

fn moment(tokens: &[Token<'_>], at: usize, printed: Printed, weekday: Option<u32>, setting: Setting) -> Option<Moment> {
    let day_in = |year: i32| NaiveDate::from_ymd_opt(year, printed.month, printed.day);
    let first = match printed.year {
        Some(year) => day_in(year)?,
        None => {
            let anchor = setting.anchor?;
            let years = [anchor.year(), anchor.year() - 1, anchor.year() + 1];
            let falls =
                |day: &NaiveDate| weekday.is_some_and(|weekday| day.weekday().num_days_from_monday() == weekday);
            match years.into_iter().filter_map(day_in).find(falls) {
                Some(day) => day,
                None => nearest(tokens, at, anchor, day_in)?,
            }
        }
    };
    match printed.last {
        None => Some(Moment::Day(first)),
        Some(last) => NaiveDate::from_ymd_opt(first.year(), printed.month, last).map(|last| Moment::Days(first, last)),
    }
}

fn nearest(
    tokens: &[Token<'_>],
    at: usize,
    anchor: NaiveDate,
    day_in: impl Fn(i32) -> Option<NaiveDate>,
) -> Option<NaiveDate> {
    let year = anchor.year();
    let away = |day: &NaiveDate| (*day - anchor).num_days();
    let near = [year - 1, year, year + 1].into_iter().filter_map(&day_in).min_by_key(|day| away(day).abs())?;
    match tense::around(tokens, at) {
        Tense::Past if away(&near) > LEEWAY => day_in(near.year() - 1),
        Tense::Future if away(&near) < -OLD_PLAN => day_in(near.year() + 1),
        Tense::Past | Tense::Future | Tense::Unknown => Some(near),
    }
}

/// `2024-10-24`, `24.10.2024`, `24/10/2024`: with slashes and both below 13 nobody can tell day from month.
fn numeric(tokens: &[Token<'_>], at: usize) -> Option<Found> {
    let [first, one, second, other, third] = tokens.get(at..at + 5)? else { return None };
    let joined = [one, second, other, third].iter().all(|token| !token.spaced) && one.text == other.text;
    if !joined || at.checked_sub(1).and_then(|before| tokens.get(before)).is_some_and(|mark| is_joined(mark, first)) {
        return None;
    }
    let (before, middle, behind) = (first.number()?, second.number()?, third.number()?);
    let year_first = first.year().filter(|_| matches!(one.text, "-" | "/" | "."));
    let day = match (year_first, third.year(), one.text) {
        (Some(year), _, _) if third.text.len() <= 2 => NaiveDate::from_ymd_opt(year, middle, behind)?,
        (None, Some(year), ".") => NaiveDate::from_ymd_opt(year, middle, before)?,
        (None, Some(year), "/" | "-") if before > 12 => NaiveDate::from_ymd_opt(year, middle, before)?,
        (None, Some(year), "/" | "-") if middle > 12 => NaiveDate::from_ymd_opt(year, before, middle)?,
        (None, Some(year), "/" | "-") if middle == before => NaiveDate::from_ymd_opt(year, before, middle)?,
        (None, Some(_), "/" | "-") if first.text.len() <= 2 && second.text.len() <= 2 => {
            return Some((None, at + 5, third.end));
        }
        _ => return None,
    };
    Some((Some(Moment::Day(day)), at + 5, third.end))
}

/// Whether a mark glues the number to something before it: a version, an address, an account.
fn is_joined(mark: &Token<'_>, number: &Token<'_>) -> bool {
    !number.spaced && matches!(mark.text, "-" | "." | "/" | "_" | "#" | "@" | "=")
}

/// `2024年10月24日`, `10月24日`, `2024년 10월 24일`.
fn with_signs(tokens: &[Token<'_>], at: usize, setting: Setting) -> Option<Found> {
    let sign = |at: usize, signs: [&'static str; 2]| {
        let token = tokens.get(at).filter(|token| !token.spaced && token.kind == Kind::Word)?;
        signs.into_iter().find(|sign| token.text.starts_with(*sign)).map(|sign| (token, sign))
    };
    let year = sign(at + 1, ["年", "년"]).and_then(|_| tokens.get(at)?.year());
    let from = if year.is_some() { at + 2 } else { at };
    sign(from + 1, ["月", "월"])?;
    let (month, day) = (tokens.get(from)?.day()?, tokens.get(from + 2)?.day()?);
    let (last, sign) = sign(from + 3, ["日", "일"])?;
    let found = match (year, setting.anchor) {
        (Some(year), _) => Some(NaiveDate::from_ymd_opt(year, month, day)?),
        (None, Some(anchor)) => nearest_plain(anchor, month, day),
        (None, None) => None,
    };
    Some((found.map(Moment::Day), from + 4, last.start + sign.len()))
}

fn nearest_plain(anchor: NaiveDate, month: u32, day: u32) -> Option<NaiveDate> {
    let years = [-1, 0, 1].into_iter().filter_map(|by| NaiveDate::from_ymd_opt(anchor.year() + by, month, day));
    years.min_by_key(|day| (*day - anchor).num_days().abs())
}

/// The day of this weekday nearest to the day of writing: before it or on it, or on it or behind it.
pub(super) fn weekday_near(anchor: NaiveDate, weekday: u32, future: bool) -> Option<NaiveDate> {
    let today = i64::from(anchor.weekday().num_days_from_monday());
    let back = (today - i64::from(weekday)).rem_euclid(7);
    if future { day_from(anchor, (7 - back) % 7) } else { day_from(anchor, -back) }
}
