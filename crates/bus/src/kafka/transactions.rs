//! The transactional producer: produce, send offsets, commit; and what to do when that fails.

use super::context::Quiet;
use super::convert::{base_record, client_error, is_refusal, offset_list};
use super::settings::KafkaSettings;
use crate::{BusError, CommitOutcome, Output, Transaction};
use article::TopicName;
use rdkafka::consumer::ConsumerGroupMetadata;
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::producer::{BaseProducer, Producer};
use rdkafka::util::Timeout;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How often within [`FENCE_WINDOW`] another producer may take our id before we give way to it. Commits in between do
/// not count in our favour: two processes that share an id take it from each other and each commits now and then.
const FENCES: usize = 3;
/// Less than a broker needs to fence a producer as often on its own account, by ending transactions that outlived
/// `transaction.timeout.ms`.
const FENCE_WINDOW: Duration = Duration::from_secs(30);
/// One call to the coordinator; retried while the client says so.
const CALL: Duration = Duration::from_secs(10);
/// How long a commit is pursued before the transaction is given up and its input read again.
const PATIENCE: Duration = Duration::from_secs(30);

/// The largest record of each topic, as far as this process has been told. Brokers check compressed batches, which says
/// little; we check the record itself, before anything is produced.
#[derive(Debug, Clone, Default)]
pub(super) struct SizeLimits(Arc<Mutex<HashMap<TopicName, usize>>>);

impl SizeLimits {
    pub(super) fn set(&self, topic: &TopicName, bytes: usize) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(topic.clone(), bytes);
    }

    fn check(&self, outputs: &[Output]) -> Result<(), BusError> {
        let limits = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for output in outputs {
            let size = output.record.size();
            if let Some(limit) = limits.get(&output.topic).filter(|limit| size > **limit) {
                return Err(too_large(output, *limit));
            }
        }
        Ok(())
    }
}

fn too_large(output: &Output, limit: usize) -> BusError {
    let detail =
        format!("a record of {} bytes is over the limit of {limit}; nothing was written", output.record.size());
    BusError::Topic { topic: output.topic.to_string(), detail }
}

/// A transactional producer that replaces itself when it can no longer be used.
pub(super) struct Transactions {
    settings: KafkaSettings,
    limits: SizeLimits,
    transactional_id: String,
    producer: Option<BaseProducer<Quiet>>,
    /// When it was fenced lately.
    fenced_at: Vec<Instant>,
}

/// Why a step of a transaction failed.
enum Failure {
    /// Abort, then read the input again.
    Abortable(String),
    /// The producer cannot be used any more.
    Broken(String),
    /// Another producer has our transactional id.
    Fenced,
    /// Nothing will help.
    Hopeless(BusError),
}

impl Transactions {
    pub(super) fn new(settings: KafkaSettings, limits: SizeLimits, transactional_id: String) -> Self {
        Self { settings, limits, transactional_id, producer: None, fenced_at: Vec::new() }
    }

    /// Makes the producer ready: ends what an earlier holder of the id left open.
    pub(super) fn prepare(&mut self) -> Result<(), BusError> {
        match self.ready() {
            Ok(_) => Ok(()),
            Err(Failure::Hopeless(error)) => Err(error),
            Err(Failure::Fenced) => self.fenced().map(|_| ()),
            Err(Failure::Abortable(detail) | Failure::Broken(detail)) => {
                Err(BusError::Client { action: "start transactions", detail })
            }
        }
    }

    fn ready(&mut self) -> Result<&BaseProducer<Quiet>, Failure> {
        let producer = match self.producer.take() {
            Some(producer) => producer,
            None => start(&self.settings, &self.transactional_id)?,
        };
        Ok(self.producer.insert(producer))
    }

    /// Writes a transaction. `metadata` proves membership when there are offsets; without it the partitions are gone.
    pub(super) fn commit(
        &mut self,
        transaction: &Transaction,
        metadata: Option<&ConsumerGroupMetadata>,
    ) -> Result<CommitOutcome, BusError> {
        self.limits.check(&transaction.outputs)?;
        if metadata.is_none() && !transaction.offsets.is_empty() {
            return Ok(CommitOutcome::Rewound);
        }
        match self.ready().and_then(|producer| attempt(producer, transaction, metadata)) {
            Ok(()) => Ok(CommitOutcome::Committed),
            Err(Failure::Abortable(detail)) => {
                tracing::info!(transactional_id = self.transactional_id, detail, "transaction is aborted");
                self.abort()
            }
            Err(Failure::Broken(detail)) => {
                tracing::warn!(transactional_id = self.transactional_id, detail, "producer is replaced");
                self.discard();
                Ok(CommitOutcome::Rewound)
            }
            Err(Failure::Fenced) => self.fenced(),
            Err(Failure::Hopeless(error)) => {
                self.abort()?;
                Err(error)
            }
        }
    }

    fn abort(&mut self) -> Result<CommitOutcome, BusError> {
        let Some(producer) = &self.producer else { return Ok(CommitOutcome::Rewound) };
        let started = Instant::now();
        loop {
            match producer.abort_transaction(CALL) {
                Ok(()) => return Ok(CommitOutcome::Rewound),
                Err(error) if fenced(&error) => return self.fenced(),
                Err(KafkaError::Transaction(error)) if error.is_retriable() && started.elapsed() < PATIENCE => {}
                Err(KafkaError::Flush(_)) if started.elapsed() < PATIENCE => {}
                Err(error) => {
                    tracing::warn!(transactional_id = self.transactional_id, %error, "producer is replaced");
                    self.discard();
                    return Ok(CommitOutcome::Rewound);
                }
            }
        }
    }

