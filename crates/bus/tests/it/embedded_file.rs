//! What the embedded log does about processes, crashes and files that are not its own.

use article::{Record, TopicName};
use dateline_bus::{
    Bus, BusError, EmbeddedLog, EmbeddedSettings, Member, Membership, Output, Polled, Received, Retention,
    TopicPartition, TopicSpec, Transaction,
};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

const SOON: Duration = Duration::from_secs(20);

fn runner(path: &Path) -> EmbeddedLog {
    EmbeddedLog::open_runner(EmbeddedSettings::at(path)).unwrap()
}

fn topic(bus: &dyn Bus, name: &str, partitions: i32) -> TopicName {
    let retention = Retention::Delete { age: Duration::from_secs(3600), bytes: None };
    let name = TopicName::new(name);
    bus.ensure_topics(&[TopicSpec { name: name.clone(), partitions, retention, max_message_bytes: 1 << 20 }]).unwrap();
    name
}

fn output(topic: &TopicName, value: &str) -> Output {
    let record = Record { key: Some(value.into()), value: Some(value.into()), ..Record::default() };
    Output { topic: topic.clone(), partition: None, record }
}

fn join(bus: &dyn Bus, group: &str, topic: &TopicName) -> Result<Box<dyn Member>, BusError> {
    bus.join(Membership {
        group: group.to_owned(),
        topic: topic.clone(),
        transactional_id: "t".to_owned(),
        outputs: Arc::new(()),
    })
}

fn poll_records(member: &mut dyn Member) -> Vec<Received> {
    let began = Instant::now();
    loop {
        assert!(began.elapsed() < SOON, "no records came");
        match member.poll(SOON).unwrap() {
            Polled::Records(records) => return records,
            Polled::Nothing | Polled::Assigned(_) => {}
            Polled::Skipped(skipped) => panic!("not given: {skipped:?}"),
            Polled::Revoked(_) => panic!("the embedded log revokes nothing"),
        }
    }
}

fn values(records: &[Received]) -> Vec<String> {
    let mut values: Vec<_> =
        records.iter().map(|record| String::from_utf8_lossy(record.record.value()).into()).collect();
    values.sort();
    values
}

fn copy_files(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

#[test]
fn a_second_runner_is_told_that_the_log_is_locked() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("log.db");
    let first = runner(&path);
    let second = EmbeddedLog::open_runner(EmbeddedSettings::at(&path));
    assert!(matches!(second, Err(BusError::Locked { path: locked }) if locked == path));
    // A member keeps the lock on its own.
    let topic = topic(&first, "in", 1);
    let member = join(&first, "g", &topic).unwrap();
    drop(first);
    assert!(matches!(EmbeddedLog::open_runner(EmbeddedSettings::at(&path)), Err(BusError::Locked { .. })));
    drop(member);
    runner(&path);
}

#[test]
fn a_check_tells_of_a_file_that_was_removed_and_of_a_topic_that_is_not_there() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("log.db");
    let log = runner(&path);
    let topic = topic(&log, "in", 1);
    log.check(std::slice::from_ref(&topic)).unwrap();
    let error = log.check(&[topic.clone(), TopicName::new("other")]).unwrap_err().to_string();
    assert!(error.contains("topic other"), "{error}");
    std::fs::rename(&path, directory.path().join("elsewhere.db")).unwrap();
    // It can still be written, which is why nothing else would tell.
    log.append(vec![output(&topic, "1")]).unwrap();
    let error = log.check(std::slice::from_ref(&topic)).unwrap_err();
    assert!(matches!(&error, BusError::LogGone { path: told } if *told == path), "{error}");
}

#[test]
fn a_group_takes_one_member_at_a_time() {
    let directory = tempfile::tempdir().unwrap();
    let log = runner(&directory.path().join("log.db"));
    let topic = topic(&log, "in", 1);
    let first = join(&log, "g", &topic).unwrap();
    assert!(matches!(join(&log, "g", &topic), Err(BusError::GroupTaken { group }) if group == "g"));
    join(&log, "other", &topic).unwrap();
    drop(first);
    join(&log, "g", &topic).unwrap();
    // A join that fails does not take the place.
    assert!(join(&log, "h", &TopicName::new("missing")).is_err());
    join(&log, "h", &topic).unwrap();
}

#[test]
fn a_waiting_member_wakes_when_a_guest_appends() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("log.db");
    let log = runner(&path);
    let topic = topic(&log, "in", 3);
    let mut member = join(&log, "g", &topic).unwrap();
    assert!(matches!(member.poll(Duration::ZERO).unwrap(), Polled::Assigned(partitions) if partitions.len() == 3));
    assert!(matches!(member.poll(Duration::ZERO).unwrap(), Polled::Nothing));
    // Connections of its own, as another process has them.
    let guest = EmbeddedLog::open_guest(&path).unwrap();
    for value in ["first", "second"] {
        std::thread::scope(|threads| {
            threads.spawn(|| guest.append(vec![output(&topic, value)]).unwrap());
            let began = Instant::now();
            assert_eq!(values(&poll_records(member.as_mut())), [value]);
            assert!(began.elapsed() < SOON / 2, "the member slept through an append");
        });
    }
}

