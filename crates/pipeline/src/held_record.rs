//! Records of the topic of held articles: what their keys and headers say.

use article::{ArticleId, Headers, Record, Timestamp, header};
use bus::{Output, Received, TopicPartition};

/// Between the parts of a key. No name of a group has one, nor has an id.
const BETWEEN: char = ' ';

/// Where the record stood that was to wait: partition and offset of the topic that stores read.
pub(crate) type From = (i32, i64);

/// The key of an article that is held for a group. No two have the same, so that one whose place is emptied takes none of a
/// later version with it.
pub(crate) fn key(group: &str, id: ArticleId, from: From) -> Vec<u8> {
    format!("{group}{BETWEEN}{id}{BETWEEN}{}", written(from)).into_bytes()
}

/// The group and the article's id, of a key.
pub(crate) fn parts(key: &[u8]) -> Option<(&str, &str)> {
    let mut parts = std::str::from_utf8(key).ok()?.splitn(3, BETWEEN);
    Some((parts.next()?, parts.next()?))
}

/// An article that is to wait, as it stands in the topic of held ones.
pub(crate) fn held(to: TopicPartition, group: &str, id: ArticleId, until: Timestamp, received: &Received) -> Output {
    let from = (received.partition, received.offset);
    let mut headers = received.record.headers.clone();
    headers.set(header::RETRY_GROUP, group);
    headers.set(header::HELD_UNTIL, until.to_string());
    headers.set(header::HELD_FROM, written(from));
    let (value, timestamp) = (received.record.value.clone(), received.record.timestamp);
    let record = Record { key: Some(key(group, id, from)), value, headers, timestamp };
    Output { topic: to.topic, partition: Some(to.partition), record }
}

/// What takes the place of a held article that nobody is to get any more. `from`: the record that says so.
pub(crate) fn gone(to: TopicPartition, key: Vec<u8>, from: From, now: Timestamp) -> Output {
    let mut headers = Headers::new();
    headers.push(header::HELD_FROM, written(from));
    let record = Record { key: Some(key), value: None, headers, timestamp: now.millis() };
    Output { topic: to.topic, partition: Some(to.partition), record }
}

/// Where the record stood that one in the topic of held articles comes of.
pub(crate) fn came_from(record: &Record) -> Option<From> {
    let (partition, offset) = record.headers.text(header::HELD_FROM)?.split_once('/')?;
    Some((partition.parse().ok()?, offset.parse().ok()?))
}

fn written((partition, offset): From) -> String {
    format!("{partition}/{offset}")
}

/// The key under which a record was held that was let go.
pub(crate) fn key_let_go(record: &Record) -> Option<Vec<u8>> {
    let group = record.headers.text(header::RETRY_GROUP).filter(|_| until(record).is_some())?;
    let id = std::str::from_utf8(record.key.as_deref()?).ok()?;
    Some(key(group, ArticleId::parse(id).ok()?, came_from(record)?))
}

/// Until when a record is held; `None`: it is not.
pub(crate) fn until(record: &Record) -> Option<Timestamp> {
    record.headers.text(header::HELD_UNTIL).and_then(Timestamp::parse)
}
