//! What a member commits: outputs and consumed offsets, all or none.

use crate::TopicPartition;
use article::{Record, TopicName};

/// A record to be written.
#[derive(Debug, Clone)]
pub struct Output {
    /// Where.
    pub topic: TopicName,
    /// Which partition; `None`: decided by the key as Kafka's default partitioner does.
    pub partition: Option<i32>,
    /// What.
    pub record: Record,
}

/// Outputs and the offsets they came from, to become visible together.
#[derive(Debug, Default)]
pub struct Transaction {
    /// Records to write, in order per partition.
    pub outputs: Vec<Output>,
    /// Per consumed partition the next offset to read: last processed + 1.
    pub offsets: Vec<(TopicPartition, i64)>,
}

/// How a commit ended when the bus itself is in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CommitOutcome {
    /// Outputs and offsets are durable and visible.
    Committed,
    /// Nothing of it is visible. The member has gone back to its committed offsets: all work in progress on records
    /// polled before must be discarded, they will be polled again.
    Rewound {
        /// Why, in words for an operator: what is wrong, with which topic, and what to do.
        cause: String,
    },
}
