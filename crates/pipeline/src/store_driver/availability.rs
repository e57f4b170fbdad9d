//! Whether a store takes records, as health, metric and log tell it: one line when it stops, one when it goes on.

use crate::metrics::StageLabel;
use crate::{Metrics, Part};
use std::time::{Duration, Instant};

/// What shows that a store is there again. Each includes those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Proof {
    /// It was opened.
    Opened,
    /// A write was done, whatever came of the records.
    Answered,
    /// It took an article.
    Stored,
}

/// One store's state.
#[derive(Debug)]
pub(super) struct Availability {
    pub(super) store: String,
    pub(super) part: Part,
    pub(super) metrics: Metrics,
    pub(super) label: StageLabel,
    pub(super) state: State,
}

/// What was told last.
#[derive(Debug)]
pub(super) enum State {
    Starting,
    Up,
    Down { why: String, until: Proof, since: Instant },
}

impl Availability {
    /// It takes nothing now, for this reason, until there is a proof of the contrary. A person is told when that
    /// begins and when the reason changes.
    pub(super) fn lost(&mut self, why: String, until: Proof, attempt: u32, wait: Duration) {
        let store = self.store.as_str();
        let (known, until, since) = match &self.state {
            State::Down { why: before, until: needed, since } => (*before == why, (*needed).max(until), *since),
            State::Starting | State::Up => (false, until, Instant::now()),
        };
        let wait_seconds = wait.as_secs_f64();
        if known {
            tracing::debug!(store, why, attempt, wait_seconds, "store is still down");
        } else {
            tracing::warn!(store, why, attempt, wait_seconds, "store is down; its offsets stay where they are");
        }
        self.part.unready(&why);
        self.metrics.store_up.get_or_create(&self.label).set(0);
        self.state = State::Down { why, until, since };
    }

    /// There is this proof that it works.
    pub(super) fn proven(&mut self, by: Proof) {
        match &self.state {
            State::Up => return,
            State::Starting => tracing::info!(store = self.store, "store is ready"),
            State::Down { until, .. } if by < *until => return,
            State::Down { until: Proof::Opened, .. } => tracing::info!(store = self.store, "store is ready"),
            State::Down { since, .. } => {
                tracing::info!(
                    store = self.store,
                    down_seconds = since.elapsed().as_secs(),
                    "store takes records again"
                );
            }
        }
        self.part.ready();
        self.metrics.store_up.get_or_create(&self.label).set(1);
        self.state = State::Up;
    }

    /// It will not work again without a restart.
    pub(super) fn dead(&self, why: &str) {
        self.metrics.store_up.get_or_create(&self.label).set(0);
        self.part.dead(why);
    }
}
