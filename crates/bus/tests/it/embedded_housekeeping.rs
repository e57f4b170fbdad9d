//! Retention, compaction and the size of the embedded log.

use article::{Record, TopicName};
use dateline_bus::{
    Bus, EmbeddedLog, EmbeddedSettings, Housekept, Isolation, Member, Membership, Output, Polled, Received, Retention,
    SkipReason, Skipped, TopicPartition, TopicSpec, Transaction,
};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

const SOON: Duration = Duration::from_secs(20);
const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;

/// Records are written as of this time; the tests move the clock on by the argument of `housekeep`.
const WRITTEN_AT: i64 = 1_700_000_000_000;

struct Log {
    log: EmbeddedLog,
    topic: TopicName,
    directory: tempfile::TempDir,
}

fn log(partitions: i32, retention: Retention) -> Log {
    let directory = tempfile::tempdir().unwrap();
    let log = EmbeddedLog::open_runner(EmbeddedSettings::at(directory.path().join("log.db"))).unwrap();
    let topic = TopicName::new("in");
    let name = topic.clone();
    log.ensure_topics(&[TopicSpec { name, partitions, retention, max_message_bytes: 1 << 20 }]).unwrap();
    Log { log, topic, directory }
}

fn age_of_an_hour() -> Retention {
    Retention::Delete { age: Duration::from_secs(3600), bytes: None }
}

/// Bytes that cannot be packed, so that they take as much in the file.
fn noise(size: usize) -> Vec<u8> {
    let next =
        |state: &u64| Some(state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407));
    std::iter::successors(Some(7), next).map(|state| (state >> 56) as u8).take(size).collect()
}

impl Log {
    fn append(&self, key: &str, value: Option<&[u8]>, timestamp: i64) {
        let record = Record { key: Some(key.into()), value: value.map(<[u8]>::to_vec), timestamp, ..Record::default() };
        self.log.append(vec![Output { topic: self.topic.clone(), partition: Some(0), record }]).unwrap();
    }

    fn append_many(&self, count: usize, size: usize, timestamp: i64) {
        let record = Record { value: Some(noise(size)), timestamp, ..Record::default() };
        let output = Output { topic: self.topic.clone(), partition: Some(0), record };
        self.log.append(vec![output; count]).unwrap();
    }

    fn partition(&self) -> TopicPartition {
        TopicPartition::new(self.topic.clone(), 0)
    }

    fn read(&self) -> Vec<Received> {
        let mut reader = self.log.reader(&[(self.partition(), 0)]).unwrap();
        let mut records = Vec::new();
        while !reader.caught_up() {
            records.extend(reader.read(Duration::ZERO).unwrap());
        }
        records
    }

    /// Keys and values as text; `-` for a tombstone.
    fn state(&self) -> Vec<String> {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let read = self.read().into_iter().map(|record| {
            let key = text(&record.record.key.unwrap_or_default());
            format!("{key}={}", record.record.value.map_or("-".to_owned(), |value| text(&value)))
        });
        read.collect()
    }

    fn join(&self, group: &str) -> Box<dyn Member> {
        let membership = Membership {
            group: group.to_owned(),
            topic: self.topic.clone(),
            transactional_id: String::new(),
            outputs: Arc::new(()),
        };
        let mut member = self.log.join(membership).unwrap();
        assert!(matches!(member.poll(Duration::ZERO).unwrap(), Polled::Assigned(_)));
        member
    }

    /// Housekeeps until nothing is left to do, and adds up what was done.
    fn housekeep(&self, now_ms: i64) -> Housekept {
        let began = Instant::now();
        let mut all = Housekept::default();
        loop {
            assert!(began.elapsed() < SOON, "housekeeping does not come to an end");
            let done = self.log.housekeep(now_ms).unwrap();
            all.expired += done.expired;
            all.superseded += done.superseded;
            all.tombstones += done.tombstones;
            all.freed_bytes += done.freed_bytes;
            all.held_back = done.held_back;
            if !done.more {
                return all;
            }
        }
    }
}

fn commit(member: &mut dyn Member, partition: TopicPartition, next_offset: i64) {
    member.commit(Transaction { outputs: Vec::new(), offsets: vec![(partition, next_offset)] }).unwrap();
}

fn size_of(directory: &Path) -> u64 {
    std::fs::metadata(directory.join("log.db")).unwrap().len()
}

#[test]
fn records_past_their_age_go_and_offsets_go_on() {
    let log = log(2, age_of_an_hour());
    log.append_many(1_200, 10, WRITTEN_AT);
    log.append("young", Some(b"1"), WRITTEN_AT + HOUR_MS);
    assert_eq!(log.housekeep(WRITTEN_AT + HOUR_MS), Housekept::default(), "exactly an hour is not past an hour");
    assert_eq!(log.housekeep(WRITTEN_AT + HOUR_MS + 1).expired, 1_200);
    assert_eq!(log.state(), ["young=1"]);
    assert_eq!(log.housekeep(WRITTEN_AT + 3 * HOUR_MS).expired, 1);
    assert!(log.read().is_empty());
    log.append("next", Some(b"2"), WRITTEN_AT + 3 * HOUR_MS);
    assert_eq!(log.read().first().map(|record| record.offset), Some(1_201));
}

