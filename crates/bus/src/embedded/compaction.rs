//! Removes all but the last record of each key of a compacted partition, a few hundred at a time.
//!
//! The table `latest` remembers where the last record of each key stands, as far as `clean_offset`; each step takes
//! that further. Records without a key (of a time when the topic was not compacted) stay.

use super::kept::Kept;
use super::position::{offset, position};
use super::schema::STORED_BYTES;
use super::shared::Shared;
use super::sqlite_errors::Stop;
use crate::BusError;
use rusqlite::{Connection, OptionalExtension, params};

/// Records looked at in one transaction: a few milliseconds.
const STEP_RECORDS: i64 = 500;

/// How long a tombstone stays, so that whoever reads along learns of it: Kafka's default `delete.retention.ms`.
const TOMBSTONE_MS: i64 = 24 * 60 * 60 * 1000;

/// What a step removed.
pub(super) struct Compacted {
    pub(super) superseded: u64,
    pub(super) tombstones: u64,
    pub(super) more: bool,
}

/// Looks at up to a step's new records and removes what they supersede; then removes old tombstones.
pub(super) fn step(shared: &Shared, kept: &mut Kept, now_ms: i64) -> Result<Compacted, BusError> {
    let buried_before = now_ms.saturating_sub(TOMBSTONE_MS);
    if kept.clean_offset >= kept.next_offset && !shared.look(|look| Ok(any_tombstone(look, kept, buried_before)?))? {
        return Ok(Compacted { superseded: 0, tombstones: 0, more: false });
    }
    shared.write(|write| {
        let (seen, superseded, superseded_bytes) = supersede(write, kept)?;
        let (tombstones, tombstone_bytes) = bury(write, kept, buried_before)?;
        write.execute(
            "UPDATE partitions SET bytes = bytes - ?2, clean_offset = ?3 WHERE id = ?1",
            (kept.row, superseded_bytes + tombstone_bytes, kept.clean_offset),
        )?;
        let more = seen == STEP_RECORDS || tombstones == STEP_RECORDS;
        Ok(Compacted { superseded: superseded.unsigned_abs(), tombstones: tombstones.unsigned_abs(), more })
    })
}

/// How many records it looked at, how many it removed, and their bytes.
fn supersede(write: &Connection, kept: &mut Kept) -> Result<(i64, i64, i64), Stop> {
    let mut select = write.prepare(
        "SELECT position, key, CASE WHEN value IS NULL THEN timestamp END FROM records
         WHERE position >= ?1 AND position < ?2 ORDER BY position LIMIT ?3",
    )?;
    let mut find = write.prepare("SELECT record_offset FROM latest WHERE partition = ?1 AND key = ?2")?;
    let mut store = write.prepare("INSERT OR REPLACE INTO latest VALUES (?1, ?2, ?3, ?4)")?;
    let mut remove = write.prepare(&format!("DELETE FROM records WHERE position = ?1 RETURNING {STORED_BYTES}"))?;

    let (mut seen, mut superseded, mut bytes) = (0, 0, 0);
    let mut rows =
        select.query((position(kept.row, kept.clean_offset), position(kept.row, kept.next_offset), STEP_RECORDS))?;
    while let Some(row) = rows.next()? {
        seen += 1;
        let here = offset(row.get(0)?);
        kept.clean_offset = here + 1;
        let Some(key) = row.get::<_, Option<Vec<u8>>>(1)? else {
            continue;
        };
        let earlier: Option<i64> = find.query_row((kept.row, &key), |found| found.get(0)).optional()?;
        if let Some(earlier) = earlier {
            let removed = remove.query_row([position(kept.row, earlier)], |removed| removed.get::<_, i64>(0));
            if let Some(removed) = removed.optional()? {
                superseded += 1;
                bytes += removed;
            }
        }
        store.execute(params![kept.row, key, here, row.get::<_, Option<i64>>(2)?])?;
    }
    if seen < STEP_RECORDS {
        kept.clean_offset = kept.clean_offset.max(kept.next_offset);
    }
    Ok((seen, superseded, bytes))
}

/// Tombstones of this partition that are old enough and that no live group has yet to read.
const BURIED: &str = "SELECT key, record_offset FROM latest WHERE partition = ?1 AND tombstone_at < ?2
                      AND record_offset < ?3 LIMIT ?4";

fn any_tombstone(look: &Connection, kept: &Kept, before: i64) -> rusqlite::Result<bool> {
    let unread_from = kept.unread_from.unwrap_or(i64::MAX);
    look.prepare(BURIED)?.exists((kept.row, before, unread_from, 1))
}

fn bury(write: &Connection, kept: &Kept, before: i64) -> Result<(i64, i64), Stop> {
    let unread_from = kept.unread_from.unwrap_or(i64::MAX);
    let found: Vec<(Vec<u8>, i64)> = write
        .prepare(BURIED)?
        .query_map((kept.row, before, unread_from, STEP_RECORDS), |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    let mut forget = write.prepare("DELETE FROM latest WHERE partition = ?1 AND key = ?2")?;
    let mut remove = write.prepare(&format!("DELETE FROM records WHERE position = ?1 RETURNING {STORED_BYTES}"))?;
    let (mut tombstones, mut bytes) = (0, 0);
    for (key, at) in found {
        forget.execute((kept.row, &key))?;
        let removed = remove.query_row([position(kept.row, at)], |removed| removed.get::<_, i64>(0)).optional()?;
        tombstones += 1;
        bytes += removed.unwrap_or(0);
    }
    Ok((tombstones, bytes))
}
