//! What a scenario has sent: the one side of its books.

use article::RawRecord;
use article::Timestamp;
use std::collections::BTreeMap;

/// Fetch time of the first version that is sent, Unix ms; each further one is a millisecond later.
pub(crate) const FIRST_VERSION: i64 = 1_729_778_531_000;

/// Everything that was acknowledged, by source id.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sent {
    /// Versions of each article in the order sent. Files have one, whose number the consumer decides: 0 stands for it.
    pub(crate) versions: BTreeMap<String, Vec<i64>>,
    /// Records that must become dead letters.
    pub(crate) to_be_dead: usize,
    /// Records that must come to nothing.
    pub(crate) to_be_dropped: usize,
    count: usize,
    next: i64,
}

impl Sent {
    /// How many versions of articles: as many as a store is to hold.
    pub(crate) fn count(&self) -> usize {
        self.count
    }

    /// The version the next record gets.
    pub(crate) fn next_version(&mut self) -> i64 {
        self.next += 1;
        FIRST_VERSION + self.next
    }

    pub(crate) fn add(&mut self, id: &str, version: i64) {
        self.versions.entry(id.to_owned()).or_default().push(version);
        self.count += 1;
    }
}

/// A raw record of wire text.
pub(crate) fn wire_record(id: &str, version: i64, text: &str) -> RawRecord {
    RawRecord {
        id: Some(id.to_owned()),
        content_type: Some("text/plain".to_owned()),
        source: Some(SOURCE.to_owned()),
        fetched_at: Some(Timestamp::from_millis(version)),
        body: text.as_bytes().to_vec(),
        ..RawRecord::default()
    }
}

/// The source that pushed records name.
pub(crate) const SOURCE: &str = "desk";
