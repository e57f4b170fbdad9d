//! The one member of a group: owns all partitions of its topic from its first poll to its end.

use super::append::append;
use super::fault::Stop;
use super::fetch::Cursor;
use super::log::now_ms;
use super::offsets;
use super::shared::Shared;
use super::tail::Tail;
use super::topics;
use crate::{BusError, CommitOutcome, LagProbe, Member, Polled, TopicPartition, Transaction};
use article::TopicName;
use std::sync::Arc;
use std::time::Duration;

/// A member on the embedded log.
///
/// Its first poll gives all partitions; none is ever revoked. A commit either holds or is an error, after which
/// nothing of it is visible: [`CommitOutcome::Rewound`] does not occur, since no other process can take the group and
/// a write that fails here (disk full, file locked for too long) would fail again at once.
#[derive(Debug)]
pub(super) struct EmbeddedMember {
    tail: Tail,
    membership: Entered,
    topic: TopicName,
    announced: bool,
    intake_open: bool,
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
        Ok(Self { tail, membership, topic, announced: false, intake_open: true })
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
        let batch = self.tail.next_batch(wait)?;
        Ok(if batch.is_empty() { Polled::Nothing } else { Polled::Records(batch) })
    }

    fn set_intake(&mut self, open: bool) {
        self.intake_open = open;
    }

    fn commit(&mut self, transaction: Transaction) -> Result<CommitOutcome, BusError> {
        let shared = &self.membership.shared;
        let Transaction { outputs, offsets } = transaction;
        shared.write(|write| {
            append(write, &outputs, &shared.turn, now_ms())?;
            offsets::store(write, &self.membership.group, &offsets)
        })?;
        Ok(CommitOutcome::Committed)
    }

    fn rewind(&mut self) -> Result<(), BusError> {
        let cursors = committed_cursors(self.tail.shared(), &self.membership.group, &self.topic)?;
        self.tail.move_to(cursors);
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
            let next_offset = offsets::next(look, group, row.id)?.unwrap_or(0);
            cursors.push(Cursor { partition, row: row.id, next_offset });
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
    fn end_offsets(&self, partitions: &[TopicPartition]) -> Result<Vec<Option<i64>>, BusError> {
        self.shared.look(|look| {
            let ends = partitions.iter().map(|partition| {
                let row = topics::partition(look, partition)?;
                let committed = offsets::next(look, &self.group, row.id)?;
                // A member that starts at the end is never given anything.
                Ok((row.next_offset > committed.unwrap_or(0)).then_some(row.next_offset))
            });
            ends.collect::<Result<_, Stop>>()
        })
    }
}
