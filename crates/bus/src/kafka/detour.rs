//! Where a partition goes on when the client cannot read what stands at its position, or finds nothing there.
//!
//! By itself the client asks for the same batch for ever, skips it in silence, or begins anew; which of these depends on
//! what is wrong. So every time the position is established anew from what was handed over, and the partition is sent
//! there.

use super::context::MemberContext;
use super::convert::{client_error, offset_list};
use super::examine::{Verdict, examine};
use super::heard::{Restart, offset_in};
use super::rated::Rated;
use super::reader::KafkaReader;
use super::seen::{Compared, Seen, mark};
use super::settings::KafkaSettings;
use crate::{BusError, Isolation, Reader, SkipReason, Skipped, TopicPartition};
use article::TopicName;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::KafkaError;
use rdkafka::topic_partition_list::Offset;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

const CALL: Duration = Duration::from_secs(5);
/// Before the client is sent back to what it could not read just now.
const BREATH: Duration = Duration::from_millis(200);
/// Between two examinations that found nothing wrong.
const PAUSE: Duration = Duration::from_secs(3);

/// Finds the way for the partitions of one member.
pub(super) struct Detour {
    settings: KafkaSettings,
    topic: TopicName,
    said: Rated,
    examine_after: Option<Instant>,
    /// The member is leaving: nobody waits for what is found.
    leaving: Arc<AtomicBool>,
}

impl Detour {
    pub(super) fn new(settings: KafkaSettings, topic: TopicName, leaving: Arc<AtomicBool>) -> Self {
        Self { settings, topic, said: Rated::default(), examine_after: None, leaving }
    }

    /// After an error about content, which the client tells without its partition: finds the partition, and sends it
    /// past what can never be read. An `Err` means that it is to be tried again.
    pub(super) fn around(
        &mut self,
        consumer: &BaseConsumer<MemberContext>,
        error: &KafkaError,
    ) -> Result<Option<Skipped>, BusError> {
        let words = consumer.context().heard.words();
        let words = if words.is_empty() { error.to_string() } else { words };
        if self.said.is_due(&words) {
            tracing::warn!(topic = %self.topic, error = words, "a batch cannot be read; looking at it again");
        }
        let assigned = consumer.assignment().map_err(|error| self.failed(&error))?;
        let partitions: Vec<i32> = assigned.elements().iter().map(|one| one.partition()).collect();
        let mut positions = self.positions(consumer, &partitions)?;
        let mut found = None;
        if self.examine_after.is_none_or(|after| Instant::now() >= after) {
            // The one whose position is nearest to the offset of the error is most likely the one.
            let about = offset_in(&words).unwrap_or(0);
            positions.sort_by_key(|(_, position)| position.abs_diff(about));
            for (partition, position) in &positions {
                let verdict = examine(&self.settings, &self.topic, *partition, *position, &self.leaving)?;
                tracing::debug!(topic = %self.topic, partition, position, ?verdict, "examined");
                match verdict {
                    Verdict::Readable => {}
                    // The broker does not answer: nothing can be told now, of the others neither.
                    Verdict::Unknown => break,
                    Verdict::Unreadable { first, next, cause } => {
                        found = Some(self.skipped(*partition, first, next, SkipReason::Unreadable(cause)));
                        break;
                    }
                }
            }
            self.examine_after = found.is_none().then(|| Instant::now() + PAUSE);
        }
        if let Some(skipped) = &found {
            let bad = skipped.partition.partition;
            positions.iter_mut().filter(|(partition, _)| *partition == bad).for_each(|one| one.1 = skipped.next);
        }
        if found.is_none() {
            std::thread::sleep(BREATH);
        }
        // Also when it passes: the client may have gone on behind it all the same.
        self.send(consumer, &positions)?;
        Ok(found)
    }

