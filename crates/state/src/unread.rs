//! What stands in ranges of partitions: how many records, and how old the first one is.

use crate::Count;
use article::Timestamp;
use bus::{Bus, BusError, TopicPartition};
use std::collections::HashMap;
use std::time::{Duration, Instant};

/// Up to so many offsets of a partition its records are counted one by one.
const COUNTED: i64 = 1_000;
/// How long a look may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// A partition, an offset, and one past the last.
pub type Range = (TopicPartition, i64, i64);

/// What stands in one range.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Unread {
    /// How many records.
    pub records: Count,
    /// The time of the first one; `None`: there is none, or none could be read in the time there was.
    pub oldest: Option<Timestamp>,
}

/// Looks at each of the ranges. Large ones are not counted; of them the first record alone is read.
pub fn unread(bus: &dyn Bus, ranges: &[Range]) -> Result<Vec<Unread>, BusError> {
    let offsets = |(_, start, end): &Range| (end - start).max(0);
    let small = look(bus, ranges.iter().filter(|range| (1..=COUNTED).contains(&offsets(range))), false)?;
    let large = look(bus, ranges.iter().filter(|range| offsets(range) > COUNTED), true)?;
    let found = |range: &Range| {
        let number = offsets(range).unsigned_abs();
        let seen = small.get(&range.0).or_else(|| large.get(&range.0));
        match seen {
            _ if number == 0 => Unread::default(),
            Some(seen) if seen.done => Unread { records: Count::Exactly(seen.records), oldest: seen.oldest },
            Some(seen) => Unread { records: Count::Offsets(number), oldest: seen.oldest },
            None => Unread { records: Count::Offsets(number), oldest: None },
        }
    };
    Ok(ranges.iter().map(found).collect())
}

/// What was read of a partition.
#[derive(Default)]
struct Seen {
    end: i64,
    records: u64,
    oldest: Option<Timestamp>,
    /// All of the range was read.
    done: bool,
}

/// Reads ranges to their ends; `first`: only to their first records.
fn look<'a>(
    bus: &dyn Bus,
    ranges: impl Iterator<Item = &'a Range>,
    first: bool,
) -> Result<HashMap<TopicPartition, Seen>, BusError> {
    let (mut seen, mut from) = (HashMap::new(), Vec::new());
    for (at, start, end) in ranges {
        seen.insert(at.clone(), Seen { end: *end, ..Seen::default() });
        from.push((at.clone(), *start));
    }
    if from.is_empty() {
        return Ok(seen);
    }
    let mut reader = bus.reader(&from)?;
    let until = Instant::now() + PATIENCE;
    let is_seen = |one: &Seen| one.done || (first && one.oldest.is_some());
    while !seen.values().all(is_seen) && Instant::now() < until {
        let caught_up = reader.caught_up();
        for received in reader.read(Duration::from_millis(100))? {
            let at = TopicPartition::new(received.topic, received.partition);
            let Some(one) = seen.get_mut(&at) else { continue };
            if received.offset < one.end {
                one.records += 1;
                one.oldest.get_or_insert(Timestamp::from_millis(received.record.timestamp));
            }
            one.done |= received.offset + 1 >= one.end;
        }
        if caught_up {
            // What is left of the ranges are no records.
            seen.values_mut().for_each(|one| one.done = true);
        }
    }
    Ok(seen)
}
