//! One transaction, step by step, and what a failed step means for it.

use super::bounded::{Bounded, NoOutcome};
use super::cause::{Cause, code_of, is_forgotten};
use super::convert::{base_record, client_error, is_refusal, offset_list};
use super::deliveries::Deliveries;
use super::flush::flush;
use super::settings::KafkaSettings;
use super::size_limits::too_large;
use super::trouble::Trouble;
use crate::{BusError, Transaction};
use rdkafka::TopicPartitionList;
use rdkafka::consumer::ConsumerGroupMetadata;
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::producer::{BaseProducer, Producer};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// One call to the coordinator; retried while the client says so.
const CALL: Duration = Duration::from_secs(10);
/// How long a commit is pursued before the transaction is given up and its input read again.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long offsets may take to be handed over: longer than `transaction.timeout.ms`, by which the cluster has ended the
/// transaction itself.
const HAND_OVER: Duration = Duration::from_secs(20);

/// Why a step of a transaction failed.
#[derive(Debug)]
pub(super) enum Failure {
    /// Abort, then read the input again.
    Abortable(Cause),
    /// The producer cannot be used any more.
    Broken(Cause),
    /// Another producer has our transactional id.
    Fenced,
    /// Nothing will help.
    Hopeless(BusError),
}

/// A producer that is ready for its first transaction: what an earlier holder of the id left open is ended.
pub(super) fn start(
    settings: &KafkaSettings,
    transactional_id: &str,
    trouble: &Trouble,
) -> Result<BaseProducer<Deliveries>, Failure> {
    let producer: BaseProducer<Deliveries> = settings
        .producer(transactional_id)
        .create_with_context(Deliveries::new(trouble.clone()))
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
            Failure::Broken(Cause::of(code_of(&error), &error.to_string()))
        } else {
            tracing::debug!(%error, "start transactions");
            producer.poll(Duration::from_millis(200));
            continue;
        };
        drop_aside(producer);
        return Err(failure);
    }
}

/// Writes a transaction. `metadata` proves membership when there are offsets.
pub(super) fn attempt(
    producer: &Arc<BaseProducer<Deliveries>>,
    transaction: &Transaction,
    metadata: Option<&Arc<ConsumerGroupMetadata>>,
    calls: &Bounded,
) -> Result<(), Failure> {
    write(producer, transaction, metadata, calls).map_err(|failure| missed(failure, transaction))
}

fn write(
    producer: &Arc<BaseProducer<Deliveries>>,
    transaction: &Transaction,
    metadata: Option<&Arc<ConsumerGroupMetadata>>,
    calls: &Bounded,
) -> Result<(), Failure> {
    producer.context().forget();
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
                Err((error, _)) => {
                    let topic = output.topic.as_str();
                    return Err(if code_of(&error).is_some_and(is_missing) {
                        Failure::Abortable(Cause::missing(topic))
                    } else {
                        about(topic, judge(&error))
                    });
                }
            }
        }
    }
    // Bounded by message.timeout.ms: what is not delivered by then has failed, and the transaction with it.
    flush(producer, PATIENCE).map_err(|error| Failure::Abortable(Cause::of(code_of(&error), &error.to_string())))?;
    if !transaction.offsets.is_empty() {
        let Some(metadata) = metadata else {
            return Err(Failure::Abortable(Cause { text: "the partitions are gone".to_owned(), answered: false }));
        };
        let offsets = offset_list(&transaction.offsets).map_err(Failure::Hopeless)?;
        hand_over(producer, offsets, metadata, calls)?;
    }
    // A call that times out goes on in the background and is resumed by the next: never abandoned, yet never endless.
    retried(|| producer.commit_transaction(CALL))
}

/// Hands over the offsets of a transaction. The client does not mind the time it is given while it looks for the group's
/// coordinator (confluentinc/librdkafka 5456), and stops looking when the one it knew has left the cluster, as in a
/// rolling restart (5511): the call would never return, and the member keep its partitions all the same. A producer whose
/// call was given up is done with; the next one looks anew.
fn hand_over(
    producer: &Arc<BaseProducer<Deliveries>>,
    offsets: TopicPartitionList,
    metadata: &Arc<ConsumerGroupMetadata>,
    calls: &Bounded,
) -> Result<(), Failure> {
    let (aside, metadata) = (Arc::clone(producer), Arc::clone(metadata));
    let call = move || retried(|| aside.send_offsets_to_transaction(&offsets, &metadata, CALL));
    calls.within(HAND_OVER, call).unwrap_or_else(|why| {
        Err(match why {
            NoOutcome::GivenUp => Failure::Broken(Cause {
                text: format!(
                    "the group's coordinator did not take the offsets within {} s: it is away, or has just moved",
                    HAND_OVER.as_secs()
                ),
                answered: false,
            }),
            NoOutcome::NotMade(detail) => {
                Failure::Hopeless(BusError::Client { action: "hand over the offsets of a transaction", detail })
            }
        })
    })
}

