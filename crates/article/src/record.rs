//! What travels in a topic, whatever the bus.

use crate::Headers;

/// One record of a topic: key, value, headers and a timestamp in Unix milliseconds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Record {
    /// Decides the partition; records of one key stay in order. `None`: any partition.
    pub key: Option<Vec<u8>>,
    /// The bytes. `None` is a tombstone: in a compacted topic it deletes the key.
    pub value: Option<Vec<u8>>,
    /// Kafka headers.
    pub headers: Headers,
    /// Unix milliseconds; 0 lets the bus stamp it.
    pub timestamp: i64,
}

impl Record {
    /// Key, value and headers in bytes: what size limits are checked against.
    pub fn size(&self) -> usize {
        self.key.as_ref().map_or(0, Vec::len) + self.value.as_ref().map_or(0, Vec::len) + self.headers.size()
    }

    /// The value, empty for a tombstone.
    pub fn value(&self) -> &[u8] {
        self.value.as_deref().unwrap_or_default()
    }
}
