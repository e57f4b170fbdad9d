//! Records of the topic of held articles: what their keys and headers say.

use article::{ArticleId, Headers, Record, Timestamp, header};
use bus::{Output, Received, TopicPartition};

/// Between group and id in a key. No name of a group has one.
const BETWEEN: char = ' ';

/// The key of an article that is held for a group.
pub(crate) fn key(group: &str, id: ArticleId) -> Vec<u8> {
    format!("{group}{BETWEEN}{id}").into_bytes()
}

/// The group and the key that the record had, of a key.
pub(crate) fn parts(key: &[u8]) -> Option<(&str, &str)> {
    std::str::from_utf8(key).ok()?.split_once(BETWEEN)
}

/// An article that is to wait, as it stands in the topic of held ones.
pub(crate) fn held(to: TopicPartition, group: &str, id: ArticleId, until: Timestamp, received: &Received) -> Output {
    let mut headers = received.record.headers.clone();
    headers.set(header::RETRY_GROUP, group);
    headers.set(header::HELD_UNTIL, until.to_string());
    headers.set(header::HELD_FROM, received.offset.to_string());
    let (value, timestamp) = (received.record.value.clone(), received.record.timestamp);
    let record = Record { key: Some(key(group, id)), value, headers, timestamp };
    Output { topic: to.topic, partition: Some(to.partition), record }
}

/// What takes the place of a held article that nobody is to get any more. `from`: the offset of the record that says so.
pub(crate) fn gone(to: TopicPartition, key: Vec<u8>, from: i64, now: Timestamp) -> Output {
    let mut headers = Headers::new();
    headers.push(header::HELD_FROM, from.to_string());
    let record = Record { key: Some(key), value: None, headers, timestamp: now.millis() };
    Output { topic: to.topic, partition: Some(to.partition), record }
}

/// The offset of the record that one in the topic of held articles comes of.
pub(crate) fn came_from(record: &Record) -> Option<i64> {
    record.headers.text(header::HELD_FROM)?.parse().ok()
}

/// The key under which a record was held that was let go.
pub(crate) fn key_let_go(record: &Record) -> Option<Vec<u8>> {
    let group = record.headers.text(header::RETRY_GROUP).filter(|_| until(record).is_some())?;
    let id = record.key.as_deref().and_then(|key| std::str::from_utf8(key).ok())?;
    Some(format!("{group}{BETWEEN}{id}").into_bytes())
}

/// Until when a record is held; `None`: it is not.
pub(crate) fn until(record: &Record) -> Option<Timestamp> {
    record.headers.text(header::HELD_UNTIL).and_then(Timestamp::parse)
}
