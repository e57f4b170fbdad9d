//! The time of day: `14:02:11.5`, `2:02 pm`, `14.02 Uhr`, `14h02`, `下午2时2分`, `noon`, `24:00`.
//!
//! In: pieces. Out: the time that begins with one of them. A number with a full stop is one only where something speaks
//! for it: prices stand beside dates, too.

use super::grammar::Grammar;
use super::words::Role;
use article::Precision;
use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};

/// A time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Clock {
    hour: u32,
    minute: u32,
    second: Option<u32>,
    /// Whether minutes are given.
    has_minute: bool,
    half: Option<Half>,
    /// Whether it is a number with a full stop and nothing else.
    is_doubtful: bool,
}

/// Which hours a clock of twelve counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Half {
    Am,
    Pm,
    Night,
    Midday,
}

/// The words that say it; `12 noon` and `12 midnight` are hours as well.
const HALVES: &[(Role, Half)] = &[
    (Role::Am, Half::Am),
    (Role::Pm, Half::Pm),
    (Role::Night, Half::Night),
    (Role::Midday, Half::Midday),
    (Role::Noon, Half::Midday),
    (Role::Midnight, Half::Night),
];

/// Languages that print a full stop in times of day.
const DOTTED: &[&str] = &["da", "fi", "id", "it"];

impl Grammar<'_> {
    /// The time that begins with this piece; `is_announced`: a word before it says that it is one.
    pub(super) fn clock(&self, at: usize, is_announced: bool) -> Option<(Clock, usize)> {
        if let Some(found) = self.whole_hour_in_a_word(at) {
            return Some(found);
        }
        let (half, start) = self.half_before(at).map_or((None, at), |(half, next)| (Some(half), next));
        let (mut clock, next) = self.numbers_of_clock(start)?;
        clock.half = half;
        let end = self.tail(&mut clock, next);
        let is_sure = !clock.is_doubtful || is_announced || end > next || clock.half.is_some() || self.is_stated();
        let is_two = self.piece(start)?.length() == 2;
        let is_dotted = self.setting.language().is_some_and(|language| DOTTED.contains(&language));
        let is_bare = (is_two || is_dotted) && clock.second.is_none() && (self.ends(next) || self.is_zone(next));
        // `3 h ago` is no hour of the day.
        let is_hour =
            clock.half.is_some() || clock.has_minute || (end > start + 1 && is_two && (is_announced || self.ends(end)));
        ((is_sure || is_bare) && is_hour && clock.is_one()).then_some((clock, end))
    }

    /// `noon`, `midnight`
    fn whole_hour_in_a_word(&self, at: usize) -> Option<(Clock, usize)> {
        let word = |role, hour| Some((Clock { hour, has_minute: true, ..Clock::default() }, self.word(at, &[role])?));
        word(Role::Noon, 12).or_else(|| word(Role::Midnight, 0))
    }

    /// `下午`, `오후`, `du.` before the hour.
    fn half_before(&self, at: usize) -> Option<(Half, usize)> {
        let of_hungary = [(Role::AmBefore, Half::Am), (Role::PmBefore, Half::Pm)];
        let before = of_hungary.into_iter().find_map(|(role, half)| Some((half, self.word(at, &[role])?)));
        before.or_else(|| self.half(at))
    }

    /// The half of the day that the longest run of words here says.
    fn half(&self, at: usize) -> Option<(Half, usize)> {
        let said = |(role, half): &(Role, Half)| Some((*half, self.word(at, &[*role])?));
        let found = HALVES.iter().filter_map(said);
        found.reduce(|best, other| if other.1 > best.1 { other } else { best })
    }

    /// The numbers of a time.
    fn numbers_of_clock(&self, at: usize) -> Option<(Clock, usize)> {
        let solid = self.piece(at)?.number_of(4..=6).is_some() || self.piece(at)?.length() == 6;
        if solid && self.is_stated() && self.is(at.checked_sub(1)?, &["T", "t"]) {
            return Some((solid_clock(self.piece(at)?.text)?, at + 1));
        }
        let hour = self.piece(at)?.number_of(1..=2)?;
        let clock = Clock { hour, ..Clock::default() };
        if self.is(at + 1, &[":", "：", "∶"]) {
            return self.after_mark(clock, at + 1);
        }
        // `24.10.2024` is no time.
        let is_day =
            self.is(at + 3, &["."]) && self.piece(at + 4).is_some_and(|piece| piece.number_of(4..=4).is_some());
        if self.is(at + 1, &["."])
            && self.is_joined(at + 2)
            && !is_day
            && self.piece(at + 2)?.number_of(2..=2).is_some()
        {
            return self.after_mark(Clock { is_doubtful: true, ..clock }, at + 1);
        }
        match self.word(at + 1, &[Role::Hour]) {
            Some(next) => Some(self.after_hour_word(clock, at, next)),
            None => Some((clock, at + 1)),
        }
    }

    /// `:02:11.5`
    fn after_mark(&self, clock: Clock, mark_at: usize) -> Option<(Clock, usize)> {
        // Software that pads nothing writes one digit.
        let least = if self.is_stated() { 1 } else { 2 };
        let two = |at: usize| self.piece(at).and_then(|piece| piece.number_of(least..=2));
        let clock = Clock { minute: two(mark_at + 1)?, has_minute: true, ..clock };
        let (mark, again) = (self.piece(mark_at)?, self.piece(mark_at + 2));
        let second = again.filter(|again| again.text == mark.text && self.is_joined(mark_at + 3));
        let Some(second) = second.and_then(|_| two(mark_at + 3)) else { return Some((clock, mark_at + 2)) };
        let fraction = self.is(mark_at + 4, &[".", ","]) && self.is_joined(mark_at + 5);
        let digits =
            fraction && self.piece(mark_at + 5).is_some_and(|piece| piece.text.bytes().all(|b| b.is_ascii_digit()));
        Some((Clock { second: Some(second), ..clock }, mark_at + if digits { 6 } else { 4 }))
    }

    /// `h02`, ` Uhr 30`, `时2分11秒`
    fn after_hour_word(&self, clock: Clock, hour_at: usize, next: usize) -> (Clock, usize) {
        let number = |at: usize| self.piece(at).and_then(|piece| piece.number_of(1..=2)).filter(|number| *number < 60);
        let Some(minute) = number(next) else { return (clock, next) };
        let after = self.word(next + 1, &[Role::Minute]);
        let is_two = self.piece(next).is_some_and(|piece| piece.length() == 2);
        let is_close = is_two && (self.is_joined(next) || self.is(hour_at + 1, &["h", "H"]));
        if after.is_none() && !is_close {
            return (clock, next);
        }
        let clock = Clock { minute, has_minute: true, ..clock };
        let after = after.unwrap_or(next + 1);
        match number(after).zip(self.word(after + 1, &[Role::Second])) {
            Some((second, end)) => (Clock { second: Some(second), ..clock }, end),
            None => (clock, after),
        }
    }

    /// What follows the numbers: `Uhr`, `p.m.`, both.
    fn tail(&self, clock: &mut Clock, at: usize) -> usize {
        // `5:30p`
        let short = [("a", Half::Am), ("p", Half::Pm)].into_iter().find(|(sign, _)| self.is(at, &[sign]));
        if let Some((_, half)) = short.filter(|_| self.is_joined(at) && self.ends_word(at + 1)) {
            clock.half = Some(half);
            return at + 1;
        }
        let mut next = at;
        for _ in 0..2 {
            // `a las 9:30 de la mañana` says its half in more words than one, so these are looked for first.
            let half = if clock.half.is_none() { self.half(next) } else { None };
            if let Some((half, after)) = half {
                (clock.half, next) = (Some(half), after);
            } else if let Some(after) = self.word(next, &[Role::Clock]) {
                next = after;
            }
        }
        next
    }

    /// Whether no stop and no letter follows.
    fn ends_word(&self, at: usize) -> bool {
        !self.is(at, &["."]) && (self.piece(at).is_none_or(|piece| piece.is_spaced || !piece.is_word()))
    }
}

