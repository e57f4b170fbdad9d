//! Looking for an article in the topics, for as long as there is time.

use super::evidence::{Evidence, Placed, Reader};
use super::names::Names;
use article::{RecordRef, StageName, Timestamp, TopicName, Topics, decode_article, header};
use bus::{Bus, BusError, Found, Hunt, Isolation, Received, TopicPartition, partition_of};
use pipeline::letters::{Letter, Marks};
use service::ReadingLoop;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Offsets of the first piece that is looked through, from the end; each piece is twice as large as the one after it.
const FIRST: i64 = 20_000;

/// Where to look.
pub struct Search<'a> {
    /// The bus.
    pub bus: &'a dyn Bus,
    /// The topics.
    pub topics: &'a Topics,
    /// Extract, enrich, the stores.
    pub loops: Vec<ReadingLoop>,
    /// When to end, found or not.
    pub until: Instant,
}

/// Looks for what the topics know of an article. What stores know is left to be added.
pub fn search(search: &Search<'_>, names: &Names) -> Result<Evidence, BusError> {
    let keys: Vec<Vec<u8>> = names.articles.iter().map(|id| id.to_string().into_bytes()).collect();
    let left = AtomicBool::new(false);
    let looking = Looking { search, left: &left };
    std::thread::scope(|scope| {
        let letters = scope.spawn(|| looking.letters(names, &keys));
        let unread = scope.spawn(|| -> Result<_, BusError> {
            let readers = looking.readers(names, &keys)?;
            let of = |stage: StageName, topic: TopicName, keys: &[Vec<u8>]| {
                let reader = readers.iter().find(|one| one.stage == stage.as_str());
                reader.map_or(Ok(Vec::new()), |reader| looking.unread(reader, &topic, keys))
            };
            let articles = of(StageName::Enrich, search.topics.articles(), &keys)?;
            let raw = of(StageName::Extract, search.topics.raw(), &names.raw_keys)?;
            Ok((readers, articles, raw))
        });
        let (enriched, unseen_before) = looking.backwards(&search.topics.enriched(), &keys)?;
        let (readers, articles, raw) = joined(unread.join())?;
        let letters = joined(letters.join())?;
        Ok(Evidence {
            enriched: enriched.into_iter().filter_map(article_at).collect(),
            articles: articles.into_iter().filter_map(article_at).collect(),
            raw: raw.iter().map(raw_at).collect(),
            letters,
            readers,
            is_whole: !left.load(Ordering::Relaxed),
            unseen_before,
            stored: Vec::new(),
            left_out: Vec::new(),
            held: Vec::new(),
        })
    })
}

/// A search under way.
#[derive(Clone, Copy)]
struct Looking<'a> {
    search: &'a Search<'a>,
    /// There was no time for something.
    left: &'a AtomicBool,
}

