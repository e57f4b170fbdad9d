//! What is told of each record to who traces: one span a record and loop, once its transaction is committed.
//!
//! The `traceparent` of a record is made where it is fetched, and goes with everything that comes of it. Its span is the
//! fetch; what each loop did with the record is a span below that one, so that one trace shows an article's whole way.

use crate::delay::{after, before};
use article::{Timestamp, TopicName, header};
use bus::Received;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// What became of one record in one loop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The record's `traceparent`, as of W3C Trace Context.
    pub traceparent: String,
    /// What was done.
    pub operation: Operation,
    /// The loop: `ingest`, `extract`, `enrich`, `store/NAME`.
    pub stage: String,
    /// Its consumer group.
    pub group: String,
    /// The id of the record (`ce_id`), if it has one.
    pub id: Option<String>,
    /// The source it came from, if it is known.
    pub source: Option<String>,
    /// When it was begun: of a fetch when it was fetched, else when it was read.
    pub began: Timestamp,
    /// When its transaction was committed.
    pub ended: Timestamp,
    /// `emitted`, `dropped` or `dead_lettered`.
    pub outcome: &'static str,
    /// The reason of a drop or the class of a dead letter; `ok` of what was emitted.
    pub reason: &'static str,
}

/// What a loop does with a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operation {
    /// It was fetched and written to this topic.
    Send(TopicName),
    /// It was read from this place.
    Process {
        /// The topic.
        topic: TopicName,
        /// The partition.
        partition: i32,
        /// The offset.
        offset: i64,
    },
}

/// Takes spans. It is called by loops at work: it must neither wait nor fail.
type Take = dyn Fn(Vec<Span>) + Send + Sync;

/// Where spans go; by default nowhere.
#[derive(Clone, Default)]
pub struct Spans(Option<Arc<Take>>);

impl Spans {
    /// To `take`, which must neither wait nor fail.
    pub fn new(take: impl Fn(Vec<Span>) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(take)))
    }

    /// Whether anybody takes them.
    pub(crate) fn are_wanted(&self) -> bool {
        self.0.is_some()
    }

    /// Hands over those of a transaction that took so long to commit.
    pub(crate) fn committed(&self, mut spans: Vec<Span>, took: Duration) {
        let Some(take) = self.0.as_ref().filter(|_| !spans.is_empty()) else { return };
        for span in &mut spans {
            span.ended = after(span.ended, took);
        }
        take(spans);
    }
}

impl fmt::Debug for Spans {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Spans").field(&self.are_wanted()).finish()
    }
}

impl Span {
    /// Of a record that was read, to be committed from `now` on; `None`: nobody traces it.
    pub(crate) fn of_read(
        received: &Received,
        since: Instant,
        stage: &str,
        group: &str,
        (outcome, reason): (&'static str, &'static str),
        now: Timestamp,
    ) -> Option<Self> {
        let headers = &received.record.headers;
        let text = |name| headers.text(name).map(str::to_owned);
        Some(Self {
            traceparent: text(header::TRACEPARENT)?,
            operation: Operation::Process {
                topic: received.topic.clone(),
                partition: received.partition,
                offset: received.offset,
            },
            stage: stage.to_owned(),
            group: group.to_owned(),
            id: text(header::CE_ID),
            source: text(header::RECORD_SOURCE),
            began: before(now, since.elapsed()),
            ended: now,
            outcome,
            reason,
        })
    }
}
