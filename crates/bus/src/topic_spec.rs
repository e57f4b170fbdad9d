//! Topics and partitions by name and shape.

use article::TopicName;
use std::fmt;
use std::time::Duration;

/// One partition of a topic.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TopicPartition {
    /// The topic.
    pub topic: TopicName,
    /// Its number, from 0.
    pub partition: i32,
}

impl TopicPartition {
    /// Partition `partition` of `topic`.
    pub fn new(topic: TopicName, partition: i32) -> Self {
        Self { topic, partition }
    }
}

impl fmt::Display for TopicPartition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]", self.topic, self.partition)
    }
}

/// How a topic is to be created.
#[derive(Debug, Clone)]
pub struct TopicSpec {
    /// Its name.
    pub name: TopicName,
    /// How many partitions; never changes afterwards.
    pub partitions: i32,
    /// What is kept.
    pub retention: Retention,
    /// Largest record in bytes, uncompressed value plus headers.
    pub max_message_bytes: usize,
}

/// What a topic keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retention {
    /// Records up to an age, and up to a size per partition.
    Delete {
        /// Older records go.
        age: Duration,
        /// Beyond this many bytes per partition the oldest go; `None`: no limit.
        bytes: Option<u64>,
    },
    /// The latest record of every key; a tombstone removes the key.
    Compact,
}

/// Which records a look at a partition's end counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Isolation {
    /// Only what readers may see.
    Committed,
    /// Also what open transactions have written.
    Uncommitted,
}
