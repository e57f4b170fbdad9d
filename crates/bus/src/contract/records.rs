//! What becomes of single records, and of appends outside any group.

use super::scene::{MAX_MESSAGE_BYTES, Scene, check_order, numbered, of_size, refused_for_topic, texts};
use crate::{Bus, Output, Received, partition_of};
use article::{Headers, Record, TopicName};
use std::collections::BTreeMap;
use std::time::{SystemTime, UNIX_EPOCH};

pub(super) fn records_of_one_key_stay_in_order_in_their_partition(bus: &dyn Bus, prefix: &str) {
    const PARTITIONS: i32 = 6;
    const ROUNDS: usize = 8;
    let scene = Scene::new(bus, prefix, "keys");
    let topic = scene.topic("in", PARTITIONS);
    let keys: Vec<String> = (0..25).map(|key| format!("https://example.org/{key}")).collect();
    for round in 0..ROUNDS / 2 {
        // Two records of each key in one append.
        let outputs = [2 * round, 2 * round + 1].into_iter().flat_map(|value| keys.iter().map(move |key| (value, key)));
        bus.append(outputs.map(|(value, key)| text(&topic, key, &value.to_string())).collect()).unwrap();
    }
    let records = scene.read(&topic, ROUNDS * keys.len());
    check_order(&records);
    let mut by_key: BTreeMap<Vec<u8>, Vec<Received>> = BTreeMap::new();
    for record in records {
        let key = record.record.key.clone().unwrap();
        assert_eq!(record.partition, partition_of(&key, PARTITIONS), "partition of {}", String::from_utf8_lossy(&key));
        by_key.entry(key).or_default().push(record);
    }
    let in_order: Vec<String> = (0..ROUNDS).map(|value| value.to_string()).collect();
    for (key, records) in by_key {
        assert_eq!(texts(&records), in_order, "order within the key {}", String::from_utf8_lossy(&key));
    }
}

pub(super) fn a_record_goes_to_the_partition_it_names(bus: &dyn Bus, prefix: &str) {
    let scene = Scene::new(bus, prefix, "named");
    let topic = scene.topic("in", 3);
    let outputs =
        (0..3).map(|partition| Output { partition: Some(partition), ..text(&topic, "key", &partition.to_string()) });
    bus.append(outputs.collect()).unwrap();
    for record in scene.read(&topic, 3) {
        assert_eq!(record.record.value(), record.partition.to_string().as_bytes());
    }
}

pub(super) fn records_come_back_as_they_were(bus: &dyn Bus, prefix: &str) {
    let scene = Scene::new(bus, prefix, "bytes");
    let topic = scene.topic("in", 1);
    let every_byte: Vec<u8> = (0..=u8::MAX).collect();
    let mut headers = Headers::new();
    headers.push("content-type", "text/html; charset=utf-8");
    headers.push("twice", "first");
    headers.push("empty", "");
    headers.push("twice", "second");
    headers.push("naïve ☃", every_byte.clone());
    headers.push("long", vec![b'x'; 20_000]);
    let timestamp = now_ms() - 1_000;
    let record = |key: Option<&[u8]>, value: Option<&[u8]>, headers: &Headers| Record {
        key: key.map(<[u8]>::to_vec),
        value: value.map(<[u8]>::to_vec),
        headers: headers.clone(),
        timestamp,
    };
    let none = Headers::new();
    let records = [
        record(Some(b"key"), Some(b"value"), &headers),
        record(None, Some(b"no key"), &none),
        record(Some(b"tombstone"), None, &none),
        record(Some(b"tombstone with headers"), None, &headers),
        record(Some(b"empty"), Some(b""), &none),
        record(None, None, &none),
        record(Some(&every_byte), Some(&every_byte), &none),
        record(Some(b"text"), Some("Überschrift, 見出し, \u{0}".as_bytes()), &none),
    ];
    let output = |record: &Record| Output { topic: topic.clone(), partition: Some(0), record: record.clone() };
    bus.append(records.iter().map(output).collect()).unwrap();
    let received = scene.read(&topic, records.len());
    for (received, written) in received.iter().zip(&records) {
        assert_eq!(received.record, *written, "a record came back changed");
        assert_eq!((&received.topic, received.partition), (&topic, 0));
    }
}

