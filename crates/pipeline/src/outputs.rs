//! Where loops write, and what a record there was made of.

use crate::Stage;
use crate::cursors;
use crate::dead_letter::{died_from, source_of};
use crate::held_record::{came_from, key_let_go};
use crate::whole_topic::PREDECESSOR;
use article::{RecordRef, TopicName};
use bus::{Bus, BusError, Origin, Outputs, Received, TopicPartition};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The outputs of a loop that makes something of each record it reads, or stores it.
pub(crate) struct OfRecords {
    /// `None`: it drives a store, and writes dead letters only.
    pub(crate) stage: Option<Arc<dyn Stage>>,
    pub(crate) group: String,
    pub(crate) input: TopicName,
    pub(crate) dead_letters: TopicName,
    /// Where a store's embargoed articles wait.
    pub(crate) held: Option<TopicName>,
}

impl Outputs for OfRecords {
    fn topics(&self) -> Vec<TopicName> {
        let output = self.stage.as_ref().and_then(|stage| stage.output());
        output.into_iter().chain([self.dead_letters.clone()]).chain(self.held.clone()).collect()
    }

    fn origins(&self, records: &[Received]) -> Result<Vec<Origin>, BusError> {
        Ok(records.iter().map(|record| self.origin(record)).collect())
    }
}

impl OfRecords {
    fn origin(&self, record: &Received) -> Origin {
        if self.held.as_ref() == Some(&record.topic) {
            let of_input = |number| TopicPartition::new(self.input.clone(), number);
            let from = came_from(&record.record).map(|(number, offset)| Origin::Input(of_input(number), offset));
            return from.unwrap_or(Origin::Other { counts: true });
        }
        let made_from = if record.topic == self.dead_letters {
            died_from(&record.record, &self.group)
        } else {
            self.stage.as_ref().and_then(|stage| stage.made_from(&record.record))
        };
        match made_from {
            Some(RecordRef { topic, partition, offset }) => {
                Origin::Input(TopicPartition::new(TopicName::new(&topic), partition), offset)
            }
            None => Origin::Other { counts: true },
        }
    }
}

/// The outputs of the loop that polls sources. A record and the cursor behind it are of one transaction, and have its
/// time.
pub(crate) struct OfPolls {
    pub(crate) bus: Arc<dyn Bus>,
    pub(crate) cursors: TopicName,
    pub(crate) raw: TopicName,
    pub(crate) dead_letters: TopicName,
}

impl Outputs for OfPolls {
    fn topics(&self) -> Vec<TopicName> {
        vec![self.raw.clone(), self.dead_letters.clone(), self.cursors.clone()]
    }

    fn origins(&self, records: &[Received]) -> Result<Vec<Origin>, BusError> {
        let sources: Vec<Option<String>> =
            records.iter().map(|one| source_of(&one.record).filter(|_| one.topic != self.cursors)).collect();
        let mut named: Vec<&str> = sources.iter().flatten().map(String::as_str).collect();
        named.sort_unstable();
        named.dedup();
        let cursors = if named.is_empty() {
            HashMap::new()
        } else {
            cursors::written_at(self.bus.as_ref(), &self.cursors, &named)?
        };
        let counts = records.iter().zip(&sources).map(|(one, source)| match source {
            Some(source) => cursors.get(source).is_some_and(|at| *at >= one.record.timestamp),
            // Without its cursor a source is polled again from the one before: nothing can be missed.
            None => one.topic != self.cursors,
        });
        Ok(counts.map(|counts| Origin::Other { counts }).collect())
    }
}

/// The outputs of the loop that lets held articles go. An article and what empties its place are of one transaction.
pub(crate) struct OfHeld {
    pub(crate) bus: Arc<dyn Bus>,
    pub(crate) held: TopicName,
    pub(crate) enriched: TopicName,
}

impl Outputs for OfHeld {
    fn topics(&self) -> Vec<TopicName> {
        vec![self.enriched.clone(), self.held.clone()]
    }

