//! How far a member has read each partition: noted by the poller, asked by the lag probe.
//!
//! The last stable offset alone does not tell: commit markers and aborted records lie before it and are never handed
//! out, so an idle partition of a transactional topic ends beyond the last record there is to read. What tells is the
//! client's word that a partition was read to its end.

use crate::TopicPartition;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// The poller's notes on the one topic it reads.
#[derive(Debug, Default)]
pub(super) struct ReadPositions(Mutex<Notes>);

#[derive(Debug, Default)]
struct Notes {
    partitions: HashMap<i32, Note>,
    /// How many ends were reached so far: tells one end from the next.
    ends: u64,
}

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Note {
    /// One past the last record that was read.
    pub(super) next: Option<i64>,
    /// The number of the end where the partition stands, as long as nothing came after it.
    pub(super) end: Option<u64>,
}

impl ReadPositions {
    /// A record was read.
    pub(super) fn read(&self, partition: i32, offset: i64) {
        let mut notes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        notes.partitions.insert(partition, Note { next: Some(offset + 1), end: None });
    }

    /// A partition was read to its end.
    pub(super) fn ended(&self, partition: i32) {
        let mut notes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        notes.ends += 1;
        let end = Some(notes.ends);
        notes.partitions.entry(partition).or_default().end = end;
    }

    /// A partition is read on from elsewhere; the client tells its end anew.
    pub(super) fn moved(&self, partition: i32, next: i64) {
        let mut notes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        notes.partitions.insert(partition, Note { next: Some(next), end: None });
    }

    /// One past the last record that was read since the partition was assigned or reading started over.
    pub(super) fn next(&self, partition: i32) -> Option<i64> {
        self.of(partition).next
    }

    /// Partitions come or go: what was noted of them is from another period.
    pub(super) fn forget(&self, partitions: &[TopicPartition]) {
        let mut notes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for at in partitions {
            notes.partitions.remove(&at.partition);
        }
    }

    /// Reading starts over; the client tells the ends anew.
    pub(super) fn forget_all(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).partitions.clear();
    }

    pub(super) fn of(&self, partition: i32) -> Note {
        let notes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        notes.partitions.get(&partition).copied().unwrap_or_default()
    }
}
