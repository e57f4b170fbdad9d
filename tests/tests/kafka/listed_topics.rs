//! `dateline topics list` on Kafka.

use dateline_tests::listed_topics::ListedTopics;
use dateline_tests::{Postgres, SharedLane, Turn, scratch_dir};

#[test]
fn topics_on_kafka_are_listed_by_records_with_what_each_group_has_yet_to_read() {
    let _turn = Turn::of(crate::UNHURRIED);
    let lane = SharedLane::new("listed").unwrap();
    let postgres = Postgres::shared().unwrap();
    let databases = ["one", "two"].map(|name| (name, postgres.create_database().unwrap()));
    let stores = databases.each_ref().map(|(name, database)| {
        format!("[[store]]\nname = \"{name}\"\nkind = \"postgres\"\nurl = \"{}\"\n", database.url())
    });
    let config = |count: usize| lane.config("only", &format!("[topics]\npartitions = 2\n{}", stores[..count].concat()));
    let directory = scratch_dir("listed").unwrap();
    ListedTopics { bus: &lane.bus, topics: lane.topics.clone(), config: &config, directory: directory.path() }
        .are_counted_by_records()
        .unwrap();
}
