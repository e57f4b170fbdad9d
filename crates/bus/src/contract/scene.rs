//! What the behaviours share: topics of their own, records, and waiting under a deadline.

use crate::{
    Bus, BusError, CommitOutcome, Member, Membership, Output, Polled, Reader, Received, Retention, TopicPartition,
    TopicSpec, Transaction,
};
use article::{Record, TopicName};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long anything may take: above all a Kafka group's assignment, on a machine that has more to do.
const DEADLINE: Duration = Duration::from_secs(120);

/// One wait of a poll or a look.
const WAIT: Duration = Duration::from_millis(50);

/// How long nothing must happen before it counts as not happening.
const QUIET: Duration = Duration::from_millis(700);

/// The largest record of the topics made here.
pub(super) const MAX_MESSAGE_BYTES: usize = 256 << 10;

/// The bus and the names of one behaviour.
pub(super) struct Scene<'bus> {
    pub(super) bus: &'bus dyn Bus,
    prefix: String,
}

impl<'bus> Scene<'bus> {
    /// `behaviour` keeps the topics of behaviours with one prefix apart.
    pub(super) fn new(bus: &'bus dyn Bus, prefix: &str, behaviour: &str) -> Self {
        Self { bus, prefix: format!("{prefix}.{behaviour}") }
    }

    pub(super) fn name(&self, topic: &str) -> TopicName {
        TopicName::new(&format!("{}.{topic}", self.prefix))
    }

    /// A topic as it is to be created.
    pub(super) fn spec(&self, topic: &str, partitions: i32) -> TopicSpec {
        TopicSpec {
            name: self.name(topic),
            partitions,
            retention: Retention::Delete { age: Duration::from_secs(7 * 24 * 60 * 60), bytes: None },
            max_message_bytes: MAX_MESSAGE_BYTES,
        }
    }

    /// Creates a topic and waits until the bus knows it.
    pub(super) fn topic(&self, topic: &str, partitions: i32) -> TopicName {
        let spec = self.spec(topic, partitions);
        let name = spec.name.clone();
        self.bus.ensure_topics(&[spec]).unwrap();
        self.has_partitions(&name, partitions);
        name
    }

    /// Waits until the topic has so many partitions.
    pub(super) fn has_partitions(&self, topic: &TopicName, partitions: i32) {
        let what = format!("{topic} has {partitions} partitions");
        eventually(&what, || self.bus.partition_count(topic).is_ok_and(|count| count == partitions));
    }

    /// Joins the group of this name and waits until it has all partitions of the topic.
    pub(super) fn join(&self, group: &str, topic: &TopicName) -> Joined {
        let mut joined = self.join_unassigned(group, topic);
        joined.be_assigned();
        joined
    }

    /// Joins, without a first poll.
    pub(super) fn join_unassigned(&self, group: &str, topic: &TopicName) -> Joined {
        let group = self.group(group);
        let transactional_id = format!("{group}-of-{topic}");
        let partitions = self.bus.partition_count(topic).unwrap();
        let member =
            self.bus.join(Membership { group, topic: topic.clone(), transactional_id, outputs: Arc::new(()) }).unwrap();
        Joined { member, assigned: BTreeSet::new(), partitions }
    }

    /// The full name of a group.
    pub(super) fn group(&self, group: &str) -> String {
        format!("{}.{group}", self.prefix)
    }

    /// What the group committed in each partition of the topic.
    pub(super) fn committed(&self, group: &str, topic: &TopicName) -> Vec<Option<i64>> {
        self.bus.committed(&self.group(group), &self.partitions(topic)).unwrap()
    }

    /// The partitions of a topic.
    pub(super) fn partitions(&self, topic: &TopicName) -> Vec<TopicPartition> {
        let count = self.bus.partition_count(topic).unwrap();
        (0..count).map(|partition| TopicPartition::new(topic.clone(), partition)).collect()
    }

    /// A reader of the whole topic.
    pub(super) fn reader(&self, topic: &TopicName) -> Box<dyn Reader> {
        let from: Vec<_> = self.partitions(topic).into_iter().map(|partition| (partition, 0)).collect();
        self.bus.reader(&from).unwrap()
    }

    /// Appends records with these values, keyed by them.
    pub(super) fn append_values(&self, topic: &TopicName, values: impl IntoIterator<Item = usize>) {
        self.bus.append(values.into_iter().map(|value| numbered(topic, value)).collect()).unwrap();
    }

    /// Waits until so many records of the topic are visible, and returns them.
    pub(super) fn read(&self, topic: &TopicName, count: usize) -> Vec<Received> {
        read_exactly(self.reader(topic).as_mut(), count)
    }
}

/// Reads until there are so many records; more are an error.
pub(super) fn read_exactly(reader: &mut dyn Reader, count: usize) -> Vec<Received> {
    let mut records = Vec::new();
    eventually(&format!("a reader gets {count} records"), || {
        records.extend(reader.read(WAIT).unwrap());
        records.len() >= count
    });
    assert_eq!(records.len(), count, "a reader got more records than were written: {:?}", texts(&records));
    records
}

/// Reads until the reader says it is caught up.
pub(super) fn read_to_the_end(reader: &mut dyn Reader) -> Vec<Received> {
    let mut records = Vec::new();
    eventually("a reader catches up", || {
        if !reader.caught_up() {
            records.extend(reader.read(WAIT).unwrap());
        }
        reader.caught_up()
    });
    records
}

