//! Waits for records behind a set of cursors.

use super::database::pragma;
use super::fetch::{Cursor, Fetched, fetch};
use super::shared::Shared;
use super::sqlite_errors::Stop;
use crate::BusError;
use rusqlite::Connection;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How often a waiting reader looks for what other processes appended; its own process wakes it.
const GUEST_TICK: Duration = Duration::from_millis(25);

/// Reads on, over a connection of its own. Between two looks it holds no transaction, so that the WAL can be emptied.
#[derive(Debug)]
pub(super) struct Tail {
    shared: Arc<Shared>,
    connection: Connection,
    cursors: Vec<Cursor>,
    turn: usize,
    /// The state of the file (`PRAGMA data_version`) in which there was nothing more to read.
    exhausted_at: Option<i64>,
}

impl Tail {
    /// Reads on from the cursors.
    pub(super) fn new(shared: Arc<Shared>, cursors: Vec<Cursor>) -> Result<Self, BusError> {
        let connection = shared.settings.open_to_read()?;
        Ok(Self { shared, connection, cursors, turn: 0, exhausted_at: None })
    }

    /// Where it stands.
    pub(super) fn cursors(&self) -> &[Cursor] {
        &self.cursors
    }

    /// Goes on from elsewhere.
    pub(super) fn move_to(&mut self, cursors: Vec<Cursor>) {
        self.cursors = cursors;
        self.exhausted_at = None;
    }

    /// The log it reads.
    pub(super) fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    /// Waits up to `wait` for a batch; empty when none came.
    pub(super) fn next_batch(&mut self, wait: Duration) -> Result<Fetched, BusError> {
        let began = Instant::now();
        loop {
            let given = self.shared.wakeup.count();
            let batch = self.look().map_err(|stop| stop.at(&self.shared.settings.path, "read"))?;
            let left = wait.saturating_sub(began.elapsed());
            if !batch.is_empty() || left.is_zero() {
                return Ok(batch);
            }
            self.shared.wakeup.wait_past(given, left.min(GUEST_TICK));
        }
    }

    fn look(&mut self) -> Result<Fetched, Stop> {
        // Taken before the look: what is committed in between shows in the next comparison.
        let version = pragma(&self.connection, "data_version")?;
        if self.exhausted_at == Some(version) {
            return Ok(Fetched::default());
        }
        let batch = fetch(&self.connection, &mut self.cursors, &mut self.turn)?;
        if batch.is_empty() {
            self.exhausted_at = Some(version);
        }
        Ok(batch)
    }
}
