//! Months, quarters, years and decades: `October 2024`, `in May`, `the first quarter of 2024`, `since 2019`,
//! `2021/22`, `the 1990s`.
//!
//! A number of four digits is a year only where the words around it say so.

use super::days::Setting;
use super::moment::{Moment, Month};
use super::relative::{month_near, year};
use super::tense::{self, Tense};
use super::tokens::{DateToken, Kind, Token};
use crate::words::Kind as WordKind;
use chrono::{Datelike, NaiveDate};
use text::calendar::months;

/// A month, quarter, year or decade that begins at this token, and the token behind it.
pub(super) fn read(tokens: &[Token<'_>], at: usize, setting: Setting) -> Option<(Moment, usize)> {
    let token = tokens.get(at)?;
    match token.kind {
        Kind::Word => month(tokens, at, setting).or_else(|| part_of_year(tokens, at, setting)),
        Kind::Number => bare_year(tokens, at),
        Kind::Ordinal | Kind::Mark => None,
    }
}

fn before<'t, 'a>(tokens: &'t [Token<'a>], at: usize) -> Option<&'t Token<'a>> {
    at.checked_sub(1).and_then(|before| tokens.get(before))
}

/// `October 2024`, `October last year`; `October` alone behind a word that makes it a time.
fn month(tokens: &[Token<'_>], at: usize, setting: Setting) -> Option<(Moment, usize)> {
    let words = setting.words;
    let month =
        tokens.get(at).filter(|token| token.is_capital()).and_then(|token| months::english_month(token.text))?;
    let mut next = at + 1;
    while tokens.get(next).is_some_and(|token| matches!(token.text, "," | ".") || token.meaning.is(WordKind::AnyOf))
        && next < at + 3
    {
        next += 1;
    }
    if let Some((year, after)) = year(words, tokens, next, setting.anchor) {
        return Some((Moment::Month(Month { year, month }), after));
    }
    let anchor = setting.anchor?;
    let said = before(tokens, at)?;
    let numbered = tokens.get(at + 1).is_some_and(|next| next.kind != Kind::Word && next.number().is_some());
    if numbered || said.kind != Kind::Word && !said.is_dash() {
        return None;
    }
    let this = Month::of(anchor);
    let mid = |at: usize| before(tokens, at).is_some_and(|mid| mid.meaning.is(WordKind::Mid));
    let told = said.meaning;
    let found = if let Some(by) = words.value(said, WordKind::NeighbourOfMonth) {
        // Strictly before or behind this month.
        let year = match by.signum() {
            -1 if month >= this.month => this.year - 1,
            1 if month <= this.month => this.year + 1,
            _ => this.year,
        };
        Month { year, month }
    } else if told.is(WordKind::BeforeTime) || (said.is_dash() && mid(at - 1)) {
        let tense = tense::around(tokens, at);
        let ahead = told.is(WordKind::ByThen) && tense != Tense::Past;
        let future = ahead || tense == Tense::Future && !told.is(WordKind::Since);
        month_near(anchor, month, future)
    } else {
        return None;
    };
    Some((Moment::Month(found), at + 1))
}

/// `the first quarter of 2024`, `second half of last year`, `Q3 2024`.
fn part_of_year(tokens: &[Token<'_>], at: usize, setting: Setting) -> Option<(Moment, usize)> {
    let words = setting.words;
    let token = tokens.get(at)?;
    let positive = |value: i32| u32::try_from(value).ok();
    let letter = words.value(token, WordKind::PartLetter).filter(|_| token.is_capital()).and_then(positive);
    let (months, number) = if let Some(months) = letter {
        let number = tokens.get(at + 1).filter(|number| !number.spaced && number.text.len() == 1)?.number()?;
        (months, number)
    } else {
        let months = words.value(tokens.get(at + 1)?, WordKind::PartOfYear).and_then(positive)?;
        let of = tokens.get(at + 2).is_some_and(|of| of.meaning.is(WordKind::AnyOf));
        let number = if token.meaning.is(WordKind::LastPart) && of {
            12 / months
        } else {
            words.value(token, WordKind::PartNumber).and_then(positive)?
        };
        (months, number)
    };
    if number == 0 || number * months > 12 {
        return None;
    }
    let mut next = at + 2;
    while tokens.get(next).is_some_and(|token| token.meaning.is(WordKind::BetweenPartAndYear)) && next < at + 5 {
        next += 1;
    }
    let (year, after) = year(words, tokens, next, setting.anchor)?;
    let month = |month: u32| Month { year, month };
    Some((Moment::Months(month((number - 1) * months + 1), month(number * months)), after))
}

/// `2021`, `2021-22`, `2021/2022`, `1990s`.
fn bare_year(tokens: &[Token<'_>], at: usize) -> Option<(Moment, usize)> {
    let token = tokens.get(at)?;
    let year = token.year()?;
    let said = before(tokens, at);
    let glued = said.is_some_and(|said| {
        !token.spaced
            && said.kind == Kind::Mark
            && !matches!(said.text, "(" | "[" | "\n" | "‘" | "'" | "“" | "\"" | "-" | "–")
    });
    let next = tokens.get(at + 1);
    let behind = tokens.get(at + 2);
    let tight = |token: Option<&Token<'_>>| token.is_some_and(|token| !token.spaced);
    if glued || said.is_some_and(|said| said.meaning.is(WordKind::BeforeNumber)) {
        return None;
    }
    if year % 10 == 0 && tight(next) && next.is_some_and(|next| next.text == "s") {
        return Some((Moment::Years(year, year + 9), at + 2));
    }
    if let (Some(mark), Some(last)) = (next, behind)
        && (mark.is_dash() || mark.text == "/")
        && !mark.spaced
        && !last.spaced
    {
        let last = second_year(year, last)?;
        let ends = tokens.get(at + 3).is_none_or(|token| !token.is_dash() || token.spaced);
        return ends.then_some((Moment::Years(year, last), at + 3));
    }
    let counted = next.is_some_and(|next| {
        next.meaning.is(WordKind::CountedInThousands)
            || (!next.spaced && (next.text == "%" || next.kind == Kind::Word))
            || continues(next, behind)
    });
    let round = year % 100 == 0;
    let plain = next.is_some_and(|next| next.kind == Kind::Word && next.text.ends_with('s') && next.text.len() > 3);
    if counted || (round && plain) {
        return None;
    }
    let bracketed = said.is_some_and(|said| said.text == "(") && next.is_some_and(|next| next.text == ")");
    let joined = said.is_some_and(|said| said.text == "," || said.meaning.is(WordKind::JoinsYears))
        && at.checked_sub(2).and_then(|at| tokens.get(at)).is_some_and(|first| first.year().is_some());
    let told = said.is_some_and(|said| {
        said.meaning.is(WordKind::BeforeTime)
            || (said.meaning.is(WordKind::BeforeYear) && !round)
            || (said.is_dash()
                && at.checked_sub(2).and_then(|at| tokens.get(at)).is_some_and(|mid| mid.meaning.is(WordKind::Mid)))
    });
    (bracketed || joined || told).then_some((Moment::Year(year), at + 1))
}

/// `2,021` goes on; `2021, 22` does not.
fn continues(next: &Token<'_>, behind: Option<&Token<'_>>) -> bool {
    matches!(next.text, "," | "." | ":")
        && !next.spaced
        && behind.is_some_and(|behind| !behind.spaced && behind.number().is_some())
}

/// `22` behind `2021`, or `2022`.
fn second_year(first: i32, token: &Token<'_>) -> Option<i32> {
    let number = i32::try_from(token.number().filter(|_| token.kind == Kind::Number)?).ok()?;
    let year = match token.text.len() {
        2 if number == (first + 1) % 100 || number > first % 100 => {
            first - first % 100 + number + if number < first % 100 { 100 } else { 0 }
        }
        4 => token.year()?,
        _ => return None,
    };
    (year > first).then_some(year)
}

/// Whether a year can be meant at all: news seldom looks further ahead.
pub(super) fn is_plausible(moment: Moment) -> bool {
    moment.first_day().is_some_and(|day: NaiveDate| (1500..=2100).contains(&day.year()))
}
