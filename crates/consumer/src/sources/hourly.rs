//! How much may come of a source in an hour: what its section says, else what is usual for its kind.

use article::Timestamp;
use async_trait::async_trait;
use pipeline::{Harvest, HourlyLimit, Source, SourceError};
use serde_json::Value;
use service::config::Keys;
use std::time::Duration;

/// Reads `records_per_hour` and `bytes_per_hour` of a `[[source]]` section of any kind.
pub(super) fn read_limit(keys: &mut Keys<'_>) -> HourlyLimit {
    HourlyLimit {
        records: keys.integer("records_per_hour", 1..=1_000_000_000).given(),
        bytes: keys.size("bytes_per_hour", (1 << 20)..=(1 << 50)).given(),
    }
}

/// A source whose own section says `own`, of a kind for which `usual` holds.
pub(super) fn limited(source: impl Source + 'static, own: HourlyLimit, usual: HourlyLimit) -> Box<dyn Source> {
    let limit = HourlyLimit { records: own.records.or(usual.records), bytes: own.bytes.or(usual.bytes) };
    Box::new(Limited { source, limit })
}

/// A source with its limit.
struct Limited<S> {
    source: S,
    limit: HourlyLimit,
}

#[async_trait]
impl<S: Source> Source for Limited<S> {
    fn name(&self) -> &str {
        self.source.name()
    }

    fn contends_for(&self) -> Option<&str> {
        self.source.contends_for()
    }

    fn interval(&self) -> Duration {
        self.source.interval()
    }

    fn longest_interval(&self) -> Duration {
        self.source.longest_interval()
    }

    fn hourly_limit(&self) -> HourlyLimit {
        self.limit
    }

    fn rest(&mut self) {
        self.source.rest();
    }

    async fn poll(&mut self, cursor: Option<&Value>, now: Timestamp) -> Result<Harvest, SourceError> {
        self.source.poll(cursor, now).await
    }
}
