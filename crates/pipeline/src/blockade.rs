//! Tells the operator of records that wait behind somebody's open transaction: nobody may read them, no lag shows them,
//! and only whoever began that transaction can end it.

use bus::TopicPartition;
use std::collections::HashMap;
use std::time::{Duration, Instant};

/// Transactions are open for moments all the time; this long is no moment.
const LONG: Duration = Duration::from_secs(30);

/// The partitions where something waits.
#[derive(Debug, Default)]
pub(crate) struct Blockades {
    blocked: HashMap<TopicPartition, Blocked>,
}

#[derive(Debug)]
struct Blocked {
    since: Instant,
    told: bool,
}

/// What is to be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum News {
    Blocked,
    Free,
}

impl Blockades {
    /// Notes how many offsets wait; says so once when that lasts, and once when it is over.
    pub(crate) fn note(&mut self, stage: &str, at: &TopicPartition, blocked: i64, now: Instant) {
        let (topic, partition) = (&at.topic, at.partition);
        match self.news(at, blocked, now) {
            Some(News::Blocked) => tracing::warn!(
                stage, %topic, partition, records = blocked,
                "records wait behind an open transaction; they can be read when it ends. If that takes longer than \
                 transaction.timeout.ms, see docs/reliability.md for a transaction that Kafka leaves open"
            ),
            Some(News::Free) => tracing::info!(stage, %topic, partition, "no open transaction is in the way any more"),
            None => {}
        }
    }

    fn news(&mut self, at: &TopicPartition, blocked: i64, now: Instant) -> Option<News> {
        if blocked <= 0 {
            return self.blocked.remove(at).is_some_and(|one| one.told).then_some(News::Free);
        }
        let one = self.blocked.entry(at.clone()).or_insert(Blocked { since: now, told: false });
        let due = !one.told && now.duration_since(one.since) >= LONG;
        one.told |= due;
        due.then_some(News::Blocked)
    }

    /// The partition is somebody else's now.
    pub(crate) fn forget(&mut self, at: &TopicPartition) {
        self.blocked.remove(at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use article::TopicName;

    #[test]
    fn what_waits_for_long_is_told_once_and_once_more_when_it_is_over() {
        let at = TopicPartition::new(TopicName::new("t"), 0);
        let (mut blockades, start) = (Blockades::default(), Instant::now());
        let mut news = |blocked, seconds| blockades.news(&at, blocked, start + Duration::from_secs(seconds));
        assert_eq!([news(3, 0), news(3, 20), news(0, 22)], [None; 3], "a moment");
        assert_eq!([news(3, 30), news(9, 62), news(9, 90)], [None, Some(News::Blocked), None]);
        assert_eq!([news(0, 95), news(0, 97)], [Some(News::Free), None]);
    }
}
