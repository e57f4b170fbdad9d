//! Reads on from where cursors stand: one look, one short read transaction, a bounded batch.

use super::packed::Unpacker;
use super::position::position;
use super::sqlite_errors::Stop;
use super::stored::read;
use crate::{Received, SkipReason, Skipped, TopicPartition};
use rusqlite::{Connection, Statement};

/// Most records in a batch.
const BATCH_RECORDS: usize = 1_000;
/// Bytes of a batch after which no further record is added.
const BATCH_BYTES: usize = 4 << 20;

/// How far one partition has been read.
#[derive(Debug, Clone)]
pub(super) struct Cursor {
    pub(super) partition: TopicPartition,
    /// The partition's row id.
    pub(super) row: i64,
    /// The next offset to read.
    pub(super) next_offset: i64,
    /// Whether records that are missing from there on were deleted before they were read. Not so in a compacted topic,
    /// nor before the first record of a reader that begins wherever records begin.
    pub(super) misses: bool,
}

/// What one look brought.
#[derive(Debug, Default)]
pub(super) struct Fetched {
    pub(super) records: Vec<Received>,
    /// What was deleted before these records.
    pub(super) skipped: Vec<Skipped>,
}

impl Fetched {
    pub(super) fn is_empty(&self) -> bool {
        self.records.is_empty() && self.skipped.is_empty()
    }
}

/// Moves the cursors on over up to a batch of records, and hands those out.
///
/// Partitions share the batch: each gets an equal part of what those before it left, beginning with the one at
/// `turn`, which moves so that each comes first in its time. After an error no cursor has moved.
pub(super) fn fetch(connection: &Connection, cursors: &mut [Cursor], turn: &mut usize) -> Result<Fetched, Stop> {
    let snapshot = connection.unchecked_transaction()?;
    let mut waiting = waiting(&snapshot, cursors)?;
    let first = waiting.partition_point(|(index, _)| index < turn);
    waiting.rotate_left(first);

    let mut select = snapshot.prepare(
        "SELECT position, timestamp, key, headers, value FROM records
         WHERE position >= ?1 AND position < ?2 ORDER BY position",
    )?;
    let mut batch = Batch { unpacker: Unpacker::new()?, records: Vec::new(), bytes: 0, skipped: Vec::new() };
    let mut moved = Vec::with_capacity(waiting.len());
    for (done, (index, end)) in waiting.iter().enumerate() {
        let Some(cursor) = cursors.get(*index) else { continue };
        let sharing = waiting.len() - done;
        let share = Share {
            records: batch.records.len() + (BATCH_RECORDS - batch.records.len()).div_ceil(sharing),
            bytes: batch.bytes + (BATCH_BYTES - batch.bytes).div_ceil(sharing),
        };
        moved.push((*index, batch.fill(&mut select, cursor, *end, &share)?));
        *turn = index + 1;
        if batch.records.len() >= BATCH_RECORDS || batch.bytes >= BATCH_BYTES {
            break;
        }
    }
    for (index, next_offset) in moved {
        if let Some(cursor) = cursors.get_mut(index) {
            cursor.next_offset = next_offset;
        }
    }
    if *turn >= cursors.len() {
        *turn = 0;
    }
    Ok(Fetched { records: batch.records, skipped: batch.skipped })
}

/// Which cursors have something before them, and where their partitions end.
fn waiting(snapshot: &Connection, cursors: &[Cursor]) -> Result<Vec<(usize, i64)>, Stop> {
    let mut select = snapshot.prepare("SELECT next_offset FROM partitions WHERE id = ?1")?;
    let mut waiting = Vec::new();
    for (index, cursor) in cursors.iter().enumerate() {
        let end: i64 = select.query_row([cursor.row], |row| row.get(0))?;
        if cursor.next_offset < end {
            waiting.push((index, end));
        }
    }
    Ok(waiting)
}

/// How full the batch may be after a partition.
struct Share {
    records: usize,
    bytes: usize,
}

struct Batch {
    unpacker: Unpacker,
    records: Vec<Received>,
    bytes: usize,
    skipped: Vec<Skipped>,
}

impl Batch {
    /// Adds records of one partition, at least one if there is one. Returns the next offset to read: past retention's
    /// gaps at the end when everything up to `end` was seen.
    fn fill(&mut self, select: &mut Statement<'_>, cursor: &Cursor, end: i64, share: &Share) -> Result<i64, Stop> {
        let mut rows = select.query((position(cursor.row, cursor.next_offset), position(cursor.row, end)))?;
        let mut first = true;
        while let Some(row) = rows.next()? {
            let (offset, record) = read(row, &mut self.unpacker)?;
            // Records go from a partition's front: within one look none is missing between two others.
            if std::mem::take(&mut first) {
                self.note_missing(cursor, offset);
            }
            self.bytes += record.size();
            let TopicPartition { topic, partition } = &cursor.partition;
            self.records.push(Received { topic: topic.clone(), partition: *partition, offset, record });
            if self.records.len() >= share.records || self.bytes >= share.bytes {
                return Ok(offset + 1);
            }
        }
        if first {
            self.note_missing(cursor, end);
        }
        Ok(end)
    }

    /// Notes that there is nothing before this offset.
    fn note_missing(&mut self, cursor: &Cursor, next: i64) {
        if cursor.misses && next > cursor.next_offset {
            let (partition, from) = (cursor.partition.clone(), cursor.next_offset);
            self.skipped.push(Skipped { partition, from, next, why: SkipReason::Deleted });
        }
    }
}
