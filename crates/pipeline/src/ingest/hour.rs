//! How much came of a source within the hour, and whether that is all that may.

use crate::HourlyLimit;
use std::time::{Duration, Instant};

const MIB: u64 = 1 << 20;

/// What was committed of a source since an hour began. It begins with the first record after the last one ended.
#[derive(Debug)]
pub(super) struct Hour {
    limit: HourlyLimit,
    length: Duration,
    began: Option<Instant>,
    records: u64,
    bytes: u64,
}

/// An hour whose limit is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spent {
    /// Until it is over.
    pub(super) left: Duration,
    /// What happened, and what to do.
    pub(super) cause: String,
}

impl Hour {
    pub(super) fn new(limit: HourlyLimit, length: Duration) -> Self {
        Self { limit, length, began: None, records: 0, bytes: 0 }
    }

    pub(super) fn limit(&self) -> HourlyLimit {
        self.limit
    }

    /// The same hour with another limit.
    pub(super) fn limited(self, limit: HourlyLimit) -> Self {
        Self { limit, ..self }
    }

    /// Counts what was committed.
    pub(super) fn add(&mut self, records: u64, bytes: u64, now: Instant) {
        if self.is_over(now) {
            *self = Self { began: Some(now), ..Self::new(self.limit, self.length) };
        }
        self.records = self.records.saturating_add(records);
        self.bytes = self.bytes.saturating_add(bytes);
    }

    /// Whether nothing more may come before the hour is over.
    pub(super) fn spent(&self, now: Instant) -> Option<Spent> {
        let began = self.began.filter(|_| !self.is_over(now))?;
        let reached = |used: u64, limit: Option<u64>| limit.is_some_and(|limit| used >= limit);
        let key = if reached(self.records, self.limit.records) {
            "records_per_hour"
        } else if reached(self.bytes, self.limit.bytes) {
            "bytes_per_hour"
        } else {
            return None;
        };
        let left = (began + self.length).saturating_duration_since(now);
        let (records, mib) = (self.records, self.bytes.div_ceil(MIB));
        let cause = format!(
            "{records} records, {mib} MiB, came of it in {} s and {key} is reached; the rest is left where it is until the \
             hour is over; if so much is meant to come, raise {key} of the source, else look at what it sends or remove it",
            self.length.saturating_sub(left).as_secs()
        );
        Some(Spent { left, cause })
    }

    fn is_over(&self, now: Instant) -> bool {
        self.began.is_none_or(|began| began + self.length <= now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Duration = Duration::from_secs(3_600);

    #[test]
    fn an_hour_begins_with_its_first_record_and_ends_whatever_came() {
        let start = Instant::now();
        let at = |minutes: u64| start + Duration::from_secs(60 * minutes);
        let mut hour = Hour::new(HourlyLimit { records: Some(100), bytes: Some(10 * MIB) }, HOUR);
        assert_eq!(hour.spent(at(0)), None);
        hour.add(99, MIB, at(0));
        assert_eq!(hour.spent(at(1)), None);
        hour.add(40, MIB, at(2));
        let spent = hour.spent(at(10)).unwrap();
        assert_eq!(spent.left, HOUR - Duration::from_secs(600));
        for part in ["139 records, 2 MiB", "in 600 s", "raise records_per_hour of the source"] {
            assert!(spent.cause.contains(part), "{}", spent.cause);
        }
        assert_eq!(hour.spent(at(60)), None);
        hour.add(1, 11 * MIB, at(70));
        let spent = hour.spent(at(71)).unwrap();
        assert!(spent.cause.contains("bytes_per_hour is reached"), "{}", spent.cause);
        assert_eq!(spent.left, HOUR - Duration::from_secs(60));
    }

    #[test]
    fn without_a_limit_everything_may_come() {
        let start = Instant::now();
        let mut hour = Hour::new(HourlyLimit::default(), HOUR);
        hour.add(u64::MAX, u64::MAX, start);
        hour.add(1, 1, start);
        assert_eq!(hour.spent(start), None);
    }
}
