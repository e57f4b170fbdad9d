//! The least a Rust program does to write records durably: rdkafka and nothing else. What records that are pushed over HTTP
//! are measured against (`bench -- push-kafka`).
//!
//! `bare-producer BROKERS TOPIC COUNT LENGTH FILE` writes so many records of so many bytes of a file with `acks=all`, waits until each is
//! acknowledged, and prints how many that were in a second.

use rdkafka::ClientContext;
use rdkafka::config::ClientConfig;
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::producer::{BaseProducer, BaseRecord, DeliveryResult, Producer, ProducerContext};
use std::error::Error;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

const CALL: Duration = Duration::from_secs(60);

/// Counts what was acknowledged.
#[derive(Default)]
struct Acknowledged(AtomicUsize);

impl ClientContext for Acknowledged {}

impl ProducerContext for Acknowledged {
    type DeliveryOpaque = ();

    fn delivery(&self, result: &DeliveryResult<'_>, (): ()) {
        if result.is_ok() {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }
}

#[expect(clippy::print_stdout, reason = "the figure is for who started it")]
fn main() -> Result<(), Box<dyn Error>> {
    let [brokers, topic, count, length, file]: [String; 5] = std::env::args()
        .skip(1)
        .collect::<Vec<_>>()
        .try_into()
        .map_err(|_| "usage: bare-producer BROKERS TOPIC COUNT LENGTH FILE")?;
    let (count, length): (usize, usize) = (count.parse()?, length.parse()?);
    let producer: BaseProducer<Acknowledged> = ClientConfig::new()
        .set("bootstrap.servers", &brokers)
        .set("acks", "all")
        .set("enable.idempotence", "true")
        .set("compression.type", "zstd")
        .set("linger.ms", "5")
        .create_with_context(Acknowledged::default())?;
    let text = std::fs::read(file)?;
    let began = Instant::now();
    for number in 0..count {
        let from = number * 131 % text.len().saturating_sub(length).max(1);
        send(&producer, &topic, &number.to_string(), text.get(from..from + length).ok_or("the file is too short")?)?;
        producer.poll(Duration::ZERO);
    }
    producer.flush(CALL)?;
    let there = producer.context().0.load(Ordering::Relaxed);
    if there < count {
        return Err(format!("{there} of {count} were acknowledged").into());
    }
    println!("{:.0}", count as f64 / began.elapsed().as_secs_f64());
    Ok(())
}

fn send(producer: &BaseProducer<Acknowledged>, topic: &str, key: &str, value: &[u8]) -> Result<(), KafkaError> {
    let mut record = BaseRecord::to(topic).key(key).payload(value);
    loop {
        match producer.send(record) {
            Ok(()) => return Ok(()),
            Err((KafkaError::MessageProduction(RDKafkaErrorCode::QueueFull), returned)) => record = returned,
            Err((error, _)) => return Err(error),
        }
        producer.poll(Duration::from_millis(5));
    }
}
