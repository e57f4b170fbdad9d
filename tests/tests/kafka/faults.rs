//! The run loop on a real Kafka that is idle, goes away and comes back.

use super::scene::{PARTITIONS, SOON, Scene};
use article::{Record, header};
use bus::contract::{Ending, end_interrupted};
use bus::{KafkaSettings, Output, Received, TopicPartition, Transaction};
use dateline_tests::{Kafka, Turn, read_topic, wait_for};
use pipeline::StageLabel;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

/// A reader that stands still for so long is restarted. No test waits for as long, so none is healed by that.
const NEVER: Duration = Duration::from_secs(600);

fn wait_through(what: &str, length: Duration) {
    let until = Instant::now() + length;
    let over = || if Instant::now() >= until { Ok(()) } else { Err("not over yet".to_owned()) };
    wait_for(what, length * 2, over).unwrap();
}

#[test]
fn an_idle_topic_of_transactions_raises_no_alarm_and_has_no_lag() {
    let _turn = Turn::of(crate::UNHURRIED);
    let stall = Duration::from_secs(3);
    let mut scene = Scene::new(Kafka::shared().unwrap());
    for number in 0..10 {
        scene.append(number..number + 1);
    }
    // The second loop starts at the end and is never given anything.
    for _ in 0..2 {
        let running = scene.start(stall);
        scene.wait_copied(10);
        wait_through("more than twice the time in which a stalled reader is restarted", stall * 3);
        wait_for("no lag", SOON, || {
            let lags = scene.lags();
            if lags == [0; 3] { Ok(()) } else { Err(format!("{lags:?}")) }
        })
        .unwrap();
        assert_eq!(scene.stalls(), 0);
        scene.context.shutdown.request();
        running.join().unwrap().unwrap();
    }
    // What lies behind the last record is there: the end by itself would be a lag.
    let at = TopicPartition::new(scene.input.clone(), 0);
    let end = scene.context.bus.end_offset(&at, bus::Isolation::Committed).unwrap();
    let committed = scene.context.bus.committed(&scene.name, &[at]).unwrap();
    assert!(committed[0] < Some(end), "{committed:?} {end}");
    scene.assert_each_once(10);
}

#[test]
fn what_waits_behind_somebodys_open_transaction_is_shown_until_it_ends() {
    let _turn = Turn::of(crate::UNHURRIED);
    let kafka = Kafka::shared().unwrap();
    let mut scene = Scene::new(kafka);
    let running = scene.start(NEVER);
    scene.append(0..10);
    scene.wait_copied(10);
    let record = Record { value: Some(b"0".to_vec()), ..Record::default() };
    let theirs = |partition| Output { topic: scene.input.clone(), partition: Some(partition), record: record.clone() };
    let open = Transaction { outputs: (0..PARTITIONS).map(theirs).collect(), offsets: Vec::new() };
    let (settings, id) = (KafkaSettings::plaintext(kafka.brokers()), format!("{}.stranger", scene.name));
    end_interrupted(&settings, &id, "none", &open, Ending::Aborted, || {
        scene.append(10..40);
        wait_for("what waits", SOON, || {
            let blocked = scene.blocked();
            // Besides our own records the other's, and the markers of our transaction.
            let is_shown = blocked.iter().all(|one| *one > 1) && (33..=36).contains(&blocked.iter().sum::<i64>());
            if is_shown { Ok(()) } else { Err(format!("{blocked:?}")) }
        })
        .unwrap();
        assert_eq!(scene.copied().unwrap().len(), 10, "nobody may read the others yet");
    })
    .unwrap();
    scene.wait_copied(40);
    wait_for("nothing waits", SOON, || {
        let blocked = scene.blocked();
        if blocked == [0; 3] { Ok(()) } else { Err(format!("{blocked:?}")) }
    })
    .unwrap();
    scene.stop(running);
    scene.assert_each_once(40);
}

#[test]
fn a_broker_that_dies_amid_commits_and_stays_away_costs_and_doubles_nothing() {
    let _turn = Turn::of(crate::UNHURRIED);
    const RECORDS: usize = 6_000;
    let mut kafka = Kafka::start().unwrap();
    let mut scene = Scene::new(&kafka);
    let running = scene.start(NEVER);
    scene.append(0..10);
    scene.wait_copied(10);
    scene.append(10..RECORDS);
    wait_for("commits to be under way", SOON, || {
        let label = StageLabel { stage: "copy".to_owned() };
        let commits = scene.context.metrics.commits.get_or_create(&label).get();
        if commits >= 5 { Ok(()) } else { Err(format!("{commits}")) }
    })
    .unwrap();
    kafka.kill().unwrap();
    // Longer than transactions and sessions live.
    wait_through("the broker to be away", Duration::from_secs(18));
    kafka.resume().unwrap();
    scene.wait_copied(RECORDS);
    kafka.kill().unwrap();
    scene.context.shutdown.request();
    let asked = Instant::now();
    running.join().unwrap().unwrap();
    assert!(asked.elapsed() < Duration::from_secs(10), "an idle loop ends without a broker: {:?}", asked.elapsed());
    kafka.resume().unwrap();
    scene.assert_each_once(RECORDS);
}

/// Castagnoli's checksum, as Kafka's batches carry it.
fn crc32c(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0x82f6_3b78 } else { crc >> 1 })
    };
    !bytes.iter().fold(u32::MAX, step)
}

