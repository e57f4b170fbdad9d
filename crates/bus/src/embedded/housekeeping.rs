//! Keeps the file small: retention, compaction, giving free pages back, emptying the WAL.
//!
//! In: the time. Out: [`Housekept`]. All of it in small transactions, so that commits wait for milliseconds at most,
//! and for a bounded time in all; what is left over is done in the next call.

use super::compaction;
use super::database::pragma;
use super::kept::{Kept, Limits};
use super::log::EmbeddedLog;
use super::offsets;
use super::retention::{self, Expired};
use super::shared::Shared;
use super::sqlite_errors::Stop;
use crate::BusError;
use article::TopicName;
use rusqlite::Connection;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// How long one call goes on.
const BUDGET: Duration = Duration::from_millis(250);

/// Bytes of free pages from which on some are given back, if they are a quarter of the file as well: what a steady
/// flow frees it also fills again.
const SPARE_BYTES: i64 = 8 << 20;

/// Pages given back in one transaction.
const VACUUM_PAGES: i64 = 256;

/// Bytes of the WAL file beyond which it is emptied: twice what it grows to when nobody reads for long.
const WAL_BYTES: u64 = 64 << 20;

/// What one call of [`EmbeddedLog::housekeep`] did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Housekept {
    /// Records past their topic's age or size that were removed.
    pub expired: u64,
    /// Records of compacted topics removed for a later one of their key.
    pub superseded: u64,
    /// Tombstones removed together with what they deleted.
    pub tombstones: u64,
    /// Bytes given back to the file system (visible there after the next checkpoint).
    pub freed_bytes: u64,
    /// Partitions where records past their age or size stay because a group has not read them. If that lasts, a
    /// member stands still and the file grows until the disk is full.
    pub held_back: u64,
    /// Time ran out with work left: call again soon.
    pub more: bool,
}

impl EmbeddedLog {
    /// Names the groups that are to read and what they read: what they have not read stays also while they have no
    /// member. Replaces what was named before.
    pub fn expect_groups(&self, groups: Vec<(String, TopicName)>) {
        self.shared.expect(groups);
    }

    /// Removes what retention and compaction no longer keep. Call it every few seconds, from the runner, once its
    /// members have joined.
    ///
    /// - Age and size remove records from a partition's front: older than the topic's age by their timestamps, or
    ///   beyond its bytes. A record that a group with a live member, or one named to [`EmbeddedLog::expect_groups`], has
    ///   not committed yet stays, however old and however many: a stalled store loses nothing, and the file grows
    ///   instead. Other groups hold nothing back, such as that of a store that was taken out of the configuration.
    /// - Compaction removes all but the last record of a key, read or not. A tombstone goes too, a day later, when
    ///   live groups have read it.
    ///
    /// `now_ms`: Unix milliseconds.
    pub fn housekeep(&self, now_ms: i64) -> Result<Housekept, BusError> {
        self.shared.require_runner("housekeep")?;
        let began = Instant::now();
        let mut done = Housekept::default();
        let mut waiting = partitions(&self.shared)?;
        // One step for each partition in turn, so that a large one keeps no other from its share.
        while !waiting.is_empty() {
            let mut unfinished = Vec::new();
            for kept in waiting {
                if began.elapsed() >= BUDGET {
                    done.more = true;
                    break;
                }
                unfinished.extend(step(&self.shared, kept, now_ms, &mut done)?);
            }
            if done.more {
                break;
            }
            waiting = unfinished;
        }
        give_back_pages(&self.shared, began, &mut done)?;
        empty_wal(&self.shared)?;
        Ok(done)
    }
}

/// One step of one partition; gives it back when there is more to do.
fn step(shared: &Shared, mut kept: Kept, now_ms: i64, done: &mut Housekept) -> Result<Option<Kept>, BusError> {
    if kept.compact {
        let compacted = compaction::step(shared, &mut kept, now_ms)?;
        done.superseded += compacted.superseded;
        done.tombstones += compacted.tombstones;
        return Ok(compacted.more.then_some(kept));
    }
    match retention::step(shared, &mut kept, now_ms)? {
        Expired::Some { records, more } => {
            done.expired += records;
            Ok(more.then_some(kept))
        }
        Expired::HeldBack => {
            done.held_back += 1;
            Ok(None)
        }
        Expired::Nothing => Ok(None),
    }
}

fn partitions(shared: &Shared) -> Result<Vec<Kept>, BusError> {
    shared.look(|look| {
        let mut select = look.prepare(
            "SELECT name, partitions.id, bytes, next_offset, clean_offset, retention_ms, retention_bytes, compact
             FROM partitions JOIN topics ON topics.id = partitions.topic ORDER BY random()",
        )?;
        let mut rows = select.query(())?;
        let mut partitions = Vec::new();
        while let Some(row) = rows.next()? {
            let topic = TopicName::new(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?);
            let id = row.get(1)?;
            partitions.push(Kept {
                row: id,
                bytes: row.get(2)?,
                next_offset: row.get(3)?,
                clean_offset: row.get(4)?,
                limits: Limits { age_ms: row.get(5)?, bytes: row.get(6)? },
                compact: row.get(7)?,
                unread_from: unread_from(look, &shared.groups_reading(&topic), id)?,
            });
        }
        Ok(partitions)
    })
}

fn unread_from(look: &Connection, groups: &BTreeSet<String>, row: i64) -> rusqlite::Result<Option<i64>> {
    let mut lowest = None;
    for group in groups {
        let next = offsets::next(look, group, row)?.unwrap_or(0);
        lowest = Some(lowest.map_or(next, |lowest: i64| lowest.min(next)));
    }
    Ok(lowest)
}

fn give_back_pages(shared: &Shared, began: Instant, done: &mut Housekept) -> Result<(), BusError> {
    while began.elapsed() < BUDGET {
        let freed = shared.maintain(|file| {
            let page_bytes = pragma(file, "page_size")?;
            let free = pragma(file, "freelist_count")?;
            if free * page_bytes < SPARE_BYTES || free * 4 < pragma(file, "page_count")? {
                return Ok(0);
            }
            // One page is freed each time the statement is stepped.
            let mut vacuum = file.prepare(&format!("PRAGMA incremental_vacuum({VACUUM_PAGES})"))?;
            let mut freed_pages = vacuum.query(())?;
            while freed_pages.next()?.is_some() {}
            Ok(page_bytes * (free - pragma(file, "freelist_count")?))
        })?;
        if freed <= 0 {
            return Ok(());
        }
        done.freed_bytes += freed.unsigned_abs();
    }
    done.more = true;
    Ok(())
}

/// Commits copy the WAL into the file as they go, but start it anew only when no reader is in it at that moment.
fn empty_wal(shared: &Shared) -> Result<(), BusError> {
    let mut wal = shared.settings.path.clone().into_os_string();
    wal.push("-wal");
    let wal = PathBuf::from(wal);
    // Gone or unreadable: then there is nothing to empty, and SQLite itself will say so if it matters.
    if std::fs::metadata(&wal).is_ok_and(|wal| wal.len() > WAL_BYTES) {
        shared.maintain(|file| {
            // Whether it was busy does not matter: the next call tries again.
            file.query_row("PRAGMA wal_checkpoint(TRUNCATE)", (), |_| Ok(())).map_err(Stop::from)
        })?;
    }
    Ok(())
}
