//! The thread that polls a member's consumer and hands over batches.

use super::context::MemberContext;
use super::convert::{is_refusal, received};
use super::detour::Detour;
use super::event::{Event, Events};
use super::examine::is_about_content;
use super::heard::Restart;
use super::rated::Rated;
use super::seen::Seen;
use crate::{BusError, Received, Skipped};
use article::TopicName;
use crossbeam_channel::Receiver;
use rdkafka::TopicPartitionList;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::message::{BorrowedMessage, Message};
use rdkafka::topic_partition_list::Offset;
use std::collections::BTreeSet;
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

/// Records that are handed over together.
#[derive(Default)]
struct Batch {
    records: Vec<Received>,
    bytes: usize,
    /// What stands after them.
    skipped: Vec<Skipped>,
}

/// Trouble on the way that could not be dealt with yet, because the broker did not answer.
pub(super) enum Owed {
    /// Something cannot be read. All partitions are sent on their way again, so whatever comes until then comes twice.
    Content(KafkaError),
    /// A partition began anew.
    Restart(Restart),
}

/// Partitions that read on from elsewhere.
#[derive(Default)]
struct Sent {
    all: bool,
    partitions: BTreeSet<i32>,
}

impl Sent {
    fn has(&self, partition: i32) -> bool {
        self.all || self.partitions.contains(&partition)
    }
}

/// The poller's side of a member.
pub(super) struct Poller {
    pub(super) consumer: Arc<BaseConsumer<MemberContext>>,
    pub(super) topic: TopicName,
    pub(super) brokers: String,
    pub(super) events: Events,
    pub(super) rewinds: Receiver<()>,
    pub(super) intake_open: Arc<AtomicBool>,
    /// Batches the member has taken and holds back until intake opens.
    pub(super) held_count: Arc<AtomicUsize>,
    pub(super) leaving: Arc<AtomicBool>,
    pub(super) detour: Detour,
    pub(super) seen: Seen,
    /// Partitions that are read from the committed offset: whether what stands before it is still what was read.
    pub(super) unchecked: BTreeSet<i32>,
    pub(super) said: Rated,
    /// The topic was not there when it was last asked for.
    pub(super) missing: bool,
    pub(super) owed: Vec<Owed>,
    /// That is a trouble which was noted.
    pub(super) stuck: bool,
}

impl Poller {
    /// Polls until the member leaves.
    pub(super) fn run(mut self) {
        let mut flowing = true;
        while !self.leaving.load(Ordering::Acquire) {
            if let Err(error) = self.turn(&mut flowing) {
                self.events.send(Event::Failed(error));
                return;
            }
        }
    }