/// Spoils the records of the batch at this index, as a broker's disk might; with a checksum that fits, if asked.
fn damage(segment: &Path, index: usize, checksum_fits: bool) {
    const HEADER: usize = 61;
    let mut bytes = fs::read(segment).unwrap();
    let length_at = |bytes: &[u8], at: usize| {
        12 + usize::try_from(i32::from_be_bytes(bytes[at + 8..at + 12].try_into().unwrap())).unwrap()
    };
    let at = (0..index).fold(0, |at, _| at + length_at(&bytes, at));
    let batch = &mut bytes[at..];
    let length = length_at(batch, 0);
    batch[HEADER + 8..length].iter_mut().for_each(|byte| *byte ^= 0x5a);
    if checksum_fits {
        let checksum = crc32c(&batch[21..length]);
        batch[17..21].copy_from_slice(&checksum.to_be_bytes());
    }
    // In place: the broker has the file open.
    let mut file = OpenOptions::new().write(true).open(segment).unwrap();
    file.write_all(&bytes).unwrap();
}

#[test]
fn batches_damaged_on_the_brokers_disk_are_dead_letters_and_all_else_is_copied() {
    let _turn = Turn::of(crate::UNHURRIED);
    let data = tempfile::tempdir().unwrap();
    let kafka = Kafka::start_at(None, Some(data.path())).unwrap();
    let mut scene = Scene::new(&kafka);
    for numbers in [0..5, 5..9, 9..14, 14..15, 15..20] {
        scene.append_batch(1, numbers);
    }
    scene.append(20..50);
    let segment = data.path().join(format!("{}-1/00000000000000000000.log", scene.input.as_str()));
    // Each batch is followed by the marker of its transaction. Compression that is broken, and a checksum that fails.
    damage(&segment, 2, true);
    damage(&segment, 6, false);
    let running = scene.start(NEVER);
    scene.wait_copied(45);
    wait_for("what was skipped", SOON, || match scene.skipped() {
        (5, 0) => Ok(()),
        other => Err(format!("{other:?}")),
    })
    .unwrap();
    scene.stop(running);
    let mut copied = scene.copied().unwrap();
    copied.sort_unstable();
    assert_eq!(copied, (0..5).chain(9..14).chain(15..50).collect::<Vec<_>>());
    let dead = read_topic(scene.context.bus.as_ref(), &scene.dead).unwrap();
    let text = |letter: &Received, name| letter.record.headers.text(name).unwrap().to_owned();
    let mut places: Vec<_> = dead
        .iter()
        .map(|one| (text(one, header::ERROR_OFFSET), text(one, header::ERROR_CLASS), text(one, header::ERROR_MESSAGE)))
        .collect();
    places.sort_unstable();
    let expected = [("17", "offsets 17 to 17 "), ("6", "offsets 6 to 9 ")];
    assert_eq!(places.len(), expected.len(), "{places:?}");
    for ((offset, class, message), (at, begins)) in places.iter().zip(expected) {
        assert_eq!((offset.as_str(), class.as_str()), (at, "unreadable"));
        assert!(message.starts_with(begins), "{message}");
    }
}

#[test]
fn records_deleted_before_they_are_read_are_counted_and_markers_alone_are_not() {
    let _turn = Turn::of(crate::UNHURRIED);
    let kafka = Kafka::shared().unwrap();
    let mut scene = Scene::new(kafka);
    let delete_all = |scene: &Scene| {
        let at = |partition| format!(r#"{{"topic":"{}","partition":{partition},"offset":-1}}"#, scene.input.as_str());
        let partitions = (0..PARTITIONS).map(at).collect::<Vec<_>>().join(",");
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("delete.json");
        fs::write(&file, format!(r#"{{"version":1,"partitions":[{partitions}]}}"#)).unwrap();
        let file = file.display().to_string();
        kafka.tool("org.apache.kafka.tools.DeleteRecordsCommand", &["--offset-json-file", &file]).unwrap();
    };
    let running = scene.start(NEVER);
    scene.append(0..30);
    scene.wait_copied(30);
    wait_for("offsets", SOON, || {
        let partitions: Vec<_> = (0..PARTITIONS).map(|one| TopicPartition::new(scene.input.clone(), one)).collect();
        let committed = scene.context.bus.committed(&scene.name, &partitions).unwrap();
        if committed.iter().flatten().sum::<i64>() == 30 { Ok(()) } else { Err(format!("{committed:?}")) }
    })
    .unwrap();
    scene.stop(running);
    // Everything was read. Behind the group's offsets stood markers only.
    delete_all(&scene);
    let running = scene.start(NEVER);
    scene.append(30..60);
    scene.wait_copied(60);
    scene.stop(running);
    assert_eq!(scene.skipped(), (0, 0));

    scene.append(60..90);
    delete_all(&scene);
    scene.append(90..120);
    let running = scene.start(NEVER);
    scene.wait_copied(90);
    scene.stop(running);
    // Thirty records, and in each partition the markers around them.
    let (unreadable, lost) = scene.skipped();
    assert!(unreadable == 0 && (30..=36).contains(&lost), "{lost} of 30");
    let mut copied = scene.copied().unwrap();
    copied.sort_unstable();
    assert_eq!(copied, (0..60).chain(90..120).collect::<Vec<_>>());
}
