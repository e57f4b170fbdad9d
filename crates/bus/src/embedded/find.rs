//! Looking for the records of a key, and of a time.

use super::packed::Unpacker;
use super::position::{offset, position};
use super::sqlite_errors::Stop;
use super::stored::read;
use super::topics::{self, first_kept};
use crate::{Found, Hunt, Received, TopicPartition};
use rusqlite::{Connection, OptionalExtension};
use std::time::Instant;

/// Offsets that are looked at between two looks at the clock.
const PORTION: i64 = 2_000;

/// The records of a key between two offsets. Keys stand before values, so that large values are passed by.
pub(super) fn find(connection: &Connection, hunt: &Hunt) -> Result<Found, Stop> {
    let row = topics::partition(connection, &hunt.partition)?;
    let mut select = connection.prepare(
        "SELECT position, timestamp, key, headers, value FROM records
         WHERE position >= ?1 AND position < ?2 AND key = ?3 ORDER BY position",
    )?;
    let mut found = Found { next: hunt.from.max(first_kept(connection, &row)?), ..Found::default() };
    let mut unpacker = Unpacker::new()?;
    let to = hunt.to.min(row.next_offset);
    while found.next < to && Instant::now() < hunt.until {
        let end = (found.next + PORTION).min(to);
        let mut rows = select.query((position(row.id, found.next), position(row.id, end), &hunt.key))?;
        while let Some(one) = rows.next()? {
            let (offset, record) = read(one, &mut unpacker)?;
            let TopicPartition { topic, partition } = hunt.partition.clone();
            found.records.push(Received { topic, partition, offset, record });
        }
        found.next = end;
    }
    Ok(found)
}

/// The first offset whose record is of this time or later, as far as times ascend; one past the last if there is none.
pub(super) fn offset_at(connection: &Connection, at: &TopicPartition, millis: i64) -> Result<i64, Stop> {
    let row = topics::partition(connection, at)?;
    let mut select = connection.prepare(
        "SELECT position, timestamp FROM records WHERE position >= ?1 AND position < ?2 ORDER BY position LIMIT 1",
    )?;
    let (mut low, mut high) = (first_kept(connection, &row)?, row.next_offset);
    while low < high {
        let middle = low + (high - low) / 2;
        let range = (position(row.id, middle), position(row.id, high));
        let found: Option<(i64, i64)> = select.query_row(range, |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        match found {
            Some((place, time)) if time < millis => low = offset(place) + 1,
            Some(_) | None => high = middle,
        }
    }
    Ok(low)
}