    fn fenced(&mut self) -> Result<CommitOutcome, BusError> {
        self.discard();
        let now = Instant::now();
        self.fenced_at.retain(|at| now.duration_since(*at) < FENCE_WINDOW);
        self.fenced_at.push(now);
        if self.fenced_at.len() >= FENCES {
            return Err(BusError::Fenced { transactional_id: self.transactional_id.clone() });
        }
        tracing::warn!(transactional_id = self.transactional_id, "fenced by another producer with the same id");
        Ok(CommitOutcome::Rewound)
    }

    fn discard(&mut self) {
        if let Some(producer) = self.producer.take() {
            drop_aside(producer);
        }
    }
}

/// Drops a producer off this thread: dropping flushes and may block. What it still holds belongs to a transaction that
/// is given up.
fn drop_aside(producer: BaseProducer<Quiet>) {
    std::thread::spawn(move || drop(producer));
}

fn start(settings: &KafkaSettings, transactional_id: &str) -> Result<BaseProducer<Quiet>, Failure> {
    let producer: BaseProducer<Quiet> = settings
        .producer(transactional_id)
        .create_with_context(Quiet)
        .map_err(|error| Failure::Hopeless(BusError::Setting(error.to_string())))?;
    let begun = Instant::now();
    loop {
        let error = match producer.init_transactions(CALL) {
            Ok(()) => return Ok(producer),
            Err(error) => error,
        };
        let failure = if refused(&error) {
            Failure::Hopeless(client_error("start transactions", &settings.brokers, &error))
        } else if fenced(&error) {
            Failure::Fenced
        } else if is_fatal(&error) || begun.elapsed() > PATIENCE {
            Failure::Broken(error.to_string())
        } else {
            tracing::debug!(%error, "start transactions");
            producer.poll(Duration::from_millis(200));
            continue;
        };
        drop_aside(producer);
        return Err(failure);
    }
}

fn attempt(
    producer: &BaseProducer<Quiet>,
    transaction: &Transaction,
    metadata: Option<&ConsumerGroupMetadata>,
) -> Result<(), Failure> {
    producer.begin_transaction().map_err(|error| judge(&error))?;
    for output in &transaction.outputs {
        let mut record = base_record(output);
        loop {
            match producer.send(record) {
                Ok(()) => break,
                Err((KafkaError::MessageProduction(RDKafkaErrorCode::QueueFull), returned)) => {
                    record = returned;
                    producer.poll(Duration::from_millis(20));
                }
                Err((KafkaError::MessageProduction(RDKafkaErrorCode::MessageSizeTooLarge), _)) => {
                    return Err(Failure::Hopeless(too_large(output, output.record.size())));
                }
                Err((error, _)) => return Err(judge(&error)),
            }
        }
    }
    // Bounded by message.timeout.ms: what is not delivered by then has failed, and the transaction with it.
    producer.flush(Timeout::After(Duration::from_secs(30))).map_err(|error| Failure::Abortable(error.to_string()))?;
    if !transaction.offsets.is_empty() {
        let Some(metadata) = metadata else { return Err(Failure::Abortable("the partitions are gone".to_owned())) };
        let offsets = offset_list(&transaction.offsets).map_err(Failure::Hopeless)?;
        retried(|| producer.send_offsets_to_transaction(&offsets, metadata, CALL))?;
    }
    // A call that times out goes on in the background and is resumed by the next: never abandoned, yet never endless.
    retried(|| producer.commit_transaction(CALL))
}

fn retried(mut call: impl FnMut() -> Result<(), KafkaError>) -> Result<(), Failure> {
    let started = Instant::now();
    loop {
        match call() {
            Ok(()) => return Ok(()),
            Err(KafkaError::Transaction(error)) if error.is_retriable() => {
                if started.elapsed() > PATIENCE {
                    // Whether it was committed is not known: the next producer's init_transactions settles it.
                    return Err(Failure::Broken(error.string()));
                }
                std::thread::sleep(Duration::from_millis(50));
            }
            Err(error) => return Err(judge(&error)),
        }
    }
}

fn judge(error: &KafkaError) -> Failure {
    if fenced(error) {
        return Failure::Fenced;
    }
    if refused(error) {
        return Failure::Hopeless(client_error("commit a transaction", "the cluster", error));
    }
    match error {
        KafkaError::Transaction(inner) if inner.txn_requires_abort() => Failure::Abortable(inner.string()),
        KafkaError::MessageProduction(_) | KafkaError::Flush(_) => Failure::Abortable(error.to_string()),
        other => Failure::Broken(other.to_string()),
    }
}

fn code(error: &KafkaError) -> Option<RDKafkaErrorCode> {
    match error {
        KafkaError::Transaction(inner) => Some(inner.code()),
        other => other.rdkafka_error_code(),
    }
}

fn is_fatal(error: &KafkaError) -> bool {
    matches!(error, KafkaError::Transaction(inner) if inner.is_fatal())
}

fn fenced(error: &KafkaError) -> bool {
    matches!(
        code(error),
        Some(RDKafkaErrorCode::Fenced | RDKafkaErrorCode::ProducerFenced | RDKafkaErrorCode::InvalidProducerEpoch)
    )
}

fn refused(error: &KafkaError) -> bool {
    code(error).is_some_and(is_refusal)
}
