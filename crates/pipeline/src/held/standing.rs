//! What a store's loop holds, and what it is to do with the next article.

use crate::held_record::{From, came_from, gone, held, key, parts, until};
use crate::whole_topic::read_whole;
use crate::{Clock, Delivery};
use article::{ArticleId, TopicName, Version, decode_article};
use bus::{Bus, BusError, Output, TopicPartition};
use std::collections::HashMap;
use std::sync::Arc;

/// What a store's loop is to do with an article.
#[derive(Debug)]
pub(crate) enum Turn {
    /// Give it to the store, and write this with it: one that was held is not to come any more.
    Now(Option<Output>),
    /// Write these: it waits, in the place of an earlier one.
    Later(Vec<Output>),
    /// A later version waits; counted by this reason.
    Never(&'static str),
}

/// Of each article that waits the version, and where it stood.
type Standing = HashMap<ArticleId, (Version, From)>;

/// What is held for one store, as far as its loop has asked: by the partition it was read from, read from the topic of held
/// articles when the first article of a partition comes.
pub(crate) struct Holding {
    bus: Arc<dyn Bus>,
    topic: TopicName,
    group: String,
    clock: Clock,
    /// Which period of reading this is of. What was written in an earlier one may not stand.
    epoch: u64,
    /// How many partitions the topic has, which may be fewer than the other one has.
    partitions: Option<i32>,
    standing: HashMap<i32, Standing>,
}

impl Holding {
    /// For the store of this group.
    pub(crate) fn new(bus: Arc<dyn Bus>, topic: TopicName, group: String, clock: Clock) -> Self {
        Self { bus, topic, group, clock, epoch: 0, partitions: None, standing: HashMap::new() }
    }

    /// Decides about an article that was read in this period. An error: the bus cannot say what is held.
    pub(crate) fn turn(&mut self, delivery: &Delivery, epoch: u64) -> Result<Turn, BusError> {
        if self.epoch != epoch {
            self.epoch = epoch;
            self.standing.clear();
        }
        let (article, received) = (&delivery.article.0, delivery.received.as_ref());
        let (from, now) = ((received.partition, received.offset), (self.clock)());
        let to = self.place_of(received.partition)?;
        if !self.standing.contains_key(&received.partition) {
            let standing = self.read(&to, received.partition)?;
            self.standing.insert(received.partition, standing);
        }
        let standing = self.standing.entry(received.partition).or_default();
        let waiting = standing.get(&article.uri).copied();
        let group = &self.group;
        let empty = |(_, held_from): (Version, From)| gone(to.clone(), key(group, article.uri, held_from), from, now);
        match (waiting, article.embargo(now)) {
            (Some((version, _)), Some(_)) if article.version < version => Ok(Turn::Never("older")),
            (waiting, Some(until)) => {
                standing.insert(article.uri, (article.version, from));
                let earlier = waiting.filter(|(_, held_from)| *held_from != from).map(empty);
                let outputs = [held(to.clone(), group, article.uri, until, received)].into_iter().chain(earlier);
                Ok(Turn::Later(outputs.collect()))
            }
            // What was let go has emptied its own place, and no other.
            (Some((_, held_from)), None) if until(&received.record).is_some() => {
                if came_from(&received.record) == Some(held_from) {
                    standing.remove(&article.uri);
                }
                Ok(Turn::Now(None))
            }
            (Some(waiting), None) if article.version >= waiting.0 => {
                standing.remove(&article.uri);
                Ok(Turn::Now(Some(empty(waiting))))
            }
            (Some(_) | None, None) => Ok(Turn::Now(None)),
        }
    }

    /// Where articles of a partition wait.
    fn place_of(&mut self, partition: i32) -> Result<TopicPartition, BusError> {
        let count = match self.partitions {
            Some(count) => count,
            None => *self.partitions.insert(self.bus.partition_count(&self.topic)?),
        };
        Ok(TopicPartition::new(self.topic.clone(), partition % count.max(1)))
    }

    /// What is held for this group of what was read from a partition.
    fn read(&self, at: &TopicPartition, partition: i32) -> Result<Standing, BusError> {
        let mut by_key: HashMap<Vec<u8>, (ArticleId, Version, From)> = HashMap::new();
        read_whole(self.bus.as_ref(), &at.topic, [at.partition], |received| {
            let Some(key) = received.record.key.clone() else { return };
            let id =
                parts(&key).filter(|(group, _)| *group == self.group).and_then(|(_, id)| ArticleId::parse(id).ok());
            let from = came_from(&received.record).filter(|(of, _)| *of == partition);
            match (id.zip(from), decode_article(&received.record)) {
                (Some((id, from)), Ok(article)) => drop(by_key.insert(key, (id, article.version, from))),
                _ => drop(by_key.remove(&key)),
            }
        })?;
        let mut standing = Standing::new();
        for (id, version, from) in by_key.into_values() {
            let known = standing.entry(id).or_insert((version, from));
            *known = (*known).max((version, from));
        }
        Ok(standing)
    }
}
