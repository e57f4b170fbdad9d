//! Where each source stands: read back from the cursors topic by whoever owns the partition of its name.

use crate::source_health::SourceHealth;
use crate::whole_topic::{PREDECESSOR, read_whole};
use article::{Record, Timestamp, TopicName};
use bus::{Bus, BusError, Output, TopicPartition};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::HashMap;
use std::time::{Duration, Instant};

/// Before the name of a source in the key of the record that says how it is. No source has such a name.
const HEALTH: &str = "health/";
/// The same of the record that said since when it fails, before there were the others.
const FAILING: &str = "failing/";

/// The latest cursors of one partition.
#[derive(Debug, Default)]
pub(crate) struct Cursors {
    pub(crate) by_source: HashMap<String, Value>,
    /// How sources are.
    pub(crate) health: HashMap<String, SourceHealth>,
    /// One past the last cursor read.
    pub(crate) next_offset: i64,
}

/// Reads the cursors of `sources`, whose partition this is. Those that have none there are looked for in the other
/// partitions: partitions that were added to the topic move a source to another one.
pub(crate) fn load(bus: &dyn Bus, at: &TopicPartition, sources: &[&str]) -> Result<Cursors, BusError> {
    let mut cursors = load_partition(bus, at)?;
    let lacking: Vec<&str> = sources.iter().copied().filter(|name| !cursors.by_source.contains_key(*name)).collect();
    if !lacking.is_empty() {
        for (source, (_, cursor)) in latest(bus, &at.topic, Some(at.partition), &lacking)? {
            tracing::info!(source, topic = %at.topic, "the source's cursor was found in another partition");
            cursors.by_source.insert(source, cursor);
        }
    }
    Ok(cursors)
}

/// The time of the latest cursor of each source that has one, in milliseconds.
pub(crate) fn written_at(bus: &dyn Bus, topic: &TopicName, sources: &[&str]) -> Result<HashMap<String, i64>, BusError> {
    let latest = latest(bus, topic, None, sources)?;
    Ok(latest.into_iter().map(|(source, (at, _))| (source, at)).collect())
}

/// The latest cursors of sources in all partitions but one, with the time of their record.
fn latest(
    bus: &dyn Bus,
    topic: &TopicName,
    but: Option<i32>,
    sources: &[&str],
) -> Result<HashMap<String, (i64, Value)>, BusError> {
    let mut found: HashMap<String, (i64, Value)> = HashMap::new();
    let others = (0..bus.partition_count(topic)?).filter(|number| Some(*number) != but);
    let from: Vec<_> = others.map(|number| (TopicPartition::new(topic.clone(), number), 0)).collect();
    if from.is_empty() {
        return Ok(found);
    }
    let until = Instant::now() + PREDECESSOR;
    let mut reader = bus.reader(&from)?;
    loop {
        let caught_up = reader.caught_up();
        for received in reader.read(Duration::from_millis(100))? {
            let record = received.record;
            let Some(source) = record.key.and_then(|key| String::from_utf8(key).ok()) else { continue };
            let known = found.get(&source).map_or(i64::MIN, |(at, _)| *at);
            // What is no cursor is told of by whoever owns that partition.
            if let Some(Ok(cursor)) = record.value.as_deref().map(serde_json::from_slice)
                && sources.contains(&source.as_str())
                && record.timestamp >= known
            {
                found.insert(source, (record.timestamp, cursor));
            }
        }
        if caught_up {
            return Ok(found);
        }
        if Instant::now() > until {
            return Err(BusError::Stalled { partition: topic.to_string() });
        }
    }
}

/// Reads a partition of the cursors topic to its very end. Only then may its sources be polled, else they would be
/// polled from an old position.
fn load_partition(bus: &dyn Bus, at: &TopicPartition) -> Result<Cursors, BusError> {
    let (mut cursors, mut failing_since) = (Cursors::default(), HashMap::<String, Timestamp>::new());
    read_whole(bus, &at.topic, [at.partition], |received| {
        cursors.next_offset = received.offset + 1;
        let Some(key) = received.record.key.and_then(|key| String::from_utf8(key).ok()) else { return };
        let value = received.record.value.as_deref();
        let noted = match (key.strip_prefix(HEALTH), key.strip_prefix(FAILING)) {
            (Some(source), _) => note(&mut cursors.health, source, value),
            (None, Some(source)) => note(&mut failing_since, source, value),
            (None, None) => note(&mut cursors.by_source, &key, value),
        };
        if let Err(error) = noted {
            tracing::error!(
                key, %error, partition = %at, offset = received.offset,
                "what a source's cursor holds cannot be read; the one before it stands"
            );
        }
    })?;
    for (source, since) in failing_since {
        let failing = || SourceHealth { failing_since: Some(since), ..SourceHealth::default() };
        cursors.health.entry(source).or_insert_with(failing);
    }
    Ok(cursors)
}

/// How a source is, as the cursors have it, and when that was written.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceNote {
    /// When.
    pub at: Timestamp,
    /// How it is.
    pub health: SourceHealth,
}

/// How each source is of which that is known, by its name. What cannot be read is left out; its owner tells of it.
pub fn read_sources(bus: &dyn Bus, topic: &TopicName) -> Result<HashMap<String, SourceNote>, BusError> {
    let mut notes: HashMap<String, SourceNote> = HashMap::new();
    let partitions = 0..bus.partition_count(topic)?;
    read_whole(bus, topic, partitions, |received| {
        let record = received.record;
        let key = record.key.and_then(|key| String::from_utf8(key).ok());
        let Some(source) = key.as_deref().and_then(|key| key.strip_prefix(HEALTH)) else { return };
        let at = Timestamp::from_millis(record.timestamp);
        let Some(Ok(health)) = record.value.as_deref().map(serde_json::from_slice) else { return };
        if notes.get(source).is_none_or(|known| known.at <= at) {
            notes.insert(source.to_owned(), SourceNote { at, health });
        }
    })?;
    Ok(notes)
}

/// The latest record of a source; one without a value removes it.
fn note<T: DeserializeOwned>(
    known: &mut HashMap<String, T>,
    source: &str,
    value: Option<&[u8]>,
) -> Result<(), serde_json::Error> {
    match value.map(serde_json::from_slice).transpose()? {
        Some(value) => known.insert(source.to_owned(), value),
        None => known.remove(source),
    };
    Ok(())
}

/// The record that says how a source is. `None`: it cannot be written, which it always can; the source would be noted with
/// its next change.
pub(crate) fn health(at: &TopicPartition, source: &str, health: &SourceHealth, now: Timestamp) -> Option<Output> {
    let key = Some(format!("{HEALTH}{source}").into_bytes());
    let value = Some(serde_json::to_vec(health).ok()?);
    let record = Record { key, value, timestamp: now.millis(), ..Record::default() };
    Some(Output { topic: at.topic.clone(), partition: Some(at.partition), record })
}

/// The record of a source's cursor.
pub(crate) fn output(topic: &TopicName, partition: i32, source: &str, cursor: &Value, at: Timestamp) -> Output {
    let record = Record {
        key: Some(source.as_bytes().to_vec()),
        value: Some(cursor.to_string().into_bytes()),
        timestamp: at.millis(),
        ..Record::default()
    };
    Output { topic: topic.clone(), partition: Some(partition), record }
}
