//! Watches whether the bus is there, for all loops of a process, on a thread of its own: a loop may be waiting in a call
//! to a bus that does not answer.
//!
//! In: the bus and the topics that are needed. Out: the part `bus` of `/readyz` with the cause, one WARN when the bus
//! goes and one INFO when it is back.

use crate::{Part, Shutdown, error_line};
use article::TopicName;
use bus::Bus;
use std::time::{Duration, Instant};

/// How often the bus is asked. With the bus's own deadline for an answer and [`LOST`], a bus that goes is shown within
/// ten seconds.
const INTERVAL: Duration = Duration::from_secs(2);
/// Without a good answer for so long it counts as gone: a broker that restarts, a leader that changes, take less.
const LOST: Duration = Duration::from_secs(5);
/// Good answers for so long and it counts as back.
const BACK: Duration = Duration::from_secs(2);

/// Watches until shutdown is requested. `topics` says which are needed, asked anew each time.
pub fn watch_bus(bus: &dyn Bus, topics: impl Fn() -> Vec<TopicName>, part: &Part, shutdown: &Shutdown) {
    let mut outage = Outage::new(Instant::now());
    while !shutdown.wait_timeout(INTERVAL) {
        let cause = bus.check(&topics()).err().map(|error| error_line(&error));
        match outage.note(cause.is_none(), Instant::now()) {
            Change::Lost => {
                let cause = cause.unwrap_or_default();
                tracing::warn!(bus = bus.describe(), cause, "the bus cannot be used");
                part.unready(&cause);
            }
            Change::Back(lasted) => {
                tracing::info!(bus = bus.describe(), after_s = lasted.as_secs(), "the bus can be used again");
                part.ready();
            }
            Change::None => {
                if let (true, Some(cause)) = (outage.is_on(), cause) {
                    part.unready(&cause);
                }
            }
        }
    }
}

/// What an answer changes.
#[derive(Debug, PartialEq, Eq)]
enum Change {
    None,
    Lost,
    /// After so long.
    Back(Duration),
}

/// Tells outages from hiccups.
#[derive(Debug)]
struct Outage {
    good_at: Instant,
    /// Since when it has been good without a break.
    good_since: Option<Instant>,
    /// The last good moment before the outage.
    since: Option<Instant>,
}

impl Outage {
    fn new(now: Instant) -> Self {
        Self { good_at: now, good_since: Some(now), since: None }
    }

    fn is_on(&self) -> bool {
        self.since.is_some()
    }

    fn note(&mut self, good: bool, now: Instant) -> Change {
        if !good {
            self.good_since = None;
            if self.since.is_none() && now.duration_since(self.good_at) >= LOST {
                self.since = Some(self.good_at);
                return Change::Lost;
            }
            return Change::None;
        }
        self.good_at = now;
        let good_since = *self.good_since.get_or_insert(now);
        match self.since {
            Some(since) if now.duration_since(good_since) >= BACK => {
                self.since = None;
                Change::Back(now.duration_since(since))
            }
            Some(_) | None => Change::None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outage_is_told_once_when_it_lasts_and_once_when_it_is_over() {
        let start = Instant::now();
        let mut outage = Outage::new(start);
        let mut note = |good, seconds| outage.note(good, start + Duration::from_secs(seconds));
        assert_eq!(note(true, 2), Change::None);
        assert_eq!(note(false, 4), Change::None, "a hiccup");
        assert_eq!(note(true, 6), Change::None);
        assert_eq!(note(false, 10), Change::None);
        assert_eq!(note(false, 12), Change::Lost);
        assert_eq!(note(false, 60), Change::None);
        assert_eq!(note(true, 62), Change::None, "it may go again");
        assert_eq!(note(false, 63), Change::None);
        assert_eq!(note(true, 70), Change::None);
        assert_eq!(note(true, 72), Change::Back(Duration::from_secs(66)));
        assert_eq!(note(true, 74), Change::None);
    }
}
