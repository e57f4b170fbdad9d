//! Where loops write, and what a record there was made of.

use crate::Stage;
use crate::cursors;
use crate::dead_letter::{died_from, source_of};
use article::{RecordRef, TopicName};
use bus::{Bus, BusError, Origin, Outputs, Received, TopicPartition};
use std::collections::HashMap;
use std::sync::Arc;

/// The outputs of a loop that makes something of each record it reads, or stores it.
pub(crate) struct OfRecords {
    /// `None`: it drives a store, and writes dead letters only.
    pub(crate) stage: Option<Arc<dyn Stage>>,
    pub(crate) group: String,
    pub(crate) dead_letters: TopicName,
}

impl Outputs for OfRecords {
    fn topics(&self) -> Vec<TopicName> {
        let output = self.stage.as_ref().and_then(|stage| stage.output());
        output.into_iter().chain([self.dead_letters.clone()]).collect()
    }

    fn origins(&self, records: &[Received]) -> Result<Vec<Origin>, BusError> {
        Ok(records.iter().map(|record| self.origin(record)).collect())
    }
}

impl OfRecords {
    fn origin(&self, record: &Received) -> Origin {
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
