//! What waits behind somebody's open transaction: between the last stable offset, where reading ends, and the high
//! watermark.
//!
//! Transactions are open all the time, for moments. Only where the last stable offset has stood still since it was last
//! asked for is the second question worth its call, and the answer worth telling.

use super::context::Quiet;
use super::settings::KafkaSettings;
use crate::{Isolation, TopicPartition};
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::KafkaError;
use std::collections::HashMap;
use std::time::{Duration, Instant};

const CALL: Duration = Duration::from_secs(3);
/// A partition that stands still is asked for again after so long.
const AGAIN: Duration = Duration::from_secs(6);

/// Asks for high watermarks, which only a client that reads uncommitted records is told.
pub(super) struct Behind {
    settings: KafkaSettings,
    /// Made at the first question.
    client: Option<BaseConsumer<Quiet>>,
    seen: HashMap<i32, Seen>,
}

#[derive(Debug, Clone, Copy)]
struct Seen {
    last_stable: i64,
    asked_at: Instant,
    blocked: i64,
}

impl Behind {
    pub(super) fn new(settings: KafkaSettings) -> Self {
        Self { settings, client: None, seen: HashMap::new() }
    }

    /// How many offsets stand behind the last stable one, if that stands still.
    pub(super) fn of(&mut self, at: &TopicPartition, last_stable: i64) -> Result<i64, KafkaError> {
        let now = Instant::now();
        let moved = Seen { last_stable, asked_at: now, blocked: 0 };
        let seen = self.seen.entry(at.partition).or_insert(moved);
        if seen.last_stable != last_stable {
            *seen = moved;
        } else if now.duration_since(seen.asked_at) >= AGAIN {
            seen.asked_at = now;
            let client = match self.client.take() {
                Some(client) => client,
                None => self
                    .settings
                    .reader(Isolation::Uncommitted)
                    .create_with_context::<_, BaseConsumer<_>>(Quiet::default())?,
            };
            let client = self.client.insert(client);
            let (_, high) = client.fetch_watermarks(at.topic.as_str(), at.partition, CALL)?;
            seen.blocked = (high - last_stable).max(0);
        }
        Ok(seen.blocked)
    }
}
