//! Which dead letters are done with.

use super::id::LetterId;
use super::letter::Letter;
use crate::whole_topic::read_whole;
use article::{Record, Timestamp, Topics};
use bus::{Bus, BusError, Output};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// What was done with a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum MarkKind {
    /// Its record was given to the group that had refused it.
    Retried,
    /// Nothing is to come of it.
    Dropped,
}

impl MarkKind {
    /// As written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Retried => "retried",
            Self::Dropped => "dropped",
        }
    }
}

/// The mark of a letter, as it stands in the topic of marks under the letter's id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Mark {
    /// What was done.
    pub mark: MarkKind,
    /// When.
    pub at: Timestamp,
    /// When the letter was given up: another letter in its place, in a topic that was made anew, is not meant.
    given_up_at: Timestamp,
}

/// All marks of a lane. As many as letters are kept, and those that left since marks were last cleared.
#[derive(Debug, Default)]
pub struct Marks(HashMap<LetterId, Mark>);

impl Marks {
    /// Reads them, also what a command that was killed had committed; waits up to a minute for a transaction of it to
    /// end.
    pub fn load(bus: &dyn Bus, topics: &Topics) -> Result<Self, BusError> {
        let mut marks = HashMap::new();
        let topic = topics.dead_letter_marks();
        let partitions = match bus.partition_count(&topic) {
            Ok(partitions) => partitions,
            // Lanes of releases before marks have no such topic, and nothing is marked in them.
            Err(BusError::Topic { .. }) => return Ok(Self::default()),
            Err(error) => return Err(error),
        };
        read_whole(bus, &topic, 0..partitions, |received| {
            let key = received.record.key.as_deref().and_then(|key| std::str::from_utf8(key).ok());
            let Some(id) = key.and_then(|key| key.parse::<LetterId>().ok()) else { return };
            match received.record.value.as_deref().map(serde_json::from_slice) {
                Some(Ok(mark)) => {
                    marks.insert(id, mark);
                }
                None => {
                    marks.remove(&id);
                }
                Some(Err(error)) => {
                    tracing::warn!(%id, %error, %topic, "what stands there is no mark; it is left out");
                }
            }
        })?;
        Ok(Self(marks))
    }

    /// The mark of a letter, if it has one.
    pub fn of(&self, letter: &Letter) -> Option<Mark> {
        self.0.get(&letter.id).copied().filter(|mark| mark.given_up_at == letter.given_up_at())
    }

    /// What marks a letter.
    pub fn output(topics: &Topics, letter: &Letter, mark: MarkKind, at: Timestamp) -> serde_json::Result<Output> {
        let mark = Mark { mark, at, given_up_at: letter.given_up_at() };
        Ok(record_of(topics, letter.id, Some(serde_json::to_vec(&mark)?), at))
    }

    /// What clears the marks of letters that are kept no longer.
    pub fn clearing(&self, bus: &dyn Bus, topics: &Topics, at: Timestamp) -> Result<Vec<Output>, BusError> {
        let places: HashSet<_> = self.0.keys().map(|id| id.place(topics)).collect();
        let mut starts = HashMap::new();
        for place in places {
            let start = bus.start_offset(&place)?;
            starts.insert(place, start);
        }
        let gone = self.0.keys().filter(|id| starts.get(&id.place(topics)).is_some_and(|start| id.offset < *start));
        Ok(gone.map(|id| record_of(topics, *id, None, at)).collect())
    }
}

fn record_of(topics: &Topics, id: LetterId, value: Option<Vec<u8>>, at: Timestamp) -> Output {
    let key = Some(id.to_string().into_bytes());
    let record = Record { key, value, timestamp: at.millis(), ..Record::default() };
    Output { topic: topics.dead_letter_marks(), partition: None, record }
}
