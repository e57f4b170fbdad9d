//! How often a source usually has news, learned from its own history, and whether it has been silent for clearly longer.
//!
//! In: the good polls of a source with their times. Out: what is usual, and how much is missing. A week is cut into
//! sixteen pieces: three hours of the day each, of working days and of weekends, in UTC. In each it is counted how often a
//! poll brought news, and over how many hours that was looked at. A silence is measured by what would usually have come
//! in it: a night in which nothing ever comes is no silence, however long. What was learned fades by a twentieth a day, and is kept while the source is quiet.

use article::Timestamp;
use chrono::{Datelike, Timelike, Weekday};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Pieces of a day, in hours.
const PIECE: f64 = 3.0;
const PIECES: usize = 16;
const HOUR_MS: f64 = 3_600_000.0;
const DAY_MS: i64 = 86_400_000;
/// What is left of what was learned after a day.
const KEPT: f64 = 0.95;
/// A piece is known once it was looked at for half of its length.
const KNOWN: f64 = PIECE / 2.0;
/// Polls with news that must have been seen before anything is said: a source that has some every other day gets there.
const ENOUGH: f64 = 10.0;
/// So much must be missing. If news came independently of each other, a silence like that would have a chance of 1 in
/// 3,000 to come about by itself.
const MISSING: f64 = 8.0;
/// And so many times the largest silence that ended by itself.
const CLEARLY: f64 = 1.5;
/// However often a source has news.
const SHORTEST: Duration = Duration::from_secs(3_600);
/// Longer pauses between two polls are not counted: nobody looked.
const LONGEST_PAUSE: f64 = 12.0;

/// What is usual for a source, and how it stands to it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "Written", into = "Written")]
pub struct Rhythm {
    /// Polls that brought news, by piece.
    news: [f64; PIECES],
    /// Hours that were looked at, by piece.
    hours: [f64; PIECES],
    /// The day up to which it has faded, since 1970.
    day: i64,
    /// What would usually have come since the last news.
    missing: f64,
    /// The most that was missing before news came.
    most: f64,
    /// The last good poll.
    looked_at: Option<Timestamp>,
    /// The last poll that brought news.
    last_news_at: Option<Timestamp>,
}

/// As it is written: numbers in thousandths.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Written {
    news: [i64; PIECES],
    hours: [i64; PIECES],
    day: i64,
    missing: i64,
    most: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    looked_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_news_at: Option<Timestamp>,
}

impl From<Written> for Rhythm {
    fn from(written: Written) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "counts and hours of weeks")]
        let number = |thousandths: i64| thousandths as f64 / 1_000.0;
        let Written { news, hours, day, missing, most, looked_at, last_news_at } = written;
        let (missing, most) = (number(missing), number(most));
        Self { news: news.map(number), hours: hours.map(number), day, missing, most, looked_at, last_news_at }
    }
}

impl From<Rhythm> for Written {
    fn from(rhythm: Rhythm) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "counts and hours of weeks")]
        let thousandths = |number: f64| (number * 1_000.0).round() as i64;
        let Rhythm { news, hours, day, missing, most, looked_at, last_news_at } = rhythm;
        let (missing, most) = (thousandths(missing), thousandths(most));
        Self { news: news.map(thousandths), hours: hours.map(thousandths), day, missing, most, looked_at, last_news_at }
    }
}

impl Rhythm {
    /// Notes a poll that went well, and whether it brought news.
    pub fn note(&mut self, news: bool, now: Timestamp) {
        let was_quiet = self.is_quiet(now);
        self.fade(now, was_quiet);
        if let Some(before) = self.looked_at.filter(|before| *before < now) {
            self.look(before, now, was_quiet);
        }
        self.looked_at = Some(now);
        if news {
            self.most = self.most.max(self.missing);
            self.missing = 0.0;
            self.last_news_at = Some(now);
            if let Some(news) = self.news.get_mut(piece(now)) {
                *news += 1.0;
            }
        }
    }

    /// Nobody looks between the last good poll and the next: polls fail, or nobody polls.
    pub fn look_away(&mut self) {
        self.looked_at = None;
    }

    /// Whether it has been silent for clearly longer than is usual for it, as of its last good poll.
    pub fn is_quiet(&self, now: Timestamp) -> bool {
        let silent = self.silent_for(now).is_some_and(|silent| silent >= SHORTEST);
        silent && self.is_known() && self.missing >= MISSING.max(CLEARLY * self.most)
    }

    /// Whether enough was seen of it to say what is usual.
    pub fn is_known(&self) -> bool {
        self.news.iter().sum::<f64>() >= ENOUGH
    }

    /// The last poll that brought news.
    pub fn last_news_at(&self) -> Option<Timestamp> {
        self.last_news_at
    }

    /// How many polls with news would usually have come since the last one that did.
    pub fn missing(&self) -> f64 {
        self.missing
    }

