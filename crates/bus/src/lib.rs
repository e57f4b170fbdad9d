//! The bus: topics, partitions, groups, offsets and transactions behind one narrow trait.
//!
//! Two implementations: [`KafkaBus`] (the only user of rdkafka) and [`EmbeddedLog`] (one SQLite file). What reads a
//! topic as a member of a group gets batches with their offsets and commits outputs and consumed offsets atomically;
//! there is no second way. This crate never looks into a record's value.

mod commit;
#[cfg(feature = "contract")]
pub mod contract;
mod embedded;
mod error;
mod found;
mod kafka;
mod member;
mod outputs;
mod partitioner;
mod skipped;
mod topic_change;
mod topic_spec;

pub use commit::{CommitOutcome, Output, Transaction};
pub use embedded::{EmbeddedLog, EmbeddedSettings, Housekept};
pub use error::BusError;
pub use found::{Found, Hunt};
pub use kafka::{KafkaBus, KafkaCredentials, KafkaSettings};
pub use member::{Extent, LagProbe, Member, Membership, Polled, Reader, Received, Revocation};
pub use outputs::{Origin, Outputs};
pub use partitioner::partition_of;
pub use skipped::{SkipReason, Skipped};
pub use topic_change::{Change, TopicChange};
pub use topic_spec::{Isolation, Retention, TopicPartition, TopicSpec};

use article::TopicName;

/// A bus: where messages wait between stages.
pub trait Bus: Send + Sync {
    /// Creates the topics that do not exist. A topic that exists with another partition count is an error: keys would
    /// move. On Kafka a compacted topic may have any count.
    fn ensure_topics(&self, topics: &[TopicSpec]) -> Result<(), BusError>;

    /// Adds partitions to the topics that exist with fewer than asked for, but for compacted ones, where a key would be
    /// looked for where it is not. Gives the names of those that got some. Records of one key may from then on be in two
    /// partitions, the later ones in a new one.
    fn add_partitions(&self, topics: &[TopicSpec]) -> Result<Vec<TopicName>, BusError>;

    /// In what topics are not as they are asked for, and what [`Bus::apply`] does about it. A log whose topics are always as
    /// they are asked for has no differences.
    fn differences(&self, _topics: &[TopicSpec]) -> Result<Vec<TopicChange>, BusError> {
        Ok(Vec::new())
    }

    /// Makes topics as they are asked for, where that deletes nothing and takes nothing away.
    fn apply(&self, topics: &[TopicSpec]) -> Result<(), BusError> {
        self.ensure_topics(topics)
    }

    /// How many partitions a topic has.
    fn partition_count(&self, topic: &TopicName) -> Result<i32, BusError>;

    /// Whether the bus answers and these topics can be used, within five seconds; an error names cause and remedy. Also
    /// tells of trouble that members have met and that stands.
    fn check(&self, topics: &[TopicName]) -> Result<(), BusError>;

    /// Joins a group to read one topic and to commit what comes of it.
    fn join(&self, membership: Membership) -> Result<Box<dyn Member>, BusError>;

    /// Reads partitions outside any group, committed records only, from the beginning or from given offsets.
    fn reader(&self, from: &[(TopicPartition, i64)]) -> Result<Box<dyn Reader>, BusError>;

    /// Appends records outside any group, all or none; [`BusError::InDoubt`]: which of these is not known.
    fn append(&self, outputs: Vec<Output>) -> Result<(), BusError>;

    /// The same under a name that outlives a process and that no other has at the same time; on Kafka a transactional id.
    /// Whatever is appended, be it nothing, ends what an earlier process of that name left open: until then readers would
    /// see nothing behind it. A log that leaves nothing open needs no name.
    fn append_as(&self, _name: &str, outputs: Vec<Output>) -> Result<(), BusError> {
        self.append(outputs)
    }

    /// The offset of the first record that is kept, or of the next one if none is. On Kafka a transaction marker may
    /// stand there.
    fn start_offset(&self, partition: &TopicPartition) -> Result<i64, BusError>;

    /// One past the last record. `Committed`: one past the last record a reader may see (Kafka's last stable offset);
    /// `Uncommitted`: including what an open transaction has written (Kafka's high watermark).
    fn end_offset(&self, partition: &TopicPartition, isolation: Isolation) -> Result<i64, BusError>;

    /// The next offset a group will read, per partition; `None`: it has committed nothing there. What is held by a
    /// transaction that does not end is left out.
    fn committed(&self, group: &str, partitions: &[TopicPartition]) -> Result<Vec<Option<i64>>, BusError>;

    /// The same as of what has ended by now: for whoever looks, and must not wait until a transaction in progress ends.
    fn settled(&self, group: &str, partitions: &[TopicPartition]) -> Result<Vec<Option<i64>>, BusError> {
        self.committed(group, partitions)
    }

    /// The first offset whose record is of this time (Unix ms) or later, as far as times ascend; one past the last record
    /// if there is none. On Kafka a transaction marker may stand there, or records between the one before and it: then
    /// earlier ones follow.
    fn offset_at(&self, partition: &TopicPartition, millis: i64) -> Result<i64, BusError>;

    /// Looks for the committed records of a key between two offsets of a partition.
    fn find(&self, hunt: &Hunt) -> Result<Found, BusError>;

    /// What it is and where, for logs: `kafka://host:port`, `embedded:path`.
    fn describe(&self) -> String;
}
