//! How a source is, as it stands among the cursors: written by whoever polls it, read by its next owner and by whoever
//! looks.

use crate::rhythm::Rhythm;
use article::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Days of which it is kept how many records came.
const DAYS: i64 = 7;
const DAY_MS: i64 = 86_400_000;

/// How a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SourceState {
    /// Its last poll went well.
    #[default]
    Ok,
    /// Its polls go well, and it has been silent for clearly longer than is usual for it.
    Quiet,
    /// Polls fail; it may mend itself.
    Failing,
    /// Somebody must change something.
    Broken,
    /// It is left alone for a while, because all that came from it were dead letters.
    Paused,
    /// As much came from it as may within an hour; it is left alone until that is over.
    Limited,
}

impl SourceState {
    /// All there are.
    pub const ALL: [Self; 6] = [Self::Ok, Self::Quiet, Self::Failing, Self::Broken, Self::Paused, Self::Limited];

    /// The value of the metric label `state`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Quiet => "quiet",
            Self::Failing => "failing",
            Self::Broken => "broken",
            Self::Paused => "paused",
            Self::Limited => "limited",
        }
    }
}

/// What is known of a source.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SourceHealth {
    /// How it is.
    pub state: SourceState,
    /// Why, in words; empty while it is well.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub cause: String,
    /// Since its first failed poll after the last good one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failing_since: Option<Timestamp>,
    /// The end of its last poll.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub polled_at: Option<Timestamp>,
    /// When it is polled again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_poll_at: Option<Timestamp>,
    /// How many records came of it, by day since 1970: the last seven of which some did.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub records: BTreeMap<i64, u64>,
    /// How many pages of it the `robots.txt` of their hosts kept back, by day as above.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub kept_back: BTreeMap<i64, u64>,
    /// How often it has news.
    pub rhythm: Rhythm,
}

impl SourceHealth {
    /// Records that came of it.
    pub fn add(&mut self, records: u64, now: Timestamp) {
        add(&mut self.records, records, now);
    }

    /// Pages of it were kept back by the `robots.txt` of their hosts.
    pub fn kept_back(&mut self, pages: u64, now: Timestamp) {
        add(&mut self.kept_back, pages, now);
    }

    /// How many came in the last seven days, today among them.
    pub fn lately(&self, now: Timestamp) -> u64 {
        self.records.range(day(first_day(now))..).map(|(_, count)| count).sum()
    }

    /// How many pages were kept back in those days.
    pub fn kept_back_lately(&self, now: Timestamp) -> u64 {
        self.kept_back.range(day(first_day(now))..).map(|(_, count)| count).sum()
    }

    /// Why it counts as quiet, if it does: the same words for as long as it is.
    pub(crate) fn why_quiet(&self, now: Timestamp) -> Option<String> {
        let since = self.rhythm.last_news_at().filter(|_| self.rhythm.is_quiet(now))?;
        let usual = self.rhythm.per_day().unwrap_or_default();
        let since = since.to_utc().format("%Y-%m-%d %H:%M");
        Some(format!(
            "nothing new since {since} UTC, where {usual:.0} polls a day bring news; look whether it has moved or ended"
        ))
    }

    /// Whether this is news beside what was written before, not only later.
    pub(crate) fn differs(&self, written: &Self) -> bool {
        (self.state, &self.cause, self.failing_since) != (written.state, &written.cause, written.failing_since)
    }
}

fn add(days: &mut BTreeMap<i64, u64>, count: u64, now: Timestamp) {
    if count > 0 {
        *days.entry(day(now)).or_default() += count;
        days.retain(|one, _| *one > day(now) - DAYS);
    }
}

/// When those seven days began.
pub fn first_day(now: Timestamp) -> Timestamp {
    Timestamp::from_millis((day(now) - DAYS + 1) * DAY_MS)
}

fn day(at: Timestamp) -> i64 {
    at.millis().div_euclid(DAY_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_of_seven_days_are_kept() {
        let mut health = SourceHealth::default();
        let at = |day: i64| Timestamp::from_millis(day * DAY_MS + 5);
        for day in 100..110 {
            health.add(10, at(day));
            health.add(0, at(day));
            health.kept_back(2, at(day));
        }
        assert_eq!((health.records.len(), health.lately(at(109)), health.lately(at(112))), (7, 70, 40));
        assert_eq!((health.kept_back.len(), health.kept_back_lately(at(109))), (7, 14));
        assert_eq!(first_day(at(109)), Timestamp::from_millis(103 * DAY_MS));
    }

    #[test]
    fn only_another_state_cause_or_beginning_is_news() {
        let written = SourceHealth::default();
        let later = SourceHealth { polled_at: Some(Timestamp::from_millis(7)), ..written.clone() };
        assert!(!later.differs(&written));
        let failing = SourceHealth { state: SourceState::Failing, cause: "answered 404".to_owned(), ..later };
        assert!(failing.differs(&written));
        let text = serde_json::to_string(&failing).unwrap();
        assert!(text.starts_with(r#"{"state":"failing","cause":"answered 404","polledAt":"#), "{text}");
        assert_eq!(serde_json::from_str::<SourceHealth>(&text).unwrap(), failing);
        assert_eq!(serde_json::from_str::<SourceHealth>("{}").unwrap(), written);
    }
}
