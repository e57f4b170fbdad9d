//! How long to leave a source alone after a poll that went well.
//!
//! In: when it was last polled, what is usual for it, the bounds of its section and what it says itself. Out: the pause. A
//! source is asked as fast as it may where its news is likely, and slowly where none comes: at night, on its days off, and
//! when it is dead; never more slowly than its longest pause.

use crate::Harvest;
use crate::rhythm::Rhythm;
use article::Timestamp;
use std::time::Duration;

/// A poll is due when so much news is usual: of ten polls at that pace one finds some, and news waits for half a pause.
const WORTH_A_POLL: f64 = 0.1;

/// Where nothing else is known, a silence may become longer by this part of it before anybody looks again.
const OF_SILENCE: u32 = 10;

/// The pause after a poll. `bounds`: the shortest and the longest one.
pub(crate) fn pause(harvest: &Harvest, rhythm: &Rhythm, bounds: (Duration, Duration), now: Timestamp) -> Duration {
    let (shortest, longest) = bounds;
    // There is more, or it is another one's turn.
    if harvest.next_in.is_zero() {
        return Duration::ZERO;
    }
    let is_known = rhythm.is_known();
    let learned = match rhythm.silent_for(now) {
        Some(_) if is_known && !rhythm.is_quiet(now) => rhythm.until_usual(WORTH_A_POLL, now, longest),
        Some(silent) => silent / OF_SILENCE,
        None => Duration::ZERO,
    };
    let stated = if is_known { Duration::ZERO } else { harvest.stated_pace };
    let learned = if longest > shortest { learned.min(longest) } else { Duration::ZERO };
    harvest.next_in.max(learned).max(stated)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: i64 = 60_000;
    const HOUR: i64 = 60 * MINUTE;
    const DAY: i64 = 24 * HOUR;
    const FIVE: Duration = Duration::from_secs(300);
    const LONGEST: Duration = Duration::from_secs(3_600);

    /// Monday, 2026-03-02, and so many milliseconds.
    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millis(Timestamp::parse("2026-03-02T00:00:00Z").unwrap().millis() + millis)
    }

    fn harvest() -> Harvest {
        Harvest { next_in: FIVE, ..Harvest::default() }
    }

    fn pause_at(rhythm: &Rhythm, time: i64) -> u64 {
        pause(&harvest(), rhythm, (FIVE, LONGEST), at(time)).as_secs() / 60
    }

    /// Polls at the pauses it gives; tells how many there were.
    fn polled(rhythm: &mut Rhythm, from: i64, to: i64, has_news: impl Fn(i64, i64) -> bool) -> u32 {
        let (mut time, mut before, mut polls) = (from, from, 0);
        while time < to {
            rhythm.note(has_news(before, time), at(time));
            polls += 1;
            before = time;
            let pause = pause(&harvest(), rhythm, (FIVE, LONGEST), at(time));
            time += i64::try_from(pause.as_millis()).unwrap();
        }
        polls
    }

    /// Whether news came between two times, which it does at every multiple of `every` of a working day.
    fn office(every: i64) -> impl Fn(i64, i64) -> bool {
        move |from, to| {
            let came = (to / every) * every;
            came > from && came / DAY % 7 < 5 && (8..18).contains(&(came / HOUR % 24))
        }
    }

    #[test]
    fn a_busy_desk_is_asked_fast_in_its_hours_and_slowly_at_night() {
        let mut rhythm = Rhythm::default();
        polled(&mut rhythm, 0, 21 * DAY, office(10 * MINUTE));
        assert_eq!(pause_at(&rhythm, 21 * DAY + 10 * HOUR), 5);
        assert_eq!(pause_at(&rhythm, 21 * DAY + 22 * HOUR), 60);
        assert_eq!(pause_at(&rhythm, 26 * DAY + 12 * HOUR), 60, "a weekend");
        let first = pause_at(&rhythm, 21 * DAY + 5 * HOUR + 55 * MINUTE);
        assert!((5..15).contains(&first), "the first news of a day waits for no night's pause: {first}");
    }

    #[test]
    fn a_dead_source_is_asked_once_in_its_longest_pause_and_one_that_comes_back_fast_again() {
        let mut rhythm = Rhythm::default();
        polled(&mut rhythm, 0, 21 * DAY, office(10 * MINUTE));
        let polls = polled(&mut rhythm, 21 * DAY, 28 * DAY, |_, _| false);
        assert!((168..=500).contains(&polls), "{polls} in a week, where the interval alone makes 2016");
        assert_eq!(pause_at(&rhythm, 28 * DAY + 12 * HOUR), 60);
        rhythm.note(true, at(28 * DAY + 10 * HOUR));
        assert_eq!(pause_at(&rhythm, 28 * DAY + 10 * HOUR), 5);
    }

    #[test]
    fn nothing_known_is_asked_at_the_interval_and_a_long_silence_seldom() {
        let mut rhythm = Rhythm::default();
        assert_eq!(pause_at(&rhythm, 0), 5, "never polled");
        rhythm.note(true, at(0));
        for (hours, minutes) in [(0, 5), (1, 6), (5, 30), (10, 60), (1_000, 60)] {
            assert_eq!(pause_at(&rhythm, hours * HOUR), minutes, "after {hours} h");
        }
        let fixed = pause(&harvest(), &rhythm, (FIVE, FIVE), at(DAY));
        assert_eq!(fixed, FIVE, "whose longest pause is its interval");
    }

    #[test]
    fn what_a_source_says_of_its_pace_is_believed_until_it_is_known() {
        let mut rhythm = Rhythm::default();
        let hourly = Harvest { stated_pace: LONGEST, ..harvest() };
        assert_eq!(pause(&hourly, &rhythm, (FIVE, LONGEST), at(0)), LONGEST);
        polled(&mut rhythm, 0, 21 * DAY, office(10 * MINUTE));
        assert_eq!(pause(&hourly, &rhythm, (FIVE, LONGEST), at(21 * DAY + 10 * HOUR)), FIVE);
        let cached = Harvest { next_in: LONGEST, ..harvest() };
        assert_eq!(pause(&cached, &rhythm, (FIVE, LONGEST), at(21 * DAY + 10 * HOUR)), LONGEST, "its server says so");
        let more = Harvest::default();
        assert_eq!(pause(&more, &rhythm, (FIVE, LONGEST), at(30 * DAY)), Duration::ZERO);
    }
}