/// A member of a group and what it has been assigned.
pub(super) struct Joined {
    pub(super) member: Box<dyn Member>,
    assigned: BTreeSet<i32>,
    partitions: i32,
}

impl Joined {
    /// Polls until all partitions are assigned; no record may come before its partition.
    pub(super) fn be_assigned(&mut self) {
        let began = Instant::now();
        while self.assigned != (0..self.partitions).collect() {
            assert!(began.elapsed() < DEADLINE, "the member was given only the partitions {:?}", self.assigned);
            let early = self.poll();
            // With one partition assigned at a time, records of the first may come before the last is assigned.
            assert!(early.is_empty(), "records came before all partitions were assigned: {:?}", texts(&early));
        }
    }

    /// Polls until so many records came; more are an error.
    pub(super) fn take(&mut self, count: usize) -> Vec<Received> {
        let mut records = Vec::new();
        eventually(&format!("a member gets {count} records"), || {
            records.extend(self.poll());
            records.len() >= count
        });
        assert_eq!(records.len(), count, "a member got more records than there are: {:?}", texts(&records));
        records
    }

    /// Polls for a while, during which no record may come.
    pub(super) fn stays_quiet(&mut self, why: &str) {
        let began = Instant::now();
        while began.elapsed() < QUIET {
            let records = self.poll();
            assert!(records.is_empty(), "{why}, yet a member got {:?}", texts(&records));
        }
    }

    /// Commits, which must succeed.
    pub(super) fn commit(&mut self, transaction: Transaction) {
        let outcome = self.member.commit(transaction).unwrap();
        assert_eq!(outcome, CommitOutcome::Committed, "a commit that nothing hinders");
    }

    /// One poll: the records of it, after checking that they are this member's and in order.
    fn poll(&mut self) -> Vec<Received> {
        match self.member.poll(WAIT).unwrap() {
            Polled::Nothing => Vec::new(),
            Polled::Assigned(partitions) => {
                for TopicPartition { partition, .. } in partitions {
                    assert!(self.assigned.insert(partition), "partition {partition} was assigned twice");
                }
                Vec::new()
            }
            Polled::Skipped(skipped) => panic!("a member was not given {skipped:?}"),
            Polled::Revoked(revocation) => {
                panic!("the only member of a group is losing {:?}", revocation.partitions)
            }
            Polled::Records(records) => {
                assert!(!records.is_empty(), "a batch without records");
                for record in &records {
                    let partition = record.partition;
                    assert!(self.assigned.contains(&partition), "a record of the unassigned partition {partition}");
                }
                check_order(&records);
                records
            }
        }
    }
}

/// Offsets rise within each partition.
pub(super) fn check_order(records: &[Received]) {
    let mut last = BTreeMap::new();
    for record in records {
        let before = last.insert(record.partition, record.offset);
        assert!(
            before.is_none_or(|before| before < record.offset),
            "offset {} of partition {} came after {before:?}",
            record.offset,
            record.partition
        );
    }
}

/// A record whose key and value are a number.
pub(super) fn numbered(topic: &TopicName, value: usize) -> Output {
    let text = value.to_string().into_bytes();
    let record = Record { key: Some(text.clone()), value: Some(text), ..Record::default() };
    Output { topic: topic.clone(), partition: None, record }
}

/// A record without headers, whose key, value and bytes to the limit are as asked.
pub(super) fn of_size(topic: &TopicName, key: &str, size: usize) -> Output {
    // Bytes that compression does not make smaller, so that the limit is met on the wire as well.
    let mut state = 0x9e37_79b9_u32;
    let bytes = std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    });
    let value = bytes.take(size - key.len()).collect();
    let record = Record { key: Some(key.into()), value: Some(value), ..Record::default() };
    assert_eq!(record.size(), size);
    Output { topic: topic.clone(), partition: None, record }
}

/// The values as text, shortened, for messages.
pub(super) fn texts(records: &[Received]) -> Vec<String> {
    records.iter().map(|record| String::from_utf8_lossy(record.record.value()).chars().take(40).collect()).collect()
}

/// The values of numbered records, sorted.
pub(super) fn numbers(records: &[Received]) -> Vec<usize> {
    let mut numbers: Vec<usize> = texts(records).iter().map(|text| text.parse().unwrap()).collect();
    numbers.sort_unstable();
    numbers
}

/// The offsets to commit after these records: per partition one past the last.
pub(super) fn offsets_after(records: &[Received]) -> Vec<(TopicPartition, i64)> {
    let mut next = BTreeMap::new();
    for record in records {
        next.insert(TopicPartition::new(record.topic.clone(), record.partition), record.offset + 1);
    }
    next.into_iter().collect()
}

/// Asserts that the bus refused a request because of a topic.
pub(super) fn refused_for_topic<T>(result: Result<T, BusError>, what: &str) {
    match result {
        Err(BusError::Topic { .. }) => {}
        Err(other) => panic!("{what} is refused with another error: {other}"),
        Ok(_) => panic!("{what} is not refused"),
    }
}

/// Waits for a condition.
pub(super) fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    let began = Instant::now();
    while !holds() {
        assert!(began.elapsed() < DEADLINE, "within {DEADLINE:?} it did not come to: {what}");
        std::thread::sleep(Duration::from_millis(2));
    }
}
