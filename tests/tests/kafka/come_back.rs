//! Partitions that go to another member and come back, again and again.

use article::{Record, TopicName};
use bus::{
    Bus, CommitOutcome, KafkaBus, Member, Membership, Output, Polled, Retention, TopicPartition, TopicSpec, Transaction,
};
use dateline_tests::{SharedLane, Turn, wait_for};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

const SOON: Duration = Duration::from_secs(120);
const PARTITIONS: i32 = 2;
/// Records between two changes.
const RECORDS: usize = 20;

/// A member that commits what it reads.
struct Reading {
    member: Box<dyn Member>,
    assigned: BTreeSet<i32>,
}

impl Reading {
    fn join(bus: &KafkaBus, name: &str, topic: &TopicName) -> Self {
        let membership = Membership {
            group: format!("{topic}.readers"),
            topic: topic.clone(),
            transactional_id: format!("{topic}.{name}"),
            outputs: Arc::new(()),
        };
        Self { member: bus.join(membership).unwrap(), assigned: BTreeSet::new() }
    }

    /// One poll; `read` counts what was committed.
    fn poll(&mut self, read: &mut BTreeMap<String, usize>) {
        match self.member.poll(Duration::from_millis(20)).unwrap() {
            Polled::Nothing => {}
            Polled::Assigned(partitions) => self.assigned.extend(partitions.iter().map(|at| at.partition)),
            Polled::Revoked(revocation) => {
                self.assigned.retain(|one| revocation.partitions.iter().all(|at| at.partition != *one));
            }
            Polled::Skipped(skipped) => panic!("nothing is to be skipped: {skipped:?}"),
            Polled::Records(records) => {
                let places =
                    records.iter().map(|one| (TopicPartition::new(one.topic.clone(), one.partition), one.offset + 1));
                let offsets: BTreeMap<_, _> = places.collect();
                let transaction = Transaction { outputs: Vec::new(), offsets: offsets.into_iter().collect() };
                match self.member.commit(transaction).unwrap() {
                    CommitOutcome::Committed => {
                        for one in records {
                            *read.entry(String::from_utf8_lossy(one.record.value()).into_owned()).or_default() += 1;
                        }
                    }
                    CommitOutcome::Rewound { .. } => self.member.rewind().unwrap(),
                }
            }
        }
    }
}

#[test]
fn what_another_member_read_in_the_meantime_is_not_read_again() {
    let _turn = Turn::of(crate::UNHURRIED);
    let lane = SharedLane::new("back").unwrap();
    let topic = lane.topics.raw();
    let retention = Retention::Delete { age: Duration::from_secs(3_600), bytes: None };
    let spec = TopicSpec { name: topic.clone(), partitions: PARTITIONS, retention, max_message_bytes: 1 << 20 };
    lane.bus.ensure_topics(&[spec]).unwrap();
    let mut read = BTreeMap::new();
    let mut sent = 0;
    let mut send = || {
        let one = |number: usize| {
            let text = number.to_string().into_bytes();
            let record = Record { key: Some(text.clone()), value: Some(text), ..Record::default() };
            Output { topic: topic.clone(), partition: None, record }
        };
        lane.bus.append((sent..sent + RECORDS).map(one).collect()).unwrap();
        sent += RECORDS;
        sent
    };
    let mut steady = Reading::join(&lane.bus, "steady", &topic);
    for round in 0..4 {
        wait_for("all partitions to be back", SOON, || {
            steady.poll(&mut read);
            if steady.assigned.len() == PARTITIONS as usize { Ok(()) } else { Err(format!("{:?}", steady.assigned)) }
        })
        .unwrap();
        for _ in 0..2 {
            let count = send();
            wait_for("what came while it was alone", SOON, || {
                steady.poll(&mut read);
                if read.len() == count { Ok(()) } else { Err(format!("{} of {count} in round {round}", read.len())) }
            })
            .unwrap();
            // As after a transaction that was aborted: what is remembered is compared with what stands there.
            steady.member.rewind().unwrap();
        }
        let mut other = Reading::join(&lane.bus, &format!("other-{round}"), &topic);
        wait_for("the other one to have a partition", SOON, || {
            steady.poll(&mut read);
            other.poll(&mut read);
            if other.assigned.is_empty() { Err("none".to_owned()) } else { Ok(()) }
        })
        .unwrap();
        let count = send();
        wait_for("what came while there were two", SOON, || {
            steady.poll(&mut read);
            other.poll(&mut read);
            if read.len() == count { Ok(()) } else { Err(format!("{} of {count} in round {round}", read.len())) }
        })
        .unwrap();
    }
    let again: Vec<_> = read.iter().filter(|(_, times)| **times != 1).collect();
    assert!(again.is_empty(), "{again:?}");
}
