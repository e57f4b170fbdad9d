//! `dateline check --connect` against a real broker and a real database.

use dateline_tests::{Launch, Postgres, SharedLane, Turn, scratch_dir};
use std::path::Path;
use std::time::Duration;

const SOON: Duration = Duration::from_secs(120);

/// What a command prints, and its exit code.
fn said(arguments: &[&str], config: &str, directory: &Path) -> (String, Option<i32>) {
    let mut process = Launch::new(arguments.iter().copied()).config(config).directory(directory).start().unwrap();
    let status = process.wait_exit(SOON).unwrap();
    (format!("{}{}", process.stdout(), process.stderr()), status.code())
}

#[test]
fn what_is_missing_is_told_before_anything_is_started_and_no_password_is() {
    let _turn = Turn::of(crate::UNHURRIED);
    let lane = SharedLane::new("asked").unwrap();
    let postgres = Postgres::start_with_password("not-to-be-told").unwrap();
    let database = postgres.create_database().unwrap();
    let directory = scratch_dir("asked").unwrap();
    let config = |password: &str| {
        let url = database.url_with_password(password).unwrap();
        lane.config("only", &format!("[[store]]\nname = \"desk\"\nkind = \"postgres\"\nurl = \"{url}\"\n"))
    };
    let (right, wrong) = (config("not-to-be-told"), config("wrong-and-hidden"));
    let ask = |config: &str| said(&["check", "--connect"], config, directory.path());
    let raw = lane.topics.raw();
    let (text, code) = ask(&wrong);
    assert_eq!(code, Some(1), "{text}");
    let missing = format!("topic     PROBLEM {raw}: does not exist; create it with `dateline topics create`\n");
    assert!(text.contains(&missing) && text.contains("store     PROBLEM desk: "), "{text}");
    assert!(!text.contains("hidden") && !text.contains("group "), "{text}");
    let (created, code) = said(&["topics", "create"], &right, directory.path());
    assert_eq!(code, Some(0), "{created}");
    let (text, code) = ask(&right);
    assert_eq!(code, Some(0), "{text}");
    assert!(text.contains(&format!("topic     {raw}: 6 partitions\n")) && !text.contains("not-to-be"), "{text}");
    assert!(text.contains(".store.desk has not read yet"), "{text}");
    assert!(text.contains("store     desk: there are no articles in "), "{text}");
    assert!(text.ends_with("What was asked answers.\n"), "{text}");
    let (text, code) = ask(&format!("{right}[topics]\npartitions = 7\n"));
    assert_eq!(code, Some(1), "{text}");
    let odd = format!("topic     PROBLEM {raw}: 6 partitions, topics.partitions says 7: services do not start; ");
    assert!(text.contains(&odd) && text.contains("cursors.v1: 6 partitions\n"), "{text}");
}
