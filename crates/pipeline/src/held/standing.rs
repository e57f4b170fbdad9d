//! What a store's loop holds, and what it is to do with the next article.

use crate::held_record::{gone, held, key, parts, until};
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
    /// Write this: it waits.
    Later(Output),
    /// A later version waits; counted by this reason.
    Never(&'static str),
}

/// What is held for one store, as far as its loop has asked: by partition, read from the topic when the first article of a
/// partition comes.
pub(crate) struct Holding {
    bus: Arc<dyn Bus>,
    topic: TopicName,
    group: String,
    clock: Clock,
    /// Which period of reading this is of. What was written in an earlier one may not stand.
    epoch: u64,
    standing: HashMap<i32, HashMap<ArticleId, Version>>,
}

impl Holding {
    /// For the store of this group.
    pub(crate) fn new(bus: Arc<dyn Bus>, topic: TopicName, group: String, clock: Clock) -> Self {
        Self { bus, topic, group, clock, epoch: 0, standing: HashMap::new() }
    }

    /// Decides about an article that was read in this period. An error: the bus cannot say what is held.
    pub(crate) fn turn(&mut self, delivery: &Delivery, epoch: u64) -> Result<Turn, BusError> {
        if self.epoch != epoch {
            self.epoch = epoch;
            self.standing.clear();
        }
        let (article, received) = (&delivery.article.0, delivery.received.as_ref());
        let (to, now) = (TopicPartition::new(self.topic.clone(), received.partition), (self.clock)());
        if !self.standing.contains_key(&received.partition) {
            let standing = self.read(&to)?;
            self.standing.insert(received.partition, standing);
        }
        let standing = self.standing.entry(received.partition).or_default();
        let waiting = standing.get(&article.uri).copied();
        match (waiting, article.embargo(now)) {
            (Some(version), Some(_)) if article.version < version => Ok(Turn::Never("older")),
            (_, Some(until)) => {
                standing.insert(article.uri, article.version);
                Ok(Turn::Later(held(to, &self.group, article.uri, until, received)))
            }
            (Some(version), None) if article.version >= version => {
                standing.remove(&article.uri);
                // What was let go has left nothing behind.
                let is_let_go = until(&received.record).is_some();
                Ok(Turn::Now((!is_let_go).then(|| gone(to, key(&self.group, article.uri), received.offset, now))))
            }
            (Some(_) | None, None) => Ok(Turn::Now(None)),
        }
    }

    /// What is held in a partition for this group.
    fn read(&self, at: &TopicPartition) -> Result<HashMap<ArticleId, Version>, BusError> {
        let mut standing = HashMap::new();
        read_whole(self.bus.as_ref(), &at.topic, [at.partition], |received| {
            let key = received.record.key.as_deref().and_then(parts);
            let Some(id) = key.filter(|(group, _)| *group == self.group).and_then(|(_, id)| ArticleId::parse(id).ok())
            else {
                return;
            };
            match decode_article(&received.record) {
                Ok(article) => standing.insert(id, article.version),
                Err(_gone) => standing.remove(&id),
            };
        })?;
        Ok(standing)
    }
}
