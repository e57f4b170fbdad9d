//! Which places of a loop's group a transaction that was left open keeps from being told.
//!
//! In: what the bus says time after time. Out: those places, once every transaction that is truly in progress would have
//! ended and nothing has moved.

use bus::TopicPartition;
use std::collections::HashMap;
use std::time::{Duration, Instant};

/// A transaction in progress is ended by the cluster after `transaction.timeout.ms` (15 s), and it looks for such ones
/// every ten seconds.
const IN_PROGRESS: Duration = Duration::from_secs(40);

/// A partition, and the place its group had before what is open; `None`: it had none.
pub(crate) type OpenPlace = (TopicPartition, Option<i64>);

/// Places that cannot be told, each since when that is so with this place before it.
#[derive(Debug, Default)]
pub(crate) struct LeftOpen(HashMap<TopicPartition, (Option<i64>, Instant)>);

impl LeftOpen {
    /// Takes note of what the bus says now: all places that cannot be told.
    pub(crate) fn note(&mut self, open: Vec<OpenPlace>, now: Instant) {
        let seen = std::mem::take(&mut self.0);
        let since = |at: &TopicPartition, before| match seen.get(at) {
            Some((place, since)) if *place == before => *since,
            Some(_) | None => now,
        };
        self.0 = open.into_iter().map(|(at, place)| (at.clone(), (place, since(&at, place)))).collect();
    }

    /// All of them, if none of them can be a transaction in progress.
    pub(crate) fn lasting(&self, now: Instant) -> Option<Vec<OpenPlace>> {
        let last = |since: &Instant| now.duration_since(*since) >= IN_PROGRESS;
        if self.0.is_empty() || !self.0.values().all(|(_, since)| last(since)) {
            return None;
        }
        let mut open: Vec<OpenPlace> = self.0.iter().map(|(at, (place, _))| (at.clone(), *place)).collect();
        open.sort_unstable();
        Some(open)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use article::TopicName;

    #[test]
    fn what_moves_or_is_new_is_in_progress_and_holds_up_the_rest() {
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        let one = |partition, place| (TopicPartition::new(TopicName::new("in"), partition), Some(place));
        let mut open = LeftOpen::default();
        open.note(vec![one(0, 5), one(1, 7)], at(0));
        assert_eq!(open.lasting(at(39)), None);
        open.note(vec![one(1, 7), one(0, 6)], at(30));
        assert_eq!(open.lasting(at(45)), None, "somebody commits in partition 0");
        open.note(vec![one(1, 7)], at(46));
        assert_eq!(open.lasting(at(46)), Some(vec![one(1, 7)]));
        open.note(vec![one(1, 7), one(2, 1)], at(48));
        assert_eq!(open.lasting(at(60)), None, "partition 2 may be in progress");
        assert_eq!(open.lasting(at(88)), Some(vec![one(1, 7), one(2, 1)]));
        open.note(Vec::new(), at(90));
        assert_eq!(open.lasting(at(200)), None);
    }
}
