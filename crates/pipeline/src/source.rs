//! A source: where news comes from.

use crate::Reason;
use article::{RawRecord, Timestamp};
use async_trait::async_trait;
use serde_json::Value;
use std::collections::BTreeMap;
use std::time::Duration;

/// What one poll of a source brought. Records and cursor are committed in one transaction, so each record comes once.
#[derive(Debug, Default)]
pub struct Harvest {
    /// New records, oldest first.
    pub records: Vec<RawRecord>,
    /// Documents that were refused before their bytes were kept.
    pub refused: Vec<Refused>,
    /// Where to go on; `None`: unchanged.
    pub cursor: Option<Value>,
    /// When to poll again at the earliest; zero: at once, there is more.
    pub next_in: Duration,
    /// How often the source says that it has news, such as the `ttl` of a feed; zero: it does not say. Believed until its
    /// own rhythm is known.
    pub stated_pace: Duration,
    /// How many pages were asked for besides the source's own document, by what became of them. Few, fixed names: they
    /// become a metric's label.
    pub pages: BTreeMap<&'static str, u64>,
    /// How often what a source wanted was refused, by why; names as above.
    pub refusals: BTreeMap<&'static str, u64>,
}

/// A document whose bytes are not kept, such as one over the ingest cap. Leaves a stub in the dead letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The id it would have had at its source.
    pub id: Option<String>,
    /// Where it was read.
    pub url: Option<String>,
    /// Its length in bytes, as far as known.
    pub length: u64,
    /// `sha256:` of what was read of it.
    pub hash: Option<String>,
    /// Why.
    pub reason: Reason,
}

/// Why a poll brought nothing. The texts say what happened and, where somebody can do something, what.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// This attempt failed; the source is polled again after a growing pause.
    #[error("{0}")]
    Retry(String),
    /// The source asks to be left alone for a while (429, Retry-After).
    #[error("{message}")]
    RetryAfter {
        /// What happened.
        message: String,
        /// How long to wait at least.
        wait: Duration,
    },
    /// There is nothing at its address (404): polled again as after any failure, and only once a day when it stays so.
    #[error("{0}")]
    Missing(String),
    /// It says that it is gone for good (410): polled again after an hour, and only once a day when it stays so.
    #[error("{0}")]
    Gone(String),
    /// It is there and does not let us in (401, 403, `robots.txt`): polled again after an hour.
    #[error("{0}")]
    Denied(String),
    /// It will not work until somebody changes something; polled again only after the longest pause.
    #[error("{0}")]
    Broken(String),
}

/// How much may come of a source within an hour, raw records and dead letters together; `None`: as much as there is.
/// It may be passed by one harvest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HourlyLimit {
    /// Records.
    pub records: Option<u64>,
    /// Bytes of these, headers and all.
    pub bytes: Option<u64>,
}

/// Where raw records come from. One poll at a time; the cursor it gets is the one its last committed harvest gave.
#[async_trait]
pub trait Source: Send {
    /// Its name in the configuration: unique, and part of its records' identity.
    fn name(&self) -> &str;

    /// With whom the next poll talks, such as a host: sources that name the same one are polled one at a time, so that
    /// those who would only wait for each other take no place from others. `None`: it waits for nobody.
    fn contends_for(&self) -> Option<&str> {
        None
    }

    /// The pause between two polls when all is well. How long a failing source waits at most follows it.
    fn interval(&self) -> Duration {
        Duration::from_secs(300)
    }

    /// The longest pause between two polls that go well: one that has news seldom is left alone for up to so long. The
    /// pause between two polls where it is not longer than that.
    fn longest_interval(&self) -> Duration {
        self.interval()
    }

    /// How much may come of it within an hour. When it is reached, the source is not polled before the hour is over.
    fn hourly_limit(&self) -> HourlyLimit {
        HourlyLimit::default()
    }

    /// It is not polled for a long time now, up to an hour: what it can read again it need not keep in memory.
    fn rest(&mut self) {}

    /// Looks for news. At most a few hundred records or a few MiB a harvest; a large backlog comes in several, with
    /// `next_in` zero.
    async fn poll(&mut self, cursor: Option<&Value>, now: Timestamp) -> Result<Harvest, SourceError>;
}
