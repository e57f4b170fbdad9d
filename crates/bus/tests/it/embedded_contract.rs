//! The embedded log keeps the contract of every bus.

use dateline_bus::contract::CONTRACT;
use dateline_bus::{EmbeddedLog, EmbeddedSettings};
use std::panic::{AssertUnwindSafe, catch_unwind};

#[test]
fn the_embedded_log_behaves_as_every_bus_must() {
    let directory = tempfile::tempdir().unwrap();
    let log = EmbeddedLog::open_runner(EmbeddedSettings::at(directory.path().join("log.db"))).unwrap();
    let broken: Vec<_> = CONTRACT
        .iter()
        .filter(|(_, behaviour)| catch_unwind(AssertUnwindSafe(|| behaviour(&log, "contract"))).is_err())
        .map(|(name, _)| *name)
        .collect();
    assert!(broken.is_empty(), "broken: {broken:?}; the panics above say how");
}