    fn turn(&mut self, flowing: &mut bool) -> Result<(), BusError> {
        if self.rewinds.try_recv().is_ok() {
            self.rewind()?;
            self.events.send(Event::Rewound);
        }
        let wanted = self.has_room(*flowing);
        let reassigned = self.consumer.context().reassigned.swap(false, Ordering::AcqRel);
        if reassigned {
            self.unchecked.extend(self.seen.partitions());
        }
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
            self.events.send(Event::Records(batch.records));
        }
        for skipped in batch.skipped {
            self.events.send(Event::Skipped(skipped));
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
    fn poll_into(&mut self, batch: &mut Batch, wait: Duration) -> Result<bool, BusError> {
        let consumer = Arc::clone(&self.consumer);
        let context = consumer.context();
        let polled = consumer.poll(wait);
        // A rebalance is served inside the poll, before it brings a record: only what was polled earlier is affected.
        let revoked = std::mem::take(&mut *context.revoked.lock().unwrap_or_else(PoisonError::into_inner));
        if !revoked.is_empty() {
            let gone = |one: &Received| revoked.iter().any(|at| at.partition == one.partition && at.topic == one.topic);
            batch.records.retain(|one| !gone(one));
            batch.skipped.retain(|one| !revoked.contains(&one.partition));
            self.owed.retain(|one| match one {
                Owed::Restart(restart) => !revoked.iter().any(|at| at.partition == restart.partition),
                Owed::Content(_) => true,
            });
        }
        // So is a partition that begins anew: what came of it is from there, and it is sent on its way again.
        self.owed.extend(context.heard.restarts().into_iter().map(Owed::Restart));
        let sent = self.settle(batch);
        let more = self.take(batch, polled, &sent)?;
        // What is skipped stands between the records of this batch and those of the next.
        Ok(more && batch.skipped.is_empty())
    }

    /// Takes in what a poll brought. Says whether more may be there at once.
    fn take(
        &mut self,
        batch: &mut Batch,
        polled: Option<Result<BorrowedMessage<'_>, KafkaError>>,
        sent: &Sent,
    ) -> Result<bool, BusError> {
        let consumer = Arc::clone(&self.consumer);
        let positions = &consumer.context().read_positions;
        match polled {
            None => Ok(false),
            // It comes again.
            Some(Ok(message)) if sent.has(message.partition()) => Ok(true),
            Some(Err(KafkaError::PartitionEOF(partition))) if sent.has(partition) => Ok(true),
            // The client looks only at whether there is something at an offset that it is sent to.
            Some(Ok(message)) if self.unchecked.remove(&message.partition()) => {
                self.owed.push(Owed::Restart(Restart::of(message.partition())));
                self.settle(batch);
                Ok(false)
            }
            // The client began anew without a word: nobody sent it back.
            Some(Ok(message)) if positions.next(message.partition()).is_some_and(|next| message.offset() < next) => {
                let partition = message.partition();
                let from = positions.next(partition).unwrap_or_default();
                self.owed.push(Owed::Restart(Restart { partition, from }));
                self.settle(batch);
                Ok(false)
            }
            Some(Ok(message)) => {
                self.is_there();
                let one = received(&message, &self.topic);
                if self.seen.differs(&one) {
                    self.owed.push(Owed::Restart(Restart { partition: one.partition, from: one.offset }));
                    self.settle(batch);
                    return Ok(false);
                }
                self.seen.note(&one);
                positions.read(one.partition, one.offset);
                batch.bytes += one.record.size();
                batch.records.push(one);
                Ok(true)
            }
            Some(Err(KafkaError::PartitionEOF(partition))) => {
                self.is_there();
                positions.ended(partition);
                Ok(true)
            }
            Some(Err(error)) if is_about_content(&error) => {
                self.owed.push(Owed::Content(error));
                // All are sent anew, whether at once or with the next poll.
                self.settle(batch);
                Ok(false)
            }
            Some(Err(error)) => self.judge(&error).map(|()| false),
        }
    }

    /// Sends partitions on their way again where the client cannot go on by itself. Says which: those that were sent, and
    /// those that are to be.
    fn settle(&mut self, batch: &mut Batch) -> Sent {
        let consumer = Arc::clone(&self.consumer);
        let mut sent = Sent::default();
        for one in std::mem::take(&mut self.owed) {
            let found = match &one {
                Owed::Content(error) => {
                    sent.all = true;
                    self.detour.around(&consumer, error)
                }
                Owed::Restart(restart) => {
                    sent.partitions.insert(restart.partition);
                    self.detour.after(&consumer, *restart, &mut self.seen)
                }
            };
            match found {
                Ok(skipped) => batch.skipped.extend(skipped),
                Err(error) => {
                    let error = error.to_string();
                    self.warn(&error, "cannot find where to read on; trying again");
                    self.stuck = true;
                    let why = format!("cannot find where to read on: {error}");
                    consumer.context().trouble.note(&self.whereabouts(), &why);
                    self.owed.push(one);
                }
            }
        }
        if self.owed.is_empty() && std::mem::take(&mut self.stuck) {
            consumer.context().trouble.over(&self.whereabouts());
        }
        sent
    }

    /// What is in trouble while there is something owed.
    fn whereabouts(&self) -> String {
        format!("positions in {}", self.topic)
    }

    /// Errors that only a person can mend end the poller; librdkafka recovers from the others by itself.
    fn judge(&mut self, error: &KafkaError) -> Result<(), BusError> {
        match error.rdkafka_error_code() {
            Some(code) if is_refusal(code) => {
                Err(BusError::Refused { brokers: self.brokers.clone(), detail: error.to_string() })
            }
            Some(RDKafkaErrorCode::UnknownTopicOrPartition | RDKafkaErrorCode::UnknownTopic) => {
                // Told many times a second; who asks how the bus is tells it once.
                self.missing = true;
                let why = "it is not there; create it with `dateline topics create`";
                self.consumer.context().trouble.note(self.topic.as_str(), why);
                Ok(())
            }
            _ if matches!(error, KafkaError::MessageConsumptionFatal(_)) => {
                Err(BusError::Client { action: "read from Kafka", detail: error.to_string() })
            }
            // A broker that is away: the client looks for it by itself.
            Some(
                RDKafkaErrorCode::BrokerTransportFailure
                | RDKafkaErrorCode::AllBrokersDown
                | RDKafkaErrorCode::Resolve
                | RDKafkaErrorCode::OperationTimedOut,
            ) => {
                tracing::debug!(%error, "poll");
                Ok(())
            }
            _ => {
                let words = self.consumer.context().heard.words();
                self.warn(&format!("{error}: {words}"), "reading failed; trying again");
                Ok(())
            }
        }
    }

    /// Says so, but the same no more than once a minute.
    fn warn(&mut self, error: &str, what: &str) {
        if self.said.is_due(&format!("{what} {error}")) {
            tracing::warn!(topic = %self.topic, error, "{what}");
        }
    }

    /// Something of the topic came.
    fn is_there(&mut self) {
        if std::mem::take(&mut self.missing) {
            self.consumer.context().trouble.over(self.topic.as_str());
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
    fn rewind(&mut self) -> Result<(), BusError> {
        let consumer = Arc::clone(&self.consumer);
        consumer.context().rewinding.store(true, Ordering::Release);
        while !self.leaving.load(Ordering::Acquire) {
            match self.try_rewind() {
                Ok(()) => {
                    consumer.context().rewinding.store(false, Ordering::Release);
                    return Ok(());
                }
                Err(error) => {
                    tracing::debug!(%error, "go back to the committed offsets");
                    // Serves rebalances while waiting; what it may bring is from before the rewind.
                    self.poll_into(&mut Batch::default(), Duration::from_millis(200))?;
                }
            }
        }
        Ok(())
    }

    fn try_rewind(&mut self) -> Result<(), KafkaError> {
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
        self.consumer.context().read_positions.forget_all();
        self.owed.clear();
        self.unchecked = self.seen.partitions().collect();
        let sought = self.consumer.seek_partitions(targets, Duration::from_secs(5))?;
        for one in sought.elements() {
            one.error()?;
        }
        Ok(())
    }
}
