//! How far a member has read each partition: noted by the poller, asked by the lag probe.
//!
//! The last stable offset alone does not tell: commit markers and aborted records lie before it and are never handed
//! out, so an idle partition of a transactional topic ends beyond the last record there is to read. What tells is the
//! client's word that a partition was read to its end.

use super::behind::Behind;
use super::context::MemberContext;
use super::convert::client_error;
use crate::{BusError, Extent, LagProbe, TopicPartition};
use rdkafka::TopicPartitionList;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::KafkaError;
use rdkafka::topic_partition_list::Offset;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError, Weak};
use std::time::Duration;

/// One question to a broker.
const CALL: Duration = Duration::from_secs(3);

/// The poller's notes on the one topic it reads.
#[derive(Debug, Default)]
pub(super) struct Reach(Mutex<Notes>);

#[derive(Debug, Default)]
struct Notes {
    partitions: HashMap<i32, Note>,
    /// How many ends were reached so far: tells one end from the next.
    ends: u64,
}

#[derive(Debug, Clone, Copy, Default)]
struct Note {
    /// One past the last record that was read.
    next: Option<i64>,
    /// The number of the end where the partition stands, as long as nothing came after it.
    end: Option<u64>,
}

impl Reach {
    /// A record was read.
    pub(super) fn read(&self, partition: i32, offset: i64) {
        let mut notes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        notes.partitions.insert(partition, Note { next: Some(offset + 1), end: None });
    }

    /// A partition was read to its end.
    pub(super) fn ended(&self, partition: i32) {
        let mut notes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        notes.ends += 1;
        let end = Some(notes.ends);
        notes.partitions.entry(partition).or_default().end = end;
    }

    /// A partition is read on from elsewhere; the client tells its end anew.
    pub(super) fn moved(&self, partition: i32, next: i64) {
        let mut notes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        notes.partitions.insert(partition, Note { next: Some(next), end: None });
    }

    /// One past the last record that was read since the partition was assigned or reading started over.
    pub(super) fn next(&self, partition: i32) -> Option<i64> {
        self.of(partition).next
    }

    /// Partitions come or go: what was noted of them is from another period.
    pub(super) fn forget(&self, partitions: &[TopicPartition]) {
        let mut notes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for at in partitions {
            notes.partitions.remove(&at.partition);
        }
    }

    /// Reading starts over; the client tells the ends anew.
    pub(super) fn forget_all(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).partitions.clear();
    }

    fn of(&self, partition: i32) -> Note {
        let notes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        notes.partitions.get(&partition).copied().unwrap_or_default()
    }
}

/// The answers of a lag probe: combines the poller's notes with the last stable offset.
#[derive(Debug, Default)]
pub(super) struct Ends {
    /// Per partition the end that was reached and the last stable offset when it was first looked at: while nothing is
    /// added to it, everything was read.
    seen: HashMap<i32, (u64, i64)>,
}

impl Ends {
    /// One past the last record to be read; `None`: there was none since the partition was assigned.
    fn answer(&mut self, partition: i32, note: Note, last_stable: i64) -> Option<i64> {
        let Some(end) = note.end else { return Some(last_stable) };
        let (number, stable) = *self.seen.entry(partition).or_insert((end, last_stable));
        if number != end {
            self.seen.insert(partition, (end, last_stable));
            return note.next;
        }
        if last_stable > stable { Some(last_stable) } else { note.next }
    }
}

/// Asks brokers for the last stable offsets, on whatever thread it is used.
pub(super) struct KafkaLagProbe {
    pub(super) consumer: Weak<BaseConsumer<MemberContext>>,
    pub(super) brokers: String,
    pub(super) ends: Mutex<Ends>,
    pub(super) behind: Mutex<Behind>,
}

impl LagProbe for KafkaLagProbe {
    fn extents(&self, partitions: &[TopicPartition]) -> Result<Vec<Extent>, BusError> {
        let Some(consumer) = self.consumer.upgrade() else {
            return Err(BusError::Client { action: "ask for end offsets", detail: "the member has left".to_owned() });
        };
        let mut ends = self.ends.lock().unwrap_or_else(PoisonError::into_inner);
        let mut behind = self.behind.lock().unwrap_or_else(PoisonError::into_inner);
        let failed = |error: KafkaError| client_error("ask for end offsets", &self.brokers, &error);
        let mut extents = Vec::with_capacity(partitions.len());
        let mut unread = TopicPartitionList::new();
        for at in partitions {
            // Before the question: an end reached meanwhile counts at the next one.
            let note = consumer.context().reach.of(at.partition);
            // The consumer reads committed records only, so the high mark it gets is the last stable offset.
            let (first, last_stable) =
                consumer.fetch_watermarks(at.topic.as_str(), at.partition, CALL).map_err(failed)?;
            let end = ends.answer(at.partition, note, last_stable);
            if note.next.is_none() {
                unread.add_partition(at.topic.as_str(), at.partition);
            }
            let blocked = behind.of(at, last_stable).map_err(failed)?;
            extents.push(Extent { start: note.next.is_none().then_some(first), end, blocked });
        }
        if unread.count() > 0 {
            let committed = consumer.committed_offsets(unread, CALL).map_err(failed)?;
            for (at, extent) in partitions.iter().zip(&mut extents) {
                let committed = committed.find_partition(at.topic.as_str(), at.partition).map(|one| one.offset());
                if let (Some(start), Some(Offset::Offset(offset))) = (&mut extent.start, committed) {
                    *start = offset.max(*start);
                }
            }
        }
        Ok(extents)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_partition_read_to_its_end_ends_at_its_last_record_until_more_is_added() {
        let (reach, mut ends) = (Reach::default(), Ends::default());
        let mut ask = |last_stable| ends.answer(0, reach.of(0), last_stable);
        assert_eq!(ask(0), Some(0), "nothing is known yet");
        reach.ended(0);
        assert_eq!(ask(7), None, "seven markers and aborted records, none to read");
        assert_eq!(ask(7), None);
        assert_eq!(ask(9), Some(9), "something was added and not read");
        reach.read(0, 7);
        assert_eq!(ask(9), Some(9), "the end was not reached");
        reach.ended(0);
        assert_eq!(ask(9), Some(8), "offset 8 is the marker");
        assert_eq!(ask(11), Some(11), "more was added");
        reach.ended(0);
        assert_eq!(ask(11), Some(8), "it was markers again");
        reach.forget_all();
        assert_eq!(ask(11), Some(11), "read again from before");
    }
}
