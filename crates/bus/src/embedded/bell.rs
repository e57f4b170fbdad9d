//! Tells waiting readers of this process that something was committed.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Rung after each commit.
#[derive(Debug, Default)]
pub(super) struct Bell {
    rung: Mutex<u64>,
    heard: Condvar,
}

impl Bell {
    /// Wakes everyone who waits.
    pub(super) fn ring(&self) {
        *self.rung() += 1;
        self.heard.notify_all();
    }

    /// How often it was rung. Take it before looking for records, then wait with it: nothing is missed in between.
    pub(super) fn count(&self) -> u64 {
        *self.rung()
    }

    /// Waits until it has been rung since `count`, at most `wait`.
    pub(super) fn wait_past(&self, count: u64, wait: Duration) {
        drop(
            self.heard
                .wait_timeout_while(self.rung(), wait, |rung| *rung == count)
                .unwrap_or_else(PoisonError::into_inner),
        );
    }

    /// A count is whole whatever the thread that panicked was doing.
    fn rung(&self) -> MutexGuard<'_, u64> {
        self.rung.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
