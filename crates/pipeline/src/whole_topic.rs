//! Reads partitions of a topic that holds state to their very ends.

use article::TopicName;
use bus::{Bus, BusError, Isolation, Received, TopicPartition};
use std::time::{Duration, Instant};

/// How long a transaction that is open there may take to end: the brokers end it after `transaction.timeout.ms`.
pub(crate) const PREDECESSOR: Duration = Duration::from_secs(60);

/// Hands over all that stands in these partitions, also what a predecessor was committing when it was killed: only then
/// is known what it has done.
pub(crate) fn read_whole(
    bus: &dyn Bus,
    topic: &TopicName,
    partitions: impl IntoIterator<Item = i32>,
    mut each: impl FnMut(Received),
) -> Result<(), BusError> {
    let until = Instant::now() + PREDECESSOR;
    let mut from = Vec::new();
    for number in partitions {
        let at = TopicPartition::new(topic.clone(), number);
        let target = bus.end_offset(&at, Isolation::Uncommitted)?;
        while bus.end_offset(&at, Isolation::Committed)? < target {
            if Instant::now() > until {
                return Err(BusError::Stalled { partition: at.to_string() });
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        if target > 0 {
            from.push((at, 0));
        }
    }
    if from.is_empty() {
        return Ok(());
    }
    // Opened only now: its first look at the ends is behind the targets.
    let mut reader = bus.reader(&from)?;
    loop {
        let caught_up = reader.caught_up();
        reader.read(Duration::from_millis(100))?.into_iter().for_each(&mut each);
        if caught_up {
            return Ok(());
        }
        if Instant::now() > until {
            return Err(BusError::Stalled { partition: topic.to_string() });
        }
    }
}
