//! How many dead letters there are: of which stage and class, from which source. Looked at once, and then on from there.

use article::{StageName, Timestamp, Topics};
use bus::{Bus, BusError, Isolation, TopicPartition};
use pipeline::letters::{LetterRange, Marks, scan};
use std::collections::{BTreeMap, HashMap};

/// The dead letters of a lane since some time.
#[derive(Debug)]
pub struct Letters {
    topics: Topics,
    /// Where each partition is to be read on.
    next: HashMap<TopicPartition, i64>,
    /// By stage or store and class, those that were neither retried nor dropped.
    pub left: BTreeMap<(String, String), u64>,
    /// By source, all of them.
    pub by_source: BTreeMap<String, u64>,
    /// When the newest was given up.
    pub newest: Option<Timestamp>,
}

impl Letters {
    /// Those that were given up at this time or later.
    pub fn since(bus: &dyn Bus, topics: &Topics, since: Timestamp) -> Result<Self, BusError> {
        let mut next = HashMap::new();
        for stage in StageName::ALL {
            let topic = topics.dead_letters(stage);
            for number in 0..bus.partition_count(&topic)? {
                let at = TopicPartition::new(topic.clone(), number);
                let first = bus.offset_at(&at, since.millis())?;
                next.insert(at, first);
            }
        }
        let (left, by_source) = (BTreeMap::new(), BTreeMap::new());
        let mut letters = Self { topics: topics.clone(), next, left, by_source, newest: None };
        letters.read_on(bus)?;
        Ok(letters)
    }

    /// Counts those that have come since. Letters that were counted and are done with since then stay counted.
    pub fn read_on(&mut self, bus: &dyn Bus) -> Result<(), BusError> {
        let mut ranges: Vec<LetterRange> = Vec::new();
        for (at, next) in &mut self.next {
            let end = bus.end_offset(at, Isolation::Committed)?;
            if *next < end {
                ranges.push((at.clone(), std::mem::replace(next, end), end));
            }
        }
        if ranges.is_empty() {
            return Ok(());
        }
        let marks = Marks::load(bus, &self.topics)?;
        let topics = self.topics.clone();
        scan(bus, &topics, &ranges, |letter| -> Result<(), BusError> {
            self.newest = self.newest.max(Some(letter.given_up_at()));
            if let Some(source) = letter.source() {
                *self.by_source.entry(source).or_default() += 1;
            }
            if marks.of(&letter).is_none() {
                let key = (letter.stage().to_owned(), letter.class().to_owned());
                *self.left.entry(key).or_default() += 1;
            }
            Ok(())
        })
    }
}
