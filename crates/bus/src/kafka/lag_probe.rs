//! How far the partitions of a member reach: what its poller noted, beside what the brokers say.

use super::behind::Behind;
use super::context::MemberContext;
use super::convert::client_error;
use super::read_positions::Note;
use super::unsettled::Unsettled;
use crate::{BusError, Extent, LagProbe, TopicPartition};
use article::TopicName;
use rdkafka::TopicPartitionList;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::KafkaError;
use rdkafka::topic_partition_list::Offset;
use std::collections::HashMap;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

/// One question to a broker.
const CALL: Duration = Duration::from_secs(3);

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
    pub(super) unsettled: Mutex<Unsettled>,
}

impl KafkaLagProbe {
    fn member(&self) -> Result<Arc<BaseConsumer<MemberContext>>, BusError> {
        let left = || BusError::Client { action: "ask for end offsets", detail: "the member has left".to_owned() };
        self.consumer.upgrade().ok_or_else(left)
    }
}

impl LagProbe for KafkaLagProbe {
    fn extents(&self, partitions: &[TopicPartition]) -> Result<Vec<Extent>, BusError> {
        let consumer = self.member()?;
        let mut ends = self.ends.lock().unwrap_or_else(PoisonError::into_inner);
        let mut behind = self.behind.lock().unwrap_or_else(PoisonError::into_inner);
        let failed = |error: KafkaError| client_error("ask for end offsets", &self.brokers, &error);
        let mut extents = Vec::with_capacity(partitions.len());
        let mut unread = TopicPartitionList::new();
        for at in partitions {
            // Before the question: an end reached meanwhile counts at the next one.
            let note = consumer.context().read_positions.of(at.partition);
            // The consumer reads committed records only, so the high mark it gets is the last stable offset.
            let (first, last_stable) =
                consumer.fetch_watermarks(at.topic.as_str(), at.partition, CALL).map_err(failed)?;
            let end = ends.answer(at.partition, note, last_stable);
            if note.next.is_none() || consumer.context().rewinding.load(Ordering::Acquire) {
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

    fn unsettled(&self, topic: &TopicName) -> Result<Vec<(TopicPartition, Option<i64>)>, BusError> {
        let consumer = self.member()?;
        let mut unsettled = self.unsettled.lock().unwrap_or_else(PoisonError::into_inner);
        let failed = |error: KafkaError| client_error("ask for places that cannot be told", &self.brokers, &error);
        unsettled.of(&consumer, topic).map_err(failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kafka::read_positions::ReadPositions;

    #[test]
    fn a_partition_read_to_its_end_ends_at_its_last_record_until_more_is_added() {
        let (positions, mut ends) = (ReadPositions::default(), Ends::default());
        let mut ask = |last_stable| ends.answer(0, positions.of(0), last_stable);
        assert_eq!(ask(0), Some(0), "nothing is known yet");
        positions.ended(0);
        assert_eq!(ask(7), None, "seven markers and aborted records, none to read");
        assert_eq!(ask(7), None);
        assert_eq!(ask(9), Some(9), "something was added and not read");
        positions.read(0, 7);
        assert_eq!(ask(9), Some(9), "the end was not positionsed");
        positions.ended(0);
        assert_eq!(ask(9), Some(8), "offset 8 is the marker");
        assert_eq!(ask(11), Some(11), "more was added");
        positions.ended(0);
        assert_eq!(ask(11), Some(8), "it was markers again");
        positions.forget_all();
        assert_eq!(ask(11), Some(11), "read again from before");
    }
}
