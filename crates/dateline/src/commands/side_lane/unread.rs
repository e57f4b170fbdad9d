//! How much of what a lane was fed with its stages and stores have not read.

use bus::{Bus, BusError, Isolation, TopicPartition};
use service::{ReadingLoop, clock};
use state::Look;
use std::sync::Arc;

/// Records that may be on their way through one stage. Enough that no core waits, and so few that live news waits for
/// none of them.
const ROOM: i64 = 400;
/// Offsets of a partition that are no records: the marker that ends a transaction, and one more of a transaction that
/// brought nothing.
const MARKERS: i64 = 2;

/// The groups of a lane.
pub(super) struct Unread {
    bus: Arc<dyn Bus>,
    groups: Vec<(ReadingLoop, Vec<TopicPartition>)>,
}

impl Unread {
    /// Those of these loops.
    pub(super) fn of(bus: Arc<dyn Bus>, loops: Vec<ReadingLoop>) -> Result<Self, BusError> {
        let groups = loops.into_iter().map(|one| {
            let partitions = 0..bus.partition_count(&one.topic)?;
            let partitions = partitions.map(|number| TopicPartition::new(one.topic.clone(), number)).collect();
            Ok((one, partitions))
        });
        let groups = groups.collect::<Result<_, BusError>>()?;
        Ok(Self { bus, groups })
    }

    /// Whether more may be fed.
    pub(super) fn has_room(&self) -> Result<bool, BusError> {
        for (reading, partitions) in &self.groups {
            let mut left = ROOM + MARKERS * i64::try_from(partitions.len()).unwrap_or(i64::MAX / MARKERS);
            // Before the ends: what is read meanwhile must not look as if it were beyond them.
            let positions = self.bus.settled(&reading.group, partitions)?;
            for (at, position) in partitions.iter().zip(positions) {
                let start = match position {
                    Some(position) => position,
                    None => self.bus.start_offset(at)?,
                };
                left -= (self.bus.end_offset(at, Isolation::Committed)? - start).max(0);
            }
            if left <= 0 {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether everything was read, record by record: in the order of the data's way, so that nothing passes by a look.
    pub(super) fn is_none(&self) -> Result<bool, BusError> {
        let loops = self.groups.iter().map(|(reading, _)| reading.clone()).collect();
        let lags = Look::of(self.bus.as_ref(), loops, clock::now())?.lags(None);
        Ok(lags.iter().all(|lag| lag.whole().is_none()))
    }
}
