//! What a loop is told when it starts.

use article::{Timestamp, TopicName};
use std::time::Duration;

/// The clock, an argument everywhere in this crate.
pub type Clock = fn() -> Timestamp;

/// One loop: which group reads which topic, and within what bounds.
#[derive(Debug, Clone)]
pub struct LoopSettings {
    /// Name for logs and the metric label `stage`: `extract`, `enrich`, `store/<name>`.
    pub name: String,
    /// `x-error-stage` and provenance: service and version, such as `enricher/0.1.0`.
    pub service: String,
    /// Consumer group.
    pub group: String,
    /// Topic to read.
    pub input: TopicName,
    /// Where dead letters go.
    pub dead_letters: TopicName,
    /// Stable per instance, lane and loop.
    pub transactional_id: String,
    /// Whether it takes what replays wrote; a store that hands news on does not.
    pub takes_replays: bool,
    /// Whether another process that writes to the same store goes before: the store is given few records at once, and is
    /// left to others after each write for as long as that took.
    pub gives_way: bool,
    /// Where embargoed articles wait for their time; `None`: a store that is given them at once, or a stage.
    pub holds: Option<TopicName>,
    /// Largest output record, value plus headers, in bytes.
    pub output_limit: usize,
    /// Largest dead letter, in bytes.
    pub dead_letter_limit: usize,
    /// Threads for pure work.
    pub threads: usize,
    /// When work is committed and how much may be in progress.
    pub pace: Pace,
    /// How many dead letters in a row stop the loop, when they are of several sources.
    pub stop_after_dead_letters: u32,
    /// Whether all it reads comes of one source: then so many of that one stop it, too.
    pub one_source: bool,
    /// How long finishing may take after a request to stop.
    pub drain: Duration,
    /// How long a partition may stand still with records to read; half of it a loop that lost its partitions waits for
    /// others before it joins its group anew.
    pub stall: Duration,
    /// The clock.
    pub clock: Clock,
}

impl LoopSettings {
    /// How long it may be without a partition although the bus is there.
    pub(crate) fn homeless(&self) -> Duration {
        self.stall / 2
    }
}

/// When work is committed and how much may be in progress.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// Finished work waits at most this long.
    pub linger: Duration,
    /// And no longer than until this long after the last transaction began, when nothing else is being worked on that
    /// it could be committed with.
    pub alone: Duration,
    /// A transaction ends at this many input records.
    pub batch_records: usize,
    /// A transaction ends at this many bytes of output.
    pub batch_bytes: usize,
    /// Records read and not yet committed.
    pub in_flight_records: usize,
    /// Bytes read or made and not yet committed.
    pub in_flight_bytes: usize,
}

impl Default for Pace {
    /// 100 ms, 5,000 records, 4 MiB: measured to cost no throughput against unbounded batches. Three times that in
    /// progress keeps all cores at work while one transaction commits, and no service above 96 MiB before a backlog. At
    /// a trickle a transaction every 30 ms: the wait is then less than what the transaction itself takes.
    fn default() -> Self {
        Self {
            linger: Duration::from_millis(100),
            alone: Duration::from_millis(30),
            batch_records: 5_000,
            batch_bytes: 4 << 20,
            in_flight_records: 10_000,
            in_flight_bytes: 12 << 20,
        }
    }
}
