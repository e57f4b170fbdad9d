//! Looking for the records of a key. Kafka has no index of keys: what is between the offsets is read, and most of it is
//! let go without being copied.

use super::context::Quiet;
use super::convert::{client_error, received};
use super::settings::KafkaSettings;
use crate::{BusError, Found, Hunt};
use rdkafka::TopicPartitionList;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::KafkaError;
use rdkafka::message::Message;
use rdkafka::topic_partition_list::Offset;
use std::time::{Duration, Instant};

/// Reads large pieces, and ahead: nothing is done with most records.
pub(super) fn find(settings: &KafkaSettings, hunt: &Hunt) -> Result<Found, BusError> {
    let failed = |error: &KafkaError| client_error("look for a key", &settings.brokers, error);
    let mut found = Found { next: hunt.from.max(0), ..Found::default() };
    if found.next >= hunt.to {
        return Ok(found);
    }
    let mut config = settings.consumer();
    config
        .set("enable.partition.eof", "true")
        .set("check.crcs", "false")
        .set("fetch.message.max.bytes", (8 << 20).to_string())
        // What ends in a transaction marker is told to have ended by an answer without records, which is not waited for.
        .set("fetch.wait.max.ms", "5")
        .set("queued.min.messages", "100000")
        .set("queued.max.messages.kbytes", (32 << 10).to_string())
        // Reading without a group; the client wants a name all the same.
        .set("group.id", "dateline-reader");
    let consumer: BaseConsumer<Quiet> =
        config.create_with_context(Quiet::default()).map_err(|error| BusError::Setting(error.to_string()))?;
    let (topic, partition) = (&hunt.partition.topic, hunt.partition.partition);
    let mut list = TopicPartitionList::new();
    list.add_partition_offset(topic.as_str(), partition, Offset::Offset(found.next)).map_err(|error| failed(&error))?;
    consumer.assign(&list).map_err(|error| failed(&error))?;
    while found.next < hunt.to && Instant::now() < hunt.until {
        match consumer.poll(Duration::from_millis(50)) {
            None => {}
            Some(Ok(message)) => {
                if message.offset() >= hunt.to {
                    found.next = hunt.to;
                } else {
                    found.next = message.offset() + 1;
                    if message.key() == Some(hunt.key.as_slice()) {
                        found.records.push(received(&message, topic));
                    }
                }
            }
            // What is left of the range are no records.
            Some(Err(KafkaError::PartitionEOF(_))) => found.next = hunt.to,
            Some(Err(error)) => return Err(failed(&error)),
        }
    }
    Ok(found)
}
