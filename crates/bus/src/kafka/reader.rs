//! Reading partitions outside any group.

use super::context::Quiet;
use super::convert::{client_error, received};
use super::settings::KafkaSettings;
use crate::{BusError, Reader, Received, TopicPartition};
use article::TopicName;
use rdkafka::TopicPartitionList;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::KafkaError;
use rdkafka::topic_partition_list::Offset;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

/// A batch is handed over at this many records.
const BATCH: usize = 1_000;

/// One consumer a topic: the client names only the partition when one is read to its end.
pub(super) struct KafkaReader {
    topics: Vec<OneTopic>,
}

struct OneTopic {
    topic: TopicName,
    consumer: BaseConsumer<Quiet>,
    /// Partitions not read to their end yet.
    unread: BTreeSet<i32>,
}

impl KafkaReader {
    /// Starts at the given offsets, or at the first record kept there if it is later.
    pub(super) fn open(settings: &KafkaSettings, from: &[(TopicPartition, i64)]) -> Result<Self, BusError> {
        let names: BTreeSet<&TopicName> = from.iter().map(|(at, _)| &at.topic).collect();
        let mut topics = Vec::new();
        for name in names {
            let consumer: BaseConsumer<Quiet> = settings
                .consumer()
                .set("enable.partition.eof", "true")
                // Reading without a group; the client wants a name all the same.
                .set("group.id", "dateline-reader")
                .create_with_context(Quiet)
                .map_err(|error| BusError::Setting(error.to_string()))?;
            let mut list = TopicPartitionList::new();
            let mut unread = BTreeSet::new();
            for (at, offset) in from.iter().filter(|(at, _)| at.topic == *name) {
                let start = if *offset <= 0 { Offset::Beginning } else { Offset::Offset(*offset) };
                list.add_partition_offset(name.as_str(), at.partition, start)
                    .map_err(|error| client_error("assign partitions", &settings.brokers, &error))?;
                unread.insert(at.partition);
            }
            consumer.assign(&list).map_err(|error| client_error("assign partitions", &settings.brokers, &error))?;
            topics.push(OneTopic { topic: name.clone(), consumer, unread });
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
                Some(Ok(message)) => batch.push(received(&message, &self.topic)),
                Some(Err(KafkaError::PartitionEOF(partition))) => {
                    self.unread.remove(&partition);
                }
                Some(Err(error @ KafkaError::MessageConsumptionFatal(_))) => {
                    return Err(client_error("read from Kafka", "the cluster", &error));
                }
                Some(Err(error)) => tracing::debug!(%error, topic = %self.topic, "read"),
            }
            wait = Duration::ZERO;
        }
        Ok(())
    }
}
