//! How a topic that exists differs from what is configured. Pure.
//!
//! Nothing that deletes records is ever a change: keeping them for a shorter time or in less room, another clean-up policy,
//! fewer partitions. Neither is what would have records refused: a smaller largest record, more replicas in sync than there
//! are copies.

use super::shape;
use super::topics::Held;
use crate::{Change, TopicSpec};

/// What a topic has.
pub(super) struct Has<'a> {
    pub(super) partitions: i32,
    /// Copies of each partition.
    pub(super) copies: usize,
    pub(super) held: &'a Held,
}

/// Settings that may grow; `-1` is without end.
const ONLY_UP: [&str; 3] = ["retention.ms", "retention.bytes", "max.message.bytes"];

/// The differences of `topic`, which is to have the settings `wanted` and `copies` copies.
pub(super) fn differences(
    topic: &TopicSpec,
    wanted: &[(&'static str, String)],
    copies: usize,
    has: &Has<'_>,
) -> Vec<Change> {
    let mut found = Vec::new();
    let (from, to) = (has.partitions, topic.partitions);
    if !shape::keeps_its_partitions(topic) && from < to {
        found.push(Change::AddPartitions { from, to });
    } else if !shape::keeps_its_partitions(topic) && from > to {
        found.push(Change::Leave(format!(
            "it has {from} partitions, and none can be taken away; set topics.partitions = {from}"
        )));
    }
    if has.copies != copies {
        let text = format!(
            "it has {} copies of each partition, topics.replication_factor says {copies}; `kafka-reassign-partitions.sh` \
             moves copies",
            has.copies
        );
        found.push(Change::Leave(text));
    }
    found.extend(wanted.iter().filter_map(|(key, to)| setting(key, to, has)));
    found
}

fn setting(key: &'static str, to: &str, has: &Has<'_>) -> Option<Change> {
    let from = has.held.get(key).map(|(value, _)| value.as_str()).unwrap_or_default();
    if from == to {
        return None;
    }
    let by_hand = |why: &str| {
        let text = format!(
            "{key} is {from}, the configuration says {to}: {why}; if that is wanted, `kafka-configs.sh --alter \
             --entity-type topics --add-config {key}={to}` does it"
        );
        Some(Change::Leave(text))
    };
    let shrinks = || Some(reach(to)? < reach(from)?);
    match key {
        "cleanup.policy" => by_hand("another policy deletes records"),
        "max.message.bytes" if shrinks() == Some(true) => by_hand("larger records would be refused"),
        _ if ONLY_UP.contains(&key) && shrinks() == Some(true) => by_hand("records would be deleted"),
        "min.insync.replicas" if to.parse().is_ok_and(|least: usize| least > has.copies) => {
            by_hand("with fewer copies than that nothing could be written")
        }
        _ => Some(Change::Set { key, from: from.to_owned(), to: to.to_owned() }),
    }
}

/// A number of which more is more, and -1 the most.
fn reach(text: &str) -> Option<u64> {
    if text == "-1" { Some(u64::MAX) } else { text.parse().ok() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Retention;
    use article::TopicName;
    use std::time::Duration;

    fn spec(partitions: i32, retention: Retention) -> TopicSpec {
        TopicSpec { name: TopicName::new("news.raw.v1"), partitions, retention, max_message_bytes: 1 << 20 }
    }

    fn found(partitions: (i32, i32), wanted: (&'static str, &str), held: &str, copies: (usize, usize)) -> Vec<String> {
        let news = Retention::Delete { age: Duration::from_secs(60), bytes: None };
        let held = Held::from([(wanted.0.to_owned(), (held.to_owned(), true))]);
        let has = Has { partitions: partitions.0, copies: copies.0, held: &held };
        let wanted = [(wanted.0, wanted.1.to_owned())];
        differences(&spec(partitions.1, news), &wanted, copies.1, &has).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_only_adds_is_done_and_what_deletes_or_refuses_is_left() {
        let same = (6, 6);
        for (wanted, held, expected) in [
            (("retention.ms", "1000"), "1000", ""),
            (("retention.ms", "2000"), "1000", "retention.ms 1000 -> 2000"),
            (("retention.ms", "-1"), "1000", "retention.ms 1000 -> -1"),
            (
                ("retention.ms", "1000"),
                "2000",
                "left as it is: retention.ms is 2000, the configuration says 1000: records",
            ),
            (("retention.bytes", "9"), "-1", "left as it is: retention.bytes is -1"),
            (("max.message.bytes", "10"), "9", "max.message.bytes 9 -> 10"),
            (("max.message.bytes", "9"), "10", "left as it is: max.message.bytes is 10"),
            (("cleanup.policy", "compact"), "delete", "left as it is: cleanup.policy is delete"),
            (("segment.ms", "5"), "7", "segment.ms 7 -> 5"),
            (("min.insync.replicas", "2"), "1", "left as it is: min.insync.replicas is 1"),
        ] {
            let found = found(same, wanted, held, (1, 1));
            match (expected, &found[..]) {
                ("", []) => {}
                (text, [one]) if !text.is_empty() => assert!(one.starts_with(text), "{one}"),
                _ => panic!("{wanted:?} over {held}: {found:?}"),
            }
        }
        assert_eq!(found(same, ("min.insync.replicas", "2"), "1", (3, 3)), ["min.insync.replicas 1 -> 2"]);
    }

    #[test]
    fn partitions_are_added_and_never_taken_away() {
        let fine = (("segment.ms", "5"), "5");
        assert_eq!(found((3, 6), fine.0, fine.1, (1, 1)), ["partitions 3 -> 6"]);
        let [more] = &found((9, 6), fine.0, fine.1, (1, 1))[..] else { panic!("one difference") };
        assert!(
            more.starts_with("left as it is: it has 9 partitions") && more.ends_with("topics.partitions = 9"),
            "{more}"
        );
        let [copies] = &found((6, 6), fine.0, fine.1, (1, 3))[..] else { panic!("one difference") };
        assert!(copies.starts_with("left as it is: it has 1 copies"), "{copies}");
        let held = Held::new();
        let has = Has { partitions: 3, copies: 1, held: &held };
        assert!(
            differences(&spec(6, Retention::Compact), &[], 1, &has).is_empty(),
            "keys would be looked for elsewhere"
        );
    }
}
