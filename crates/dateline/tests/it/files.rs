//! `dateline enrich` and `dateline extract` as a shell sees them.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const STORY: &str = " date 2024-03-05 Old bridge closed for the winter\n\nOSLO, (Rivertown News - 5th Mar, 2024) The old bridge in \
the harbour town is closed until spring, because the engineers found cracks in two of its piers last week.\n";

fn dateline(arguments: &[&str], input: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    let writer = std::thread::spawn(move || {
        // A command that refuses its arguments never reads it.
        let _ = stdin.write_all(input.as_bytes());
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

fn articles(output: &Output) -> Vec<serde_json::Value> {
    String::from_utf8_lossy(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn file(directory: &Path, name: &str, content: &str) -> String {
    let path = directory.join(name);
    std::fs::write(&path, content).unwrap();
    path.display().to_string()
}

fn source_id(article: &serde_json::Value) -> Option<&str> {
    article["altIds"].as_array()?.iter().find(|id| id["role"] == "sourceId")?["value"].as_str()
}

#[test]
fn a_wire_story_becomes_one_enriched_article() {
    let directory = tempfile::tempdir().unwrap();
    let output = dateline(&["enrich", &file(directory.path(), "bridge.txt", STORY)], "");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let articles = articles(&output);
    assert_eq!(articles.len(), 1);
    let article = &articles[0];
    assert_eq!(article["headlines"][0]["value"], "Old bridge closed for the winter");
    assert_eq!(article["enrichment"]["dateline"]["place"]["name"], "Oslo");
    assert_eq!(article["enrichment"]["dateline"]["agencies"][0], "Rivertown News");
    assert_eq!(article["enrichment"]["dates"][0]["from"], "header");
    assert_eq!(article["language"], "en");
    assert_eq!(article["located"], "Oslo, Norway");
    assert_eq!(source_id(article), Some(directory.path().join("bridge.txt").to_str().unwrap()));
    let stages: Vec<_> =
        article["enrichment"]["provenance"].as_array().unwrap().iter().map(|entry| &entry["stage"]).collect();
    assert_eq!(stages.last().unwrap().as_str(), Some("enrich"));
}

#[test]
fn files_of_one_name_in_two_directories_are_two_articles() {
    let directory = tempfile::tempdir().unwrap();
    let files = ["monday/1.txt", "tuesday/1.txt", "tuesday/1.html"].map(|name| {
        std::fs::create_dir_all(directory.path().join(name).parent().unwrap()).unwrap();
        file(directory.path(), name, STORY)
    });
    let again = directory.path().join("./monday/./1.txt").display().to_string();
    let arguments = ["extract", "--format", "wire", &files[0], &files[1], &files[2], &again];
    let articles = articles(&dateline(&arguments, ""));
    let ids: std::collections::HashSet<_> = articles.iter().map(|article| article["uri"].as_str().unwrap()).collect();
    assert_eq!((articles.len(), ids.len()), (4, 3));
}

#[test]
fn explain_says_which_enricher_found_what() {
    let output = dateline(&["enrich", "--explain", "--format", "wire"], STORY);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    for expected in
        ["Old bridge closed for the winter", "\ndateline\n", "\nentities (", "\nlanguage (", "located = \"Oslo"]
    {
        assert!(text.contains(expected), "no {expected:?} in:\n{text}");
    }
}

#[test]
fn extract_explains_a_page_and_a_refusal() {
    let page = "<html><head><title>Bridge closed | Rivertown News</title></head><body><h1>Bridge closed</h1><p>The old \
        bridge in the harbour town is closed until spring, because cracks were found in two of its piers last week.</p>\
        </body></html>";
    let output = dateline(&["extract", "--explain", "--format", "html"], page);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    for expected in ["urn:uuid:", "headline   h1: Bridge closed\n", "headline   not title: ", "body       model: "] {
        assert!(text.contains(expected), "no {expected:?} in:\n{text}");
    }
    let refused = dateline(&["extract", "--explain", "--format", "html"], "<script>1</script>");
    assert!(String::from_utf8_lossy(&refused.stdout).contains("no_text"));
}

#[test]
fn extract_stops_before_enrichment() {
    let output = dateline(&["extract", "--format", "wire"], STORY);
    assert!(output.status.success());
    let article = &articles(&output)[0];
    assert!(article["enrichment"].get("dateline").is_none());
    assert!(article.get("located").is_none());
}

#[test]
fn records_come_out_in_the_order_they_went_in() {
    let records: String = (0..300)
        .map(|n| format!("{{\"id\":\"{n}\",\"contentType\":\"text/plain\",\"body\":\"OSLO – Story {n} begins.\"}}\n"))
        .collect();
    let output = dateline(&["enrich", "--format", "record", "-"], &records);
    assert!(output.status.success());
    let articles = articles(&output);
    let ids: Vec<_> = articles.iter().map(|article| source_id(article).unwrap().to_owned()).collect();
    assert_eq!(ids, (0..300).map(|n| n.to_string()).collect::<Vec<_>>());
}

#[test]
fn an_input_that_cannot_be_taken_is_named_and_the_others_are_done() {
    let directory = tempfile::tempdir().unwrap();
    let good = file(directory.path(), "good.txt", STORY);
    let empty = file(directory.path(), "empty.txt", "");
    let records = file(
        directory.path(),
        "some.ndjson",
        "{\"id\":\"a\",\"body\":\"One story.\"}\nnot json\n\n{\"id\":\"b\",\"body\":\"Two stories.\"}\n",
    );
    let missing = directory.path().join("missing.txt").display().to_string();
    let output = dateline(&["enrich", &missing, &good, &empty, &records], "");
    assert_eq!(output.status.code(), Some(1));
    let articles = articles(&output);
    assert_eq!(articles.iter().map(source_id).collect::<Vec<_>>(), [Some(good.as_str()), Some("a"), Some("b")]);
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    let lines: Vec<&str> = errors.lines().collect();
    assert_eq!(lines.len(), 3, "{errors}");
    for (line, name) in lines.iter().zip([missing, empty, format!("{records}:2")]) {
        assert!(line.starts_with(&format!("dateline: {name}: ")), "{line}");
    }
}

#[test]
fn a_url_is_for_one_document() {
    let output = dateline(&["enrich", "--url", "https://example.org/1", "a.html", "b.html"], "");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("give one FILE"));
    assert!(output.stdout.is_empty());
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
    command.args(["enrich", "--format", "record"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());
    let mut stdin = child.stdin.take().unwrap();
    // Stdin stays open: the command must not wait for its end.
    stdin.write_all(b"{\"id\":\"a\",\"body\":\"One story.\"}\n{\"id\":\"b\",\"body\":\"Two stories.\"}\n").unwrap();
    stdin.flush().unwrap();
    let output = {
        let mut errors = String::new();
        std::io::Read::read_to_string(&mut child.stderr.take().unwrap(), &mut errors).unwrap();
        (child.wait().unwrap(), errors)
    };
    drop(stdin);
    assert!(output.0.success());
    assert_eq!(output.1, "");
}