impl Clock {
    /// The hour of a day of 24; `None`: clocks have no such hour.
    fn hour_of_day(&self) -> Option<u32> {
        let hour = self.hour;
        match (self.half, hour) {
            (_, 24) if self.minute == 0 && self.second.unwrap_or(0) == 0 => Some(24),
            (_, 24..) | (Some(Half::Am), 13..) => None,
            (None, _) | (Some(_), 13..) => Some(hour),
            (Some(Half::Am), _) => Some(hour % 12),
            (Some(Half::Pm), _) => Some(hour % 12 + 12),
            (Some(Half::Night), 6..=11) => Some(hour + 12),
            (Some(Half::Night), _) => Some(hour % 12),
            (Some(Half::Midday), 0..6) => Some(hour + 12),
            (Some(Half::Midday), _) => Some(hour),
        }
    }

    fn is_one(&self) -> bool {
        self.hour_of_day().is_some() && self.minute < 60 && self.second.is_none_or(|second| second <= 60)
    }

    /// How exact it is.
    pub(super) fn precision(&self) -> Precision {
        if self.second.is_some() { Precision::Second } else { Precision::Minute }
    }

    /// The moment on this day; `24:00` is the beginning of the next.
    pub(super) fn on(&self, day: NaiveDate) -> Option<NaiveDateTime> {
        let hour = self.hour_of_day()?;
        // A leap second is the last second of its minute for every clock that reads this.
        let time = NaiveTime::from_hms_opt(hour % 24, self.minute, self.second.unwrap_or(0).min(59))?;
        day.checked_add_days(Days::new(u64::from(hour / 24))).map(|day| day.and_time(time))
    }
}

/// `1402`, `140211`
fn solid_clock(digits: &str) -> Option<Clock> {
    let part = |range: std::ops::Range<usize>| digits.get(range)?.parse::<u32>().ok();
    let second = if digits.len() == 6 { Some(part(4..6)?) } else { None };
    let clock = Clock { hour: part(0..2)?, minute: part(2..4)?, second, has_minute: true, ..Clock::default() };
    matches!(digits.len(), 4 | 6).then_some(clock)
}
