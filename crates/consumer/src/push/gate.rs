//! Whether the raw topic takes records: closed for a while when it did not, and then tried again.

use super::problem::{Kind, Problem};
use pipeline::{Backoff, Part, jitter};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

const FIRST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(15);
/// Of a bus that is known to be away: when to ask again.
const AWAY: Duration = Duration::from_secs(5);

/// Whether records can be written, as far as is known; tells `/readyz` so.
#[derive(Debug)]
pub(super) struct Gate {
    part: Part,
    shut: Mutex<Shut>,
}

#[derive(Debug)]
struct Shut {
    until: Option<Instant>,
    backoff: Backoff,
}

impl Gate {
    /// Open.
    pub(super) fn new(part: Part) -> Self {
        let shut = Shut { until: None, backoff: Backoff::new(FIRST, LONGEST) };
        part.ready();
        Self { part, shut: Mutex::new(shut) }
    }

    /// Whether a request may come in.
    pub(super) fn admit(&self, now: Instant) -> Result<(), Problem> {
        let closed = |wait| Problem::later(Kind::BusAway, "nothing was written; send it again", wait);
        if self.part.bus_is_away() {
            return Err(closed(AWAY));
        }
        match self.shut.lock().unwrap_or_else(PoisonError::into_inner).until {
            Some(until) => Err(closed(until.saturating_duration_since(now))),
            None => Ok(()),
        }
    }

    /// Records could not be written. Says for how long nothing is tried.
    pub(super) fn close(&self, cause: &str, now: Instant) -> Duration {
        let mut shut = self.shut.lock().unwrap_or_else(PoisonError::into_inner);
        let wait = shut.backoff.next_wait(jitter());
        shut.until = Some(now + wait);
        self.part.unready(cause);
        wait
    }

    /// Whether it is time to see if records can be written again.
    pub(super) fn is_due(&self, now: Instant) -> bool {
        self.shut.lock().unwrap_or_else(PoisonError::into_inner).until.is_some_and(|until| until <= now)
    }

    /// Records may come again. Only one that was written ends the series of waits.
    pub(super) fn open(&self) {
        self.shut.lock().unwrap_or_else(PoisonError::into_inner).until = None;
        self.part.ready();
    }

    /// Records were written.
    pub(super) fn written(&self) {
        self.shut.lock().unwrap_or_else(PoisonError::into_inner).backoff.reset();
    }
}
