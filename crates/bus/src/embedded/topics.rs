//! Topics and their partitions as they stand in the file.

use super::position::{LAST_ROW, offset, position};
use super::sqlite_errors::Stop;
use crate::{BusError, Retention, TopicPartition, TopicSpec};
use article::TopicName;
use rusqlite::{Connection, OptionalExtension, params};

/// A topic as it stands in the file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Topic {
    pub(super) id: i64,
    pub(super) partitions: i32,
    pub(super) max_message_bytes: i64,
    pub(super) compact: bool,
}

/// One partition: its row id and what it holds.
#[derive(Debug, Clone, Copy)]
pub(super) struct PartitionRow {
    pub(super) id: i64,
    pub(super) number: i32,
    pub(super) next_offset: i64,
    pub(super) bytes: i64,
}

/// An error about this topic.
pub(super) fn refuse(topic: &TopicName, detail: impl Into<String>) -> Stop {
    BusError::Topic { topic: topic.to_string(), detail: detail.into() }.into()
}

/// Makes the topics that are missing and gives those that exist their limits and retention anew.
pub(super) fn ensure(transaction: &Connection, specs: &[TopicSpec]) -> Result<(), Stop> {
    for spec in specs {
        match find(transaction, &spec.name)? {
            Some(topic) if topic.partitions != spec.partitions => {
                let detail = format!(
                    "has {} partitions, {} are configured: records of one key would move to another partition; \
                     configure {} or use another topic prefix",
                    topic.partitions, spec.partitions, topic.partitions
                );
                return Err(refuse(&spec.name, detail));
            }
            Some(_) | None => store(transaction, spec)?,
        }
    }
    Ok(())
}

fn store(transaction: &Connection, spec: &TopicSpec) -> Result<(), Stop> {
    if spec.partitions < 1 {
        return Err(refuse(&spec.name, "needs at least one partition"));
    }
    let capped = |number: u128| i64::try_from(number).unwrap_or(i64::MAX);
    let (compact, age, bytes) = match spec.retention {
        Retention::Delete { age, bytes } => {
            (false, Some(capped(age.as_millis())), bytes.map(|bytes| capped(bytes.into())))
        }
        Retention::Compact => (true, None, None),
    };
    let topic: i64 = transaction.query_row(
        "INSERT INTO topics (name, partitions, max_message_bytes, compact, retention_ms, retention_bytes)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (name) DO UPDATE SET max_message_bytes = excluded.max_message_bytes, compact = excluded.compact,
             retention_ms = excluded.retention_ms, retention_bytes = excluded.retention_bytes
         RETURNING id",
        params![spec.name.as_str(), spec.partitions, capped(spec.max_message_bytes as u128), compact, age, bytes],
        |row| row.get(0),
    )?;
    let mut insert =
        transaction.prepare("INSERT INTO partitions (topic, number) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?;
    for number in 0..spec.partitions {
        insert.execute((topic, number))?;
    }
    let last: i64 = transaction.query_row("SELECT max(id) FROM partitions", (), |row| row.get(0))?;
    if last > LAST_ROW {
        return Err(refuse(&spec.name, format!("is one too many: a log holds {LAST_ROW} partitions")));
    }
    Ok(())
}

/// The topic, if there is one of that name.
fn find(connection: &Connection, name: &TopicName) -> rusqlite::Result<Option<Topic>> {
    let sql = "SELECT id, partitions, max_message_bytes, compact FROM topics WHERE name = ?1";
    let read = |row: &rusqlite::Row<'_>| {
        Ok(Topic { id: row.get(0)?, partitions: row.get(1)?, max_message_bytes: row.get(2)?, compact: row.get(3)? })
    };
    connection.query_row(sql, [name.as_str()], read).optional()
}

/// The topic, which must exist.
pub(super) fn get(connection: &Connection, name: &TopicName) -> Result<Topic, Stop> {
    find(connection, name)?.ok_or_else(|| refuse(name, "does not exist: create it first"))
}

/// The partitions of a topic in the order of their numbers.
pub(super) fn partitions(connection: &Connection, topic: i64) -> rusqlite::Result<Vec<PartitionRow>> {
    let sql = "SELECT id, number, next_offset, bytes FROM partitions WHERE topic = ?1 ORDER BY number";
    connection.prepare(sql)?.query_map([topic], read_partition)?.collect()
}

/// One partition, which must exist.
pub(super) fn partition(connection: &Connection, partition: &TopicPartition) -> Result<PartitionRow, Stop> {
    let topic = get(connection, &partition.topic)?;
    let sql = "SELECT id, number, next_offset, bytes FROM partitions WHERE topic = ?1 AND number = ?2";
    let row = connection.query_row(sql, (topic.id, partition.partition), read_partition).optional()?;
    row.ok_or_else(|| {
        refuse(&partition.topic, format!("has {} partitions, none is {}", topic.partitions, partition.partition))
    })
}

/// The offset of the first record that is kept, or of the next one if none is.
pub(super) fn first_kept(connection: &Connection, partition: &PartitionRow) -> Result<i64, Stop> {
    let sql = "SELECT position FROM records WHERE position >= ?1 AND position < ?2 ORDER BY position LIMIT 1";
    let range = (position(partition.id, 0), position(partition.id, partition.next_offset));
    let first = connection.query_row(sql, range, |row| row.get(0)).optional()?;
    Ok(first.map_or(partition.next_offset, offset))
}

fn read_partition(row: &rusqlite::Row<'_>) -> rusqlite::Result<PartitionRow> {
    Ok(PartitionRow { id: row.get(0)?, number: row.get(1)?, next_offset: row.get(2)?, bytes: row.get(3)? })
}
