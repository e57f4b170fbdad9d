//! Every word that says why a record went no further stands in the closed list of `article` and, with its stages, in the
//! tables of `docs/messages.md` and `docs/metrics.md`.

use article::StageName;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// How the code makes them.
const MADE_BY: &[&str] = &["Reject::new(", "Reason::new(", "Reason::of_decoding("];

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

fn known() -> BTreeSet<String> {
    let all = StageName::ALL.iter().flat_map(|stage| stage.reasons().dead_lettered.iter());
    all.map(|class| (*class).to_owned()).collect()
}

#[test]
fn every_class_the_code_makes_is_in_the_closed_list() {
    let mut files = Vec::new();
    for member in std::fs::read_dir(Path::new(ROOT).join("crates")).unwrap() {
        sources(&member.unwrap().path().join("src"), &mut files);
    }
    files.retain(|path| !path.ends_with("article/src/reasons.rs"));
    let code: Vec<String> = files.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    let made: BTreeSet<String> = code.iter().flat_map(|code| classes(code)).collect();
    assert!(made.contains("no_text") && made.contains("broken_message"), "the sources have changed: {made:?}");
    let known = known();
    let unknown: Vec<&String> = made.difference(&known).collect();
    assert!(unknown.is_empty(), "not in article::Reasons, so without a series at 0: {unknown:?}");
    let everything = code.concat();
    let unused: Vec<&String> = known.iter().filter(|class| !everything.contains(&format!("\"{class}\""))).collect();
    assert!(unused.is_empty(), "in article::Reasons, and made nowhere: {unused:?}");
}

#[test]
fn the_table_of_classes_names_each_with_its_stages() {
    let docs = std::fs::read_to_string(Path::new(ROOT).join("docs/messages.md")).unwrap();
    let (_, table) = docs.split_once("| class | stage | what happened |").unwrap();
    let rows = table.lines().map(|line| line.split('|').map(str::trim).collect::<Vec<_>>());
    let mut documented = BTreeSet::new();
    for row in rows.filter(|row| row.len() > 3) {
        for class in row[1].split(',').filter_map(|class| class.trim().strip_prefix('`')?.strip_suffix('`')) {
            for stage in StageName::ALL {
                if row[2] == "all" || row[2].split(',').any(|named| named.trim() == stage.as_str()) {
                    documented.insert((class.to_owned(), stage.as_str()));
                }
            }
        }
    }
    for stage in StageName::ALL {
        for class in stage.reasons().dead_lettered {
            let is_there = documented.contains(&((*class).to_owned(), stage.as_str()));
            assert!(is_there, "docs/messages.md has no row for `{class}` in {stage}");
        }
    }
    let known = known();
    let unknown: Vec<_> = documented.iter().filter(|(class, _)| !known.contains(class)).collect();
    assert!(unknown.is_empty(), "documented and never made: {unknown:?}");
}

#[test]
fn every_reason_to_drop_a_record_is_documented() {
    let docs = std::fs::read_to_string(Path::new(ROOT).join("docs/metrics.md")).unwrap();
    for stage in StageName::ALL {
        for reason in stage.reasons().dropped {
            assert!(docs.contains(&format!("`{reason}`")), "`{reason}` of {stage} is not in docs/metrics.md");
        }
    }
}
