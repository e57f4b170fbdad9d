//! Reads the dead letters that are there now.

use super::letter::Letter;
use article::Topics;
use bus::{Bus, BusError, Isolation, TopicPartition};
use std::collections::HashMap;
use std::time::{Duration, Instant};

/// Reading that brings nothing for so long is given up.
const STALL: Duration = Duration::from_secs(60);

/// A partition, and from which offset to before which.
pub type LetterRange = (TopicPartition, i64, i64);

/// Hands over the letters of these ranges, those of a partition in order, as far as the partitions reach now. What comes
/// in meanwhile is left for the next time: a retried record that fails again would be met for ever.
pub fn scan<E: From<BusError>>(
    bus: &dyn Bus,
    topics: &Topics,
    ranges: &[LetterRange],
    mut each: impl FnMut(Letter) -> Result<(), E>,
) -> Result<(), E> {
    let (mut unread, mut from) = (HashMap::new(), Vec::new());
    for (at, first, before) in ranges {
        let start = bus.start_offset(at)?.max(*first);
        let end = bus.end_offset(at, Isolation::Committed)?.min(*before);
        if start < end {
            unread.insert(at.clone(), end);
            from.push((at.clone(), start));
        }
    }
    if from.is_empty() {
        return Ok(());
    }
    let mut reader = bus.reader(&from)?;
    let mut last = Instant::now();
    while !unread.is_empty() {
        let caught_up = reader.caught_up();
        let records = reader.read(Duration::from_millis(200))?;
        if !records.is_empty() {
            last = Instant::now();
        }
        for received in records {
            let at = TopicPartition::new(received.topic.clone(), received.partition);
            let Some(end) = unread.get(&at).copied() else { continue };
            if received.offset + 1 >= end {
                unread.remove(&at);
            }
            if received.offset < end
                && let Some(letter) = Letter::of(received, topics)
            {
                each(letter)?;
            }
        }
        if caught_up {
            break;
        }
        if last.elapsed() > STALL {
            let partition = unread.into_keys().next().map_or_else(String::new, |at| at.to_string());
            return Err(BusError::Stalled { partition }.into());
        }
    }
    Ok(())
}
