//! The thread that polls a member's consumer and hands over batches.

use super::context::{MemberContext, Proof};
use super::convert::{is_refusal, received};
use crate::{BusError, Received, Revocation, TopicPartition};
use article::TopicName;
use crossbeam_channel::{Receiver, Sender};
use rdkafka::TopicPartitionList;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::topic_partition_list::Offset;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

/// One batch is handed over at this many records or bytes.
const BATCH_RECORDS: usize = 500;
const BATCH_BYTES: usize = 1 << 20;
/// Batches that may wait to be taken.
const WAITING_BATCHES: usize = 4;
/// How long no room is waited out before the partitions are paused: a pause throws away what was fetched ahead.
const GRACE: Duration = Duration::from_millis(300);
const POLL: Duration = Duration::from_millis(50);

/// What the poller tells the member.
pub(super) enum Event {
    Records(Vec<Received>),
    Assigned(Vec<TopicPartition>, Proof),
    Revoked(Revocation, Proof),
    /// The rewind that was asked for is done: later records are from the committed offsets on.
    Rewound,
    Failed(BusError),
}

/// Records that are handed over together.
#[derive(Default)]
struct Batch {
    records: Vec<Received>,
    bytes: usize,
}

/// The poller's side of a member.
pub(super) struct Poller {
    pub(super) consumer: Arc<BaseConsumer<MemberContext>>,
    pub(super) topic: TopicName,
    pub(super) brokers: String,
    pub(super) events: Sender<Event>,
    pub(super) rewinds: Receiver<()>,
    pub(super) intake_open: Arc<AtomicBool>,
    /// Batches the member has taken and holds back until intake opens.
    pub(super) held_count: Arc<AtomicUsize>,
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
            self.rewind()?;
            // As above.
            let _ = self.events.send(Event::Rewound);
        }
        let wanted = self.has_room(*flowing);
        let reassigned = self.consumer.context().reassigned.swap(false, Ordering::AcqRel);
        if wanted != *flowing || reassigned {
            *flowing = wanted;
            self.set_flow(wanted);
        }
        let mut batch = Batch::default();
        let mut wait = POLL;
        while batch.records.len() < BATCH_RECORDS && batch.bytes < BATCH_BYTES && self.poll_into(&mut batch, wait)? {
            wait = Duration::ZERO;
        }
        if !batch.records.is_empty() {
            // As above.
            let _ = self.events.send(Event::Records(batch.records));
        }
        Ok(())
    }

    /// Whether another batch may be read. While records flow, a lack of room is given a moment to pass.
    fn has_room(&self, flowing: bool) -> bool {
        let until = Instant::now() + GRACE;
        loop {
            let waiting = self.events.len() + self.held_count.load(Ordering::Acquire);
            if self.intake_open.load(Ordering::Acquire) && waiting < WAITING_BATCHES {
                return true;
            }
            let urgent = self.leaving.load(Ordering::Acquire) || !self.rewinds.is_empty();
            if !flowing || urgent || Instant::now() > until {
                return false;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// Polls once. Says whether more may be there at once.
    fn poll_into(&self, batch: &mut Batch, wait: Duration) -> Result<bool, BusError> {
        let context = self.consumer.context();
        let polled = self.consumer.poll(wait);
        // A rebalance is served inside the poll, before it brings a record: only what was polled earlier is affected.
        let revoked = std::mem::take(&mut *context.revoked.lock().unwrap_or_else(PoisonError::into_inner));
        if !revoked.is_empty() {
            let gone = |one: &Received| revoked.iter().any(|at| at.partition == one.partition && at.topic == one.topic);
            batch.records.retain(|one| !gone(one));
        }
        match polled {
            None => Ok(false),
            Some(Ok(message)) => {
                let one = received(&message, &self.topic);
                context.reach.read(one.partition, one.offset);
                batch.bytes += one.record.size();
                batch.records.push(one);
                Ok(true)
            }
            Some(Err(KafkaError::PartitionEOF(partition))) => {
                context.reach.ended(partition);
                Ok(true)
            }
            Some(Err(error)) => self.judge(&error).map(|()| false),
        }
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
        let applied = self
            .consumer
            .assignment()
            .and_then(|assigned| if open { self.consumer.resume(&assigned) } else { self.consumer.pause(&assigned) });
        if let Err(error) = applied {
            tracing::debug!(%error, open, "pause or resume");
        }
    }

    /// Seeks every assigned partition to its committed offset. Asks the broker, because the outcome of the last commit
    /// may be unknown here.
    fn rewind(&self) -> Result<(), BusError> {
        while !self.leaving.load(Ordering::Acquire) {
            match self.try_rewind() {
                Ok(()) => return Ok(()),
                Err(error) => {
                    tracing::debug!(%error, "go back to the committed offsets");
                    // Serves rebalances while waiting; what it may bring is from before the rewind.
                    self.poll_into(&mut Batch::default(), Duration::from_millis(200))?;
                }
            }
        }
        Ok(())
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
        // Before the seek, after which the client tells the ends anew.
        self.consumer.context().reach.forget_all();
        let sought = self.consumer.seek_partitions(targets, Duration::from_secs(5))?;
        for one in sought.elements() {
            one.error()?;
        }
        Ok(())
    }
}
