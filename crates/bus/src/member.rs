//! Reading a topic: as a member of a group, or outside any group.

use crate::{BusError, CommitOutcome, Outputs, Skipped, TopicPartition, Transaction};
use article::{Record, RecordRef, TopicName};
use crossbeam_channel::Sender;
use std::sync::Arc;
use std::time::Duration;

/// Which group to join, to read what, committing as whom.
#[derive(Debug, Clone)]
pub struct Membership {
    /// Consumer group.
    pub group: String,
    /// Topic to read.
    pub topic: TopicName,
    /// Stable and unique per instance, lane and stage or store: a second process with the same id fences the first.
    pub transactional_id: String,
    /// Where its transactions write; `Arc::new(())`: it writes nothing.
    pub outputs: Arc<dyn Outputs>,
}

/// A record and where it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// Topic it was read from.
    pub topic: TopicName,
    /// Partition it was read from.
    pub partition: i32,
    /// Its offset.
    pub offset: i64,
    /// The record.
    pub record: Record,
}

impl Received {
    /// Where it stands, for provenance.
    pub fn place(&self) -> RecordRef {
        RecordRef { topic: self.topic.to_string(), partition: self.partition, offset: self.offset }
    }
}

/// What a poll brought.
#[derive(Debug)]
pub enum Polled {
    /// Nothing within the wait.
    Nothing,
    /// Records, in offset order within each partition.
    Records(Vec<Received>),
    /// Offsets that are skipped, after what was handed out of their partition before. What follows comes after them; to
    /// be committed with the next transaction.
    Skipped(Skipped),
    /// Partitions this member owns from now on, in addition to those it has.
    Assigned(Vec<TopicPartition>),
    /// Partitions this member is losing.
    Revoked(Revocation),
}

/// Partitions that are taken from a member. While it is held the partitions are still this member's, unless `lost`:
/// finish and commit what is in progress for them, then drop it. The bus waits a bounded time for that.
#[derive(Debug)]
pub struct Revocation {
    /// Which partitions.
    pub partitions: Vec<TopicPartition>,
    /// They are gone already: discard what is in progress and do not commit it.
    pub lost: bool,
    /// Dropping this lets the bus go on.
    pub(crate) release: Option<Sender<()>>,
}

impl Drop for Revocation {
    fn drop(&mut self) {
        if let Some(release) = self.release.take() {
            // The other side may have given up waiting; then there is nobody to tell.
            let _ = release.try_send(());
        }
    }
}

/// A member of a consumer group that commits what it made of the records it read, atomically with their offsets.
///
/// Used from one thread. Dropping it leaves the group.
pub trait Member: Send {
    /// Waits up to `wait` for the next thing that happens. Must be called regularly, also while intake is closed.
    fn poll(&mut self, wait: Duration) -> Result<Polled, BusError>;

    /// Closes or opens intake: while closed no records are handed out, rebalances still are. Holds across assignments.
    fn set_intake(&mut self, open: bool);

    /// Writes outputs and offsets as one transaction, waiting for its end.
    fn commit(&mut self, transaction: Transaction) -> Result<CommitOutcome, BusError>;

    /// Goes back to the committed offsets: records polled since will be polled again.
    fn rewind(&mut self) -> Result<(), BusError>;

    /// A second handle to ask how far the partitions reach, for another thread.
    fn lag_probe(&self) -> Box<dyn LagProbe>;
}

/// Asks how far partitions reach.
pub trait LagProbe: Send {
    /// How far each of the partitions reaches, in their order.
    fn extents(&self, partitions: &[TopicPartition]) -> Result<Vec<Extent>, BusError>;

    /// The partitions of a topic of which the group's place cannot be told, because offsets were handed over in a
    /// transaction that has not ended; each with the place before that, if there is one. All of them, whoever reads
    /// them. Worth asking when [`Self::extents`] fails; a bus on which no transaction lasts has none.
    fn unsettled(&self, _: &TopicName) -> Result<Vec<(TopicPartition, Option<i64>)>, BusError> {
        Ok(Vec::new())
    }
}

/// How far a partition reaches for a member.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Extent {
    /// Where the member reads on while it has been given nothing: the group's offset, else the first record there is;
    /// `None`: it was given something, and knows.
    pub start: Option<i64>,
    /// One past the last record there is for the member; `None`: nothing was there to be read since it was assigned.
    pub end: Option<i64>,
    /// Offsets behind the end that nobody may see yet, because somebody's transaction is open: nonzero only when that
    /// has not moved for some seconds.
    pub blocked: i64,
}

/// Reads partitions outside any group, committed records only.
pub trait Reader: Send {
    /// Waits up to `wait` for records.
    fn read(&mut self, wait: Duration) -> Result<Vec<Received>, BusError>;

    /// Whether everything that was committed when the reader was opened has been read.
    fn caught_up(&self) -> bool;
}
