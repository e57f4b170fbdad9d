//! Every word that says why a record failed stands in the table of `docs/messages.md`.
#![cfg(test)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// How the code makes them.
const MADE_BY: &[&str] = &["Reject::new(", "Reason::new("];

fn sources(directory: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The literals that follow any of [`MADE_BY`].
fn classes(code: &str) -> BTreeSet<String> {
    let behind = MADE_BY.iter().flat_map(|made_by| code.split(made_by).skip(1));
    behind.filter_map(|rest| Some(rest.trim_start().strip_prefix('"')?.split_once('"')?.0.to_owned())).collect()
}

#[test]
fn every_class_of_error_is_documented() {
    let mut files = Vec::new();
    for member in std::fs::read_dir(Path::new(ROOT).join("crates")).unwrap() {
        sources(&member.unwrap().path().join("src"), &mut files);
    }
    let code: Vec<String> = files.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    let made: BTreeSet<String> = code.iter().flat_map(|code| classes(code)).collect();
    assert!(made.contains("no_text") && made.contains("broken_message"), "the sources have changed: {made:?}");
    let docs = std::fs::read_to_string(Path::new(ROOT).join("docs/messages.md")).unwrap();
    let missing: Vec<&String> = made.iter().filter(|class| !docs.contains(&format!("`{class}`"))).collect();
    assert!(missing.is_empty(), "not in docs/messages.md: {missing:?}");
}
