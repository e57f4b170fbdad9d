//! The Kafka bus.

use super::append::Appender;
use super::context::Quiet;
use super::convert::client_error;
use super::member::KafkaMember;
use super::reader::KafkaReader;
use super::settings::KafkaSettings;
use super::topics;
use super::transactions::SizeLimits;
use crate::{Bus, BusError, Isolation, Member, Membership, Output, Reader, TopicPartition, TopicSpec};
use article::TopicName;
use rdkafka::TopicPartitionList;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::topic_partition_list::Offset;
use std::time::{Duration, Instant};

/// How long a cluster may take to answer when we start.
const CONNECT: Duration = Duration::from_secs(8);
const CALL: Duration = Duration::from_secs(10);

/// A Kafka cluster.
pub struct KafkaBus {
    settings: KafkaSettings,
    committed: BaseConsumer<Quiet>,
    uncommitted: BaseConsumer<Quiet>,
    appender: Appender,
    limits: SizeLimits,
}

impl KafkaBus {
    /// Connects; an error within ten seconds if no broker answers.
    pub fn connect(settings: KafkaSettings) -> Result<Self, BusError> {
        settings.check()?;
        let plain = |isolation: &str| {
            let mut config = settings.consumer();
            config.set("isolation.level", isolation);
            let created: Result<BaseConsumer<Quiet>, _> = config.create_with_context(Quiet);
            created.map_err(|error| BusError::Setting(error.to_string()))
        };
        let limits = SizeLimits::default();
        let bus = Self {
            committed: plain("read_committed")?,
            uncommitted: plain("read_uncommitted")?,
            appender: Appender::new(&settings, &limits),
            limits,
            settings,
        };
        match bus.committed.fetch_metadata(None, CONNECT) {
            Ok(_) => Ok(bus),
            Err(error) => match client_error("connect", &bus.settings.brokers, &error) {
                refused @ BusError::Refused { .. } => Err(refused),
                _ => Err(BusError::Unreachable { brokers: bus.settings.brokers }),
            },
        }
    }

    fn count_partitions(&self, topic: &TopicName) -> Result<Option<i32>, BusError> {
        let metadata = self
            .committed
            .fetch_metadata(Some(topic.as_str()), CALL)
            .map_err(|error| client_error("ask for topics", &self.settings.brokers, &error))?;
        let found = metadata.topics().iter().find(|one| one.name() == topic.as_str() && one.error().is_none());
        let count = found.map_or(0, |one| one.partitions().len());
        Ok((count > 0).then(|| i32::try_from(count).unwrap_or(i32::MAX)))
    }
}

impl KafkaBus {
    /// The first offset and one past the last.
    fn watermarks(&self, client: &BaseConsumer<Quiet>, partition: &TopicPartition) -> Result<(i64, i64), BusError> {
        let deadline = Instant::now() + CALL;
        loop {
            match client.fetch_watermarks(partition.topic.as_str(), partition.partition, CALL) {
                Ok(watermarks) => return Ok(watermarks),
                // A new topic, or one whose leader has just changed: the client learns of it with the next answer.
                Err(error) if is_without_leader(&error) && Instant::now() < deadline => {
                    std::thread::sleep(Duration::from_millis(50));
                }
                Err(error) => return Err(client_error("ask for end offsets", &self.settings.brokers, &error)),
            }
        }
    }
}

impl Bus for KafkaBus {
    fn ensure_topics(&self, topics: &[TopicSpec]) -> Result<(), BusError> {
        let mut missing = Vec::new();
        for topic in topics {
            self.limits.set(&topic.name, topic.max_message_bytes);
            match self.count_partitions(&topic.name)? {
                None => missing.push(topic.clone()),
                Some(count) if count == topic.partitions => {}
                Some(count) => {
                    return Err(BusError::Topic {
                        topic: topic.name.to_string(),
                        detail: format!(
                            "has {count} partitions, the configuration says {}; set topics.partitions = {count}",
                            topic.partitions
                        ),
                    });
                }
            }
        }
        if missing.is_empty() {
            return Ok(());
        }
        topics::create(&self.settings, &missing)?;
        // Brokers learn of new topics one after the other.
        let deadline = Instant::now() + CALL;
        for topic in &missing {
            while self.count_partitions(&topic.name)?.is_none() {
                if Instant::now() > deadline {
                    let detail = "was created but the brokers do not show it; start again".to_owned();
                    return Err(BusError::Topic { topic: topic.name.to_string(), detail });
                }
                std::thread::sleep(Duration::from_millis(50));
            }
        }
        Ok(())
    }

    fn partition_count(&self, topic: &TopicName) -> Result<i32, BusError> {
        self.count_partitions(topic)?.ok_or_else(|| BusError::Topic {
            topic: topic.to_string(),
            detail: "does not exist; create it with `dateline topics create`".to_owned(),
        })
    }

    fn join(&self, membership: Membership) -> Result<Box<dyn Member>, BusError> {
        self.partition_count(&membership.topic)?;
        Ok(Box::new(KafkaMember::join(&self.settings, &self.limits, &membership)?))
    }

    fn reader(&self, from: &[(TopicPartition, i64)]) -> Result<Box<dyn Reader>, BusError> {
        Ok(Box::new(KafkaReader::open(&self.settings, from)?))
    }

    fn append(&self, outputs: Vec<Output>) -> Result<(), BusError> {
        self.appender.append(outputs)
    }

    fn start_offset(&self, partition: &TopicPartition) -> Result<i64, BusError> {
        Ok(self.watermarks(&self.committed, partition)?.0)
    }

    fn end_offset(&self, partition: &TopicPartition, isolation: Isolation) -> Result<i64, BusError> {
        let client = match isolation {
            Isolation::Committed => &self.committed,
            Isolation::Uncommitted => &self.uncommitted,
        };
        Ok(self.watermarks(client, partition)?.1)
    }

    fn committed(&self, group: &str, partitions: &[TopicPartition]) -> Result<Vec<Option<i64>>, BusError> {
        let failed = |error: &_| client_error("ask for committed offsets", &self.settings.brokers, error);
        let mut config = self.settings.consumer();
        config.set("group.id", group);
        let client: BaseConsumer<Quiet> =
            config.create_with_context(Quiet).map_err(|error| BusError::Setting(error.to_string()))?;
        let mut list = TopicPartitionList::new();
        for at in partitions {
            list.add_partition(at.topic.as_str(), at.partition);
        }
        let committed = client.committed_offsets(list, CALL).map_err(|error| failed(&error))?;
        let mut offsets = Vec::with_capacity(partitions.len());
        for at in partitions {
            let found = committed.find_partition(at.topic.as_str(), at.partition);
            offsets.push(match found.map(|one| one.offset()) {
                Some(Offset::Offset(offset)) => Some(offset),
                Some(Offset::Beginning | Offset::End | Offset::Stored | Offset::Invalid | Offset::OffsetTail(_))
                | None => None,
            });
        }
        Ok(offsets)
    }

    fn describe(&self) -> String {
        format!("kafka://{}", self.settings.brokers)
    }
}

/// Whether the broker that was asked is not, or not yet, the one that leads the partition.
fn is_without_leader(error: &KafkaError) -> bool {
    matches!(
        error.rdkafka_error_code(),
        Some(
            RDKafkaErrorCode::NotLeaderForPartition
                | RDKafkaErrorCode::LeaderNotAvailable
                | RDKafkaErrorCode::UnknownTopicOrPartition
        )
    )
}
