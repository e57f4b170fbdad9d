//! The one member of a group: owns all partitions of its topic from its first poll to its end.

use super::append::append;
use super::fetch::{Cursor, Fetched};
use super::offsets;
use super::shared::Shared;
use super::sqlite_errors::Stop;
use super::stamp::now_ms;
use super::tail::Tail;
use super::topics;
use crate::{BusError, CommitOutcome, Extent, LagProbe, Member, Polled, TopicPartition, Transaction};
use article::TopicName;
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

/// A member on the embedded log.
///
/// Its first poll gives all partitions; none is ever revoked. A commit holds, or is rewound because the disk is full,
/// or is an error, after which nothing of it is visible: no other process can take the group.
#[derive(Debug)]
pub(super) struct EmbeddedMember {
    tail: Tail,
    membership: Entered,
    topic: TopicName,
    announced: bool,
    intake_open: bool,
    /// What the last look brought and was not handed out yet.
    waiting: VecDeque<Polled>,
}

/// The group's one place, given back on drop.
#[derive(Debug)]
struct Entered {
    shared: Arc<Shared>,
    group: String,
}

impl Drop for Entered {
    fn drop(&mut self) {
        self.shared.leave(&self.group);
    }
}

impl EmbeddedMember {
    /// Joins the group.
    pub(super) fn join(shared: Arc<Shared>, group: String, topic: TopicName) -> Result<Self, BusError> {
        shared.require_runner("read as a group")?;
        shared.enter(&group, &topic)?;
        let membership = Entered { shared: Arc::clone(&shared), group };
        let cursors = committed_cursors(&shared, &membership.group, &topic)?;
        let tail = Tail::new(shared, cursors)?;
        Ok(Self { tail, membership, topic, announced: false, intake_open: true, waiting: VecDeque::new() })
    }
}

impl Member for EmbeddedMember {
    fn poll(&mut self, wait: Duration) -> Result<Polled, BusError> {
        if !self.announced {
            self.announced = true;
            return Ok(Polled::Assigned(self.tail.cursors().iter().map(|cursor| cursor.partition.clone()).collect()));
        }
        if !self.intake_open {
            // Nothing can happen meanwhile: intake opens through this same exclusive handle.
            std::thread::sleep(wait);
            return Ok(Polled::Nothing);
        }
        if self.waiting.is_empty() {
            let Fetched { records, skipped } = self.tail.next_batch(wait)?;
            self.waiting.extend(skipped.into_iter().map(Polled::Skipped));
            self.waiting.extend((!records.is_empty()).then_some(Polled::Records(records)));
        }
        Ok(self.waiting.pop_front().unwrap_or(Polled::Nothing))
    }

    fn set_intake(&mut self, open: bool) {
        self.intake_open = open;
    }

    fn commit(&mut self, transaction: Transaction) -> Result<CommitOutcome, BusError> {
        let shared = &self.membership.shared;
        let Transaction { outputs, offsets } = transaction;
        let written = shared.write(|write| {
            append(write, &outputs, &shared.turn, now_ms())?;
            offsets::store(write, &self.membership.group, &offsets)
        });
        match written {
            Ok(()) => Ok(CommitOutcome::Committed),
            Err(error) if error.is_disk_full() => {
                self.rewind()?;
                Ok(CommitOutcome::Rewound { cause: error.to_string() })
            }
            Err(error) => Err(error),
        }
    }

    fn rewind(&mut self) -> Result<(), BusError> {
        let cursors = committed_cursors(self.tail.shared(), &self.membership.group, &self.topic)?;
        self.tail.move_to(cursors);
        self.waiting.clear();
        Ok(())
    }

    fn lag_probe(&self) -> Box<dyn LagProbe> {
        let Entered { shared, group } = &self.membership;
        Box::new(EmbeddedLagProbe { shared: Arc::clone(shared), group: group.clone() })
    }
}

/// Cursors where the group has committed, at the beginning where it has not.
fn committed_cursors(shared: &Shared, group: &str, topic: &TopicName) -> Result<Vec<Cursor>, BusError> {
    shared.look(|look| {
        let found = topics::get(look, topic)?;
        let mut cursors = Vec::new();
        for row in topics::partitions(look, found.id)? {
            let partition = TopicPartition::new(topic.clone(), row.number);
            let committed = offsets::next(look, group, row.id)?;
            let misses = committed.is_some() && !found.compact;
            cursors.push(Cursor { partition, row: row.id, next_offset: committed.unwrap_or(0), misses });
        }
        Ok(cursors)
    })
}

/// Looks at the ends of partitions.
#[derive(Debug)]
struct EmbeddedLagProbe {
    shared: Arc<Shared>,
    group: String,
}

impl LagProbe for EmbeddedLagProbe {
    fn extents(&self, partitions: &[TopicPartition]) -> Result<Vec<Extent>, BusError> {
        self.shared.look(|look| {
            let extents = partitions.iter().map(|partition| {
                let row = topics::partition(look, partition)?;
                let start = match offsets::next(look, &self.group, row.id)? {
                    Some(committed) => committed,
                    None => topics::first_kept(look, &row)?,
                };
                // A member that starts at the end is never given anything.
                let end = (row.next_offset > start).then_some(row.next_offset);
                Ok(Extent { start: Some(start), end, blocked: 0 })
            });
            extents.collect::<Result<_, Stop>>()
        })
    }
}
