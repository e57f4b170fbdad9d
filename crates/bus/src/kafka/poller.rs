//! The thread that polls a member's consumer and hands over batches.

use super::context::MemberContext;
use super::convert::{is_refusal, received};
use crate::{BusError, Received, Revocation, TopicPartition};
use article::TopicName;
use crossbeam_channel::{Receiver, Sender};
use rdkafka::TopicPartitionList;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::topic_partition_list::Offset;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError};
use std::time::Duration;

/// One batch is handed over at this many records or bytes.
const BATCH_RECORDS: usize = 500;
const BATCH_BYTES: usize = 1 << 20;
/// Batches that may wait to be taken before the partitions are paused.
const WAITING_BATCHES: usize = 4;
const POLL: Duration = Duration::from_millis(50);

/// What the poller tells the member.
#[derive(Debug)]
pub(super) enum Event {
    Records(Vec<Received>),
    Assigned(Vec<TopicPartition>),
    Revoked(Revocation),
    /// The rewind that was asked for is done: later records are from the committed offsets on.
    Rewound,
    Failed(BusError),
}

/// The poller's side of a member.
pub(super) struct Poller {
    pub(super) consumer: Arc<BaseConsumer<MemberContext>>,
    pub(super) topic: TopicName,
    pub(super) brokers: String,
    pub(super) events: Sender<Event>,
    pub(super) rewinds: Receiver<()>,
    pub(super) intake_open: Arc<AtomicBool>,
    pub(super) leaving: Arc<AtomicBool>,
}

impl Poller {
    /// Polls until the member leaves.
    pub(super) fn run(self) {
        let mut flowing = true;
        while !self.leaving.load(Ordering::Acquire) {
            if let Err(error) = self.turn(&mut flowing) {
                // A receiver that is gone means the member is leaving.
                let _ = self.events.send(Event::Failed(error));
                return;
            }
        }
    }

    fn turn(&self, flowing: &mut bool) -> Result<(), BusError> {
        if self.rewinds.try_recv().is_ok() {
            self.rewind();
            // As above.
            let _ = self.events.send(Event::Rewound);
        }
        let wanted = self.intake_open.load(Ordering::Acquire) && self.events.len() < WAITING_BATCHES;
        let reassigned = self.consumer.context().reassigned.swap(false, Ordering::AcqRel);
        if wanted != *flowing || (reassigned && !wanted) {
            *flowing = wanted;
            self.set_flow(wanted);
        }
        let mut batch = Vec::new();
        let mut bytes = 0;
        let mut wait = POLL;
        while batch.len() < BATCH_RECORDS && bytes < BATCH_BYTES {
            let polled = self.consumer.poll(wait);
            wait = Duration::ZERO;
            match polled {
                None => break,
                Some(Ok(message)) => {
                    let one = received(&message, &self.topic);
                    bytes += one.record.size();
                    batch.push(one);
                }
                Some(Err(error)) => {
                    self.judge(&error)?;
                    break;
                }
            }
        }
        let revoked = {
            let mut revoked = self.consumer.context().revoked.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::take(&mut *revoked)
        };
        batch.retain(|one| !revoked.iter().any(|at| at.partition == one.partition && at.topic == one.topic));
        if !batch.is_empty() {
            // As above.
            let _ = self.events.send(Event::Records(batch));
        }
        Ok(())
    }

    /// Errors that only a person can mend end the poller; librdkafka recovers from the others by itself.
    fn judge(&self, error: &KafkaError) -> Result<(), BusError> {
        match error.rdkafka_error_code() {
            Some(code) if is_refusal(code) => {
                Err(BusError::Refused { brokers: self.brokers.clone(), detail: error.to_string() })
            }
            Some(RDKafkaErrorCode::UnknownTopicOrPartition | RDKafkaErrorCode::UnknownTopic) => {
                tracing::warn!(topic = %self.topic, "the topic is not there; waiting for it");
                Ok(())
            }
            _ if matches!(error, KafkaError::MessageConsumptionFatal(_)) => {
                Err(BusError::Client { action: "read from Kafka", detail: error.to_string() })
            }
            _ => {
                tracing::debug!(%error, "poll");
                Ok(())
            }
        }
    }

    fn set_flow(&self, open: bool) {
        let applied = self.consumer.assignment().and_then(|assigned| {
            if open { self.consumer.resume(&assigned) } else { self.consumer.pause(&assigned) }
        });
        if let Err(error) = applied {
            tracing::debug!(%error, open, "pause or resume");
        }
    }

    /// Seeks every assigned partition to its committed offset. Asks the broker, because the outcome of the last commit
    /// may be unknown here.
    fn rewind(&self) {
        while !self.leaving.load(Ordering::Acquire) {
            match self.try_rewind() {
                Ok(()) => return,
                Err(error) => {
                    tracing::debug!(%error, "go back to the committed offsets");
                    // Serves rebalances while waiting; what it may bring is from before the rewind.
                    drop(self.consumer.poll(Duration::from_millis(200)));
                }
            }
        }
    }

    fn try_rewind(&self) -> Result<(), KafkaError> {
        let assigned = self.consumer.assignment()?;
        if assigned.count() == 0 {
            return Ok(());
        }
        let committed = self.consumer.committed_offsets(assigned, Duration::from_secs(5))?;
        let mut targets = TopicPartitionList::new();
        for one in committed.elements() {
            one.error()?;
            let offset = match one.offset() {
                Offset::Offset(offset) => Offset::Offset(offset),
                Offset::Beginning | Offset::End | Offset::Stored | Offset::Invalid | Offset::OffsetTail(_) => {
                    Offset::Beginning
                }
            };
            targets.add_partition_offset(one.topic(), one.partition(), offset)?;
        }
        let sought = self.consumer.seek_partitions(targets, Duration::from_secs(5))?;
        for one in sought.elements() {
            one.error()?;
        }
        Ok(())
    }
}
