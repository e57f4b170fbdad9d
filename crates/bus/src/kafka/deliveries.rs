//! What became of the records a producer was given: what was refused first in a transaction explains its end.

use super::context::log_line;
use super::trouble::Trouble;
use rdkafka::ClientContext;
use rdkafka::config::RDKafkaLogLevel;
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::message::Message;
use rdkafka::producer::{DeliveryResult, ProducerContext};
use std::sync::{Mutex, PoisonError};

/// A record that was not taken.
#[derive(Debug, Clone)]
pub(super) struct Undelivered {
    pub(super) topic: String,
    pub(super) partition: i32,
    /// Bytes of key and value, of the largest such record.
    pub(super) size: usize,
    pub(super) code: RDKafkaErrorCode,
}

/// The context of a transactional producer.
pub(super) struct Deliveries {
    /// The first refusal, with the largest of the records it hit: a batch is refused as a whole.
    first: Mutex<Option<Undelivered>>,
    trouble: Trouble,
}

impl Deliveries {
    pub(super) fn new(trouble: Trouble) -> Self {
        Self { first: Mutex::new(None), trouble }
    }

    /// A new transaction begins.
    pub(super) fn forget(&self) {
        *self.first.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// The first record of the transaction that was not taken, if one was not.
    pub(super) fn undelivered(&self) -> Option<Undelivered> {
        self.first.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl ClientContext for Deliveries {
    fn log(&self, level: RDKafkaLogLevel, facility: &str, message: &str) {
        log_line(level, facility, message);
    }

    fn error(&self, error: KafkaError, reason: &str) {
        tracing::debug!(%error, reason, "kafka producer error");
        self.trouble.said(&error, reason);
    }

    fn stats(&self, _: rdkafka::Statistics) {}
}

impl ProducerContext for Deliveries {
    type DeliveryOpaque = ();

    fn delivery(&self, result: &DeliveryResult<'_>, (): Self::DeliveryOpaque) {
        let Err((error, message)) = result else { return };
        let Some(code) = error.rdkafka_error_code() else { return };
        // Given up because of another record, by us, or because the producer has come to its end: of that the
        // transaction itself tells.
        if matches!(
            code,
            RDKafkaErrorCode::PurgeQueue
                | RDKafkaErrorCode::PurgeInflight
                | RDKafkaErrorCode::Fatal
                | RDKafkaErrorCode::Fenced
                | RDKafkaErrorCode::ProducerFenced
                | RDKafkaErrorCode::InvalidProducerEpoch
        ) {
            return;
        }
        let size = message.payload_len() + message.key_len();
        let undelivered = Undelivered { topic: message.topic().to_owned(), partition: message.partition(), size, code };
        let mut first = self.first.lock().unwrap_or_else(PoisonError::into_inner);
        match first.as_mut() {
            None => *first = Some(undelivered),
            Some(known) if known.code == code && known.topic == undelivered.topic => known.size = known.size.max(size),
            Some(_) => {}
        }
    }
}