    /// How many polls a day usually bring news, over all of the week that is known; `None`: too little was seen.
    pub fn per_day(&self) -> Option<f64> {
        let (mut sum, mut known) = (0.0, 0.0);
        for (index, (rate, hours)) in self.rates().into_iter().zip(self.hours).enumerate() {
            if hours >= KNOWN {
                let days = if index < PIECES / 2 { 5.0 } else { 2.0 };
                sum += days * rate;
                known += days;
            }
        }
        (self.is_known() && known > 0.0).then(|| 24.0 * sum / known)
    }

    /// How long to wait from `now` on until so much news is usual, counted in polls that bring some; at most `longest`.
    /// Zero where it is not known what is usual.
    pub(crate) fn until_usual(&self, news: f64, now: Timestamp, longest: Duration) -> Duration {
        let (longest, rates) = (longest.as_secs_f64() / 3_600.0, self.rates());
        let (mut expected, mut waited, mut at) = (0.0, 0.0, now);
        while self.is_known() && waited < longest {
            let (index, step) = (piece(at), until_next(at).min(longest - waited));
            let rate = rates.get(index).copied().unwrap_or_default();
            if self.hours.get(index).is_none_or(|hours| *hours < KNOWN) {
                break;
            }
            if expected + rate * step >= news {
                waited += (news - expected) / rate;
                break;
            }
            expected += rate * step;
            waited += step;
            at = later(at, step);
        }
        Duration::from_secs_f64(waited.min(longest) * 3_600.0)
    }

    /// How long it has been silent.
    pub fn silent_for(&self, now: Timestamp) -> Option<Duration> {
        let since = self.last_news_at?;
        Some(Duration::from_millis(u64::try_from(now.millis() - since.millis()).unwrap_or(0)))
    }

    fn rates(&self) -> [f64; PIECES] {
        let mut rates = [0.0; PIECES];
        for (rate, (news, hours)) in rates.iter_mut().zip(self.news.iter().zip(self.hours)) {
            if hours >= KNOWN {
                *rate = news / hours;
            }
        }
        rates
    }

    /// Takes the time between two polls to what was looked at. What a source that is quiet does not bring says nothing of
    /// what is usual.
    fn look(&mut self, before: Timestamp, now: Timestamp, was_quiet: bool) {
        #[expect(clippy::cast_precision_loss, reason = "hours")]
        let between = (now.millis() - before.millis()) as f64 / HOUR_MS;
        if between > LONGEST_PAUSE {
            return;
        }
        let (rates, mut left, mut at) = (self.rates(), between, before);
        while left > 0.0 {
            let (step, index) = (left.min(until_next(at)), piece(at));
            self.missing += rates.get(index).map_or(0.0, |rate| rate * step);
            if let Some(hours) = self.hours.get_mut(index).filter(|_| !was_quiet) {
                *hours += step;
            }
            left -= step;
            at = later(at, step);
        }
    }

    /// What was learned fades, but not while the source is quiet: a silence changes nothing of what is usual.
    fn fade(&mut self, now: Timestamp, was_quiet: bool) {
        let day = now.millis().div_euclid(DAY_MS);
        let days = if self.day == 0 || was_quiet { 0 } else { (day - self.day).clamp(0, 365) };
        self.day = self.day.max(day);
        let kept = KEPT.powi(i32::try_from(days).unwrap_or(365));
        self.news.iter_mut().chain(&mut self.hours).for_each(|value| *value *= kept);
        self.most *= kept;
    }
}

/// Which piece of the week a time is in.
fn piece(at: Timestamp) -> usize {
    let at = at.to_utc();
    let weekend = matches!(at.weekday(), Weekday::Sat | Weekday::Sun);
    at.hour() as usize / 3 + if weekend { PIECES / 2 } else { 0 }
}

/// So many hours later.
fn later(at: Timestamp, hours: f64) -> Timestamp {
    #[expect(clippy::cast_possible_truncation, reason = "hours of a pause in milliseconds")]
    let millis = (hours * HOUR_MS).ceil() as i64;
    Timestamp::from_millis(at.millis() + millis)
}