    /// One that is still held is let go again; an empty place alone is nothing that could be missed.
    fn origins(&self, records: &[Received]) -> Result<Vec<Origin>, BusError> {
        let held = if records.iter().any(|one| one.topic == self.enriched) {
            let partitions = 0..self.bus.partition_count(&self.held)?;
            let from = partitions.map(|number| (TopicPartition::new(self.held.clone(), number), 0));
            keys_with_values(self.bus.as_ref(), &from.collect::<Vec<_>>())?
        } else {
            HashSet::new()
        };
        let counts = records
            .iter()
            .map(|one| one.topic == self.enriched && key_let_go(&one.record).is_none_or(|key| !held.contains(&key)));
        Ok(counts.map(|counts| Origin::Other { counts }).collect())
    }
}

/// The keys whose latest record has a value, of what is committed.
fn keys_with_values(bus: &dyn Bus, from: &[(TopicPartition, i64)]) -> Result<HashSet<Vec<u8>>, BusError> {
    let (mut reader, mut keys, until) = (bus.reader(from)?, HashSet::new(), Instant::now() + PREDECESSOR);
    loop {
        let caught_up = reader.caught_up();
        for Received { record, .. } in reader.read(Duration::from_millis(100))? {
            let Some(key) = record.key else { continue };
            if record.value.is_some() {
                keys.insert(key);
            } else {
                keys.remove(&key);
            }
        }
        if caught_up {
            return Ok(keys);
        }
        if Instant::now() > until {
            let at = from.first().map_or_else(String::new, |(at, _)| at.topic.to_string());
            return Err(BusError::Stalled { partition: at });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use article::{EncodeContext, RawRecord, Record, Timestamp, encode_raw};
    use bus::{EmbeddedLog, EmbeddedSettings, Output, Retention, TopicSpec};
    use serde_json::json;
    use std::time::Duration;

    const NOON: i64 = 1_000_000;

    fn raw_at(source: &str, millis: i64) -> Received {
        let raw = RawRecord { source: Some(source.to_owned()), body: b"text".to_vec(), ..RawRecord::default() };
        let context = EncodeContext { source: "test", at: Timestamp::from_millis(millis), from: None };
        Received { topic: TopicName::new("raw"), partition: 0, offset: 3, record: encode_raw(raw, context).unwrap() }
    }

    #[test]
    fn what_was_polled_counts_when_the_cursor_of_its_transaction_is_there() {
        let directory = tempfile::tempdir().unwrap();
        let log = EmbeddedLog::open_runner(EmbeddedSettings::at(directory.path().join("log.db"))).unwrap();
        let cursors = TopicName::new("cursors");
        let topic = TopicSpec {
            name: cursors.clone(),
            partitions: 3,
            retention: Retention::Delete { age: Duration::from_secs(86_400), bytes: None },
            max_message_bytes: 1 << 20,
        };
        log.ensure_topics(&[topic]).unwrap();
        let at = |millis| Timestamp::from_millis(millis);
        let written: Vec<Output> = [("a", 0, NOON - 5), ("b", 2, NOON), ("a", 1, NOON - 1)]
            .map(|(source, partition, millis)| cursors::output(&cursors, partition, source, &json!(7), at(millis)))
            .into();
        log.append(written).unwrap();
        let (raw, dead_letters) = (TopicName::new("raw"), TopicName::new("dead"));
        let outputs = OfPolls { bus: Arc::new(log), cursors: cursors.clone(), raw, dead_letters: dead_letters.clone() };
        let counts = |record: &Received| {
            outputs.origins(std::slice::from_ref(record)).unwrap() == [Origin::Other { counts: true }]
        };
        assert!(counts(&raw_at("b", NOON)));
        assert!(counts(&raw_at("a", NOON - 1)), "the latest, in whichever partition");
        assert!(!counts(&raw_at("a", NOON)));
        assert!(!counts(&raw_at("c", NOON)), "it has none");
        let stub = |value: &[u8]| Received {
            topic: dead_letters.clone(),
            record: Record { value: Some(value.to_vec()), timestamp: NOON, ..Record::default() },
            ..raw_at("b", NOON)
        };
        assert!(counts(&stub(br#"{"source": "b"}"#)));
        assert!(!counts(&stub(br#"{"source": "a"}"#)));
        assert!(counts(&stub(b"?")), "nobody can say: it is kept");
        let cursor = Received { topic: cursors, ..raw_at("b", NOON) };
        assert!(!counts(&cursor), "without it the source is polled again");
    }
}
