//! Days of the week: `Thursday`, `last Friday`, `Monday next week`.
//!
//! A bare weekday is the nearest one on the side that the tense of the sentence says, the day of writing included.

use super::days::weekday_near;
use super::moment::{Moment, day_from, week_from};
use super::tense::{self, Tense};
use super::tokens::{Kind, Token};
use crate::words::{Kind as WordKind, Kinds, Words};
use chrono::NaiveDate;
use text::calendar::weekdays::english_weekday;

/// A weekday at this token, the word before it that belongs to it, and the token behind.
pub(super) struct Day {
    pub(super) moment: Moment,
    pub(super) from: usize,
    pub(super) after: usize,
}

pub(super) fn read(words: &Words, tokens: &[Token<'_>], at: usize, anchor: NaiveDate) -> Option<Day> {
    let token = tokens.get(at).filter(|token| token.kind == Kind::Word && token.text.len() >= 6)?;
    let wanted = english_weekday(token.text)?;
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    let next = tokens.get(at + 1);
    let other_day = tokens.get(at + 2).is_some_and(|token| english_weekday(token.text).is_some());
    let is = |token: &Token<'_>, kind| token.meaning.is(kind);
    // `Monday to Friday` and `Friday and Saturday` may be habits; `Friday and the …` is one day.
    let named_behind = next.is_some_and(|next| {
        if is(next, WordKind::JoinsDays) {
            other_day && !is(next, WordKind::AnyAnd)
        } else {
            is(next, WordKind::BehindNamedDay) && next.is_capital()
        }
    });
    if before.is_some_and(|before| is(before, WordKind::BeforeNamedDay)) || named_behind {
        return None;
    }
    let said = before.filter(|before| before.kind == Kind::Word).map(|before| before.meaning);
    let said = said.unwrap_or(Kinds::NONE);
    let strictly = |days: i64, future: bool| weekday_near(day_from(anchor, days)?, wanted, future);
    let (day, with_word) = if said.is(WordKind::BeforePastDay) {
        (strictly(-1, false)?, true)
    } else if said.is_any(&[WordKind::BeforeComingDay, WordKind::FollowingDay]) {
        (strictly(1, true)?, true)
    } else if said.is(WordKind::AnyThis) {
        (weekday_near(anchor, wanted, tense::around(tokens, at) != Tense::Past)?, true)
    } else if let Some((weeks, after)) = week_behind(words, tokens, at + 1) {
        let (monday, _) = week_from(anchor, weeks)?;
        return Some(Day { moment: Moment::Day(day_from(monday, i64::from(wanted))?), from: at, after });
    } else {
        (weekday_near(anchor, wanted, tense::around(tokens, at) == Tense::Future)?, false)
    };
    Some(Day { moment: Moment::Day(day), from: if with_word { at.saturating_sub(1) } else { at }, after: at + 1 })
}

/// ` last week`, ` of next week`: how many weeks away, and the token behind.
fn week_behind(words: &Words, tokens: &[Token<'_>], at: usize) -> Option<(i64, usize)> {
    let at = at + usize::from(tokens.get(at)?.meaning.is(WordKind::AnyOf));
    tokens.get(at + 1).filter(|week| week.meaning.is(WordKind::AnyWeek))?;
    let weeks = words.value(tokens.get(at)?, WordKind::NeighbourInside)?;
    Some((i64::from(weeks), at + 2))
}