/// Hours until the next piece begins.
fn until_next(at: Timestamp) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "hours of a day")]
    let hours = at.millis().rem_euclid(DAY_MS) as f64 / HOUR_MS;
    PIECE - hours % PIECE
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: i64 = 60_000;
    const HOUR: i64 = 60 * MINUTE;

    /// Monday, 2026-03-02, and so many milliseconds.
    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millis(Timestamp::parse("2026-03-02T00:00:00Z").unwrap().millis() + millis)
    }

    /// Numbers from 0 to 1 that look like chance.
    fn chance(state: &mut u64) -> f64 {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*state >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Polls every ten minutes; tells when the source became quiet, in hours, each time it did.
    fn polled(rhythm: &mut Rhythm, from: i64, to: i64, mut has_news: impl FnMut(i64) -> bool) -> Vec<i64> {
        let (mut quiet, mut was_quiet) = (Vec::new(), rhythm.is_quiet(at(from)));
        for time in (from..to).step_by(usize::try_from(10 * MINUTE).unwrap()) {
            rhythm.note(has_news(time), at(time));
            let is_quiet = rhythm.is_quiet(at(time));
            if is_quiet && !was_quiet {
                quiet.push(time / HOUR);
            }
            was_quiet = is_quiet;
        }
        quiet
    }

    fn is_working_day(time: i64) -> bool {
        time / DAY_MS % 7 < 5
    }

    #[test]
    fn a_desk_that_sleeps_at_night_and_at_weekends_is_quiet_only_when_it_misses_its_hours() {
        let mut rhythm = Rhythm::default();
        let office =
            |time: i64| is_working_day(time) && (8..18).contains(&(time / HOUR % 24)) && time / MINUTE % 30 < 10;
        assert_eq!(polled(&mut rhythm, 0, 28 * DAY_MS, office), [0; 0], "four weeks as ever");
        let per_day = rhythm.per_day().unwrap();
        assert!((12.0..16.0).contains(&per_day), "20 on each of five days of seven: {per_day}");
        // It says nothing from Monday morning on.
        let quiet = polled(&mut rhythm, 28 * DAY_MS, 29 * DAY_MS, |_| false);
        let [hour] = quiet.as_slice() else { panic!("{quiet:?}") };
        assert!((11..15).contains(&(hour - 28 * 24)), "told at {} o'clock", hour - 28 * 24);
        // And comes back.
        polled(&mut rhythm, 29 * DAY_MS, 29 * DAY_MS + 9 * HOUR, office);
        assert!(!rhythm.is_quiet(at(29 * DAY_MS + 9 * HOUR)));
    }

    #[test]
    fn news_that_comes_by_chance_makes_no_alarm_and_its_end_does() {
        let (mut rhythm, mut state) = (Rhythm::default(), 7);
        // Some in every fifth poll: 29 a day.
        let quiet = polled(&mut rhythm, 0, 60 * DAY_MS, |_| chance(&mut state) < 0.2);
        assert!(quiet.len() <= 1, "once in two months at most: {quiet:?}");
        let quiet = polled(&mut rhythm, 60 * DAY_MS, 61 * DAY_MS, |_| false);
        let [hour] = quiet.as_slice() else { panic!("{quiet:?}") };
        assert!((4..16).contains(&(hour - 60 * 24)), "told after {} h", hour - 60 * 24);
    }

    #[test]
    fn a_silence_that_ended_by_itself_is_remembered() {
        let mut rhythm = Rhythm::default();
        // On Fridays nothing comes, as where the week ends then; nobody told it.
        let usual = |time: i64| time / DAY_MS % 7 != 4 && time / HOUR % 24 >= 6 && time / MINUTE % 60 < 10;
        let quiet = polled(&mut rhythm, 0, 35 * DAY_MS, usual);
        assert!(quiet.len() <= 2 && quiet.iter().all(|hour| hour / 24 < 14), "learned from the first two: {quiet:?}");
    }

    #[test]
    fn nothing_is_said_of_what_was_hardly_seen() {
        let mut rhythm = Rhythm::default();
        assert_eq!(polled(&mut rhythm, 0, 9 * HOUR, |time| time % HOUR == 0), [0; 0]);
        assert_eq!(polled(&mut rhythm, 9 * HOUR, 20 * DAY_MS, |_| false), [0; 0], "nine times are not enough");
        let mut rhythm = Rhythm::default();
        polled(&mut rhythm, 0, 4 * DAY_MS + 20 * HOUR, |time| time / MINUTE % 30 < 10);
        // The process was away for a day, then it is the first Saturday.
        rhythm.look_away();
        let missing = rhythm.missing();
        assert_eq!(polled(&mut rhythm, 5 * DAY_MS + 12 * HOUR, 5 * DAY_MS + 13 * HOUR, |_| false), [0; 0]);
        assert_eq!(rhythm.missing(), missing, "nobody looked, and nothing is known of Saturdays");
    }

    #[test]
    fn a_rhythm_is_read_as_it_was_written() {
        let mut rhythm = Rhythm::default();
        polled(&mut rhythm, 0, 3 * DAY_MS, |time| time / MINUTE % 40 < 10);
        let text = serde_json::to_string(&rhythm).unwrap();
        let read: Rhythm = serde_json::from_str(&text).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), text);
        assert_eq!(read.last_news_at(), rhythm.last_news_at());
        assert!((read.per_day().unwrap() - rhythm.per_day().unwrap()).abs() < 0.1);
        assert!(text.len() < 600, "{} bytes", text.len());
    }
}
