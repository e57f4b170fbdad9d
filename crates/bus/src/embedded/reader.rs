//! Reads partitions outside any group.

use super::fetch::Cursor;
use super::shared::Shared;
use super::tail::Tail;
use super::topics;
use crate::{BusError, Reader, Received, TopicPartition};
use std::sync::Arc;
use std::time::Duration;

/// A reader on the embedded log.
#[derive(Debug)]
pub(super) struct EmbeddedReader {
    tail: Tail,
    /// Per cursor, where its partition ended when the reader was opened.
    ends: Vec<i64>,
}

impl EmbeddedReader {
    /// Reads on from these offsets.
    pub(super) fn open(shared: Arc<Shared>, from: &[(TopicPartition, i64)]) -> Result<Self, BusError> {
        let (cursors, ends) = shared.look(|look| {
            let mut cursors = Vec::with_capacity(from.len());
            let mut ends = Vec::with_capacity(from.len());
            for (partition, offset) in from {
                let row = topics::partition(look, partition)?;
                let (partition, next_offset) = (partition.clone(), (*offset).max(0));
                cursors.push(Cursor { partition, row: row.id, next_offset, misses: false });
                ends.push(row.next_offset);
            }
            Ok((cursors, ends))
        })?;
        Ok(Self { tail: Tail::new(shared, cursors)?, ends })
    }
}

impl Reader for EmbeddedReader {
    fn read(&mut self, wait: Duration) -> Result<Vec<Received>, BusError> {
        Ok(self.tail.next_batch(wait)?.records)
    }

    fn caught_up(&self) -> bool {
        self.tail.cursors().iter().zip(&self.ends).all(|(cursor, end)| cursor.next_offset >= *end)
    }
}