pub(super) fn a_record_without_a_time_is_stamped(bus: &dyn Bus, prefix: &str) {
    let scene = Scene::new(bus, prefix, "stamp");
    let topic = scene.topic("in", 1);
    bus.append(vec![text(&topic, "key", "value")]).unwrap();
    for record in scene.read(&topic, 1) {
        let away = now_ms().abs_diff(record.record.timestamp);
        assert!(away < 60 * 60 * 1000, "the bus stamped a record {away} ms away from now");
    }
}

pub(super) fn a_record_at_the_limit_is_taken(bus: &dyn Bus, prefix: &str) {
    let scene = Scene::new(bus, prefix, "limit");
    let topic = scene.topic("in", 1);
    let largest = of_size(&topic, "largest", MAX_MESSAGE_BYTES);
    let mut in_headers = of_size(&topic, "headers", 1_000);
    in_headers.record.headers.push("long", vec![b'x'; MAX_MESSAGE_BYTES - 1_000 - "long".len()]);
    assert_eq!(in_headers.record.size(), MAX_MESSAGE_BYTES);
    bus.append(vec![largest.clone(), in_headers.clone()]).unwrap();
    let received = scene.read(&topic, 2);
    for (received, written) in received.iter().zip([largest, in_headers]) {
        assert!(received.record.value == written.record.value, "the largest record came back changed");
        assert!(received.record.headers == written.record.headers, "the largest headers came back changed");
    }
}

pub(super) fn a_record_over_the_limit_is_refused(bus: &dyn Bus, prefix: &str) {
    let scene = Scene::new(bus, prefix, "over");
    let topic = scene.topic("in", 1);
    let too_large = of_size(&topic, "too large", MAX_MESSAGE_BYTES + 1);
    refused_for_topic(bus.append(vec![numbered(&topic, 0), too_large, numbered(&topic, 1)]), "a record over the limit");
    // What was written later shows that nothing came before it.
    scene.append_values(&topic, [2]);
    assert_eq!(texts(&scene.read(&topic, 1)), ["2"], "something of a refused append was written");
}

pub(super) fn an_append_to_several_topics_is_all_or_nothing(bus: &dyn Bus, prefix: &str) {
    let scene = Scene::new(bus, prefix, "atomic");
    let (first, second) = (scene.topic("first", 2), scene.topic("second", 2));
    let both = |value| vec![numbered(&first, value), numbered(&second, value), numbered(&first, value + 1)];
    let mut spoilt = both(0);
    spoilt.push(of_size(&second, "too large", MAX_MESSAGE_BYTES + 1));
    refused_for_topic(bus.append(spoilt), "an append with a record over the limit");
    bus.append(both(10)).unwrap();
    let mut read = texts(&scene.read(&first, 2));
    read.sort_unstable();
    assert_eq!(read, ["10", "11"], "the first topic after an append that failed and one that did not");
    assert_eq!(texts(&scene.read(&second, 1)), ["10"], "the second topic likewise");
}

pub(super) fn what_is_appended_under_a_name_is_all_or_nothing_too(bus: &dyn Bus, prefix: &str) {
    let scene = Scene::new(bus, prefix, "by-name");
    let topic = scene.topic("in", 1);
    let name = topic.as_str();
    bus.append_as(name, Vec::new()).unwrap();
    let spoilt = vec![numbered(&topic, 0), of_size(&topic, "too large", MAX_MESSAGE_BYTES + 1)];
    refused_for_topic(bus.append_as(name, spoilt), "an append under a name with a record over the limit");
    for value in [1, 2] {
        bus.append_as(name, vec![numbered(&topic, value)]).unwrap();
    }
    assert_eq!(texts(&scene.read(&topic, 2)), ["1", "2"]);
}

fn text(topic: &TopicName, key: &str, value: &str) -> Output {
    let record = Record { key: Some(key.into()), value: Some(value.into()), ..Record::default() };
    Output { topic: topic.clone(), partition: None, record }
}

fn now_ms() -> i64 {
    i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis()).unwrap()
}
