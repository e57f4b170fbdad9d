//! Calls into the client that may never return, made on a thread of their own and given up after a while.

use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::time::Duration;

/// Calls given up at the same time, each with its thread and what it holds. So many show a fault that only a new process
/// gets rid of.
const MOST_GIVEN_UP: usize = 8;

/// Makes calls within a time, and counts those that have not returned.
#[derive(Debug, Default)]
pub(super) struct Bounded {
    /// One more handle for each call that runs.
    running: Arc<()>,
}

/// Why a call has no outcome.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum NoOutcome {
    /// It has not returned in time, and may yet.
    GivenUp,
    /// It was not made: too many have been given up, or no thread could be started. In words.
    NotMade(String),
}

impl Bounded {
    /// What a call gives, if it returns within `limit`. All it holds is dropped before the outcome is handed over, or
    /// when it returns at last.
    pub(super) fn within<T: Send + 'static>(
        &self,
        limit: Duration,
        call: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, NoOutcome> {
        if Arc::strong_count(&self.running) > MOST_GIVEN_UP {
            return Err(NoOutcome::NotMade(format!(
                "{MOST_GIVEN_UP} calls to the client have not returned; start the process again"
            )));
        }
        let (done, outcome) = sync_channel(1);
        let running = Arc::clone(&self.running);
        let run = move || {
            let result = call();
            drop(running);
            // Nobody waits for a call that was given up.
            let _ = done.send(result);
        };
        let started = std::thread::Builder::new().name("call".to_owned()).spawn(run);
        started.map_err(|error| NoOutcome::NotMade(format!("start a thread for a call: {error}")))?;
        // A call that panicked has no outcome either.
        outcome.recv_timeout(limit).map_err(|_| NoOutcome::GivenUp)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    #[test]
    fn a_call_that_does_not_return_is_given_up_and_too_many_are_not_made() {
        let bounded = Bounded::default();
        assert_eq!(bounded.within(Duration::from_secs(30), || 7), Ok(7));
        let mut releases = Vec::new();
        for _ in 0..MOST_GIVEN_UP {
            let (release, wait) = channel::<()>();
            releases.push(release);
            let outcome = bounded.within(Duration::from_millis(5), move || wait.recv().is_err());
            assert_eq!(outcome, Err(NoOutcome::GivenUp));
        }
        assert!(matches!(bounded.within(Duration::from_secs(30), || 7), Err(NoOutcome::NotMade(_))));
        drop(releases);
        // They return now, and calls are made again.
        while Arc::strong_count(&bounded.running) > 1 {
            std::thread::yield_now();
        }
        assert_eq!(bounded.within(Duration::from_secs(30), || 7), Ok(7));
    }
}