fn joined<T>(result: std::thread::Result<T>) -> T {
    result.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

impl Looking<'_> {
    fn bus(&self) -> &dyn Bus {
        self.search.bus
    }

    /// What of a piece is found in time.
    fn find(&self, partition: &TopicPartition, from: i64, to: i64, key: &[u8]) -> Result<Found, BusError> {
        let hunt = Hunt { partition: partition.clone(), from, to, key: key.to_vec(), until: self.search.until };
        let found = self.bus().find(&hunt)?;
        if found.next < to {
            self.left.store(true, Ordering::Relaxed);
        }
        Ok(found)
    }

    /// Where the loops stand in the partitions of these keys.
    fn readers(&self, names: &Names, keys: &[Vec<u8>]) -> Result<Vec<Reader>, BusError> {
        let of = |one: &ReadingLoop| {
            let keys = if one.topic == self.search.topics.raw() { &names.raw_keys[..] } else { keys };
            let partitions = self.partitions(&one.topic, keys)?;
            let positions =
                if partitions.is_empty() { Vec::new() } else { self.bus().settled(&one.group, &partitions)? };
            let known = partitions.iter().zip(positions);
            let positions: HashMap<i32, i64> =
                known.filter_map(|(at, position)| Some((at.partition, position?))).collect();
            Ok(Reader { stage: one.name.clone(), positions })
        };
        self.search.loops.iter().map(of).collect()
    }

    /// The partitions of a topic in which records of these keys are, each once.
    fn partitions(&self, topic: &TopicName, keys: &[Vec<u8>]) -> Result<Vec<TopicPartition>, BusError> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let count = self.bus().partition_count(topic)?;
        let mut numbers: Vec<i32> = keys.iter().map(|key| partition_of(key, count)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        Ok(numbers.into_iter().map(|number| TopicPartition::new(topic.clone(), number)).collect())
    }

    /// Records of these keys, newest pieces of their partitions first; and the time of the first record that was looked
    /// at, if there was no time to look at those before it.
    fn backwards(&self, topic: &TopicName, keys: &[Vec<u8>]) -> Result<(Vec<Received>, Option<Timestamp>), BusError> {
        let (mut found, mut unseen) = (Vec::new(), None);
        let count = self.bus().partition_count(topic)?;
        for key in keys {
            let partition = TopicPartition::new(topic.clone(), partition_of(key, count));
            let start = self.bus().start_offset(&partition)?;
            let mut to = self.bus().end_offset(&partition, Isolation::Committed)?;
            let mut size = FIRST;
            while start < to {
                let from = (to - size).max(start);
                let piece = self.find(&partition, from, to, key)?;
                let is_whole = piece.next >= to;
                found.splice(0..0, piece.records);
                if !is_whole {
                    unseen = self.time_of(&partition, to)?.max(unseen);
                    break;
                }
                (to, size) = (from, size * 2);
            }
        }
        Ok((found, unseen))
    }

    /// The time of the first record from an offset on, if there is one.
    fn time_of(&self, at: &TopicPartition, offset: i64) -> Result<Option<Timestamp>, BusError> {
        let mut reader = self.bus().reader(&[(at.clone(), offset)])?;
        let first = reader.read(Duration::from_millis(200))?;
        Ok(first.first().map(|one| Timestamp::from_millis(one.record.timestamp)))
    }

    /// Records of these keys that a loop has not read.
    fn unread(&self, reader: &Reader, topic: &TopicName, keys: &[Vec<u8>]) -> Result<Vec<Received>, BusError> {
        let mut found = Vec::new();
        let count = if keys.is_empty() { return Ok(found) } else { self.bus().partition_count(topic)? };
        for key in keys {
            let partition = TopicPartition::new(topic.clone(), partition_of(key, count));
            let start = self.bus().start_offset(&partition)?;
            let from = reader.positions.get(&partition.partition).copied().unwrap_or(start).max(start);
            let to = self.bus().end_offset(&partition, Isolation::Committed)?;
            if from < to {
                found.extend(self.find(&partition, from, to, key)?.records);
            }
        }
        Ok(found)
    }

    /// Dead letters of these names.
    fn letters(
        &self,
        names: &Names,
        keys: &[Vec<u8>],
    ) -> Result<Vec<(Letter, Option<pipeline::letters::Mark>)>, BusError> {
        let of = |stage: StageName| {
            let keys = match stage {
                StageName::Ingest | StageName::Extract => &names.raw_keys[..],
                StageName::Enrich | StageName::Store => keys,
            };
            if keys.is_empty() {
                Ok(Vec::new())
            } else {
                Ok(self.backwards(&self.search.topics.dead_letters(stage), keys)?.0)
            }
        };
        // Most of the time of a look is waiting.
        let found = std::thread::scope(|scope| {
            let looks = StageName::ALL.map(|stage| scope.spawn(move || of(stage)));
            looks.into_iter().map(|look| joined(look.join())).collect::<Result<Vec<Vec<Received>>, BusError>>()
        })?;
        let letters = found.into_iter().flatten().filter_map(|received| Letter::of(received, self.search.topics));
        let letters: Vec<Letter> = letters.collect();
        if letters.is_empty() {
            return Ok(Vec::new());
        }
        let marks = Marks::load(self.bus(), self.search.topics)?;
        Ok(letters.into_iter().map(|letter| (marks.of(&letter), letter)).map(|(mark, letter)| (letter, mark)).collect())
    }
}

/// What is no article message is told by the dead letters.
fn article_at(received: Received) -> Option<Placed<article::Article>> {
    let what = decode_article(&received.record).ok()?;
    Some(Placed { place: received.place(), at: Timestamp::from_millis(received.record.timestamp), what })
}

fn raw_at(received: &Received) -> Placed<Option<String>> {
    let place: RecordRef = received.place();
    let what = received.record.headers.text(header::RECORD_SOURCE).map(str::to_owned);
    Placed { place, at: Timestamp::from_millis(received.record.timestamp), what }
}
