//! Reading as a member of a group.

use super::scene::{Scene, eventually, numbers, offsets_after};
use crate::{Bus, Transaction};
use std::time::Duration;

pub(super) fn a_member_is_given_all_partitions_and_records(bus: &dyn Bus, prefix: &str) {
    let scene = Scene::new(bus, prefix, "given");
    let topic = scene.topic("in", 4);
    // More than any one batch.
    scene.append_values(&topic, 0..3_000);
    let mut member = scene.join("g", &topic);
    assert_eq!(numbers(&member.take(3_000)), (0..3_000).collect::<Vec<_>>());
    member.stays_quiet("everything was read");
}

pub(super) fn a_waiting_member_gets_what_is_appended(bus: &dyn Bus, prefix: &str) {
    let scene = Scene::new(bus, prefix, "wakes");
    let topic = scene.topic("in", 2);
    let mut member = scene.join("g", &topic);
    for round in 0..5 {
        std::thread::scope(|threads| {
            threads.spawn(|| scene.append_values(&topic, [round]));
            assert_eq!(numbers(&member.take(1)), [round]);
        });
    }
}

pub(super) fn closed_intake_hands_out_nothing(bus: &dyn Bus, prefix: &str) {
    let scene = Scene::new(bus, prefix, "closed");
    let topic = scene.topic("in", 3);
    let mut member = scene.join("g", &topic);
    scene.append_values(&topic, 0..20);
    let first = member.take(20);
    member.member.set_intake(false);
    scene.append_values(&topic, 20..40);
    member.stays_quiet("intake is closed");
    // What was read before can still be committed.
    member.commit(Transaction { outputs: Vec::new(), offsets: offsets_after(&first) });
    member.stays_quiet("intake is still closed");
    member.member.set_intake(true);
    assert_eq!(numbers(&member.take(20)), (20..40).collect::<Vec<_>>(), "after opening: each record once, none lost");
    member.stays_quiet("everything was read");
}

pub(super) fn intake_closed_before_the_assignment_stays_closed(bus: &dyn Bus, prefix: &str) {
    let scene = Scene::new(bus, prefix, "preclosed");
    let topic = scene.topic("in", 3);
    scene.append_values(&topic, 0..20);
    let mut member = scene.join_unassigned("g", &topic);
    member.member.set_intake(false);
    member.be_assigned();
    member.stays_quiet("intake was closed before the assignment");
    member.member.set_intake(true);
    assert_eq!(numbers(&member.take(20)), (0..20).collect::<Vec<_>>());
}

pub(super) fn two_groups_read_independently(bus: &dyn Bus, prefix: &str) {
    let scene = Scene::new(bus, prefix, "groups");
    let topic = scene.topic("in", 2);
    scene.append_values(&topic, 0..50);
    let all: Vec<_> = (0..50).collect();
    let mut one = scene.join("one", &topic);
    let mut other = scene.join("other", &topic);
    let read = one.take(50);
    assert_eq!(numbers(&read), all);
    one.commit(Transaction { outputs: Vec::new(), offsets: offsets_after(&read) });
    assert_eq!(numbers(&other.take(50)), all, "the other group reads for itself");
    assert_eq!(scene.committed("other", &topic), [None, None], "one group's commit is not the other's");
}

pub(super) fn a_member_that_comes_back_continues(bus: &dyn Bus, prefix: &str) {
    let scene = Scene::new(bus, prefix, "back");
    let topic = scene.topic("in", 3);
    for round in 0..3 {
        let values = round * 30..(round + 1) * 30;
        scene.append_values(&topic, values.clone());
        let mut member = scene.join("g", &topic);
        let records = member.take(30);
        assert_eq!(numbers(&records), values.collect::<Vec<_>>(), "what came since the member left");
        member.commit(Transaction { outputs: Vec::new(), offsets: offsets_after(&records) });
    }
    scene.join("g", &topic).stays_quiet("everything was committed");
}

pub(super) fn uncommitted_records_are_redelivered_to_the_next_member(bus: &dyn Bus, prefix: &str) {
    let scene = Scene::new(bus, prefix, "redelivered");
    let topic = scene.topic("in", 1);
    scene.append_values(&topic, 0..10);
    let mut first = scene.join("g", &topic);
    let records = first.take(10);
    let (done, left): (Vec<_>, Vec<_>) = records.into_iter().enumerate().partition(|(index, _)| *index < 4);
    let done: Vec<_> = done.into_iter().map(|(_, record)| record).collect();
    first.commit(Transaction { outputs: Vec::new(), offsets: offsets_after(&done) });
    drop(first);
    let left: Vec<_> = left.into_iter().map(|(_, record)| record).collect();
    assert_eq!(scene.join("g", &topic).take(6), left, "the records after the committed offset, as they were");
}

pub(super) fn a_rewind_redelivers_what_is_not_committed(bus: &dyn Bus, prefix: &str) {
    let scene = Scene::new(bus, prefix, "rewind");
    let topic = scene.topic("in", 2);
    scene.append_values(&topic, 0..20);
    let mut member = scene.join("g", &topic);
    let all = member.take(20);
    member.member.rewind().unwrap();
    let again = member.take(20);
    assert_eq!(numbers(&again), numbers(&all), "a rewind with nothing committed goes to the beginning");

    // One partition is done, the other is not.
    let (done, left): (Vec<_>, Vec<_>) = all.into_iter().partition(|record| record.partition == 0);
    assert!(!done.is_empty() && !left.is_empty(), "the keys fall into both partitions");
    member.commit(Transaction { outputs: Vec::new(), offsets: offsets_after(&done) });
    member.member.rewind().unwrap();
    assert_eq!(member.take(left.len()), left, "a rewind goes back to the committed offsets");
    member.stays_quiet("everything was redelivered");

    member.commit(Transaction { outputs: Vec::new(), offsets: offsets_after(&left) });
    member.member.rewind().unwrap();
    member.stays_quiet("everything was committed before the rewind");
    // The member still follows the topic.
    eventually("a member goes on after a rewind", || member.member.poll(Duration::ZERO).is_ok());
    scene.append_values(&topic, [20]);
    assert_eq!(numbers(&member.take(1)), [20]);
}
