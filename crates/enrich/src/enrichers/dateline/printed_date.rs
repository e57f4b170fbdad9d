//! Dates as datelines print them, from tokens.

use super::tokens::{Kind, Token};
use crate::calendar::PrintedDate;
use text::calendar::{months, weekdays};

/// Whether a date begins here.
pub(super) fn is_date(tokens: &[Token<'_>], at: usize) -> bool {
    date(tokens, at).is_some()
}

/// A date: `24th Oct, 2024`, `July 19/2022`, `Sat, 5 May`, `2022-07-26`, `26.07.2022`, `June 2022`.
pub(super) fn date(tokens: &[Token<'_>], from: usize) -> Option<(Option<PrintedDate>, usize)> {
    let first = tokens.get(from)?;
    if let Some(after) = lunar(tokens, from) {
        return Some((None, after));
    }
    if first.kind == Kind::Word && weekdays::is_weekday(first.text) {
        let mut at = from + 1;
        while tokens.get(at).is_some_and(|token| matches!(token.kind, Kind::Comma | Kind::Stop)) {
            at += 1;
        }
        return date_without_weekday(tokens, at);
    }
    date_without_weekday(tokens, from)
}

/// A date of the Islamic calendar, such as `Rabi' II 02, 1445`: a date, but the one beside it is read. Where it ends.
fn lunar(tokens: &[Token<'_>], from: usize) -> Option<usize> {
    const MONTHS: &[&str] = &[
        "Muharram",
        "Safar",
        "Rabi",
        "Rabia",
        "Jumada",
        "Jumad",
        "Rajab",
        "Shaban",
        "Sha'ban",
        "Sha’ban",
        "Ramadan",
        "Shawwal",
        "Dhu",
        "Dhul",
        "Thul",
    ];
    // Of the longest: `Dhu al-Hijjah 12, 1445`.
    const MOST: usize = 7;
    tokens.get(from).filter(|token| MONTHS.contains(&token.text))?;
    let is_year = |at: &usize| {
        let digits = tokens.get(*at).filter(|token| token.kind == Kind::Number && token.text.len() == 4);
        digits.is_some_and(|year| year.text.starts_with("13") || year.text.starts_with("14"))
    };
    (from + 1..from + MOST).find(is_year).map(|year| year + 1)
}

fn date_without_weekday(tokens: &[Token<'_>], from: usize) -> Option<(Option<PrintedDate>, usize)> {
    month_first(tokens, from).or_else(|| day_first(tokens, from)).or_else(|| numeric(tokens, from))
}

/// `July 19`, `Jul. 19, 2022`, `June 2022`.
fn month_first(tokens: &[Token<'_>], from: usize) -> Option<(Option<PrintedDate>, usize)> {
    // With a small letter, `may` and `mar` before a number are other words.
    let month = tokens.get(from).filter(|token| super::capitals::has_capital(token.text)).and_then(month)?;
    let mut at = from + 1;
    if tokens.get(at)?.kind == Kind::Stop {
        at += 1;
    }
    if let Some(year) = year(tokens, at) {
        return Some((Some(PrintedDate::new(Some(year), month, None)?), at + 1));
    }
    let day = day(tokens.get(at)?)?;
    let (year, after) = year_behind(tokens, at + 1);
    Some((Some(PrintedDate::new(year, month, Some(day))?), after))
}

/// `24th Oct, 2024`, `5 de mayo de 2022`, `5. Mai`.
fn day_first(tokens: &[Token<'_>], from: usize) -> Option<(Option<PrintedDate>, usize)> {
    let day = day(tokens.get(from)?)?;
    let mut at = from + 1;
    while tokens.get(at).is_some_and(|token| token.kind == Kind::Stop || matches!(token.text, "de" | "of" | "-")) {
        at += 1;
    }
    let month = month(tokens.get(at)?)?;
    at += 1;
    if tokens.get(at).is_some_and(|token| token.kind == Kind::Stop) && year(tokens, at + 1).is_some() {
        at += 1;
    }
    let (year, after) = year_behind(tokens, at);
    Some((Some(PrintedDate::new(year, month, Some(day))?), after))
}

/// `2022-07-26`, `26/7/2022`. With slashes and both below 13 nobody can tell day from month: a date, but not which.
fn numeric(tokens: &[Token<'_>], from: usize) -> Option<(Option<PrintedDate>, usize)> {
    let number = |at: usize| tokens.get(at).filter(|token| token.kind == Kind::Number)?.text.parse::<u32>().ok();
    let mark = tokens.get(from + 1).filter(|mark| !mark.spaced)?;
    let (first, second, third) = (number(from)?, number(from + 2)?, number(from + 4)?);
    if tokens.get(from + 3)?.kind != mark.kind || !matches!(mark.kind, Kind::Dash | Kind::Stop | Kind::Slash) {
        return None;
    }
    let after = from + 5;
    if year(tokens, from).is_some() {
        return Some((Some(PrintedDate::new(i32::try_from(first).ok(), second, Some(third))?), after));
    }
    let year = Some(year(tokens, from + 4)?);
    let date = match (mark.kind == Kind::Slash, first > 12, second > 12) {
        (false, _, false) | (true, true, false) => Some(PrintedDate::new(year, second, Some(first))?),
        (_, false, true) => Some(PrintedDate::new(year, first, Some(second))?),
        (true, false, false) if first == second => Some(PrintedDate::new(year, first, Some(second))?),
        (true, false, false) => None,
        (_, true, true) => return None,
    };
    Some((date, after))
}

fn month(token: &Token<'_>) -> Option<u32> {
    if token.kind == Kind::Word { months::month(token.text) } else { None }
}

fn day(token: &Token<'_>) -> Option<u32> {
    let digits = token.text.trim_end_matches(|char: char| !char.is_ascii_digit());
    let day = (token.kind == Kind::Number && digits.len() <= 2).then(|| digits.parse::<u32>().ok()).flatten()?;
    (1..=31).contains(&day).then_some(day)
}

fn year(tokens: &[Token<'_>], at: usize) -> Option<i32> {
    let token = tokens.get(at).filter(|token| token.kind == Kind::Number && token.text.len() == 4)?;
    token.text.parse::<i32>().ok().filter(|year| (1800..2200).contains(year))
}

/// The year behind day and month, with a comma, slash, `de` or hyphen between, and where the date ends.
fn year_behind(tokens: &[Token<'_>], at: usize) -> (Option<i32>, usize) {
    if let Some(year) = year(tokens, at) {
        return (Some(year), at + 1);
    }
    let between = tokens.get(at).is_some_and(|token| {
        matches!(token.kind, Kind::Comma | Kind::Slash | Kind::Stop)
            || matches!(token.text, "de" | "del")
            || (token.kind == Kind::Dash && !token.spaced)
    });
    match year(tokens, at + 1).filter(|_| between) {
        Some(year) => (Some(year), at + 2),
        None => (None, at),
    }
}
