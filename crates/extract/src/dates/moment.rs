//! A date with its time and its zone, in whatever order they stand.

use super::clock::Clock;
use super::grammar::Grammar;
use super::pieces::Kind;
use super::value::IsoDate;
use super::words::Role;
use super::zone::Exactness;
use article::Precision;
use chrono::{FixedOffset, NaiveDate};

/// Marks between a day and its time.
const GAP: &[&str] = &[
    ",", "-", "–", "—", "―", "|", "｜", "•", "·", ".", "(", ")", "（", "）", "@", "/", "،", ";", "，", "、", "・", "[",
    "]",
];

/// A time of day, its offset where it has one, and whether it stands as software writes it.
struct Timed {
    clock: Clock,
    offset: Option<i32>,
}

impl Grammar<'_> {
    /// The date that begins with this piece.
    pub(super) fn moment(&self, at: usize) -> Option<(IsoDate, usize)> {
        self.with_time_inside(at).or_else(|| self.day_and_time(at)).or_else(|| self.time_and_day(at))
    }

    /// `24 October 2024, 14:02 CEST`
    fn day_and_time(&self, at: usize) -> Option<(IsoDate, usize)> {
        let (day, next) = self.day(at)?;
        match self.time_behind(day, next) {
            Some((date, next)) => Some((date, next)),
            None => Some((IsoDate::of_day(day), next)),
        }
    }

    fn time_behind(&self, day: NaiveDate, at: usize) -> Option<(IsoDate, usize)> {
        let (start, is_announced) = self.past_gap(at);
        let (timed, next) = self.time(start, is_announced, day)?;
        Some((timed.on(day)?, next))
    }

    /// `Thu Oct 24 09:30:00 PDT 2024`, as the libraries of C and Java write it.
    fn with_time_inside(&self, at: usize) -> Option<(IsoDate, usize)> {
        if !self.is_stated() {
            return None;
        }
        let (month, day_at) = self.month(at)?;
        let day = self.piece(day_at)?.day()?;
        let (clock, mut next) = self.clock(day_at + 1, false)?;
        // The name of a zone in a date that ends in its year is no standard's.
        let how = Exactness { is_exact: true, is_standard: false };
        let stub = NaiveDate::from_ymd_opt(2000, month, day)?;
        let zone_at = next;
        if let Some((_, after)) = self.zone(next, clock.on(stub)?, how) {
            next = after;
        } else if self.piece(next)?.kind == Kind::Letter {
            next += 1;
        }
        let year = self.piece(next)?.year()?;
        let day = NaiveDate::from_ymd_opt(year, month, day)?;
        let offset = self.zone(zone_at, clock.on(day)?, how).and_then(|(offset, _)| offset);
        Some((Timed { clock, offset }.on(day)?, next + 1))
    }

    /// `14:02 CEST, 24 October 2024`, where no time follows the day.
    fn time_and_day(&self, at: usize) -> Option<(IsoDate, usize)> {
        let is_clock = self.is(at + 1, &[":"]) || self.piece(at + 1).is_some_and(|next| next.kind != Kind::Mark);
        if self.piece(at)?.kind != Kind::Digit || !is_clock {
            return None;
        }
        let (clock, next) = self.clock(at, false)?;
        // Which day it is decides about summer time, and the zone stands before the day.
        let any = NaiveDate::from_ymd_opt(2000, 1, 1)?;
        let how = self.how(at, &clock);
        let after = self.zone(next, clock.on(any)?, how).map_or(next, |(_, next)| next);
        let (day_at, _) = self.past_gap(after);
        let (day, end) = self.day(day_at)?;
        if self.time_behind(day, end).is_some() {
            return None;
        }
        let offset = self.zone(next, clock.on(day)?, how).and_then(|(offset, _)| offset);
        Some((Timed { clock, offset }.on(day)?, end))
    }

    /// A time and its zone.
    fn time(&self, at: usize, is_announced: bool, day: NaiveDate) -> Option<(Timed, usize)> {
        let (clock, next) = self.clock(at, is_announced)?;
        let zone = self.zone(next, clock.on(day)?, self.how(at, &clock));
        let (offset, next) = zone.unwrap_or((None, next));
        Some((Timed { clock, offset }, next))
    }

    fn how(&self, at: usize, clock: &Clock) -> Exactness {
        let behind_t = at > 0 && self.is(at - 1, &["T"]);
        Exactness { is_exact: behind_t || clock.precision() == Precision::Second, is_standard: self.is_stated() }
    }

    /// Goes past what stands between a day and a time, and tells whether a word announces the time.
    fn past_gap(&self, at: usize) -> (usize, bool) {
        /// Most of what stands there, each mark and each word.
        const MOST: usize = 8;
        let (mut next, mut is_announced) = (at, false);
        for _ in 0..MOST {
            if let Some(after) = self.word(next, &[Role::Announces]) {
                (next, is_announced) = (after, true);
            } else if self.is(next, GAP) {
                next += 1;
            } else if let Some(after) = self.word(next, &[Role::Gap, Role::Closes]).or_else(|| self.weekday(next)) {
                next = after;
            } else {
                break;
            }
        }
        // `kl.:`, `Uhrzeit: `
        (next + usize::from(is_announced && self.is(next, &[":"])), is_announced)
    }
}

impl Timed {
    fn on(&self, day: NaiveDate) -> Option<IsoDate> {
        let offset = self.offset.and_then(|minutes| FixedOffset::east_opt(minutes * 60));
        IsoDate::of_time(self.clock.on(day)?, self.clock.precision(), offset)
    }
}
