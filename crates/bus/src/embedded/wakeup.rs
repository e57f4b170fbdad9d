//! Tells waiting readers of this process that something was committed.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Given after each commit.
#[derive(Debug, Default)]
pub(super) struct Wakeup {
    given: Mutex<u64>,
    changed: Condvar,
}

impl Wakeup {
    /// Wakes everyone who waits.
    pub(super) fn wake(&self) {
        *self.given() += 1;
        self.changed.notify_all();
    }

    /// How often it was given. Take it before looking for records, then wait with it: nothing is missed in between.
    pub(super) fn count(&self) -> u64 {
        *self.given()
    }

    /// Waits until it has been given since `count`, at most `wait`.
    pub(super) fn wait_past(&self, count: u64, wait: Duration) {
        drop(
            self.changed
                .wait_timeout_while(self.given(), wait, |given| *given == count)
                .unwrap_or_else(PoisonError::into_inner),
        );
    }

    /// A count is whole whatever the thread that panicked was doing.
    fn given(&self) -> MutexGuard<'_, u64> {
        self.given.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
