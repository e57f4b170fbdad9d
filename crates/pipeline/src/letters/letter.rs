//! One dead letter as it is read back: the counterpart of `dead_letter.rs`, which writes them.

use super::id::LetterId;
use crate::dead_letter::{origin_of, source_of};
use article::{Record, RecordRef, Timestamp, Topics, header};
use bus::Received;

/// What a header says when it is missing: somebody else wrote the letter.
const UNKNOWN: &str = "unknown";

/// A dead letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Its name.
    pub id: LetterId,
    /// The record that was refused, with the headers that say why; of a stub, what is known of a document.
    pub record: Record,
}

impl Letter {
    /// What stands in a topic of dead letters; `None`: the topic is none.
    pub fn of(received: Received, topics: &Topics) -> Option<Self> {
        let id = LetterId::at(topics, &received.topic, received.partition, received.offset)?;
        Some(Self { id, record: received.record })
    }

    /// Who gave up: `extract`, `store/articles`.
    pub fn stage(&self) -> &str {
        self.text(header::ERROR_STAGE).unwrap_or_else(|| self.id.stage.as_str())
    }

    /// The typed reason.
    pub fn class(&self) -> &str {
        self.text(header::ERROR_CLASS).unwrap_or(UNKNOWN)
    }

    /// The reason for people.
    pub fn message(&self) -> &str {
        self.text(header::ERROR_MESSAGE).unwrap_or_default()
    }

    /// The group that could not take it.
    pub fn group(&self) -> Option<&str> {
        self.text(header::ERROR_GROUP)
    }

    /// Service and version that gave up.
    pub fn service(&self) -> Option<&str> {
        self.text(header::ERROR_SERVICE_VERSION)
    }

    /// How often it was tried.
    pub fn attempts(&self) -> Option<u32> {
        self.text(header::ERROR_ATTEMPTS)?.parse().ok()
    }

    /// The name of its source, where one is known.
    pub fn source(&self) -> Option<String> {
        source_of(&self.record)
    }

    /// When it was given up.
    pub fn given_up_at(&self) -> Timestamp {
        Timestamp::from_millis(self.record.timestamp)
    }

    /// The record it was made of; `None`: a document that never became one.
    pub fn origin(&self) -> Option<RecordRef> {
        origin_of(&self.record)
    }

    /// The timestamp of that record, Unix ms.
    pub(super) fn written_at(&self) -> Option<i64> {
        self.text(header::ERROR_TIMESTAMP)?.parse().ok()
    }

    /// How long the value was that is not kept, because it was too large even here.
    pub fn omitted_bytes(&self) -> Option<u64> {
        self.text(header::ERROR_OMITTED_BYTES)?.parse().ok()
    }

    /// Whether something known of its document is called so: the id at its source, the URL, the article's id, the key.
    pub fn is_called(&self, name: &str) -> bool {
        let named = [header::RECORD_ID, header::RECORD_URL, header::CE_ID];
        named.iter().any(|header| self.text(header) == Some(name))
            || self
                .record
                .key
                .as_deref()
                .is_some_and(|key| key.rsplit(|byte| *byte == 0).next() == Some(name.as_bytes()))
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.record.headers.text(name)
    }
}
