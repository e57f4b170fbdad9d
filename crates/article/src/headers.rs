//! Kafka headers: an ordered list of names and bytes, and the names Dateline uses.

use uuid::Uuid;

/// Header names (CloudEvents 1.0 binary mode, W3C trace context, and our own `x-`).
pub mod header {
    /// CloudEvents: the id of the article or raw record.
    pub const CE_ID: &str = "ce_id";
    /// CloudEvents: where the event comes from.
    pub const CE_SOURCE: &str = "ce_source";
    /// CloudEvents: what the value is.
    pub const CE_TYPE: &str = "ce_type";
    /// CloudEvents: always `1.0`.
    pub const CE_SPECVERSION: &str = "ce_specversion";
    /// CloudEvents: RFC 3339 time of the event.
    pub const CE_TIME: &str = "ce_time";
    /// Media type of the value.
    pub const CONTENT_TYPE: &str = "content-type";
    /// W3C trace context; one trace id follows an article through every topic.
    pub const TRACEPARENT: &str = "traceparent";
    /// Raw record: the id its source gave it.
    pub const RECORD_ID: &str = "x-record-id";
    /// Raw record: the URL it was fetched from.
    pub const RECORD_URL: &str = "x-record-url";
    /// Raw record: RFC 3339 time of the fetch.
    pub const RECORD_FETCHED_AT: &str = "x-record-fetched-at";
    /// Raw record: the name of its source.
    pub const RECORD_SOURCE: &str = "x-record-source";
    /// Raw record: JSON of what a feed entry stated.
    pub const RECORD_HINTS: &str = "x-record-hints";
    /// Start of the replay that wrote this record, Unix ms.
    pub const REPLAY: &str = "x-replay";
    /// Consumer group a retried dead letter is meant for.
    pub const RETRY_GROUP: &str = "x-retry-group";
    /// A held article, and the same once it is let go: RFC 3339 time until which it waits.
    pub const HELD_UNTIL: &str = "x-held-until";
    /// A held article, the same once it is let go, and what takes its place: where the record stood that it comes of, as
    /// `PARTITION/OFFSET`.
    pub const HELD_FROM: &str = "x-held-from";
    /// Dead letters: where the record was read and why it could not be taken.
    pub const ERROR_TOPIC: &str = "x-error-topic";
    /// Partition the dead record was read from.
    pub const ERROR_PARTITION: &str = "x-error-partition";
    /// Offset the dead record was read from.
    pub const ERROR_OFFSET: &str = "x-error-offset";
    /// Timestamp of the dead record, Unix ms.
    pub const ERROR_TIMESTAMP: &str = "x-error-timestamp";
    /// Group that could not take it.
    pub const ERROR_GROUP: &str = "x-error-group";
    /// Stage or store that could not take it.
    pub const ERROR_STAGE: &str = "x-error-stage";
    /// Typed reason: a short stable word such as `not_utf8`.
    pub const ERROR_CLASS: &str = "x-error-class";
    /// The reason for people.
    pub const ERROR_MESSAGE: &str = "x-error-message";
    /// How often it was tried.
    pub const ERROR_ATTEMPTS: &str = "x-error-attempts";
    /// Bytes of a value that is not kept, because it was too large even here.
    pub const ERROR_OMITTED_BYTES: &str = "x-error-omitted-bytes";
    /// Name and version of the service that gave up.
    pub const ERROR_SERVICE_VERSION: &str = "x-error-service-version";
}

/// Headers of a record, in order, names not necessarily unique.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Headers(Vec<(String, Vec<u8>)>);

impl Headers {
    /// None.
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends a header, as Kafka does.
    pub fn push(&mut self, name: &str, value: impl Into<Vec<u8>>) {
        self.0.push((name.to_owned(), value.into()));
    }

    /// Replaces every header of this name by one.
    pub fn set(&mut self, name: &str, value: impl Into<Vec<u8>>) {
        self.remove(name);
        self.push(name, value);
    }

    /// Removes every header of this name.
    pub fn remove(&mut self, name: &str) {
        self.0.retain(|(other, _)| other != name);
    }

    /// The last header of this name, as Kafka's `lastHeader`.
    pub fn get(&self, name: &str) -> Option<&[u8]> {
        self.0.iter().rev().find(|(other, _)| other == name).map(|(_, value)| value.as_slice())
    }

    /// The last header of this name if it is UTF-8.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(|value| std::str::from_utf8(value).ok())
    }

    /// All headers in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_slice()))
    }

    /// How many headers there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Names and values in bytes.
    pub fn size(&self) -> usize {
        self.0.iter().map(|(name, value)| name.len() + value.len()).sum()
    }
}

impl FromIterator<(String, Vec<u8>)> for Headers {
    fn from_iter<T: IntoIterator<Item = (String, Vec<u8>)>>(iter: T) -> Self {
        Self(iter.into_iter().collect())
    }
}

/// A W3C `traceparent` derived from what is traced, so that a redelivered record keeps its trace.
///
/// `seed` is anything unique to the record, such as its key, URL and fetch time.
pub fn new_traceparent(seed: &[u8]) -> String {
    let trace = Uuid::new_v5(&Uuid::NAMESPACE_OID, seed);
    let (_, span) = trace.as_u64_pair();
    format!("00-{}-{:016x}-01", trace.simple(), span.rotate_left(17) | 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_header_of_a_name_counts() {
        let mut headers = Headers::new();
        headers.push("a", "1");
        headers.push("a", "2");
        assert_eq!(headers.text("a"), Some("2"));
        headers.set("a", "3");
        assert_eq!(headers.len(), 1);
    }

    #[test]
    fn a_traceparent_has_the_form_of_the_standard() {
        let parent = new_traceparent(b"x");
        let parts: Vec<_> = parent.split('-').collect();
        assert_eq!(parts.iter().map(|part| part.len()).collect::<Vec<_>>(), [2, 32, 16, 2]);
        assert_eq!(parent, new_traceparent(b"x"));
    }
}
