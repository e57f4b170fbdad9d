//! The least a Rust program does to copy one topic to another exactly once: rdkafka and nothing else, no dead letters, no
//! retries, no order of work. What Dateline's own loop is measured against (`bench -- loop-kafka`).
//!
//! `bare-loop BROKERS INPUT OUTPUT` copies until it is killed.

use rdkafka::config::ClientConfig;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::message::{BorrowedMessage, Message};
use rdkafka::producer::{BaseProducer, BaseRecord, Producer};
use rdkafka::{Offset, TopicPartitionList};
use std::error::Error;
use std::time::{Duration, Instant};

/// A transaction ends at this many records, or after [`LINGER`].
const BATCH: usize = 5_000;
const LINGER: Duration = Duration::from_millis(100);
const CALL: Duration = Duration::from_secs(30);

fn main() -> Result<(), Box<dyn Error>> {
    let [brokers, input, output]: [String; 3] =
        std::env::args().skip(1).collect::<Vec<_>>().try_into().map_err(|_| "usage: bare-loop BROKERS INPUT OUTPUT")?;
    let client = || {
        let mut config = ClientConfig::new();
        config.set("bootstrap.servers", &brokers);
        config
    };
    let consumer: BaseConsumer = client()
        .set("group.id", format!("{output}.bare"))
        .set("isolation.level", "read_committed")
        .set("enable.auto.commit", "false")
        .set("auto.offset.reset", "earliest")
        .create()?;
    consumer.subscribe(&[&input])?;
    let producer: BaseProducer = client()
        .set("transactional.id", format!("{output}.bare"))
        .set("compression.type", "zstd")
        .set("linger.ms", "5")
        .create()?;
    producer.init_transactions(CALL)?;
    loop {
        copy(&consumer, &producer, &output)?;
    }
}

/// One transaction, if anything came.
fn copy(consumer: &BaseConsumer, producer: &BaseProducer, output: &str) -> Result<(), Box<dyn Error>> {
    let (began, mut copied, mut places) = (Instant::now(), 0, TopicPartitionList::new());
    while copied < BATCH && began.elapsed() < LINGER {
        let Some(message) = consumer.poll(Duration::from_millis(5)).transpose()? else { continue };
        if copied == 0 {
            producer.begin_transaction()?;
        }
        send(producer, &message, output)?;
        let next = Offset::Offset(message.offset() + 1);
        match places.find_partition(message.topic(), message.partition()) {
            Some(mut place) => place.set_offset(next)?,
            None => places.add_partition_offset(message.topic(), message.partition(), next)?,
        }
        copied += 1;
    }
    if copied > 0 {
        let member = consumer.group_metadata().ok_or("the consumer is in no group")?;
        producer.send_offsets_to_transaction(&places, &member, CALL)?;
        producer.commit_transaction(CALL)?;
    }
    Ok(())
}

fn send(producer: &BaseProducer, message: &BorrowedMessage<'_>, output: &str) -> Result<(), KafkaError> {
    let mut record = BaseRecord::to(output)
        .key(message.key().unwrap_or_default())
        .payload(message.payload().unwrap_or_default())
        .partition(message.partition());
    loop {
        match producer.send(record) {
            Ok(()) => return Ok(()),
            Err((KafkaError::MessageProduction(RDKafkaErrorCode::QueueFull), returned)) => record = returned,
            Err((error, _)) => return Err(error),
        }
        producer.poll(Duration::from_millis(5));
    }
}
