//! `dateline demo` as a newcomer sees it.

use crate::program::dateline;
use std::path::Path;

fn demo(directory: &Path, arguments: &[&str]) -> String {
    let output = dateline(directory, &[&["demo", "--once", "--pace", "0"], arguments].concat()).output().unwrap();
    let (stdout, stderr) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{stdout}\n{stderr}");
    assert_eq!(stderr, "", "{stdout}");
    stdout
}

fn found(directory: &Path, arguments: &[&str]) -> Vec<String> {
    let output = dateline(directory, &[&["search"], arguments].concat()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).unwrap();
    let items = lines.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    items.map(|item| item.pointer("/headlines/0/value").unwrap().as_str().unwrap().to_owned()).collect()
}

#[test]
fn articles_of_the_demo_are_found_afterwards_and_its_broken_one_is_a_dead_letter() {
    let directory = tempfile::tempdir().unwrap();
    let shown = demo(directory.path(), &[]);
    for line in [
        "ingest   demo/harbour-bridge",
        "extract  \"Bridge over the harbour opens after nine years\"  published 2025-05-12 (header)",
        "enrich   dateline Port Vale (Example Wire) · en · Marta Lindqvist · 2 quotes",
        "store    local: stored\n",
        "store    local: stored as a new version",
        "extract  not_utf8, kept in news.extract.dlq.v1: the text is not valid UTF-8",
        "10 files in ",
        "8 articles, stored 9 times, 1 dead letter",
        " search --config dateline-demo/demo.toml harbour\n",
    ] {
        assert!(shown.contains(line), "`{line}` is not in:\n{shown}");
    }
    assert!(!shown.contains('\u{1b}'), "colours in a pipe");

    let found = |arguments: &[&str]| {
        let config = ["--config", "dateline-demo/demo.toml"];
        found(directory.path(), &[&config[..], arguments].concat())
    };
    assert_eq!(found(&[]).len(), 8);
    assert_eq!(found(&["harbour"]), ["Bridge over the harbour opens after nine years"]);
    assert_eq!(found(&["420 million"]).len(), 1, "the correction stands");
    assert_eq!(found(&["--place", "Nairobi"]), ["Seed bank returns forgotten millet to farmers"]);
    assert_eq!(found(&["--agency", "Example Wire"]).len(), 2);
    assert_eq!(found(&["--language", "fr"]).len(), 1);
    assert!(!directory.path().join("dateline-data").exists(), "what `dateline run` keeps is left alone");
}

#[test]
fn a_second_run_stores_no_article_twice() {
    let directory = tempfile::tempdir().unwrap();
    demo(directory.path(), &["--dir", "my $data"]);
    let shown = demo(directory.path(), &["--dir", "my $data"]);
    assert!(shown.contains("local: has it already with this text"), "{shown}");
    assert!(shown.contains("8 articles, stored 2 times, 7 known already, 1 dead letter"), "{shown}");
    assert!(shown.contains("search --config 'my $data/demo.toml' harbour"), "{shown}");
    assert_eq!(found(directory.path(), &["--config", "my $data/demo.toml"]).len(), 8);
}
