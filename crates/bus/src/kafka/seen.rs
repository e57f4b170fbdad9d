//! What a member remembers of the records it was given last. A partition that ends before the place to read on is either
//! the same log, cut back to an earlier state, or another one under the same name: only its records tell which, and where
//! the two part.

use crate::Received;
use article::Record;
use std::collections::{HashMap, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};

/// So many records of each partition are remembered: 16 KiB.
const MOST: usize = 1_024;

/// An offset and the mark of the record that stood there.
pub(super) type Mark = (i64, u64);

/// The marks of the last records, in order, by partition of one topic.
#[derive(Debug, Default)]
pub(super) struct Seen(HashMap<i32, VecDeque<Mark>>);

/// What a partition holds of what is remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compared {
    /// All of it, and nothing else before the place to read on.
    Whole,
    /// The same up to this offset; what stands there is something else, or nothing.
    Until(i64),
    /// Nothing of it.
    Another,
}

impl Seen {
    /// A record was handed over. What was remembered of its offset and of those behind it no longer holds.
    pub(super) fn note(&mut self, one: &Received) {
        self.forget_from(one.partition, one.offset);
        let marks = self.0.entry(one.partition).or_default();
        if marks.len() == MOST {
            marks.pop_front();
        }
        marks.push_back((one.offset, mark(&one.record)));
    }

    /// Whether another record stood at its offset before.
    pub(super) fn differs(&self, one: &Received) -> bool {
        let Some(marks) = self.0.get(&one.partition) else { return false };
        if marks.back().is_none_or(|(last, _)| *last < one.offset) {
            return false;
        }
        let before = marks.binary_search_by_key(&one.offset, |(offset, _)| *offset);
        before.ok().and_then(|index| marks.get(index)).is_some_and(|(_, before)| *before != mark(&one.record))
    }

    /// The partitions of which something is remembered.
    pub(super) fn partitions(&self) -> impl Iterator<Item = i32> {
        self.0.iter().filter(|(_, marks)| !marks.is_empty()).map(|(partition, _)| *partition)
    }

    /// Others have read on: what is remembered ends before what is read next, and would be compared over a gap.
    pub(super) fn forget(&mut self, partition: i32) {
        self.0.remove(&partition);
    }

    /// What stands from this offset on is read anew.
    pub(super) fn forget_from(&mut self, partition: i32, offset: i64) {
        let Some(marks) = self.0.get_mut(&partition) else { return };
        while marks.back().is_some_and(|(last, _)| *last >= offset) {
            marks.pop_back();
        }
    }

    /// The first offset that is remembered, of those from `low` on; `None` also when others have read on since, up to
    /// `position`: what they read is not known here.
    pub(super) fn oldest(&self, partition: i32, low: i64, position: i64) -> Option<i64> {
        let marks = self.0.get(&partition)?;
        marks.back().filter(|(last, _)| position <= last + 1)?;
        marks.iter().map(|(offset, _)| *offset).find(|offset| *offset >= low).filter(|oldest| *oldest < position)
    }

    /// Compares what stands in a partition, from [`Self::oldest`] on to the place to read on.
    pub(super) fn compare(&self, partition: i32, low: i64, position: i64, found: &[Mark]) -> Compared {
        let between = |(offset, _): &&Mark| (low..position).contains(offset);
        let remembered = self.0.get(&partition).into_iter().flatten().filter(between);
        let mut same = None;
        let mut found = found.iter();
        for mark in remembered {
            if found.next() != Some(mark) {
                return same.map_or(Compared::Another, Compared::Until);
            }
            same = Some(mark.0 + 1);
        }
        match (same, found.next()) {
            (None, _) => Compared::Another,
            (Some(end), Some(_)) => Compared::Until(end),
            (Some(_), None) => Compared::Whole,
        }
    }
}

