//! A store that takes only some articles: the others pass it by, are counted, and reach the other stores.

use harness::{Launch, Said, wait_for};
use std::time::Duration;

const WAIT: Duration = Duration::from_secs(120);

const CONFIGURATION: &str = r#"
bus = "embedded:log.db"
log.format = "json"
[[source]]
name = "wire"
kind = "folder"
path = "wire"
interval = "100ms"
[[store]]
name = "all"
kind = "sqlite"
path = "all.db"
[[store]]
name = "some"
kind = "stdout"
only = { places = ["Ostmoor", "PK"], min_length = 100 }
"#;

#[test]
fn what_a_store_does_not_take_passes_it_by_and_is_counted() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::create_dir(directory.path().join("wire")).unwrap();
    let long = "The weir above the old mill was opened on Thursday after three weeks of rain, said the board that runs it, \
                and the meadows filled by noon.";
    for (name, place, body) in [
        ("short", "OSTMOOR", "The weir was opened, said the board."),
        ("elsewhere", "WESTMOOR", long),
        ("wanted", "OSTMOOR", long),
    ] {
        let text = format!(" date 2024-10-24 Weir {name}\n\n{place}, Oct 24 (EX) - {body}\n");
        std::fs::write(directory.path().join(format!("wire/{name}.txt")), text).unwrap();
    }
    let mut process = Launch::new(["run"]).config(CONFIGURATION).directory(directory.path()).start().unwrap();
    let count = |reason: &str| {
        let reason = format!("reason=\"filtered_{reason}\"");
        let labels = ["stage=\"store/some\"", "outcome=\"dropped\"", reason.as_str()];
        process.metric("dateline_input_records_total", &labels).map_err(|error| format!("{error:#}"))
    };
    wait_for("each to be printed or counted", WAIT, || {
        let found = (count("length")?, count("place")?, process.stdout().lines().count());
        if found == (Some(1.0), Some(1.0), 1) { Ok(()) } else { Err(format!("{found:?}")) }
    })
    .unwrap();
    process.terminate().unwrap();
    assert_eq!(process.wait_exit(WAIT).unwrap().code(), Some(0));
    let printed = process.stdout();
    assert!(printed.contains("Weir wanted") && printed.lines().count() == 1, "{printed}");
    let found = Said::of(&["search", "--store", "all", "weir"], CONFIGURATION, directory.path()).unwrap();
    assert_eq!(found.stdout.lines().count(), 3, "{found:?}");
}
