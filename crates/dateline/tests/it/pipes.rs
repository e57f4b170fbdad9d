//! `dateline run` with a store that prints, and a reader that goes before the end, as `head` does.

use crate::program::dateline;
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

const SOON: Duration = Duration::from_secs(60);

const CONFIGURATION: &str = r#"
bus = "embedded:log.db"
http.listen = "off"

[[source]]
name = "desk"
kind = "folder"
path = "inbox"
interval = "200ms"

[[store]]
name = "printed"
kind = "stdout"
"#;

fn put(directory: &Path, numbers: std::ops::Range<u32>) {
    for number in numbers {
        let text = format!("OSLO (Example Wire) - Lock keeper {number} counted the barges twice on Monday.\n");
        let hidden = directory.join(format!("inbox/.{number}"));
        std::fs::write(&hidden, text).unwrap();
        std::fs::rename(hidden, directory.join(format!("inbox/barge-{number}.txt"))).unwrap();
    }
}

fn run(directory: &Path) -> Child {
    let log = std::fs::File::create(directory.join("log.txt")).unwrap();
    dateline(directory, &["run"]).stdout(Stdio::piped()).stderr(log).spawn().unwrap()
}

/// The next articles, by id.
fn read(lines: &mut impl BufRead, count: usize) -> Vec<String> {
    let lines = lines.lines().take(count).map(|line| {
        let item: serde_json::Value = serde_json::from_str(&line.unwrap()).unwrap();
        item.pointer("/uri").unwrap().as_str().unwrap().to_owned()
    });
    lines.collect()
}

#[test]
fn a_reader_that_goes_ends_the_process_quietly_and_loses_no_article() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::create_dir(directory.path().join("inbox")).unwrap();
    std::fs::write(directory.path().join("dateline.toml"), CONFIGURATION).unwrap();
    put(directory.path(), 0..20);
    let mut first = run(directory.path());
    let mut printed = BufReader::new(first.stdout.take().unwrap());
    let mut seen: BTreeSet<String> = read(&mut printed, 3).into_iter().collect();
    drop(printed);
    put(directory.path(), 20..40);
    let until = Instant::now() + SOON;
    let status = loop {
        if let Some(status) = first.try_wait().unwrap() {
            break status;
        }
        if Instant::now() > until {
            first.kill().unwrap();
            first.wait().unwrap();
            panic!("it runs on: {}", std::fs::read_to_string(directory.path().join("log.txt")).unwrap());
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    let log = std::fs::read_to_string(directory.path().join("log.txt")).unwrap();
    assert_eq!(status.code(), Some(141), "{log}");
    assert!(!log.contains("ERROR") && !log.contains("WARN"), "{log}");

    // What nobody had read is printed by the next one.
    let mut second = run(directory.path());
    let mut printed = BufReader::new(second.stdout.take().unwrap());
    seen.extend(read(&mut printed, 20));
    assert!(seen.len() > 20, "{seen:?}");
    second.kill().unwrap();
    second.wait().unwrap();
}