    /// After the client began a partition anew, because there is nothing at the offset it asked for. `None`: it was
    /// sent back.
    pub(super) fn after(
        &mut self,
        consumer: &BaseConsumer<MemberContext>,
        restart: Restart,
        seen: &mut Seen,
    ) -> Result<Option<Skipped>, BusError> {
        let Restart { partition, from } = restart;
        let noted = self.positions(consumer, &[partition])?.first().map_or(from, |(_, position)| *position);
        let watermarks = consumer.fetch_watermarks(self.topic.as_str(), partition, CALL);
        let (low, high) = watermarks.map_err(|error| self.failed(&error))?;
        // The client has read on over markers that were not handed over.
        let position = if (noted..=low).contains(&from) { from } else { noted };
        let compared = self.compare(partition, (low, high), position, seen)?;
        if compared.is_none() {
            seen.forget(partition);
        }
        let (next, why) = match compared {
            _ if position < low => (low, Some(SkipReason::Deleted)),
            Some(Compared::Whole) if position > high => (high, Some(SkipReason::CutBack)),
            Some(Compared::Until(cut)) if cut < position => (cut, Some(SkipReason::CutBack)),
            Some(Compared::Another) => (low, Some(SkipReason::StartedOver)),
            None if position > high => (low, Some(SkipReason::StartedOver)),
            Some(Compared::Whole | Compared::Until(_)) | None => (position, None),
        };
        self.send(consumer, &[(partition, next)])?;
        seen.forget_from(partition, next);
        if low - position == 1 {
            // A group that has read everything stands before the marker behind the last record; when retention has
            // removed both, that is what is missing.
            tracing::info!(topic = %self.topic, partition, offset = position, "the one offset before the first that is left is gone: a transaction's marker, or else a record");
            return Ok(None);
        }
        Ok(why.map(|why| self.skipped(partition, position, next, why)))
    }

    /// Compares what stands before the place to read on with what was handed over of it. `None`: there is nothing to
    /// compare.
    fn compare(
        &self,
        partition: i32,
        (low, high): (i64, i64),
        position: i64,
        seen: &Seen,
    ) -> Result<Option<Compared>, BusError> {
        let Some(oldest) = seen.oldest(partition, low, position) else { return Ok(None) };
        if oldest >= high {
            return Ok(Some(Compared::Another));
        }
        let from = [(TopicPartition::new(self.topic.clone(), partition), oldest)];
        let mut reader = KafkaReader::open(&self.settings, &from, Isolation::Committed)?;
        let (mut found, until) = (Vec::new(), Instant::now() + CALL);
        loop {
            let is_whole = reader.caught_up();
            for one in reader.read(Duration::from_millis(100))? {
                if one.offset >= position {
                    return Ok(Some(seen.compare(partition, low, position, &found)));
                }
                found.push((one.offset, mark(&one.record)));
            }
            if is_whole {
                return Ok(Some(seen.compare(partition, low, position, &found)));
            }
            if Instant::now() > until {
                let detail = format!("{}/{partition} does not answer", self.topic);
                return Err(BusError::Client { action: "find where to read on", detail });
            }
        }
    }

    /// Where each partition is to be read on: after the last record that was handed over, else where the group stands,
    /// else at the beginning.
    fn positions(
        &self,
        consumer: &BaseConsumer<MemberContext>,
        partitions: &[i32],
    ) -> Result<Vec<(i32, i64)>, BusError> {
        let mut positions = Vec::with_capacity(partitions.len());
        let mut unread = rdkafka::TopicPartitionList::new();
        for partition in partitions {
            match consumer.context().read_positions.next(*partition) {
                Some(next) => positions.push((*partition, next)),
                None => drop(unread.add_partition(self.topic.as_str(), *partition)),
            }
        }
        if unread.count() > 0 {
            let committed = consumer.committed_offsets(unread, CALL).map_err(|error| self.failed(&error))?;
            for one in committed.elements() {
                one.error().map_err(|error| self.failed(&error))?;
                let position = match one.offset() {
                    Offset::Offset(offset) => offset,
                    _ => {
                        let marks = consumer.fetch_watermarks(self.topic.as_str(), one.partition(), CALL);
                        marks.map_err(|error| self.failed(&error))?.0
                    }
                };
                positions.push((one.partition(), position));
            }
        }
        Ok(positions)
    }

    /// Sends partitions to offsets; what was fetched ahead is thrown away.
    fn send(&self, consumer: &BaseConsumer<MemberContext>, targets: &[(i32, i64)]) -> Result<(), BusError> {
        let offsets: Vec<(TopicPartition, i64)> = targets
            .iter()
            .map(|(partition, offset)| (TopicPartition::new(self.topic.clone(), *partition), *offset))
            .collect();
        let sought = consumer.seek_partitions(offset_list(&offsets)?, CALL).map_err(|error| self.failed(&error))?;
        for one in sought.elements() {
            one.error().map_err(|error| self.failed(&error))?;
        }
        for (partition, offset) in targets {
            consumer.context().read_positions.moved(*partition, *offset);
        }
        Ok(())
    }

    fn skipped(&self, partition: i32, from: i64, next: i64, why: SkipReason) -> Skipped {
        Skipped { partition: TopicPartition::new(self.topic.clone(), partition), from, next, why }
    }

    fn failed(&self, error: &KafkaError) -> BusError {
        client_error("find where to read on", &self.settings.brokers, error)
    }
}
