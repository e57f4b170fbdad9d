//! `dateline dlq` on the embedded log.

use crate::program::dateline;
use article::{Lane, Topics};
use bus::EmbeddedLog;
use harness::dead_letters::{DeadLetters, EACH};
use harness::{Launch, wait_for};
use std::path::Path;
use std::time::Duration;

const SOON: Duration = Duration::from_secs(180);

fn configuration(directory: &Path) -> String {
    let at = directory.display();
    let store = |name| format!("[[store]]\nname = \"{name}\"\nkind = \"sqlite\"\npath = \"{at}/{name}.db\"\n");
    format!("bus = \"embedded:{at}/log.db\"\nlog.format = \"json\"\n{}{}", store("one"), store("two"))
}

fn stored(directory: &Path, store: &str) -> usize {
    let output = dateline(directory, &["search", "--store", store, "-n", "10000"]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().lines().count()
}

fn wait_stored(directory: &Path, expected: [usize; 2]) {
    wait_for("articles in the stores", SOON, || {
        let found = ["one", "two"].map(|store| stored(directory, store));
        if found == expected { Ok(()) } else { Err(format!("{found:?} of {expected:?}")) }
    })
    .unwrap();
}

#[test]
fn dead_letters_go_back_to_who_refused_them_once_and_to_nobody_else() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path();
    let config = configuration(path);
    std::fs::write(path.join("dateline.toml"), &config).unwrap();
    let run = || {
        let mut process = Launch::new(["run"]).config(&config).directory(path).start().unwrap();
        process.wait_ready(SOON).unwrap();
        process
    };
    let mut first = run();
    first.terminate().unwrap();
    assert!(first.wait_exit(SOON).unwrap().success());

    let bus = EmbeddedLog::open_guest(&path.join("log.db")).unwrap();
    let topics = Topics::of(Lane::live());
    let letters = DeadLetters { bus: &bus, topics, config: config.clone(), directory: path };
    let empty = letters.dlq(&["list"]).unwrap();
    assert_eq!((empty.code, empty.stdout.as_str()), (Some(0), ""));
    assert!(empty.stderr.contains("has no dead letters: nothing is to be done"), "{empty:?}");
    letters.write().unwrap();
    letters.are_shown().unwrap();
    letters.one_class_is_retried_once().unwrap();
    letters.a_killed_retry_goes_on().unwrap();

    let mut second = run();
    // Those of its own, and what comes of those of extract and enrich, which is for both.
    wait_stored(path, [3 * EACH, 2 * EACH]);
    letters.the_rest_is_dropped().unwrap();
    let passed_over = |stage: &str| {
        let labels = [format!("stage=\"{stage}\""), "reason=\"other_group\"".to_owned()];
        second.metric("dateline_input_records_total", &labels.each_ref().map(String::as_str)).unwrap()
    };
    assert_eq!(passed_over("store/two"), Some(2.0 * EACH as f64));
    assert_eq!((passed_over("store/one"), passed_over("extract")), (Some(0.0), Some(0.0)));
    second.terminate().unwrap();
    assert!(second.wait_exit(SOON).unwrap().success());
    assert_eq!(["one", "two"].map(|store| stored(path, store)), [3 * EACH, 2 * EACH]);
}

#[test]
fn what_is_wrong_with_the_place_or_the_choice_is_said_in_a_sentence() {
    let directory = tempfile::tempdir().unwrap();
    let good = configuration(directory.path());
    let said = |configuration: &str, arguments: &[&str]| {
        std::fs::write(directory.path().join("dateline.toml"), configuration).unwrap();
        let output = dateline(directory.path(), &[&["dlq"], arguments].concat()).output().unwrap();
        assert_eq!(String::from_utf8(output.stdout).unwrap(), "");
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, absent) = said(&good, &["list"]);
    assert!(code == Some(1) && absent.contains("log.db") && absent.lines().count() == 1, "{absent}");
    assert!(absent.contains("dateline run"), "{absent}");
    let (code, away) = said("bus = \"kafka://127.0.0.1:1\"", &["list"]);
    assert!(code == Some(1) && away.contains("check that Kafka runs") && away.lines().count() == 1, "{away}");
    for arguments in [&["retry"][..], &["drop"], &["show"], &["show", "extract/x/1"], &["list", "--stage", "sore"]] {
        assert_eq!(said(&good, arguments).0, Some(2), "{arguments:?}");
    }
    assert_eq!(said("bus = 7", &["list"]).0, Some(78));
}
