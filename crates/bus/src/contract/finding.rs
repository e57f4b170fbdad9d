//! Finding records by their time and by their key.

use super::scene::{Scene, texts};
use crate::{Bus, Hunt, Output, TopicPartition};
use article::Record;
use std::time::{Duration, Instant};

/// Long ago, so that no retention by age is needed to hold it: topics of the contract keep a week.
fn started() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    i64::try_from(since.as_millis()).unwrap() - 3_600_000
}

pub(super) fn records_are_found_by_time_and_by_key(bus: &dyn Bus, prefix: &str) {
    let scene = Scene::new(bus, prefix, "find");
    let topic = scene.topic("in", 1);
    let at = TopicPartition::new(topic.clone(), 0);
    let first = started();
    assert_eq!(bus.offset_at(&at, first).unwrap(), 0, "an empty partition ends where it begins");
    let output = |number: i64| {
        let (key, value) = (format!("key-{}", number % 7), format!("{number}"));
        let record = Record {
            key: Some(key.into_bytes()),
            value: Some(value.into_bytes()),
            timestamp: first + 1_000 * number,
            ..Record::default()
        };
        Output { topic: topic.clone(), partition: Some(0), record }
    };
    // At once: on Kafka the marker that ends a transaction has a time of its own, which is that of its writing.
    bus.append((0..40).map(output).collect()).unwrap();
    let all = scene.read(&topic, 40);
    let offset = |number: usize| all.get(number).unwrap().offset;
    assert_eq!(bus.offset_at(&at, first - 5_000).unwrap(), offset(0));
    for (millis, number) in [(0, 0), (1, 1), (1_000, 1), (20_500, 21), (39_000, 39)] {
        assert_eq!(bus.offset_at(&at, first + millis).unwrap(), offset(number), "{millis} ms after the first");
    }
    assert!(bus.offset_at(&at, first + 39_001).unwrap() > offset(39), "nothing is that late");

    let hunt = |from, to, key: &str, patience| {
        let until = Instant::now() + Duration::from_secs(patience);
        bus.find(&Hunt { partition: at.clone(), from, to, key: key.into(), until }).unwrap()
    };
    let end = offset(39) + 1;
    let found = hunt(0, end, "key-3", 30);
    assert_eq!(texts(&found.records), ["3", "10", "17", "24", "31", "38"]);
    assert_eq!(found.next, end);
    assert_eq!(found.records.first(), all.get(3));
    let found = hunt(offset(10), offset(31), "key-3", 30);
    assert_eq!(
        (texts(&found.records), found.next),
        (vec!["10".to_owned(), "17".to_owned(), "24".to_owned()], offset(31))
    );
    let found = hunt(0, end, "key-9", 30);
    assert!(found.records.is_empty() && found.next == end, "{found:?}");
    let found = hunt(0, end, "key-3", 0);
    assert!(found.next < end, "there was no time to look: {found:?}");
}