#[test]
fn a_guest_reads_and_appends_but_joins_no_group() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("log.db");
    let topic = topic(&runner(&path), "in", 1);
    let guest = EmbeddedLog::open_guest(&path).unwrap();
    assert!(matches!(join(&guest, "g", &topic), Err(BusError::Guest { .. })));
    assert!(matches!(guest.housekeep(0), Err(BusError::Guest { .. })));
    guest.append(vec![output(&topic, "a")]).unwrap();
    // A guest keeps no runner out.
    let log = runner(&path);
    let mut reader = log.reader(&[(TopicPartition::new(topic, 0), 0)]).unwrap();
    assert_eq!(values(&reader.read(SOON).unwrap()), ["a"]);
}

#[test]
fn a_guest_of_a_log_that_is_not_there_is_told() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("log.db");
    let error = EmbeddedLog::open_guest(&path).unwrap_err().to_string();
    assert!(error.contains("log.db") && error.contains("there is no log at"), "{error}");
    assert!(!path.exists(), "a guest makes no log");
}

#[test]
fn a_log_survives_a_crash_with_what_was_committed() {
    let directory = tempfile::tempdir().unwrap();
    let log = runner(&directory.path().join("log.db"));
    let (input, out) = (topic(&log, "in", 1), topic(&log, "out", 1));
    log.append(["a", "b", "c"].map(|value| output(&input, value)).into()).unwrap();
    let mut member = join(&log, "g", &input).unwrap();
    let records = poll_records(member.as_mut());
    assert_eq!(values(&records), ["a", "b", "c"]);
    let offsets = vec![(TopicPartition::new(input.clone(), 0), records[0].offset + 1)];
    member.commit(Transaction { outputs: vec![output(&out, "A")], offsets }).unwrap();

    // What a process that is killed here leaves on the disk: the WAL not copied into the file, nothing closed.
    let left = tempfile::tempdir().unwrap();
    copy_files(directory.path(), left.path());
    let log = runner(&left.path().join("log.db"));
    assert_eq!(values(&poll_records(join(&log, "g", &input).unwrap().as_mut())), ["b", "c"]);
    let mut reader = log.reader(&[(TopicPartition::new(out, 0), 0)]).unwrap();
    assert_eq!(values(&reader.read(SOON).unwrap()), ["A"]);
    assert!(reader.caught_up());
}

#[test]
fn a_wal_cut_short_loses_no_earlier_commit() {
    let directory = tempfile::tempdir().unwrap();
    let log = runner(&directory.path().join("log.db"));
    let input = topic(&log, "in", 1);
    log.append(vec![output(&input, "whole")]).unwrap();
    let whole = std::fs::metadata(directory.path().join("log.db-wal")).unwrap().len();
    log.append(vec![output(&input, "torn")]).unwrap();
    let left = tempfile::tempdir().unwrap();
    copy_files(directory.path(), left.path());
    // The commit's last page did not reach the disk; the shared memory file does not survive a restart.
    std::fs::remove_file(left.path().join("log.db-shm")).unwrap();
    let wal = std::fs::OpenOptions::new().write(true).open(left.path().join("log.db-wal")).unwrap();
    let torn = wal.metadata().unwrap().len();
    assert!(torn > whole);
    wal.set_len(torn - 100).unwrap();
    let log = runner(&left.path().join("log.db"));
    let mut reader = log.reader(&[(TopicPartition::new(input.clone(), 0), 0)]).unwrap();
    assert_eq!(values(&reader.read(SOON).unwrap()), ["whole"]);
    log.append(vec![output(&input, "next")]).unwrap();
    assert_eq!(values(&reader.read(SOON).unwrap()), ["next"]);
}

#[test]
fn a_file_that_is_no_log_is_refused_and_left_alone() {
    let directory = tempfile::tempdir().unwrap();
    let text = b"dear diary, today I wrote a file that is long enough to have the size of a header ".repeat(9);
    let other_database = {
        let path = directory.path().join("other.db");
        let database = rusqlite::Connection::open(&path).unwrap();
        database.execute_batch("CREATE TABLE articles (id INTEGER)").unwrap();
        drop(database);
        std::fs::read(path).unwrap()
    };
    for (name, bytes) in [("text.db", text), ("articles.db", other_database)] {
        let path = directory.path().join(name);
        std::fs::write(&path, &bytes).unwrap();
        for opened in [EmbeddedLog::open_runner(EmbeddedSettings::at(&path)), EmbeddedLog::open_guest(&path)] {
            assert!(matches!(&opened, Err(BusError::NotALog { path: told }) if *told == path), "{name}: {opened:?}");
        }
        assert!(std::fs::read(&path).unwrap() == bytes, "{name} was changed");
    }
}

