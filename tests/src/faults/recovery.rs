//! Time from the end of a fault until what waited is stored.

use super::lane::Lane;
use super::sender::Sender;
use super::tally::{Recovery, Tally};
use std::time::{Duration, Instant};

/// Longer than any recovery should take; what waits longer is a problem of its own.
const DEADLINE: Duration = Duration::from_secs(240);

/// A fault that has just ended, and what it left waiting.
#[derive(Debug)]
pub(crate) struct Waiting {
    since: Instant,
    before: usize,
    target: usize,
    first: Option<Duration>,
}

impl Waiting {
    /// From now on. `stored` and `sent` are counted now; when nothing waits, the next article is waited for.
    pub(crate) fn new(stored: usize, sent: usize) -> Self {
        Self { since: Instant::now(), before: stored, target: sent.max(stored + 1), first: None }
    }

    /// Takes a count of what is stored; gives the recovery once it is complete.
    pub(crate) fn look(&mut self, stored: usize) -> Option<Recovery> {
        let passed = self.since.elapsed();
        if stored > self.before {
            let first = *self.first.get_or_insert(passed);
            return (stored >= self.target).then_some(Recovery { first, all: passed });
        }
        None
    }

    /// Whether it has been waited for long enough.
    pub(crate) fn is_overdue(&self) -> bool {
        self.since.elapsed() > DEADLINE
    }

    pub(crate) fn describe(&self) -> String {
        format!("after {:.0} s not all of {} were stored", self.since.elapsed().as_secs_f64(), self.target)
    }
}

/// Waits for the recovery from a fault that ends now; what takes too long is noted as a problem.
pub(crate) fn wait_recovered(lane: &Lane, sender: &Sender, tally: &mut Tally) {
    // While the store cannot be asked, nothing is known to be in it.
    let mut waiting = Waiting::new(lane.stored().unwrap_or(0), sender.count());
    loop {
        if let Some(recovery) = lane.stored().and_then(|stored| waiting.look(stored)) {
            tally.recoveries.push(recovery);
            return;
        }
        if waiting.is_overdue() {
            tally.problems.push(waiting.describe());
            return;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recovery_is_complete_when_what_was_sent_is_stored() {
        let mut waiting = Waiting::new(10, 15);
        assert!(waiting.look(10).is_none());
        assert!(waiting.look(12).is_none());
        let recovery = waiting.look(15).unwrap();
        assert!(recovery.first <= recovery.all);
        assert!(Waiting::new(10, 10).look(10).is_none(), "the next article is waited for");
        assert!(Waiting::new(10, 10).look(11).is_some());
    }
}
