//! Times between two events, as far as they can be meant, and times before and after one.

use article::Timestamp;
use std::time::Duration;

/// How far another clock may be ahead of ours.
const AHEAD: f64 = 600.0;
/// What is longer ago is no delay of news but a wrong date, such as the year 1: one alone would spoil the sum of a
/// histogram for good.
const LONGEST: f64 = 366.0 * 86_400.0;

/// Seconds from one Unix ms to another, never negative.
pub(crate) fn seconds_between(from: i64, to: i64) -> f64 {
    signed_seconds(from, to).max(0.0)
}

/// The same for a histogram; `None`: more than a year, or ahead by more than clocks are apart.
pub(crate) fn delay_seconds(from: i64, to: i64) -> Option<f64> {
    let seconds = signed_seconds(from, to);
    (-AHEAD..=LONGEST).contains(&seconds).then(|| seconds.max(0.0))
}

/// So long after a point in time.
pub(crate) fn after(at: Timestamp, wait: Duration) -> Timestamp {
    Timestamp::from_millis(at.millis().saturating_add(millis(wait)))
}

/// So long before a point in time.
pub(crate) fn before(at: Timestamp, ago: Duration) -> Timestamp {
    Timestamp::from_millis(at.millis().saturating_sub(millis(ago)))
}

fn millis(of: Duration) -> i64 {
    i64::try_from(of.as_millis()).unwrap_or(i64::MAX)
}

fn signed_seconds(from: i64, to: i64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of a span of years fit 52 bits")]
    let millis = to.saturating_sub(from) as f64;
    millis / 1_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_delays_that_can_be_meant_are_measured() {
        const NOW: i64 = 1_790_000_000_000;
        for (from, expected) in [
            (NOW - 2_500, Some(2.5)),
            (NOW, Some(0.0)),
            (NOW + 30_000, Some(0.0)),
            (NOW - 300 * 86_400_000, Some(300.0 * 86_400.0)),
            (NOW + 3_600_000, None),
            (NOW - 400 * 86_400_000, None),
            (1, None),
            (i64::MIN, None),
            (i64::MAX, None),
        ] {
            assert_eq!(delay_seconds(from, NOW), expected, "{from}");
        }
    }
}
