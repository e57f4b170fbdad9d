//! What a member of a Kafka group, and a reader outside of any, make of records that are large, that can never be read,
//! or that are gone, on librdkafka's mock cluster. It keeps five megabytes of a partition, as they are compressed, and
//! deletes the oldest beyond that; of the offsets of groups it knows nothing.

use article::{Record, TopicName};
use dateline_bus::{
    Bus, KafkaBus, KafkaSettings, Member, Membership, Output, Polled, Received, SkipReason, Skipped, TopicPartition,
};
use rdkafka::ClientConfig;
use rdkafka::mocking::MockCluster;
use rdkafka::producer::{BaseProducer, BaseRecord, DefaultProducerContext, Producer};
use std::sync::Arc;
use std::time::{Duration, Instant};

const SOON: Duration = Duration::from_secs(60);
/// The largest record of the scenes; what the client may hold of one batch is at least three times as much.
const LARGEST: usize = 16 << 20;

struct Scene {
    cluster: MockCluster<'static, DefaultProducerContext>,
    bus: KafkaBus,
    topic: TopicName,
}

impl Scene {
    fn new(partitions: i32) -> Self {
        let cluster = MockCluster::new(1).unwrap();
        cluster.create_topic("in", partitions, 1).unwrap();
        let settings =
            KafkaSettings { max_message_bytes: LARGEST, ..KafkaSettings::plaintext(&cluster.bootstrap_servers()) };
        Self { bus: KafkaBus::connect(settings).unwrap(), cluster, topic: TopicName::new("in") }
    }

    fn at(&self, partition: i32) -> TopicPartition {
        TopicPartition::new(self.topic.clone(), partition)
    }

    fn append(&self, partition: i32, values: impl IntoIterator<Item = Vec<u8>>) {
        let output = |value| {
            let record = Record { value: Some(value), ..Record::default() };
            Output { topic: self.topic.clone(), partition: Some(partition), record }
        };
        self.bus.append(values.into_iter().map(output).collect()).unwrap();
    }

    /// One batch, as somebody else's producer may write it: a few kilobytes for the broker, more than we may hold.
    fn append_a_batch_nobody_can_hold(&self, partition: i32, records: usize) {
        let producer: BaseProducer = ClientConfig::new()
            .set("bootstrap.servers", self.cluster.bootstrap_servers())
            .set("compression.type", "zstd")
            .set("message.max.bytes", "200000000")
            .set("batch.size", "200000000")
            // Until it is flushed, however long a loaded machine takes to hand the records over.
            .set("linger.ms", "60000")
            .create()
            .unwrap();
        let value = vec![b'"'; LARGEST * 4 / records];
        for _ in 0..records {
            producer.send(BaseRecord::<(), [u8]>::to("in").partition(partition).payload(&value)).unwrap();
        }
        producer.flush(SOON).unwrap();
    }

    fn join(&self) -> Box<dyn Member> {
        let membership = Membership {
            group: "group".to_owned(),
            topic: self.topic.clone(),
            transactional_id: "the-id".to_owned(),
            outputs: Arc::new(()),
        };
        self.bus.join(membership).unwrap()
    }
}

/// What a member is given, until there are so many records and skips.
fn take(member: &mut dyn Member, records: usize, skips: usize) -> (Vec<Received>, Vec<Skipped>) {
    let began = Instant::now();
    let (mut taken, mut skipped) = (Vec::new(), Vec::new());
    while taken.len() < records || skipped.len() < skips {
        assert!(began.elapsed() < SOON, "{} of {records} records, skipped: {skipped:?}", taken.len());
        match member.poll(Duration::from_millis(100)).unwrap() {
            Polled::Records(more) => taken.extend(more),
            Polled::Skipped(one) => {
                let before = taken.iter().filter(|record| record.partition == one.partition.partition);
                let next = before.map(|record| record.offset + 1).max().unwrap_or(0);
                assert!(next <= one.from, "{one:?} came after offset {next}");
                skipped.push(one);
            }
            Polled::Nothing | Polled::Assigned(_) => {}
            Polled::Revoked(revocation) => panic!("revoked: {revocation:?}"),
        }
    }
    assert_eq!((taken.len(), skipped.len()), (records, skips), "{skipped:?}");
    (taken, skipped)
}

/// Bytes of which compression leaves about a third.
fn third(length: usize) -> Vec<u8> {
    let mut state = 0x2545_f491_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    };
    let words: Vec<[u8; 3]> = (0..256).map(|_| [next(), next(), next()]).collect();
    (0..length.div_ceil(3)).flat_map(|_| *words.get(usize::from(next())).unwrap()).take(length).collect()
}