/// Ends a transaction of which nothing is to remain.
pub(super) fn abort(producer: &BaseProducer<Deliveries>) -> Result<(), Failure> {
    let started = Instant::now();
    loop {
        match producer.abort_transaction(CALL) {
            Ok(()) => return Ok(()),
            Err(error) if fenced(&error) => return Err(Failure::Fenced),
            Err(KafkaError::Transaction(error)) if error.is_retriable() && started.elapsed() < PATIENCE => {}
            Err(KafkaError::Flush(_)) if started.elapsed() < PATIENCE => {}
            Err(error) => return Err(Failure::Broken(Cause::of(code_of(&error), &error.to_string()))),
        }
    }
}

/// Drops a producer off this thread: dropping flushes and may block. What it still holds belongs to a transaction that
/// is given up. One whose call has not returned is dropped by the thread that made it.
pub(super) fn drop_aside(producer: impl Send + 'static) {
    std::thread::spawn(move || drop(producer));
}

/// Makes a call again while the client says so, for as long as a commit is pursued.
fn retried(mut call: impl FnMut() -> Result<(), KafkaError>) -> Result<(), Failure> {
    let started = Instant::now();
    loop {
        match call() {
            Ok(()) => return Ok(()),
            Err(KafkaError::Transaction(error)) if error.is_retriable() => {
                if started.elapsed() > PATIENCE {
                    // Whether it was committed is not known: the next producer's init_transactions settles it.
                    return Err(Failure::Broken(Cause::of(Some(error.code()), &error.string())));
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
    let code = code_of(error);
    let cause = |text: &str| Cause::of(code, text);
    match error {
        // To the client this is an end of the transaction like others; yet it comes back with every transaction that
        // holds offsets only.
        KafkaError::Transaction(inner) if code.is_some_and(is_forgotten) => Failure::Broken(cause(&inner.string())),
        KafkaError::Transaction(inner) if inner.txn_requires_abort() => Failure::Abortable(cause(&inner.string())),
        KafkaError::MessageProduction(_) | KafkaError::Flush(_) => Failure::Abortable(cause(&error.to_string())),
        other => Failure::Broken(cause(&other.to_string())),
    }
}

/// A right that was there when the loop began may come back: it is missed, and the refusals are counted.
fn missed(failure: Failure, transaction: &Transaction) -> Failure {
    match failure {
        Failure::Hopeless(BusError::Refused { detail, .. }) => {
            let topics: BTreeSet<&str> = transaction.outputs.iter().map(|output| output.topic.as_str()).collect();
            let topics = topics.into_iter().collect::<Vec<_>>().join(", ");
            let text = format!("access is denied ({detail}): give the user its rights back; written to: {topics}");
            Failure::Broken(Cause { text, answered: true })
        }
        other => other,
    }
}

/// A failure with the topic it is about.
fn about(topic: &str, failure: Failure) -> Failure {
    match failure {
        Failure::Abortable(Cause { text, answered }) => {
            Failure::Abortable(Cause { text: format!("topic {topic}: {text}"), answered })
        }
        other @ (Failure::Broken(_) | Failure::Fenced | Failure::Hopeless(_)) => other,
    }
}

fn is_missing(code: RDKafkaErrorCode) -> bool {
    matches!(
        code,
        RDKafkaErrorCode::UnknownTopic | RDKafkaErrorCode::UnknownPartition | RDKafkaErrorCode::UnknownTopicOrPartition
    )
}

fn is_fatal(error: &KafkaError) -> bool {
    matches!(error, KafkaError::Transaction(inner) if inner.is_fatal())
}

fn fenced(error: &KafkaError) -> bool {
    matches!(
        code_of(error),
        Some(RDKafkaErrorCode::Fenced | RDKafkaErrorCode::ProducerFenced | RDKafkaErrorCode::InvalidProducerEpoch)
    )
}

fn refused(error: &KafkaError) -> bool {
    code_of(error).is_some_and(is_refusal)
}
