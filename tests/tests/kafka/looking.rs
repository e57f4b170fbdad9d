//! `dateline lag`, `sources`, `trace`, `tail` and `top` on Kafka, with a PostgreSQL store.

use article::Record;
use bus::contract::{Ending, end_interrupted};
use bus::{KafkaSettings, Output, Transaction};
use dateline_tests::looking::{Looking, absence_is_said};
use dateline_tests::{Kafka, Postgres, SharedLane, Turn, scratch_dir, wait_for};
use std::time::Duration;

const SOON: Duration = Duration::from_secs(180);

#[test]
fn a_pipeline_on_kafka_is_told_as_it_is() {
    let _turn = Turn::of(crate::UNHURRIED);
    let lane = SharedLane::new("look").unwrap();
    let database = Postgres::shared().unwrap().create_database().unwrap();
    let directory = scratch_dir("look").unwrap();
    let path = directory.path();
    std::fs::create_dir(path.join("wire")).unwrap();
    let tables = format!(
        "[topics]\npartitions = 2\n\
         [[source]]\nname = \"wire\"\nkind = \"folder\"\npath = \"{}/wire\"\n\
         [[store]]\nname = \"local\"\nkind = \"postgres\"\nurl = \"{}\"\n",
        path.display(),
        database.url()
    );
    let config = lane.config("cli", &tables);
    absence_is_said(&config, path, "`dateline topics create`").unwrap();
    wait_for("the topics", SOON, || {
        let mut create = lane.service("topics", "cli", &tables).argument("create").start().unwrap();
        if create.wait_exit(SOON).unwrap().success() { Ok(()) } else { Err(create.stderr()) }
    })
    .unwrap();
    let looking = Looking { bus: &lane.bus, topics: lane.topics.clone(), config, directory: path };
    looking.run().unwrap();
    looking.lag_is_told().unwrap();
    looking.sources_are_told().unwrap();
    looking.articles_are_traced().unwrap();
    looking.topics_are_followed().unwrap();
    looking.the_picture_is_printed().unwrap();
    let record = Record { value: Some(b"0".to_vec()), ..Record::default() };
    let output = |partition| Output { topic: lane.topics.raw(), partition: Some(partition), record: record.clone() };
    let open = Transaction { outputs: [0, 1].map(output).into(), offsets: Vec::new() };
    let settings = KafkaSettings::plaintext(Kafka::shared().unwrap().brokers());
    end_interrupted(&settings, &format!("{}.stranger", lane.name), "none", &open, Ending::Aborted, || {
        looking.what_is_held_up_is_told(2).unwrap();
    })
    .unwrap();
}