#[test]
fn a_log_of_a_newer_version_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("log.db");
    drop(runner(&path));
    let file = rusqlite::Connection::open(&path).unwrap();
    file.pragma_update(None, "user_version", 1_000).unwrap();
    drop(file);
    let opened = EmbeddedLog::open_runner(EmbeddedSettings::at(&path));
    assert!(matches!(&opened, Err(BusError::LogVersion { found: 1_000, .. })), "{opened:?}");
}

#[test]
fn a_damaged_log_is_an_error_that_says_what_to_do() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("log.db");
    let log = runner(&path);
    let input = topic(&log, "in", 1);
    log.append((0..2_000).map(|value| output(&input, &value.to_string())).collect()).unwrap();
    drop(log);
    let mut bytes = std::fs::read(&path).unwrap();
    // The header and the schema stay, all else is overwritten.
    let damaged = 32_768.min(bytes.len());
    bytes[damaged..].fill(0xa5);
    std::fs::write(&path, bytes).unwrap();
    let outcome = EmbeddedLog::open_runner(EmbeddedSettings::at(&path))
        .and_then(|log| log.reader(&[(TopicPartition::new(input, 0), 0)])?.read(SOON));
    let error = outcome.unwrap_err().to_string();
    assert!(error.contains("log.db") && error.contains("damaged"), "{error}");
}

#[test]
fn a_commit_that_another_process_blocks_for_too_long_writes_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("log.db");
    let settings = EmbeddedSettings { busy_timeout: Duration::from_millis(50), ..EmbeddedSettings::at(&path) };
    let log = EmbeddedLog::open_runner(settings).unwrap();
    let input = topic(&log, "in", 1);
    log.append(vec![output(&input, "a")]).unwrap();
    let mut member = join(&log, "g", &input).unwrap();
    let records = poll_records(member.as_mut());
    let transaction = || Transaction {
        outputs: vec![output(&input, "b")],
        offsets: vec![(TopicPartition::new(input.clone(), 0), records[0].offset + 1)],
    };

    let blocker = rusqlite::Connection::open(&path).unwrap();
    blocker.execute_batch("BEGIN IMMEDIATE").unwrap();
    let error = member.commit(transaction()).unwrap_err();
    assert!(matches!(&error, BusError::Log { .. }), "{error}");
    assert!(error.to_string().contains("another program"), "{error}");
    assert_eq!(log.committed("g", &[TopicPartition::new(input.clone(), 0)]).unwrap(), [None]);
    blocker.execute_batch("ROLLBACK").unwrap();

    member.commit(transaction()).unwrap();
    assert_eq!(values(&poll_records(member.as_mut())), ["b"]);
}

#[test]
fn a_batch_is_bounded_and_shared_between_partitions() {
    let directory = tempfile::tempdir().unwrap();
    let log = runner(&directory.path().join("log.db"));
    let input = topic(&log, "in", 3);
    let numbered = |partition: i32, size: usize| Output {
        topic: input.clone(),
        partition: Some(partition),
        record: Record { value: Some(vec![b'x'; size]), ..Record::default() },
    };
    log.append((0..5_000).map(|_| numbered(0, 10)).chain((0..50).map(|_| numbered(2, 10))).collect()).unwrap();
    let mut member = join(&log, "g", &input).unwrap();
    let batch = poll_records(member.as_mut());
    assert_eq!(batch.len(), 500 + 50, "an equal part for each waiting partition");
    assert!(batch.iter().any(|record| record.partition == 2));
    let mut left = 5_050 - batch.len();
    while left > 0 {
        let batch = poll_records(member.as_mut());
        assert!(batch.len() <= 1_000);
        left -= batch.len();
    }
    log.append((0..20).map(|_| numbered(1, 1 << 19)).collect()).unwrap();
    assert_eq!(poll_records(member.as_mut()).len(), 8, "4 MiB of half-MiB records");
}

#[test]
fn a_log_of_format_1_is_read_on_and_packed_from_its_next_runner_on() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("log.db");
    let topic = topic(&runner(&path), "in", 1);
    let file = rusqlite::Connection::open(&path).unwrap();
    file.pragma_update(None, "user_version", 1).unwrap();
    let packed = || -> Vec<bool> {
        let mut select = file.prepare("SELECT headers = x'8000' FROM records ORDER BY position").unwrap();
        select.query_map((), |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    let long = |letter: &str| letter.repeat(500);
    // An earlier release may have the file open as its runner, and reads what guests append.
    EmbeddedLog::open_guest(&path).unwrap().append(vec![output(&topic, &long("a"))]).unwrap();
    assert_eq!(packed(), [false]);
    let log = runner(&path);
    log.append(vec![output(&topic, &long("b")), output(&topic, "c")]).unwrap();
    assert_eq!(packed(), [false, true, false], "what would be no smaller stays as it is");
    let mut member = join(&log, "g", &topic).unwrap();
    let mut records = Vec::new();
    while records.len() < 3 {
        records.extend(poll_records(member.as_mut()));
    }
    assert_eq!(values(&records), [long("a"), long("b"), "c".to_owned()]);
    assert_eq!(file.pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0)).unwrap(), 2);
}
