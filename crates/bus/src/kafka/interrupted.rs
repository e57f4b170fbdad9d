//! A transaction that something befalls right before it ends, for tests.

use super::convert::{base_record, client_error, offset_list};
use super::flush::flush;
use super::settings::KafkaSettings;
use crate::{BusError, Transaction};
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::KafkaError;
use rdkafka::producer::{BaseProducer, Producer};
use std::time::Duration;

const CALL: Duration = Duration::from_secs(60);

/// How a transaction ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// It is committed.
    Committed,
    /// It is aborted.
    Aborted,
}

/// Writes a transaction as a member of a group without members would, does what is to happen, and ends it.
pub fn end_interrupted(
    settings: &KafkaSettings,
    transactional_id: &str,
    group: &str,
    transaction: &Transaction,
    ending: Ending,
    meanwhile: impl FnOnce(),
) -> Result<(), BusError> {
    let failed = |error: KafkaError| client_error("end an interrupted transaction", &settings.brokers, &error);
    let mut config = settings.producer(transactional_id);
    // What is to happen may take long.
    config.set("transaction.timeout.ms", "300000");
    let producer: BaseProducer = config.create().map_err(failed)?;
    producer.init_transactions(CALL).map_err(failed)?;
    producer.begin_transaction().map_err(failed)?;
    for output in &transaction.outputs {
        producer.send(base_record(output)).map_err(|(error, _)| failed(error))?;
    }
    flush(&producer, CALL).map_err(failed)?;
    if !transaction.offsets.is_empty() {
        let consumer: BaseConsumer = settings.group_member(group).create().map_err(failed)?;
        let metadata =
            consumer.group_metadata().ok_or_else(|| BusError::Setting("a consumer without a group".to_owned()))?;
        let offsets = offset_list(&transaction.offsets)?;
        producer.send_offsets_to_transaction(&offsets, &metadata, CALL).map_err(failed)?;
    }
    meanwhile();
    match ending {
        Ending::Committed => producer.commit_transaction(CALL),
        Ending::Aborted => producer.abort_transaction(CALL),
    }
    .map_err(failed)
}
