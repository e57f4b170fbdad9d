//! Outputs and offsets as one.

use super::scene::{
    MAX_MESSAGE_BYTES, Scene, eventually, numbered, numbers, of_size, offsets_after, refused_for_topic,
};
use crate::{Bus, Received, Transaction};
use article::TopicName;

/// Each record copied to another topic, and the offsets after them.
fn copy(records: &[Received], to: &TopicName) -> Transaction {
    let outputs = numbers(records).into_iter().map(|value| numbered(to, value)).collect();
    Transaction { outputs, offsets: offsets_after(records) }
}

pub(super) fn outputs_and_offsets_become_visible_together(bus: &dyn Bus, prefix: &str) {
    let scene = Scene::new(bus, prefix, "together");
    let (input, output) = (scene.topic("in", 2), scene.topic("out", 3));
    let mut member = scene.join("g", &input);
    let mut copied = 0;
    for round in 1..=5 {
        scene.append_values(&input, copied..copied + round * 10);
        let records = member.take(round * 10);
        let transaction = copy(&records, &output);
        let next = transaction.offsets.clone();
        member.commit(transaction);
        copied += round * 10;
        assert_eq!(numbers(&scene.read(&output, copied)), (0..copied).collect::<Vec<_>>());
        eventually("the offsets of a visible output are committed", || {
            let committed = scene.committed("g", &input);
            let at = |partition: i32| usize::try_from(partition).ok().and_then(|index| *committed.get(index)?);
            next.iter().all(|(partition, next)| at(partition.partition).is_some_and(|at| at >= *next))
        });
    }
    // Whoever comes next sees all of it.
    drop(member);
    scene.join("g", &input).stays_quiet("everything was committed");
}

pub(super) fn consecutive_commits_of_a_part_add_up(bus: &dyn Bus, prefix: &str) {
    let scene = Scene::new(bus, prefix, "parts");
    let (input, output) = (scene.topic("in", 3), scene.topic("out", 2));
    scene.append_values(&input, 0..70);
    let mut member = scene.join("g", &input);
    let records = member.take(70);
    // The last part is polled and never committed.
    let (parts, left) = records.split_at_checked(60).unwrap();
    for part in parts.chunks(7) {
        member.commit(copy(part, &output));
    }
    assert_eq!(numbers(&scene.read(&output, 60)), numbers(parts));
    drop(member);
    let mut next = scene.join("g", &input);
    let redelivered = next.take(10);
    assert_eq!(numbers(&redelivered), numbers(left));
    next.commit(copy(&redelivered, &output));
    assert_eq!(numbers(&scene.read(&output, 70)), (0..70).collect::<Vec<_>>(), "each record copied once");
}

pub(super) fn a_transaction_may_hold_offsets_only(bus: &dyn Bus, prefix: &str) {
    let scene = Scene::new(bus, prefix, "offsets");
    let topic = scene.topic("in", 2);
    scene.append_values(&topic, 0..10);
    let mut member = scene.join("g", &topic);
    let records = member.take(10);
    member.commit(Transaction { outputs: Vec::new(), offsets: offsets_after(&records) });
    drop(member);
    scene.append_values(&topic, 10..12);
    assert_eq!(numbers(&scene.join("g", &topic).take(2)), [10, 11]);
}

pub(super) fn a_transaction_may_hold_outputs_only(bus: &dyn Bus, prefix: &str) {
    let scene = Scene::new(bus, prefix, "outputs");
    let (input, output) = (scene.topic("in", 2), scene.topic("out", 2));
    scene.append_values(&input, 0..4);
    let mut member = scene.join("g", &input);
    member.take(4);
    member.commit(Transaction { outputs: (0..3).map(|value| numbered(&output, value)).collect(), offsets: Vec::new() });
    assert_eq!(numbers(&scene.read(&output, 3)), [0, 1, 2]);
    assert_eq!(scene.committed("g", &input), [None, None], "outputs alone move no offset");
    member.member.rewind().unwrap();
    assert_eq!(numbers(&member.take(4)), [0, 1, 2, 3]);
}

pub(super) fn a_refused_commit_leaves_nothing_behind(bus: &dyn Bus, prefix: &str) {
    let scene = Scene::new(bus, prefix, "refused");
    let (input, output) = (scene.topic("in", 1), scene.topic("out", 1));
    scene.append_values(&input, 0..6);
    let mut member = scene.join("g", &input);
    let records = member.take(6);
    let mut spoilt = copy(&records, &output);
    spoilt.outputs.push(of_size(&output, "too large", MAX_MESSAGE_BYTES + 1));
    refused_for_topic(member.member.commit(spoilt), "a commit with a record over the limit");
    assert_eq!(scene.committed("g", &input), [None], "a refused commit moves no offset");
    // The member is as it was: the same without the large record is taken, and stands alone in the topic.
    member.commit(copy(&records, &output));
    assert_eq!(numbers(&scene.read(&output, 6)), [0, 1, 2, 3, 4, 5]);
    // And a member that leaves with work undone leaves nothing of it.
    scene.append_values(&input, 6..9);
    member.take(3);
    drop(member);
    assert_eq!(numbers(&scene.join("g", &input).take(3)), [6, 7, 8]);
    assert_eq!(scene.read(&output, 6).len(), 6);
}

pub(super) fn a_member_may_write_to_the_topic_it_reads(bus: &dyn Bus, prefix: &str) {
    let scene = Scene::new(bus, prefix, "own");
    let topic = scene.topic("in", 1);
    scene.append_values(&topic, 0..2);
    let mut member = scene.join("g", &topic);
    let records = member.take(2);
    let outputs = vec![numbered(&topic, 2), numbered(&topic, 3)];
    member.commit(Transaction { outputs, offsets: offsets_after(&records) });
    assert_eq!(numbers(&member.take(2)), [2, 3]);
}
