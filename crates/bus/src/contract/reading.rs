//! Reading outside any group, and how far things have come.

use super::scene::{Scene, eventually, numbers, offsets_after, read_exactly, read_to_the_end};
use crate::{Bus, Isolation, TopicPartition, Transaction};

pub(super) fn a_reader_reads_everything_and_is_caught_up(bus: &dyn Bus, prefix: &str) {
    let scene = Scene::new(bus, prefix, "all");
    let topic = scene.topic("in", 4);
    scene.append_values(&topic, 0..2_500);
    // Visible to one reader, so within the end that a later one takes.
    scene.read(&topic, 2_500);
    let mut reader = scene.reader(&topic);
    assert!(!reader.caught_up(), "a reader is caught up before it has read anything");
    assert_eq!(numbers(&read_to_the_end(reader.as_mut())), (0..2_500).collect::<Vec<_>>());
}

pub(super) fn a_reader_begins_where_it_is_told(bus: &dyn Bus, prefix: &str) {
    let scene = Scene::new(bus, prefix, "from");
    let topic = scene.topic("in", 2);
    for first in [0, 15, 30] {
        scene.append_values(&topic, first..first + 15);
    }
    let all = scene.read(&topic, 45);
    for partition in scene.partitions(&topic) {
        let here: Vec<_> = all.iter().filter(|record| record.partition == partition.partition).cloned().collect();
        for index in [0, here.len() / 2, here.len() - 1] {
            let record = here.get(index).unwrap();
            let mut at = bus.reader(&[(partition.clone(), record.offset)]).unwrap();
            assert_eq!(read_to_the_end(at.as_mut()).first(), Some(record), "from offset {}", record.offset);
            let mut after = bus.reader(&[(partition.clone(), record.offset + 1)]).unwrap();
            let rest = here.len() - index - 1;
            assert_eq!(read_exactly(after.as_mut(), rest).len(), rest, "from after offset {}", record.offset);
        }
    }
}

pub(super) fn a_reader_of_an_empty_topic_is_caught_up(bus: &dyn Bus, prefix: &str) {
    let scene = Scene::new(bus, prefix, "empty");
    let topic = scene.topic("in", 3);
    let mut reader = scene.reader(&topic);
    assert!(read_to_the_end(reader.as_mut()).is_empty());
}

pub(super) fn a_reader_goes_on_with_what_comes_later(bus: &dyn Bus, prefix: &str) {
    let scene = Scene::new(bus, prefix, "later");
    let topic = scene.topic("in", 2);
    let mut reader = scene.reader(&topic);
    for round in 0..5 {
        scene.append_values(&topic, [2 * round, 2 * round + 1]);
        assert_eq!(numbers(&read_exactly(reader.as_mut(), 2)), [2 * round, 2 * round + 1]);
    }
    assert!(read_to_the_end(reader.as_mut()).is_empty());
}

pub(super) fn ends_and_commits_are_told(bus: &dyn Bus, prefix: &str) {
    let scene = Scene::new(bus, prefix, "ends");
    let topic = scene.topic("in", 2);
    let partitions = scene.partitions(&topic);
    let ends = |isolation| -> Vec<i64> {
        partitions.iter().map(|partition| bus.end_offset(partition, isolation).unwrap()).collect()
    };
    assert_eq!(ends(Isolation::Committed), [0, 0]);
    assert_eq!(ends(Isolation::Uncommitted), [0, 0]);
    assert_eq!(scene.committed("g", &topic), [None, None]);

    scene.append_values(&topic, 0..10);
    let mut member = scene.join("g", &topic);
    let records = member.take(10);
    let offsets = offsets_after(&records);
    eventually("the ends are past the last records", || {
        let past = |ends: Vec<i64>| offsets.iter().all(|(partition, next)| at(&ends, partition) >= Some(*next));
        past(ends(Isolation::Committed)) && past(ends(Isolation::Uncommitted))
    });
    let probe = member.member.lag_probe();
    eventually("a lag probe sees that everything was read, whatever lies behind the last record", || {
        let probed: Vec<_> = probe.extents(&partitions).unwrap().iter().map(|extent| extent.end).collect();
        offsets.iter().all(|(partition, next)| at(&probed, partition).flatten() == Some(*next))
    });
    let mut late = scene.join("late", &topic);
    late.member.set_intake(false);
    late.be_assigned();
    let probe = late.member.lag_probe();
    eventually("a lag probe tells what waits for a member that was given nothing yet", || {
        let extents = probe.extents(&partitions).unwrap();
        offsets.iter().all(|(partition, next)| {
            at(&extents, partition).is_some_and(|extent| extent.start == Some(0) && extent.end >= Some(*next))
        })
    });

    member.commit(Transaction { outputs: Vec::new(), offsets: offsets.clone() });
    eventually("the committed offsets are told", || {
        let committed = scene.committed("g", &topic);
        offsets.iter().all(|(partition, next)| at(&committed, partition).flatten() >= Some(*next))
    });
    assert_eq!(scene.committed("another", &topic), [None, None]);
}

/// The figure of this partition.
fn at<T: Copy>(figures: &[T], partition: &TopicPartition) -> Option<T> {
    figures.get(usize::try_from(partition.partition).unwrap()).copied()
}