/// What tells a record from others: enough of it, for it is made of every record that is read.
pub(super) fn mark(record: &Record) -> u64 {
    let mut hasher = DefaultHasher::new();
    (record.timestamp, &record.key, record.value.as_ref().map(Vec::len)).hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use article::TopicName;

    fn one(offset: i64, timestamp: i64) -> Received {
        let record = Record { key: Some(b"k".to_vec()), value: Some(vec![0; 9]), timestamp, ..Record::default() };
        Received { topic: TopicName::new("in"), partition: 3, offset, record }
    }

    fn marks(records: &[(i64, i64)]) -> Vec<Mark> {
        records.iter().map(|(offset, timestamp)| (*offset, mark(&one(*offset, *timestamp).record))).collect()
    }

    #[test]
    fn where_two_logs_part_is_found() {
        let mut seen = Seen::default();
        assert_eq!(seen.oldest(3, 0, 0), None);
        // 12 and 15 are markers of transactions.
        for (offset, timestamp) in [(10, 100), (11, 101), (13, 103), (14, 104)] {
            seen.note(&one(offset, timestamp));
        }
        let oldest = |low, position| seen.oldest(3, low, position);
        assert_eq!((oldest(0, 15), oldest(12, 15), oldest(15, 15)), (Some(10), Some(13), None));
        assert_eq!((oldest(0, 10), oldest(0, 17)), (None, None), "nothing before it; others have read on");
        let compared = |found: &[(i64, i64)]| seen.compare(3, 0, 16, &marks(found));
        let all = [(10, 100), (11, 101), (13, 103), (14, 104)];
        assert_eq!(compared(&all), Compared::Whole);
        assert_eq!(compared(&all[..2]), Compared::Until(12), "it ends there");
        assert_eq!(compared(&[(10, 100), (11, 101), (12, 250)]), Compared::Until(12), "it was written on there");
        assert_eq!(compared(&[(10, 100), (11, 300)]), Compared::Until(11));
        let behind = [&all[..], &[(15, 205)]].concat();
        assert_eq!(compared(&behind), Compared::Until(15), "only a marker was cut off, and a record took its place");
        assert_eq!(compared(&[(10, 999), (11, 101)]), Compared::Another);
        assert_eq!(compared(&[]), Compared::Another);
        assert_eq!(seen.compare(3, 12, 16, &marks(&all[2..])), Compared::Whole, "retention has removed the others");
        assert_eq!(seen.compare(3, 0, 12, &marks(&all[..2])), Compared::Whole, "the others were not committed");
    }

    #[test]
    fn what_others_read_in_between_is_no_loss_of_the_log() {
        let mut seen = Seen::default();
        (0..5).for_each(|offset| seen.note(&one(offset, offset)));
        // The partition goes to another member, and comes back when that one has read up to 20.
        assert_eq!(seen.oldest(3, 0, 20), None);
        seen.forget(3);
        (20..25).for_each(|offset| seen.note(&one(offset, offset)));
        assert_eq!(seen.oldest(3, 0, 25), Some(20));
        let numbers: Vec<_> = (20..25).map(|offset| (offset, offset)).collect();
        assert_eq!(seen.compare(3, 0, 25, &marks(&numbers)), Compared::Whole);
        assert_eq!(seen.compare(3, 0, 25, &marks(&numbers[..3])), Compared::Until(23), "cut back all the same");
    }

    #[test]
    fn a_record_in_the_place_of_another_is_told_and_their_number_is_bounded() {
        let mut seen = Seen::default();
        for offset in 0..5_000 {
            seen.note(&one(offset, offset));
        }
        assert_eq!(seen.oldest(3, 0, 5_000), Some(5_000 - i64::try_from(MOST).unwrap()));
        assert!(!seen.differs(&one(4_990, 4_990)), "read again after a rewind");
        assert!(seen.differs(&one(4_990, 7)));
        assert!(!seen.differs(&one(0, 7)), "forgotten long ago");
        assert!(!seen.differs(&one(5_000, 7)), "new");
        seen.note(&one(4_990, 7));
        assert!(!seen.differs(&one(4_991, 8)), "what stood behind it is read anew");
        seen.forget_from(3, 0);
        assert_eq!(seen.partitions().count(), 0);
    }
}
