//! Reading partitions outside any group.

use super::context::Quiet;
use super::convert::{client_error, received};
use super::examine::{Verdict, examine, is_about_content};
use super::rated::Rated;
use super::settings::KafkaSettings;
use crate::{BusError, Isolation, Reader, Received, TopicPartition};
use article::TopicName;
use rdkafka::TopicPartitionList;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::KafkaError;
use rdkafka::topic_partition_list::Offset;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

/// A batch is handed over at this many records.
const BATCH: usize = 1_000;
const CALL: Duration = Duration::from_secs(5);

/// One consumer a topic: the client names only the partition when one is read to its end.
pub(super) struct KafkaReader {
    topics: Vec<OneTopic>,
}

struct OneTopic {
    topic: TopicName,
    consumer: BaseConsumer<Quiet>,
    /// Partitions not read to their end yet.
    unread: BTreeSet<i32>,
    /// Where each partition is to be read on.
    positions: BTreeMap<i32, i64>,
    settings: KafkaSettings,
    said: Rated,
}

impl KafkaReader {
    /// Starts at the given offsets, or at the first record kept there if it is later.
    pub(super) fn open(
        settings: &KafkaSettings,
        from: &[(TopicPartition, i64)],
        isolation: Isolation,
    ) -> Result<Self, BusError> {
        let names: BTreeSet<&TopicName> = from.iter().map(|(at, _)| &at.topic).collect();
        let mut topics = Vec::new();
        for name in names {
            let consumer: BaseConsumer<Quiet> = settings
                .reader(isolation)
                .set("enable.partition.eof", "true")
                // Reading without a group; the client wants a name all the same.
                .set("group.id", "dateline-reader")
                .create_with_context(Quiet::default())
                .map_err(|error| BusError::Setting(error.to_string()))?;
            let mut list = TopicPartitionList::new();
            let mut unread = BTreeSet::new();
            let mut positions = BTreeMap::new();
            for (at, offset) in from.iter().filter(|(at, _)| at.topic == *name) {
                let start = if *offset <= 0 { Offset::Beginning } else { Offset::Offset(*offset) };
                list.add_partition_offset(name.as_str(), at.partition, start)
                    .map_err(|error| client_error("assign partitions", &settings.brokers, &error))?;
                unread.insert(at.partition);
                positions.insert(at.partition, (*offset).max(0));
            }
            consumer.assign(&list).map_err(|error| client_error("assign partitions", &settings.brokers, &error))?;
            let (topic, settings, said) = (name.clone(), settings.clone(), Rated::default());
            topics.push(OneTopic { topic, consumer, unread, positions, settings, said });
        }
        Ok(Self { topics })
    }
}

impl Reader for KafkaReader {
    fn read(&mut self, wait: Duration) -> Result<Vec<Received>, BusError> {
        let deadline = Instant::now() + wait;
        let mut batch = Vec::new();
        loop {
            for one in &mut self.topics {
                one.drain(&mut batch)?;
            }
            if !batch.is_empty() || Instant::now() >= deadline || self.caught_up() {
                return Ok(batch);
            }
        }
    }

    fn caught_up(&self) -> bool {
        self.topics.iter().all(|one| one.unread.is_empty())
    }
}

impl OneTopic {
    fn drain(&mut self, batch: &mut Vec<Received>) -> Result<(), BusError> {
        let mut wait = Duration::from_millis(20);
        while batch.len() < BATCH {
            match self.consumer.poll(wait) {
                None => break,
                Some(Ok(message)) => {
                    let one = received(&message, &self.topic);
                    self.positions.insert(one.partition, one.offset + 1);
                    batch.push(one);
                }
                Some(Err(KafkaError::PartitionEOF(partition))) => {
                    self.unread.remove(&partition);
                }
                Some(Err(error @ KafkaError::MessageConsumptionFatal(_))) => {
                    return Err(client_error("read from Kafka", "the cluster", &error));
                }
                Some(Err(error)) if is_about_content(&error) => {
                    if let Err(detour) = self.step_over(&error) {
                        // The client meets the same error again.
                        tracing::debug!(%detour, %error, topic = %self.topic, "step over what cannot be read");
                    }
                }
                Some(Err(error)) => tracing::debug!(%error, topic = %self.topic, "read"),
            }
            wait = Duration::ZERO;
        }
        Ok(())
    }

    /// Goes on behind a batch that can never be read, and says so; there is nobody to note it for.
    fn step_over(&mut self, error: &KafkaError) -> Result<(), BusError> {
        let brokers = self.settings.brokers.clone();
        let failed = |error: KafkaError| client_error("find where to read on", &brokers, &error);
        let staying = AtomicBool::new(false);
        for (partition, position) in &mut self.positions {
            let (low, _) = self.consumer.fetch_watermarks(self.topic.as_str(), *partition, CALL).map_err(failed)?;
            *position = low.max(*position);
            if let Verdict::Unreadable { first, next, cause } =
                examine(&self.settings, &self.topic, *partition, *position, &staying)?
            {
                *position = next;
                let last = next - 1;
                tracing::warn!(topic = %self.topic, partition, offset = first, last, cause, "records can never be read; skipped");
            }
        }
        if self.said.is_due(&error.to_string()) {
            tracing::warn!(topic = %self.topic, %error, "a batch could not be read; read on from where it was");
        }
        let mut targets = TopicPartitionList::new();
        for (partition, position) in &self.positions {
            targets.add_partition_offset(self.topic.as_str(), *partition, Offset::Offset(*position)).map_err(failed)?;
        }
        let sought = self.consumer.seek_partitions(targets, CALL).map_err(failed)?;
        sought.elements().iter().try_for_each(|one| one.error().map_err(failed))
    }
}
