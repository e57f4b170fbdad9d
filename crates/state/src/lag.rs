//! How far behind the groups are, as it follows from a look, and from an earlier one where there is one.

use crate::count::Count;
use crate::look::{GroupLook, Look};
use article::{Timestamp, TopicName};
use std::time::Duration;

/// How far behind a group is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupLag {
    /// The loop that it is the group of: `extract`, `store/articles`.
    pub stage: String,
    /// Its name.
    pub group: String,
    /// What it reads.
    pub topic: TopicName,
    /// Whether it has read anything.
    pub has_read: bool,
    /// Per partition, from 0.
    pub partitions: Vec<PartitionLag>,
}

/// How far behind a group is in one partition.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PartitionLag {
    /// Records it has not read.
    pub records: Count,
    /// The age of the oldest of them; `None`: there is none, or it could not be read.
    pub age: Option<Duration>,
    /// Offsets behind those that nobody may read, because somebody's transaction was open at both looks.
    pub held_up: u64,
}

impl PartitionLag {
    /// Whether nothing waits.
    pub fn is_none(&self) -> bool {
        self.records.number() == 0 && self.held_up == 0
    }
}

impl GroupLag {
    /// Of all partitions together: the oldest counts.
    pub fn whole(&self) -> PartitionLag {
        let add = |sum: PartitionLag, one: &PartitionLag| PartitionLag {
            records: sum.records + one.records,
            age: sum.age.max(one.age),
            held_up: sum.held_up + one.held_up,
        };
        self.partitions.iter().fold(PartitionLag::default(), add)
    }
}

impl Look {
    /// How far behind each group is. What is held up shows only beside an earlier look.
    pub fn lags(&self, earlier: Option<&Self>) -> Vec<GroupLag> {
        let before = |group: &GroupLook| {
            let of_topic = |one: &&GroupLook| one.topic.name == group.topic.name;
            earlier.and_then(|look| look.groups.iter().find(of_topic))
        };
        self.groups.iter().map(|group| group.lag(before(group), self.at)).collect()
    }
}

impl GroupLook {
    fn lag(&self, before: Option<&Self>, now: Timestamp) -> GroupLag {
        let partitions = self.unread.iter().enumerate().map(|(number, unread)| {
            let before = before.and_then(|before| before.topic.reaches.get(number));
            let held_up = before.zip(self.topic.reaches.get(number)).map_or(0, |(before, now)| before.held_up(now));
            PartitionLag { records: unread.records, age: unread.oldest.map(|at| since(at, now)), held_up }
        });
        GroupLag {
            stage: self.stage.clone(),
            group: self.group.clone(),
            topic: self.topic.name.clone(),
            has_read: self.has_read(),
            partitions: partitions.collect(),
        }
    }
}

/// How long ago it was; a time that is ahead of ours was just now.
pub(crate) fn since(at: Timestamp, now: Timestamp) -> Duration {
    Duration::from_millis(u64::try_from(now.millis() - at.millis()).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::look::TopicLook;
    use crate::reach::Reach;
    use crate::unread::Unread;

    fn look(at: i64, ends: [(i64, i64); 2], oldest: [Option<i64>; 2]) -> Look {
        let reaches = ends.map(|(end, written)| Reach { start: 0, end, written });
        let unread = oldest.map(|oldest| match oldest {
            None => Unread::default(),
            Some(at) => Unread { records: Count::Exactly(3), oldest: Some(Timestamp::from_millis(at)) },
        });
        let topic = TopicLook { name: TopicName::new("news.raw.v1"), reaches: reaches.into() };
        let (stage, group) = ("extract".to_owned(), "news.extract".to_owned());
        let positions = vec![Some(1), None];
        let group = GroupLook { stage, group, topic, positions, unread: unread.into() };
        Look { at: Timestamp::from_millis(at), groups: vec![group] }
    }

    #[test]
    fn lag_is_counted_in_records_and_told_by_the_oldest() {
        let lags = look(90_000, [(4, 4), (7, 7)], [Some(30_000), Some(95_000)]).lags(None);
        let [group] = lags.as_slice() else { panic!("{lags:?}") };
        let ages: Vec<_> = group.partitions.iter().map(|one| one.age.unwrap().as_secs()).collect();
        assert_eq!(ages, [60, 0], "a clock that is ahead");
        let whole = group.whole();
        assert_eq!((whole.records, whole.age), (Count::Exactly(6), Some(Duration::from_secs(60))));
        assert!(group.has_read && !whole.is_none());
        assert!(look(0, [(4, 4), (7, 7)], [None, None]).lags(None)[0].whole().is_none());
    }

    #[test]
    fn a_transaction_that_is_open_at_both_looks_holds_up() {
        let first = look(0, [(4, 9), (7, 8)], [None, None]);
        assert!(first.is_any_open());
        assert_eq!(first.lags(None)[0].whole().held_up, 0, "one look does not tell");
        let later = look(3_000, [(4, 10), (9, 9)], [None, None]);
        let lags = later.lags(Some(&first));
        let held: Vec<_> = lags[0].partitions.iter().map(|one| one.held_up).collect();
        assert_eq!((held, lags[0].whole().is_none()), (vec![6, 0], false));
    }
}
