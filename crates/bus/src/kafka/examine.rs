//! Looks at one place of one partition with a client of its own: can what stands there ever be read, and if not, where
//! does it end?
//!
//! A batch that fails its checksum, is no valid compression, or grows beyond what the client may hold is answered with
//! the same error at every attempt; an error on the way passes. A batch may hold many records: all of it is lost, and
//! nothing more.

use super::convert::client_error;
use super::heard::{Heard, offset_in};
use super::settings::KafkaSettings;
use crate::BusError;
use article::TopicName;
use rdkafka::config::RDKafkaLogLevel;
use rdkafka::consumer::{BaseConsumer, Consumer, ConsumerContext};
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::topic_partition_list::Offset;
use rdkafka::{ClientContext, TopicPartitionList};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// How often the same place must fail in the same way.
const ATTEMPTS: u32 = 4;
const BETWEEN: Duration = Duration::from_millis(500);
/// How long one look may take.
const LOOK: Duration = Duration::from_secs(5);

/// What stands in a partition from a position on.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// A record, or the end.
    Readable,
    /// A batch that cannot be read.
    Unreadable {
        /// Its first offset, or the position within it.
        first: i64,
        /// One past its last.
        next: i64,
        /// In the client's words.
        cause: String,
    },
    /// The broker did not answer, or not always the same.
    Unknown,
}

/// Whether an error code may mean that a record cannot be read.
pub(super) fn is_about_content(error: &KafkaError) -> bool {
    let KafkaError::MessageConsumption(code) = error else { return false };
    matches!(
        code,
        RDKafkaErrorCode::BadMessage
            | RDKafkaErrorCode::BadCompression
            | RDKafkaErrorCode::NotImplemented
            | RDKafkaErrorCode::InvalidMessage
            | RDKafkaErrorCode::InvalidMessageSize
            | RDKafkaErrorCode::MessageSizeTooLarge
    )
}

/// Looks at the partition from `position` on. Takes some hundred milliseconds, and seconds when something is wrong; ends
/// early, with [`Verdict::Unknown`], once `leaving` is set.
pub(super) fn examine(
    settings: &KafkaSettings,
    topic: &TopicName,
    partition: i32,
    position: i64,
    leaving: &AtomicBool,
) -> Result<Verdict, BusError> {
    let look = |offset, isolation| Glass::new(settings, topic, partition, isolation)?.look(offset, leaving);
    let (mut first, mut cause) = (None, String::new());
    for attempt in 0..ATTEMPTS {
        if attempt > 0 {
            std::thread::sleep(BETWEEN);
        }
        match look(position, "read_committed")? {
            Sight::Something => return Ok(Verdict::Readable),
            Sight::Nothing => return Ok(Verdict::Unknown),
            Sight::Broken(offset, _) if attempt > 0 && first != offset => return Ok(Verdict::Unknown),
            Sight::Broken(offset, words) => (first, cause) = (offset, words),
        }
    }
    // Records of transactions that are open or were aborted count here too: it is about where the batch ends.
    let start = first.unwrap_or(position).max(position);
    let next = match first {
        None => start + 1,
        Some(first) => end_of(start, |offset| {
            Ok(matches!(look(offset, "read_uncommitted")?, Sight::Broken(found, _) if found == Some(first)))
        })?,
    };
    // Looks that were cut short say nothing of where it ends.
    let cut_short = leaving.load(Ordering::Acquire);
    Ok(if cut_short { Verdict::Unknown } else { Verdict::Unreadable { first: start, next, cause } })
}

/// One past the last offset that is within, given that `start` is: by steps that double, then halve.
fn end_of(start: i64, within: impl Fn(i64) -> Result<bool, BusError>) -> Result<i64, BusError> {
    let (mut inside, mut step) = (start, 1);
    while within(inside + step)? {
        inside += step;
        step *= 2;
    }
    let mut outside = inside + step;
    while outside - inside > 1 {
        let middle = inside + (outside - inside) / 2;
        if within(middle)? {
            inside = middle;
        } else {
            outside = middle;
        }
    }
    Ok(outside)
}

enum Sight {
    /// A record, the end, or an offset out of range.
    Something,
    Broken(Option<i64>, String),
    Nothing,
}

/// A consumer outside any group, for one look: after a batch that fails its checksum the client reads on at a place it
/// makes up, and what it says of that reaches the next look.
struct Glass<'a> {
    consumer: BaseConsumer<Listener>,
    brokers: &'a str,
    topic: &'a TopicName,
    partition: i32,
}

#[derive(Default)]
struct Listener(Heard);

impl ClientContext for Listener {
    fn log(&self, _: RDKafkaLogLevel, facility: &str, message: &str) {
        tracing::trace!(facility, "{message}");
    }

    fn error(&self, _: KafkaError, reason: &str) {
        self.0.error(reason);
    }
}

impl ConsumerContext for Listener {}

impl<'a> Glass<'a> {
    fn new(
        settings: &'a KafkaSettings,
        topic: &'a TopicName,
        partition: i32,
        isolation: &str,
    ) -> Result<Self, BusError> {
        let consumer = settings
            .consumer()
            // Without a group; the client wants a name all the same.
            .set("group.id", "dateline-examine")
            .set("isolation.level", isolation)
            .set("enable.partition.eof", "true")
            .set("auto.offset.reset", "error")
            // A batch at a time.
            .set("fetch.message.max.bytes", "1024")
            .create_with_context(Listener::default())
            .map_err(|error| BusError::Setting(error.to_string()))?;
        Ok(Self { consumer, brokers: &settings.brokers, topic, partition })
    }

    fn look(&self, offset: i64, leaving: &AtomicBool) -> Result<Sight, BusError> {
        let failed = |error: KafkaError| client_error("look at a partition", self.brokers, &error);
        let mut list = TopicPartitionList::new();
        list.add_partition_offset(self.topic.as_str(), self.partition, Offset::Offset(offset)).map_err(failed)?;
        self.consumer.assign(&list).map_err(failed)?;
        let until = Instant::now() + LOOK;
        while Instant::now() < until && !leaving.load(Ordering::Acquire) {
            match self.consumer.poll(Duration::from_millis(100)) {
                None => {}
                Some(Ok(_) | Err(KafkaError::PartitionEOF(_))) => return Ok(Sight::Something),
                Some(Err(error)) if is_about_content(&error) => {
                    let words = self.consumer.context().0.words();
                    let words = if words.is_empty() { error.to_string() } else { words };
                    return Ok(Sight::Broken(offset_in(&words), words));
                }
                Some(Err(KafkaError::MessageConsumption(RDKafkaErrorCode::AutoOffsetReset))) => {
                    return Ok(Sight::Something);
                }
                Some(Err(error)) => tracing::debug!(%error, topic = %self.topic, "look at a partition"),
            }
        }
        Ok(Sight::Nothing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_batch_is_found_to_the_offset_in_few_looks() {
        for length in (1..200).chain([10_000, 1_000_000]) {
            let looks = std::cell::Cell::new(0);
            let end = end_of(7, |offset| {
                looks.set(looks.get() + 1);
                Ok((7..7 + length).contains(&offset))
            });
            assert_eq!(end.unwrap(), 7 + length);
            assert!(looks.get() <= 42, "{length}: {} looks", looks.get());
        }
    }
}