#[test]
fn a_record_of_any_size_within_the_limit_is_read_again_however_well_it_compresses() {
    // Between the sizes at which the client's guesses of how large a batch becomes used to end.
    let sizes = [5 << 20, 8_600_000, 9 << 20, 10 << 20, 12 << 20, 14 << 20, LARGEST - 16];
    let values: Vec<Vec<u8>> = sizes.into_iter().flat_map(|size| [third(size), vec![b'"'; size]]).collect();
    // A partition of its own for each: none is deleted for the next.
    let scene = Scene::new(14);
    let mut member = scene.join();
    for (partition, value) in (0..).zip(&values) {
        scene.append(partition, [value.clone()]);
        let (records, _) = take(member.as_mut(), 1, 0);
        assert!(records[0].record.value() == value, "a record of {} bytes", value.len());
        let mut reader = scene.bus.reader(&[(scene.at(partition), 0)]).unwrap();
        let began = Instant::now();
        while !reader.read(Duration::from_millis(100)).unwrap().iter().any(|one| one.record.value() == value) {
            assert!(began.elapsed() < SOON, "a reader waits for a record of {} bytes", value.len());
        }
    }
}

#[test]
fn a_batch_that_can_never_be_read_is_skipped_whole_and_nothing_else_is() {
    let scene = Scene::new(3);
    let numbered = |numbers: std::ops::Range<u8>| numbers.map(|number| vec![number]);
    for partition in 0..3 {
        scene.append(partition, numbered(0..5));
    }
    let mut member = scene.join();
    take(member.as_mut(), 15, 0);
    let bad = scene.bus.end_offset(&scene.at(1), dateline_bus::Isolation::Committed).unwrap();
    scene.append_a_batch_nobody_can_hold(1, 3);
    scene.append_a_batch_nobody_can_hold(1, 1);
    for partition in 0..3 {
        scene.append(partition, numbered(5..10));
    }
    let (records, skipped) = take(member.as_mut(), 15, 2);
    let ranges: Vec<_> = skipped.iter().map(|one| (one.partition.clone(), one.from, one.next)).collect();
    assert_eq!(ranges, [(scene.at(1), bad, bad + 3), (scene.at(1), bad + 3, bad + 4)]);
    for one in &skipped {
        let SkipReason::Unreadable(cause) = &one.why else { panic!("{one:?}") };
        assert!(cause.contains("Decompression"), "{cause}");
    }
    let mut values: Vec<u8> = records.iter().flat_map(|one| one.record.value().to_vec()).collect();
    values.sort_unstable();
    assert_eq!(values, (5..10).flat_map(|number| [number; 3]).collect::<Vec<u8>>());

    // A reader outside any group gets everything else and comes to the end.
    let mut reader = scene.bus.reader(&[(scene.at(1), 0), (scene.at(2), 0)]).unwrap();
    let (began, mut read) = (Instant::now(), Vec::new());
    while !reader.caught_up() {
        assert!(began.elapsed() < SOON, "a reader has {} records and is not at the end", read.len());
        read.extend(reader.read(Duration::from_millis(100)).unwrap());
    }
    assert_eq!(read.iter().filter(|one| one.partition == 1).count(), 10);
    assert_eq!(read.iter().filter(|one| one.partition == 2).count(), 10);
}

#[test]
fn records_that_are_deleted_before_they_are_read_are_told_to_the_offset() {
    let scene = Scene::new(1);
    scene.append(0, (0..5).map(|number| vec![number]));
    let mut member = scene.join();
    let (read, _) = take(member.as_mut(), 5, 0);
    let next = read.iter().map(|one| one.offset + 1).max().unwrap();
    member.set_intake(false);
    // The poller fetches ahead until it is told to stop.
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(2) {
        assert!(matches!(member.poll(Duration::from_millis(100)).unwrap(), Polled::Nothing | Polled::Assigned(_)));
    }
    for _ in 0..12 {
        scene.append(0, [third(3 << 20)]);
    }
    member.set_intake(true);
    let began = Instant::now();
    let (mut skipped, mut first) = (None, None);
    while first.is_none() {
        assert!(began.elapsed() < SOON, "no record; skipped: {skipped:?}");
        match member.poll(Duration::from_millis(100)).unwrap() {
            Polled::Records(records) => first = records.first().map(|one| one.offset),
            Polled::Skipped(one) => assert!(skipped.replace(one).is_none(), "told once"),
            Polled::Nothing | Polled::Assigned(_) => {}
            Polled::Revoked(revocation) => panic!("revoked: {revocation:?}"),
        }
    }
    let skipped = skipped.unwrap();
    assert_eq!((skipped.from, Some(skipped.next), &skipped.why), (next, first, &SkipReason::Deleted));
    assert!(skipped.next > skipped.from + 4, "{skipped:?}");
}
