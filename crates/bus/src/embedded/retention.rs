//! Removes a partition's oldest records past age or size, a few hundred at a time.

use super::kept::Kept;
use super::position::position;
use super::schema::STORED_BYTES;
use super::shared::Shared;
use super::sqlite_errors::Stop;
use crate::BusError;
use rusqlite::Connection;

/// Records removed in one transaction: a few milliseconds.
const STEP_RECORDS: i64 = 500;

/// What a step did.
pub(super) enum Expired {
    /// All is within the limits.
    Nothing,
    /// Some could go, but a group has not read them.
    HeldBack,
    /// Some went.
    Some {
        /// How many.
        records: u64,
        /// Perhaps not all.
        more: bool,
    },
}

/// Removes up to a step's records from the front of the partition.
pub(super) fn step(shared: &Shared, kept: &mut Kept, now_ms: i64) -> Result<Expired, BusError> {
    // Looking needs no write lock, and mostly finds nothing to do.
    let Some(due) = shared.look(|look| due(look, kept, now_ms))? else {
        return Ok(Expired::Nothing);
    };
    let end = due.end.min(position(kept.row, kept.unread_from.unwrap_or(i64::MAX)));
    if end <= due.first {
        return Ok(Expired::HeldBack);
    }
    let (records, bytes) = shared.write(|write| remove(write, kept.row, end))?;
    kept.bytes -= bytes;
    Ok(Expired::Some { records, more: end < due.end || due.more })
}

/// Which records are past the limits, as positions in the table.
struct Due {
    first: i64,
    /// Everything before this is due.
    end: i64,
    /// Perhaps there are more than a step takes.
    more: bool,
}

fn due(look: &Connection, kept: &Kept, now_ms: i64) -> Result<Option<Due>, Stop> {
    let oldest = kept.limits.age_ms.map_or(i64::MIN, |age| now_ms.saturating_sub(age));
    let mut excess = kept.limits.bytes.map_or(0, |limit| kept.bytes - limit);
    let mut select = look.prepare(&format!(
        "SELECT position, timestamp, {STORED_BYTES} FROM records WHERE position >= ?1 AND position < ?2
         ORDER BY position LIMIT ?3"
    ))?;
    let mut rows = select.query((position(kept.row, 0), position(kept.row, kept.next_offset), STEP_RECORDS))?;
    let mut due: Option<Due> = None;
    let mut seen = 0;
    while let Some(row) = rows.next()? {
        if row.get::<_, i64>(1)? >= oldest && excess <= 0 {
            return Ok(due);
        }
        excess -= row.get::<_, i64>(2)?;
        seen += 1;
        let here: i64 = row.get(0)?;
        let first = due.map_or(here, |due| due.first);
        due = Some(Due { first, end: here + 1, more: seen == STEP_RECORDS });
    }
    Ok(due)
}

/// Removes the partition's records before `end`. How many, and their bytes.
fn remove(write: &Connection, row: i64, end: i64) -> Result<(u64, i64), Stop> {
    let mut delete = write
        .prepare(&format!("DELETE FROM records WHERE position >= ?1 AND position < ?2 RETURNING {STORED_BYTES}"))?;
    let mut removed = delete.query((position(row, 0), end))?;
    let (mut records, mut bytes) = (0, 0);
    while let Some(record) = removed.next()? {
        records += 1;
        bytes += record.get::<_, i64>(0)?;
    }
    write.execute("UPDATE partitions SET bytes = bytes - ?2 WHERE id = ?1", (row, bytes))?;
    Ok((records, bytes))
}
