//! Days of the week: `Thursday`, `last Friday`, `Monday next week`.
//!
//! A bare weekday is the nearest one on the side that the tense of the sentence says, the day of writing included.

use super::days::weekday_near;
use super::moment::{Moment, day_from, week_from};
use super::tense::{self, Tense};
use super::tokens::{Kind, Token};
use chrono::NaiveDate;
use text::calendar::weekdays::english_weekday;

/// Names of days and things that have a weekday's word in them: before it …
const NAMED_BEFORE: &[&str] = &[
    "black",
    "good",
    "ash",
    "easter",
    "holy",
    "palm",
    "super",
    "shrove",
    "maundy",
    "bloody",
    "cyber",
    "giving",
    "whit",
    "sheffield",
    "every",
    "each",
    "any",
    "per",
];

/// … and behind it.
const NAMED_BEHIND: &[&str] = &[
    "times",
    "mirror",
    "mail",
    "telegraph",
    "express",
    "independent",
    "post",
    "herald",
    "tribune",
    "vanguard",
    "punch",
    "star",
    "observer",
    "standard",
    "mosque",
    "world",
    "nation",
    "guardian",
    "magazine",
    "sun",
    "news",
    "school",
    "night",
    "to",
    "through",
    "and",
];

/// A weekday at this token, the word before it that belongs to it, and the token behind.
pub(super) struct Day {
    pub(super) moment: Moment,
    pub(super) from: usize,
    pub(super) after: usize,
}

pub(super) fn read(tokens: &[Token<'_>], at: usize, anchor: NaiveDate) -> Option<Day> {
    let token = tokens.get(at).filter(|token| token.kind == Kind::Word && token.text.len() >= 6)?;
    let wanted = english_weekday(token.text)?;
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    let next = tokens.get(at + 1);
    let other_day = tokens.get(at + 2).is_some_and(|token| english_weekday(token.text).is_some());
    let names = |token: &Token<'_>| token.is_one_of(NAMED_BEHIND);
    // `Monday to Friday` and `Friday and Saturday` may be habits; `Friday and the …` is one day.
    let named_behind = next.is_some_and(|next| {
        if next.is_one_of(&["to", "through", "and"]) {
            other_day && !next.is("and")
        } else {
            names(next) && next.is_capital()
        }
    });
    if before.is_some_and(|before| before.is_one_of(NAMED_BEFORE)) || named_behind {
        return None;
    }
    let said = before.filter(|before| before.kind == Kind::Word).map_or("", |before| before.text);
    let strictly = |days: i64, future: bool| weekday_near(day_from(anchor, days)?, wanted, future);
    let (day, with_word) = match said.to_ascii_lowercase().as_str() {
        "last" | "past" | "previous" => (strictly(-1, false)?, true),
        "next" | "coming" | "following" if said != "following" => (strictly(1, true)?, true),
        "this" => (weekday_near(anchor, wanted, tense::around(tokens, at) != Tense::Past)?, true),
        _ => match week_behind(tokens, at + 1) {
            Some((weeks, after)) => {
                let (monday, _) = week_from(anchor, weeks)?;
                return Some(Day { moment: Moment::Day(day_from(monday, i64::from(wanted))?), from: at, after });
            }
            None => (weekday_near(anchor, wanted, tense::around(tokens, at) == Tense::Future)?, false),
        },
    };
    Some(Day { moment: Moment::Day(day), from: if with_word { at.saturating_sub(1) } else { at }, after: at + 1 })
}

/// ` last week`, ` of next week`: how many weeks away, and the token behind.
fn week_behind(tokens: &[Token<'_>], at: usize) -> Option<(i64, usize)> {
    let at = if tokens.get(at)?.is("of") { at + 1 } else { at };
    tokens.get(at + 1).filter(|week| week.is("week"))?;
    let weeks = match tokens.get(at)?.text {
        "last" => -1,
        "this" => 0,
        "next" => 1,
        _ => return None,
    };
    Some((weeks, at + 2))
}
