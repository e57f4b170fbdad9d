//! Every file of the fuzzing corpus through the entry points that the fuzzer uses.

#[path = "../../fuzz/entry_points.rs"]
mod entry_points;

use crate::read::DEADLINE;
use std::fs;
use std::path::Path;
use std::time::Instant;

fn replay(target: &str, entry_point: fn(&[u8])) {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let files: Vec<_> =
        fs::read_dir(&directory).expect("the corpus").map(|file| file.expect("a file").path()).collect();
    assert!(files.len() >= 10, "{} holds {} files", directory.display(), files.len());
    for file in files {
        let bytes = fs::read(&file).expect("a readable file");
        let start = Instant::now();
        entry_point(&bytes);
        assert!(start.elapsed() < DEADLINE, "{} took {:?}", file.display(), start.elapsed());
    }
}

#[test]
fn pages_of_the_corpus_get_an_answer() {
    replay("page", entry_points::page);
}

#[test]
fn feeds_of_the_corpus_get_an_answer() {
    replay("feed", entry_points::feed);
}

#[test]
fn dates_of_the_corpus_get_an_answer() {
    replay("date", entry_points::date);
}
