//! `dateline topics plan` and `apply` against a real broker.

use dateline_tests::{Kafka, Launch, SharedLane, Turn, scratch_dir};
use std::path::Path;
use std::time::Duration;

const SOON: Duration = Duration::from_secs(120);

/// What `dateline topics ACTION` prints, line by line, and its exit code.
fn topics(action: &str, config: &str, directory: &Path) -> (Vec<String>, Option<i32>) {
    let mut process = Launch::new(["topics", action]).config(config).directory(directory).start().unwrap();
    let code = process.wait_exit(SOON).unwrap().code();
    assert!(process.stderr().is_empty(), "{}", process.stderr());
    (process.stdout().lines().map(str::to_owned).collect(), code)
}

#[test]
fn topics_are_made_as_configured_after_it_was_said_how_and_nothing_is_taken_away() {
    let _turn = Turn::of(crate::UNHURRIED);
    let lane = SharedLane::new("planned").unwrap();
    let directory = scratch_dir("planned").unwrap();
    let config = |keep: &str| lane.config("only", &format!("[topics]\npartitions = 2\nretention = \"{keep}\"\n"));
    let (week, longer) = (config("7d"), config("12d"));
    let (raw, articles) = (lane.topics.raw().to_string(), lane.topics.articles().to_string());
    let command =
        |arguments: &[&str]| Kafka::shared().unwrap().tool("org.apache.kafka.tools.TopicCommand", arguments).unwrap();
    // Somebody has made one of them by hand, and for more than eleven days.
    let by_hand = ["--config", "compression.type=gzip", "--config", "retention.ms=1000000000"];
    let create = ["--create", "--topic", raw.as_str(), "--partitions", "1", "--replication-factor", "1"];
    command(&[&create[..], &by_hand].concat());

    let (planned, code) = topics("plan", &week, directory.path());
    assert_eq!(code, Some(1), "{planned:?}");
    let said = |topic: &str| -> Vec<&str> {
        planned.iter().filter_map(|line| line.strip_prefix(topic)?.strip_prefix(": ")).collect()
    };
    assert_eq!(said(&articles), ["create"]);
    let [partitions, size, kept] = said(&raw)[..] else { panic!("{planned:?}") };
    assert_eq!(partitions, "partitions 1 -> 2");
    assert!(size.starts_with("max.message.bytes 1048588 -> "), "{size}");
    assert!(kept.starts_with("left as it is: retention.ms is 1000000000, the configuration says 604800000"), "{kept}");

    let (applied, code) = topics("apply", &week, directory.path());
    assert_eq!((code, &applied[..planned.len()]), (Some(0), &planned[..]), "it does what it said");
    assert!(applied[planned.len()].starts_with(&format!("{raw} ")), "and lists the topics: {applied:?}");
    let held = command(&["--describe", "--topic", &raw]);
    for part in ["PartitionCount: 2", "compression.type=gzip", "retention.ms=1000000000", "max.message.bytes="] {
        assert!(held.contains(part), "{part}: {held}");
    }
    let (left, code) = topics("plan", &week, directory.path());
    assert_eq!((code, left), (Some(1), vec![format!("{raw}: {kept}")]), "only what is left to the operator");

    let (planned, _) = topics("plan", &longer, directory.path());
    let [first, second, third] = &planned[..] else { panic!("{planned:?}") };
    assert_eq!(*first, format!("{raw}: retention.ms 1000000000 -> 1036800000"));
    assert_eq!(*second, format!("{articles}: retention.ms 604800000 -> 1036800000"));
    assert_eq!(*third, format!("{}: retention.ms 604800000 -> 1036800000", lane.topics.enriched()));
    topics("apply", &longer, directory.path());
    let (last, code) = topics("plan", &longer, directory.path());
    assert_eq!((code, last), (Some(0), vec!["The topics are as they are configured.".to_owned()]));
    assert!(command(&["--describe", "--topic", &raw]).contains("compression.type=gzip"));
}
