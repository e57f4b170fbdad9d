//! Looking for the records of a key.

use crate::{Received, TopicPartition};
use std::time::Instant;

/// Where the records of a key are looked for.
#[derive(Debug, Clone)]
pub struct Hunt {
    /// The partition.
    pub partition: TopicPartition,
    /// The first offset.
    pub from: i64,
    /// One past the last.
    pub to: i64,
    /// The key.
    pub key: Vec<u8>,
    /// When to give up.
    pub until: Instant,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    /// The records, in order.
    pub records: Vec<Received>,
    /// Everything before this was looked at.
    pub next: i64,
}
