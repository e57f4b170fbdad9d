//! A store: where enriched articles are delivered.

use crate::Reason;
use article::EnrichedArticle;
use async_trait::async_trait;
use bus::Received;
use std::sync::Arc;

/// An enriched article on its way into a store.
#[derive(Debug)]
pub struct Delivery {
    /// The article.
    pub article: EnrichedArticle,
    /// Start of the replay that wrote it, Unix ms; 0: none.
    pub replay: i64,
    /// The record it came in: original bytes, headers and position.
    pub received: Arc<Received>,
}

/// What became of one article in a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// It stands in the store.
    Stored,
    /// The store already has it or something newer; counted by reason.
    Unchanged(&'static str),
    /// No store can ever take it, as our own rules have it. What the target refuses is [`StoreError::Records`].
    DeadLetter(Reason),
    /// This attempt failed, another may not.
    Retry(String),
}

/// Trouble with the store as a whole.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// It cannot be reached or cannot work now.
    #[error("store is down: {0}")]
    Down(String),
    /// It does not let us in or cannot be what we need; no retry will help.
    #[error("store cannot be used: {0}")]
    Refused(String),
    /// Nothing of the batch is written: the target did not get done with it in time, and may with fewer records.
    #[error("store is too slow: {0}")]
    TooSlow(String),
    /// Nothing of the batch is written: the target refuses values of one record or of many. The driver finds out of
    /// which, and whether that is their fault or the target's.
    #[error("store refuses records: {}", .0.message)]
    Records(Reason),
    /// Whoever took the articles has gone, as the reader of a pipe may: the service ends quietly.
    #[error("store has no reader: {0}")]
    Gone(String),
}

/// A target that articles are written to. Written once whatever is redelivered: stores compare id and version.
#[async_trait]
pub trait Store: Send {
    /// Its name in the configuration; its consumer group is derived from it.
    fn name(&self) -> &str;

    /// Why this article is not for the store: a word of the closed list of reasons. It is counted as dropped.
    fn passes_over(&self, _article: &EnrichedArticle) -> Option<&'static str> {
        None
    }

    /// Connects and prepares the target (migrations …). Called before the first write and again after `Down` and
    /// `TooSlow`.
    async fn open(&mut self) -> Result<(), StoreError>;

    /// Writes a batch in order and answers for each delivery, in the same order. An `Err` says nothing of the batch is
    /// known to be written; it is written again later, after [`StoreError::TooSlow`] and [`StoreError::Records`] in
    /// smaller pieces.
    async fn write(&mut self, batch: &[Delivery]) -> Result<Vec<Written>, StoreError>;
}
