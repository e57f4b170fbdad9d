//! Why a transaction failed, in words for an operator: which topic, what is wrong with it, what to do; and whether the
//! cluster answered at all.

use super::deliveries::{Deliveries, Undelivered};
use super::size_limits::{SizeLimits, batch_limit};
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::producer::{BaseProducer, Producer};
use std::time::Duration;

/// One question to a broker.
const LOOK: Duration = Duration::from_secs(3);

/// Why a transaction failed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Cause {
    /// Cause and remedy.
    pub(super) text: String,
    /// The cluster was there and said no, or showed that what is needed is missing.
    pub(super) answered: bool,
}

/// How a topic looks to the cluster.
#[derive(Debug)]
enum Seen {
    /// No broker answers.
    Away(String),
    /// It does not exist.
    Missing,
    /// This partition has no leader.
    Leaderless(i32),
    /// It is there.
    There,
}

impl Cause {
    /// As the client words its error.
    pub(super) fn of(code: Option<RDKafkaErrorCode>, error: &str) -> Self {
        let text = match code {
            Some(code) if is_forgotten(code) => format!(
                "the cluster has forgotten the producer, as after a quiet time longer than its \
                 transactional.id.expiration.ms; a new producer takes over ({error})"
            ),
            _ => error.to_owned(),
        };
        Self { text, answered: code.is_some_and(is_answer) }
    }

    /// A topic that does not exist.
    pub(super) fn missing(topic: &str) -> Self {
        let text = format!("topic {topic} is not there: create it with `dateline topics create`");
        Self { text, answered: true }
    }

    /// What a record says that was not taken, if there is one.
    pub(super) fn of_undelivered(producer: &BaseProducer<Deliveries>, limits: &SizeLimits) -> Option<Self> {
        let undelivered = producer.context().undelivered()?;
        Some(about(&undelivered, limits, |topic| look(producer, topic)))
    }
}

/// Whether the broker no longer knows the producer: only a new one helps. (A transaction that writes a record would
/// heal the old one, one with offsets alone does not.)
pub(super) fn is_forgotten(code: RDKafkaErrorCode) -> bool {
    matches!(code, RDKafkaErrorCode::InvalidProducerIdMapping | RDKafkaErrorCode::UnknownProducerId)
}

/// Codes of brokers are positive, those that the client makes up by itself are negative.
fn is_answer(code: RDKafkaErrorCode) -> bool {
    code as i32 > 0
}

fn about(undelivered: &Undelivered, limits: &SizeLimits, look: impl FnOnce(&str) -> Seen) -> Cause {
    let Undelivered { topic, partition, size, code } = undelivered;
    let yes = |text| Cause { text, answered: true };
    let no = |text| Cause { text, answered: false };
    match code {
        RDKafkaErrorCode::MessageSizeTooLarge => {
            let needed = batch_limit(limits.of(topic).unwrap_or(*size));
            yes(format!(
                "topic {topic} refuses what is written to it as too large (the largest record has {size} bytes): set its \
                 max.message.bytes to {needed}"
            ))
        }
        // Not delivered in time, for which there are many reasons, or not there as the client knows it.
        RDKafkaErrorCode::MessageTimedOut
        | RDKafkaErrorCode::UnknownTopic
        | RDKafkaErrorCode::UnknownPartition
        | RDKafkaErrorCode::UnknownTopicOrPartition => match look(topic) {
            Seen::Missing => Cause::missing(topic),
            Seen::Away(error) => no(format!("no broker answers; records for topic {topic} wait ({error})")),
            Seen::Leaderless(which) => {
                no(format!("partition {which} of topic {topic} has no leader: see that its brokers run"))
            }
            Seen::There => Cause {
                text: format!("topic {topic} does not take records in its partition {partition}: {code}"),
                answered: is_answer(*code),
            },
        },
        code => Cause { text: format!("topic {topic} refuses a record: {code}"), answered: is_answer(*code) },
    }
}

fn look(producer: &BaseProducer<Deliveries>, topic: &str) -> Seen {
    let metadata = match producer.client().fetch_metadata(Some(topic), LOOK) {
        Ok(metadata) => metadata,
        Err(error) => return Seen::Away(error.to_string()),
    };
    let found = metadata.topics().iter().find(|one| one.name() == topic);
    let Some(found) = found.filter(|one| one.error().is_none() && !one.partitions().is_empty()) else {
        return Seen::Missing;
    };
    let leaderless = found.partitions().iter().find(|one| one.leader() < 0);
    leaderless.map_or(Seen::There, |one| Seen::Leaderless(one.id()))
}

/// The code of an error, as far as it has one.
pub(super) fn code_of(error: &KafkaError) -> Option<RDKafkaErrorCode> {
    match error {
        KafkaError::Transaction(inner) => Some(inner.code()),
        other => other.rdkafka_error_code(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use article::TopicName;

    #[test]
    fn a_cause_names_the_topic_and_what_to_do_and_tells_no_from_no_answer() {
        let limits = SizeLimits::default();
        limits.set(&TopicName::new("news.enrich.dlq.v1"), 5_000_000);
        let of = |code, seen| {
            let topic = "news.enrich.dlq.v1".to_owned();
            let undelivered = Undelivered { topic, partition: 2, size: 3_000_000, code };
            let Cause { text, answered } = about(&undelivered, &limits, |_| seen);
            assert!(text.contains("news.enrich.dlq.v1"), "{text}");
            (text, answered)
        };
        let (text, answered) = of(RDKafkaErrorCode::MessageTimedOut, Seen::Missing);
        assert!(answered && text.contains("`dateline topics create`"), "{text}");
        let (text, answered) = of(RDKafkaErrorCode::MessageTimedOut, Seen::Away("timed out".to_owned()));
        assert!(!answered && text.contains("no broker answers"), "{text}");
        let (text, answered) = of(RDKafkaErrorCode::MessageTimedOut, Seen::Leaderless(4));
        assert!(!answered && text.contains("partition 4"), "{text}");
        let (text, answered) = of(RDKafkaErrorCode::MessageSizeTooLarge, Seen::There);
        assert!(answered && text.contains("3000000") && text.contains("max.message.bytes to 5065536"), "{text}");
        let (_, answered) = of(RDKafkaErrorCode::InvalidRecord, Seen::There);
        assert!(answered);
        assert!(!of(RDKafkaErrorCode::MessageTimedOut, Seen::There).1, "slow, or too few replicas: waited for");
    }

    #[test]
    fn a_forgotten_producer_is_named_as_such() {
        let cause = Cause::of(Some(RDKafkaErrorCode::InvalidProducerIdMapping), "mapping");
        assert!(cause.answered && cause.text.contains("transactional.id.expiration.ms"), "{cause:?}");
        let cause = Cause::of(Some(RDKafkaErrorCode::OperationTimedOut), "timed out");
        assert_eq!(cause, Cause { text: "timed out".to_owned(), answered: false });
    }
}
