//! Writes records at the ends of their partitions, within a transaction of the caller.

use super::database::pragma;
use super::header_code;
use super::packed::{MARK, Packer};
use super::position::{LAST_OFFSET, position};
use super::schema::PACKED_SINCE;
use super::sqlite_errors::Stop;
use super::topics::{self, PartitionRow, Topic, refuse};
use crate::{Output, partition_of};
use article::{Record, TopicName};
use rusqlite::{Connection, params};
use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};

/// Where a topic's records go, as far as this transaction has written them.
struct Ends {
    topic: Topic,
    partitions: Vec<PartitionRow>,
}

/// Writes the records, in order. After an error the caller must roll back.
///
/// `turn` spreads records without a key; `now_ms` stamps those without a time.
pub(super) fn append(transaction: &Connection, outputs: &[Output], turn: &AtomicU32, now_ms: i64) -> Result<(), Stop> {
    let mut insert = transaction
        .prepare("INSERT INTO records (position, timestamp, key, headers, value) VALUES (?1, ?2, ?3, ?4, ?5)")?;
    let mut written: HashMap<&TopicName, Ends> = HashMap::new();
    let mut headers = Vec::new();
    // A file of an earlier format may have an earlier release as its runner.
    let packs = pragma(transaction, "user_version")? >= PACKED_SINCE;
    let mut packer = if packs { Some(Packer::new()?) } else { None };
    for Output { topic: name, partition, record } in outputs {
        let ends = match written.entry(name) {
            std::collections::hash_map::Entry::Occupied(known) => known.into_mut(),
            std::collections::hash_map::Entry::Vacant(new) => {
                let topic = topics::get(transaction, name)?;
                new.insert(Ends { topic, partitions: topics::partitions(transaction, topic.id)? })
            }
        };
        check(name, &ends.topic, record)?;
        let number = partition.unwrap_or_else(|| choose(record, ends.topic.partitions, turn));
        let end = usize::try_from(number)
            .ok()
            .and_then(|number| ends.partitions.get_mut(number))
            .ok_or_else(|| refuse(name, format!("has {} partitions, none is {number}", ends.topic.partitions)))?;
        if end.next_offset >= LAST_OFFSET {
            return Err(refuse(name, format!("partition {number} has no offsets left: use another topic prefix")));
        }
        headers.clear();
        header_code::encode(&record.headers, &mut headers);
        let timestamp = if record.timestamp == 0 { now_ms } else { record.timestamp };
        let frame = match (&mut packer, &record.value) {
            (Some(packer), Some(value)) => packer.pack(&headers, value)?,
            (None, _) | (_, None) => None,
        };
        let (headers, value) = match &frame {
            Some(frame) => (MARK, Some(frame.as_slice())),
            None => (headers.as_slice(), record.value.as_deref()),
        };
        let key = record.key.as_deref();
        insert.execute(params![position(end.id, end.next_offset), timestamp, key, headers, value])?;
        end.next_offset += 1;
        end.bytes += stored_bytes(key, headers, value);
    }
    let mut update = transaction.prepare("UPDATE partitions SET next_offset = ?2, bytes = ?3 WHERE id = ?1")?;
    for end in written.values().flat_map(|ends| &ends.partitions) {
        update.execute((end.id, end.next_offset, end.bytes))?;
    }
    Ok(())
}

fn check(name: &TopicName, topic: &Topic, record: &Record) -> Result<(), Stop> {
    let size = i64::try_from(record.size()).unwrap_or(i64::MAX);
    if size > topic.max_message_bytes {
        let detail = format!("takes records up to {} bytes, this one has {size}", topic.max_message_bytes);
        return Err(refuse(name, detail));
    }
    if topic.compact && record.key.is_none() {
        return Err(refuse(name, "is compacted and takes no record without a key"));
    }
    Ok(())
}

fn choose(record: &Record, partitions: i32, turn: &AtomicU32) -> i32 {
    match &record.key {
        Some(key) => partition_of(key, partitions),
        None => {
            let turn = turn.fetch_add(1, Ordering::Relaxed);
            i32::try_from(turn & 0x7fff_ffff).unwrap_or(0).checked_rem(partitions).unwrap_or(0)
        }
    }
}

/// The same sum as `schema::STORED_BYTES`.
fn stored_bytes(key: Option<&[u8]>, headers: &[u8], value: Option<&[u8]>) -> i64 {
    let bytes = key.map_or(0, <[u8]>::len) + headers.len() + value.map_or(0, <[u8]>::len);
    i64::try_from(bytes).unwrap_or(i64::MAX)
}
