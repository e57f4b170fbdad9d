//! A dead letter: the original bytes untouched, and in headers why and where it was given up.

use crate::Reason;
use article::{Headers, Record, RecordRef, Timestamp, TopicName, header};
use bus::{Output, Received};
use serde_json::Value;

/// Longest message text that is kept in a header, in characters.
const MESSAGE: usize = 500;

/// Class of the dead letter that stands for records the bus can never read.
pub(crate) const UNREADABLE: &str = "unreadable";

/// Who gives up on a record.
#[derive(Debug, Clone, Copy)]
pub(crate) struct GivenUpBy<'a> {
    pub(crate) group: &'a str,
    pub(crate) stage: &'a str,
    pub(crate) service: &'a str,
    pub(crate) attempts: u32,
    pub(crate) at: Timestamp,
}

/// The dead letter of a record. One over `limit` keeps its headers and loses its bytes.
pub(crate) fn dead_letter(
    received: &Received,
    reason: &Reason,
    by: GivenUpBy<'_>,
    topic: &TopicName,
    limit: usize,
) -> Output {
    let mut headers: Headers = original_headers(&received.record.headers);
    headers.push(header::ERROR_TOPIC, received.topic.as_str());
    headers.push(header::ERROR_PARTITION, received.partition.to_string());
    headers.push(header::ERROR_OFFSET, received.offset.to_string());
    headers.push(header::ERROR_TIMESTAMP, received.record.timestamp.to_string());
    push_reason(&mut headers, reason, by);
    let mut record = Record {
        key: received.record.key.clone(),
        value: received.record.value.clone(),
        headers,
        timestamp: by.at.millis(),
    };
    if record.size() > limit {
        let length = record.value().len();
        record.headers.push(header::ERROR_OMITTED_BYTES, length.to_string());
        record.value = Some(Vec::new());
    }
    Output { topic: topic.clone(), partition: None, record }
}

/// What a group's dead letter was made of; `None`: it is another group's, or a stub.
pub(crate) fn died_from(letter: &Record, group: &str) -> Option<RecordRef> {
    (letter.headers.text(header::ERROR_GROUP)? == group).then_some(())?;
    origin_of(letter)
}

/// What a dead letter was made of; `None`: it is a stub.
pub(crate) fn origin_of(letter: &Record) -> Option<RecordRef> {
    let text = |name| letter.headers.text(name);
    Some(RecordRef {
        topic: text(header::ERROR_TOPIC)?.to_owned(),
        partition: text(header::ERROR_PARTITION)?.parse().ok()?,
        offset: text(header::ERROR_OFFSET)?.parse().ok()?,
    })
}

/// The source of a raw record, or of the stub of a refused document.
pub(crate) fn source_of(record: &Record) -> Option<String> {
    if let Some(source) = record.headers.text(header::RECORD_SOURCE) {
        return Some(source.to_owned());
    }
    let stub: Value = serde_json::from_slice(record.value()).ok()?;
    stub.get("source")?.as_str().map(str::to_owned)
}

/// The stub of a document whose bytes were never kept: a JSON object of what is known of it.
pub(crate) fn stub(
    key: Option<Vec<u8>>,
    value: Vec<u8>,
    reason: &Reason,
    by: GivenUpBy<'_>,
    topic: &TopicName,
) -> Output {
    let mut headers = Headers::new();
    headers.push(header::CONTENT_TYPE, "application/json");
    push_reason(&mut headers, reason, by);
    let record = Record { key, value: Some(value), headers, timestamp: by.at.millis() };
    Output { topic: topic.clone(), partition: None, record }
}

fn push_reason(headers: &mut Headers, reason: &Reason, by: GivenUpBy<'_>) {
    headers.push(header::ERROR_GROUP, by.group);
    headers.push(header::ERROR_STAGE, by.stage);
    headers.push(header::ERROR_CLASS, reason.class);
    headers.push(header::ERROR_MESSAGE, reason.message.chars().take(MESSAGE).collect::<String>());
    headers.push(header::ERROR_ATTEMPTS, by.attempts.to_string());
    headers.push(header::ERROR_SERVICE_VERSION, by.service);
}

/// The headers the record came with; those of an earlier death are replaced, not kept beside the new ones.
pub(crate) fn original_headers(headers: &Headers) -> Headers {
    let kept = headers.iter().filter(|(name, _)| !name.starts_with("x-error-"));
    kept.map(|(name, value)| (name.to_owned(), value.to_vec())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(value: &[u8], limit: usize) -> Record {
        let mut headers = Headers::new();
        headers.push(header::RECORD_SOURCE, "wire");
        headers.push(header::ERROR_CLASS, "earlier");
        let record = Record { key: Some(b"k".to_vec()), value: Some(value.to_vec()), headers, timestamp: 7 };
        let received = Received { topic: TopicName::new("news.raw.v1"), partition: 2, offset: 9, record };
        let by = GivenUpBy {
            group: "g",
            stage: "extract",
            service: "consumer/0.1.0",
            attempts: 1,
            at: Timestamp::from_millis(8),
        };
        let topic = TopicName::new("news.extract.dlq.v1");
        dead_letter(&received, &Reason::new("not_utf8", "byte 3"), by, &topic, limit).record
    }

    #[test]
    fn the_original_bytes_and_headers_are_kept() {
        let record = letter(b"\xff\xfe", 10_000);
        assert_eq!(record.value(), b"\xff\xfe");
        assert_eq!(record.key.as_deref(), Some(b"k".as_slice()));
        assert_eq!(record.headers.text(header::RECORD_SOURCE), Some("wire"));
        let classes = record.headers.iter().filter(|(name, _)| *name == header::ERROR_CLASS).count();
        assert_eq!((classes, record.headers.text(header::ERROR_CLASS)), (1, Some("not_utf8")));
        let why: Vec<(&str, &str)> = record
            .headers
            .iter()
            .filter_map(|(name, value)| Some((name.strip_prefix("x-error-")?, std::str::from_utf8(value).ok()?)))
            .collect();
        let expected = [
            ("topic", "news.raw.v1"),
            ("partition", "2"),
            ("offset", "9"),
            ("timestamp", "7"),
            ("group", "g"),
            ("stage", "extract"),
            ("class", "not_utf8"),
            ("message", "byte 3"),
            ("attempts", "1"),
            ("service-version", "consumer/0.1.0"),
        ];
        assert_eq!(why, expected);
    }

    #[test]
    fn a_dead_letter_over_the_limit_says_what_it_lost() {
        let record = letter(&[b'x'; 2_000], 1_000);
        assert!(record.value().is_empty());
        assert_eq!(record.headers.text(header::ERROR_OMITTED_BYTES), Some("2000"));
    }
}
