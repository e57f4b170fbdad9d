//! How many records a source may bring in a second. What came too quickly is paid for by waiting.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// So much may come at once after a silence: what is allowed in this time.
const BURST: Duration = Duration::from_secs(10);

/// The rate of one source.
#[derive(Debug)]
pub(super) struct Rate {
    per_second: u32,
    /// When all that came would have come at the rate; `None`: nothing came.
    even_at: Mutex<Option<Instant>>,
}

impl Rate {
    /// So many records a second.
    pub(super) fn new(per_second: u32) -> Self {
        Self { per_second, even_at: Mutex::default() }
    }

    /// Whether a request may come at `now`; if not, how long to wait.
    pub(super) fn admit(&self, now: Instant) -> Result<(), Duration> {
        let even_at = self.even_at.lock().unwrap_or_else(PoisonError::into_inner);
        match even_at.and_then(|at| at.checked_duration_since(now + BURST)) {
            Some(wait) if !wait.is_zero() => Err(wait),
            Some(_) | None => Ok(()),
        }
    }

    /// Notes what came.
    pub(super) fn charge(&self, records: usize, now: Instant) {
        let records = u32::try_from(records).unwrap_or(u32::MAX);
        let takes = Duration::from_secs(1).saturating_mul(records) / self.per_second;
        let mut even_at = self.even_at.lock().unwrap_or_else(PoisonError::into_inner);
        let from = even_at.map_or(now, |at| at.max(now));
        *even_at = Some(from + takes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_is_taken_and_then_the_rate_holds() {
        let (rate, start) = (Rate::new(2), Instant::now());
        let at = |seconds: u64| start + Duration::from_secs(seconds);
        rate.charge(20, start);
        assert_eq!(rate.admit(start), Ok(()), "ten seconds' worth");
        rate.charge(6, start);
        assert_eq!(rate.admit(start), Err(Duration::from_secs(3)));
        assert_eq!(rate.admit(at(3)), Ok(()));
        rate.charge(2, at(60));
        assert_eq!(rate.admit(at(60)), Ok(()), "a long silence is forgotten");
    }
}
