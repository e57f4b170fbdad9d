//! What waits in one partition of the topic of held articles: which is due first, and where it stands. No bodies.

use crate::held_record::until;
use article::Timestamp;
use bus::Received;
use std::collections::{BTreeSet, HashMap};

/// What waits in one partition.
#[derive(Debug, Default)]
pub(super) struct Waiting {
    /// One past the last record that was noted.
    pub(super) next: i64,
    by_key: HashMap<Vec<u8>, (Timestamp, i64)>,
    by_time: BTreeSet<(Timestamp, Vec<u8>)>,
}

impl Waiting {
    /// Takes note of a record: it waits, or what had its key waits no more. Records that were noted are passed over.
    pub(super) fn note(&mut self, received: Received) {
        if received.offset < self.next {
            return;
        }
        self.next = received.offset + 1;
        let time = until(&received.record).filter(|_| received.record.value.is_some());
        let Some(key) = received.record.key else { return };
        self.forget(&key);
        if let Some(time) = time {
            self.by_time.insert((time, key.clone()));
            self.by_key.insert(key, (time, received.offset));
        }
    }

    /// It waits no more.
    pub(super) fn forget(&mut self, key: &[u8]) {
        if let Some((time, _)) = self.by_key.remove(key) {
            self.by_time.remove(&(time, key.to_vec()));
        }
    }

    /// The offsets of those that are due, so many at most, those that were due first; by offset.
    pub(super) fn due(&self, now: Timestamp, most: usize) -> BTreeSet<i64> {
        let due = self.by_time.iter().take_while(|(time, _)| *time <= now).take(most);
        due.filter_map(|(_, key)| self.by_key.get(key)).map(|(_, offset)| *offset).collect()
    }

    /// The key of what waits at an offset, if it still does.
    pub(super) fn stands(&self, key: &[u8], offset: i64) -> bool {
        self.by_key.get(key).is_some_and(|(_, at)| *at == offset)
    }

    /// How many wait.
    pub(super) fn len(&self) -> usize {
        self.by_key.len()
    }

    /// Those of these offsets are not there any more: something that has not been read yet took their place.
    pub(super) fn forget_offsets(&mut self, offsets: &BTreeSet<i64>) {
        let lost = self.by_key.iter().filter(|(_, (_, offset))| offsets.contains(offset));
        for key in lost.map(|(key, _)| key.clone()).collect::<Vec<_>>() {
            self.forget(&key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use article::{Record, TopicName, header};

    fn received(offset: i64, key: &str, until: Option<i64>) -> Received {
        let headers =
            until.map(|at| (header::HELD_UNTIL.to_owned(), Timestamp::from_millis(at).to_string().into_bytes()));
        let record = Record {
            key: Some(key.as_bytes().to_vec()),
            value: until.map(|_| b"{}".to_vec()),
            headers: headers.into_iter().collect(),
            timestamp: 0,
        };
        Received { topic: TopicName::new("held"), partition: 0, offset, record }
    }

    #[test]
    fn what_is_due_comes_in_the_order_of_its_time_and_what_took_its_place_counts() {
        let mut waiting = Waiting::default();
        let at = |millis| Timestamp::from_millis(millis);
        for (offset, key, until) in [(0, "a", 500), (2, "b", 300), (3, "c", 400), (7, "b", 900)] {
            waiting.note(received(offset, key, Some(until)));
        }
        assert_eq!((waiting.len(), waiting.next), (3, 8));
        assert!(waiting.due(at(399), 9).is_empty(), "the first `b` waits no more");
        assert_eq!(waiting.due(at(500), 9), BTreeSet::from([0, 3]));
        assert_eq!(waiting.due(at(900), 1), BTreeSet::from([3]), "the one that was due first");
        waiting.note(received(8, "c", None));
        waiting.note(received(3, "c", Some(1)));
        assert_eq!(waiting.due(at(500), 9), BTreeSet::from([0]), "it is gone, and stays gone");
        assert!(waiting.stands(b"b", 7) && !waiting.stands(b"b", 2));
        waiting.forget_offsets(&BTreeSet::from([0]));
        assert_eq!(waiting.len(), 1);
    }
}
