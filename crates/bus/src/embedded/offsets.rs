//! How far groups have come.

use super::sqlite_errors::Stop;
use super::topics;
use crate::TopicPartition;
use rusqlite::{Connection, OptionalExtension};

/// Writes a group's offsets, within a transaction of the caller.
pub(super) fn store(transaction: &Connection, group: &str, offsets: &[(TopicPartition, i64)]) -> Result<(), Stop> {
    let mut upsert = transaction.prepare(
        "INSERT INTO offsets (group_name, partition, next_offset) VALUES (?1, ?2, ?3)
         ON CONFLICT (group_name, partition) DO UPDATE SET next_offset = excluded.next_offset",
    )?;
    for (partition, next_offset) in offsets {
        let row = topics::partition(transaction, partition)?;
        upsert.execute((group, row.id, next_offset))?;
    }
    Ok(())
}

/// The next offset of a group in the partition with this row id.
pub(super) fn next(connection: &Connection, group: &str, partition: i64) -> rusqlite::Result<Option<i64>> {
    let sql = "SELECT next_offset FROM offsets WHERE group_name = ?1 AND partition = ?2";
    connection.query_row(sql, (group, partition), |row| row.get(0)).optional()
}
