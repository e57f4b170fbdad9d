//! What is seen of a lane at one moment.

use crate::reach::Reach;
use crate::unread::{Range, Unread, unread};
use article::{Timestamp, TopicName};
use bus::{Bus, BusError, TopicPartition};
use service::ReadingLoop;

/// A topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicLook {
    /// Its name.
    pub name: TopicName,
    /// How far each partition reaches.
    pub reaches: Vec<Reach>,
}

/// A group that reads a topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupLook {
    /// The loop that it is the group of: `extract`, `store/articles`.
    pub stage: String,
    /// Its name.
    pub group: String,
    /// What it reads.
    pub topic: TopicLook,
    /// The next offset it will read, per partition; `None`: it has read nothing there.
    pub positions: Vec<Option<i64>>,
    /// What it has not read, per partition.
    pub unread: Vec<Unread>,
}

/// What the groups of a lane have read and have not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// When.
    pub at: Timestamp,
    /// The groups in the order of the data's way.
    pub groups: Vec<GroupLook>,
}

impl TopicLook {
    /// Looks how far a topic reaches.
    pub fn of(bus: &dyn Bus, name: &TopicName) -> Result<Self, BusError> {
        let partitions = 0..bus.partition_count(name)?;
        let reaches = partitions.map(|number| Reach::of(bus, &TopicPartition::new(name.clone(), number)));
        Ok(Self { name: name.clone(), reaches: reaches.collect::<Result<_, _>>()? })
    }

    /// All that can be read in it, per partition.
    pub fn whole(&self) -> Vec<Range> {
        self.partitions().map(|(at, reach)| (at, reach.start, reach.end)).collect()
    }

    fn partitions(&self) -> impl Iterator<Item = (TopicPartition, &Reach)> {
        (0..).zip(&self.reaches).map(|(number, reach)| (TopicPartition::new(self.name.clone(), number), reach))
    }
}

impl GroupLook {
    fn of(bus: &dyn Bus, reading: ReadingLoop) -> Result<Self, BusError> {
        let ReadingLoop { name: stage, group, topic } = reading;
        let count = bus.partition_count(&topic)?;
        let partitions: Vec<_> = (0..count).map(|number| TopicPartition::new(topic.clone(), number)).collect();
        // Before the ends: what is read meanwhile must not look as if it were beyond them.
        let positions = bus.settled(&group, &partitions)?;
        let topic = TopicLook::of(bus, &topic)?;
        let ranges: Vec<Range> = topic
            .partitions()
            .zip(&positions)
            .map(|((at, reach), position)| (at, reach.from(*position), reach.end))
            .collect();
        let unread = unread(bus, &ranges)?;
        Ok(Self { stage, group, topic, positions, unread })
    }

    /// Whether it has read anything.
    pub fn has_read(&self) -> bool {
        self.positions.iter().any(Option::is_some)
    }
}

impl Look {
    /// Looks where these loops stand.
    pub fn of(bus: &dyn Bus, loops: Vec<ReadingLoop>, at: Timestamp) -> Result<Self, BusError> {
        let groups = loops.into_iter().map(|reading| GroupLook::of(bus, reading)).collect::<Result<_, _>>()?;
        Ok(Self { at, groups })
    }

    /// Whether somebody's transaction is open: then a second look tells whether it holds something up.
    pub fn is_any_open(&self) -> bool {
        self.groups.iter().flat_map(|group| &group.topic.reaches).any(|reach| reach.written > reach.end)
    }
}