#[test]
fn a_group_behind_removed_records_is_told_how_many_and_goes_on_with_those_that_are_left() {
    let log = log(1, age_of_an_hour());
    log.append_many(10, 10, WRITTEN_AT);
    let mut member = log.join("g");
    commit(member.as_mut(), log.partition(), 3);
    drop(member);
    assert_eq!(log.housekeep(WRITTEN_AT + DAY_MS).expired, 10, "a group without a member holds nothing back");
    log.append("left", Some(b"1"), WRITTEN_AT + DAY_MS);
    let mut member = log.join("g");
    for _ in 0..2 {
        match member.poll(SOON).unwrap() {
            Polled::Skipped(skipped) => {
                let expected = Skipped { partition: log.partition(), from: 3, next: 10, why: SkipReason::Deleted };
                assert_eq!((&skipped, skipped.offsets()), (&expected, 7));
            }
            other => panic!("{other:?}"),
        }
        // Nothing was committed: it is told again.
        member.rewind().unwrap();
    }
    assert!(matches!(member.poll(SOON).unwrap(), Polled::Skipped(_)));
    match member.poll(SOON).unwrap() {
        Polled::Records(records) => assert_eq!(records.iter().map(|record| record.offset).collect::<Vec<_>>(), [10]),
        other => panic!("{other:?}"),
    }
    // A group that never read begins wherever records begin: nothing of it is lost.
    match log.join("new").poll(SOON).unwrap() {
        Polled::Records(records) => assert_eq!(records.iter().map(|record| record.offset).collect::<Vec<_>>(), [10]),
        other => panic!("{other:?}"),
    }
}

#[test]
fn records_beyond_the_size_go_oldest_first() {
    let retention = Retention::Delete { age: Duration::from_secs(3600), bytes: Some(10_000) };
    let log = log(1, retention);
    log.append_many(2_000, 100, WRITTEN_AT);
    assert_eq!(log.housekeep(WRITTEN_AT).expired, 1_900);
    assert_eq!(log.read().iter().map(|record| record.offset).collect::<Vec<_>>(), (1_900..2_000).collect::<Vec<_>>());
    log.append_many(1, 100, WRITTEN_AT);
    assert_eq!(log.housekeep(WRITTEN_AT).expired, 1, "the sum of bytes is kept right over removals");
}

#[test]
fn records_that_a_live_group_has_not_read_stay() {
    let log = log(1, Retention::Delete { age: Duration::from_secs(3600), bytes: Some(100) });
    log.append_many(700, 10, WRITTEN_AT);
    let (mut ahead, mut behind) = (log.join("ahead"), log.join("behind"));
    let done = log.housekeep(WRITTEN_AT + DAY_MS);
    assert_eq!((done.expired, done.held_back), (0, 1), "nothing is committed yet");
    commit(ahead.as_mut(), log.partition(), 700);
    commit(behind.as_mut(), log.partition(), 600);
    let done = log.housekeep(WRITTEN_AT + DAY_MS);
    assert_eq!((done.expired, done.held_back), (600, 1), "up to where the slower group is");
    drop(behind);
    let done = log.housekeep(WRITTEN_AT + DAY_MS);
    assert_eq!((done.expired, done.held_back), (100, 0));
}

#[test]
fn a_compacted_topic_keeps_the_last_record_of_each_key() {
    let log = log(2, Retention::Compact);
    for round in 0..3 {
        for key in ["a", "b", "c"] {
            log.append(key, Some(format!("{round}").as_bytes()), WRITTEN_AT);
        }
        log.housekeep(WRITTEN_AT);
    }
    assert_eq!(log.state(), ["a=2", "b=2", "c=2"]);
    for round in 0..1_500 {
        log.append("a", Some(format!("{round}").as_bytes()), WRITTEN_AT);
    }
    assert_eq!(log.housekeep(WRITTEN_AT + 400 * DAY_MS).superseded, 1_500, "age removes nothing here");
    assert_eq!(log.state(), ["b=2", "c=2", "a=1499"]);
    let end = log.log.end_offset(&log.partition(), Isolation::Committed).unwrap();
    assert_eq!(end, 1_509, "compaction moves no end");
}

#[test]
fn a_tombstone_removes_its_key_and_later_goes_itself() {
    let log = log(1, Retention::Compact);
    log.append("a", Some(b"1"), WRITTEN_AT);
    log.append("b", Some(b"1"), WRITTEN_AT);
    log.append("a", None, WRITTEN_AT);
    log.housekeep(WRITTEN_AT + HOUR_MS);
    assert_eq!(log.state(), ["b=1", "a=-"], "whoever reads along learns of it");
    let mut member = log.join("g");
    assert_eq!(log.housekeep(WRITTEN_AT + 2 * DAY_MS).tombstones, 0, "a live group has not read it");
    commit(member.as_mut(), log.partition(), 3);
    assert_eq!(log.housekeep(WRITTEN_AT + 2 * DAY_MS).tombstones, 1);
    assert_eq!(log.state(), ["b=1"]);
    log.append("a", Some(b"2"), WRITTEN_AT);
    assert_eq!(log.housekeep(WRITTEN_AT + 2 * DAY_MS), Housekept::default());
    assert_eq!(log.state(), ["b=1", "a=2"], "a key may come back");
}

#[test]
fn a_compacted_topic_takes_no_record_without_a_key() {
    let log = log(1, Retention::Compact);
    let output = Output { topic: log.topic.clone(), partition: None, record: Record::default() };
    let error = log.log.append(vec![output]).unwrap_err().to_string();
    assert!(error.contains("without a key"), "{error}");
}

#[test]
fn pages_of_removed_records_are_filled_again_or_given_back() {
    let log = log(1, age_of_an_hour());
    log.append_many(8_000, 4_000, WRITTEN_AT);
    let done = log.housekeep(WRITTEN_AT + DAY_MS);
    assert_eq!(done.expired, 8_000);
    assert!(done.freed_bytes > 20_000_000, "only {} bytes were given back", done.freed_bytes);
    let Log { log, directory, .. } = log;
    // The last connection copies the WAL into the file.
    drop(log);
    let size = size_of(directory.path());
    assert!(size < 12_000_000, "the file still has {size} bytes");
}
