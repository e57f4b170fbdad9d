//! `dateline topics list` on the embedded log.

use article::{Lane, Topics};
use bus::EmbeddedLog;
use harness::Launch;
use harness::listed_topics::ListedTopics;
use std::time::Duration;

const SOON: Duration = Duration::from_secs(180);

#[test]
fn topics_of_the_embedded_log_are_listed_by_records_with_what_each_group_has_yet_to_read() {
    let directory = tempfile::tempdir().unwrap();
    let at = directory.path().display();
    let store = |name| format!("[[store]]\nname = \"{name}\"\nkind = \"sqlite\"\npath = \"{at}/{name}.db\"\n");
    let stores = ["one", "two"].map(store);
    let config = |count: usize| format!("bus = \"embedded:{at}/log.db\"\n{}", stores[..count].concat());
    let mut first = Launch::new(["sink"]).config(config(1)).directory(directory.path()).start().unwrap();
    first.wait_ready(SOON).unwrap();
    first.terminate().unwrap();
    assert!(first.wait_exit(SOON).unwrap().success());

    let bus = EmbeddedLog::open_guest(&directory.path().join("log.db")).unwrap();
    let topics = Topics::of(Lane::live());
    ListedTopics { bus: &bus, topics, config: &config, directory: directory.path() }.are_counted_by_records().unwrap();
}
