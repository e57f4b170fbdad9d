//! What one document may cost: within `limits.ingest`, whatever it repeats, two threads stay below 300 MB, and the good
//! article beside it is stored.

use dateline_tests::{Launch, Turn, put_whole, scratch_dir, wait_for};
use serde_json::Value;
use std::time::Duration;

const START: Duration = Duration::from_secs(60);
/// Debug builds on a busy machine take some seconds a document.
const WORK: Duration = Duration::from_secs(600);
/// Of the whole process, in bytes.
const MOST_MEMORY: u64 = 300 << 20;
/// `limits.ingest` unless configured.
const LARGEST: usize = 8 << 20;

const ENGLISH: &str =
    "The ferry left the quay at noon with forty people aboard, the harbour master said. Nobody was hurt. ";

/// A text of the largest size that begins as an article and goes on with a fragment.
fn text(fragment: &str) -> Vec<u8> {
    let head = format!("2024-05-12\nThe ferry runs again\n\nPORT VALE, May 12 (Example Wire) - {}", ENGLISH.repeat(30));
    filled(&head, fragment, "")
}

/// `unit` as often as it fits, with room for the one byte by which two files of a kind differ.
fn filled(head: &str, unit: &str, tail: &str) -> Vec<u8> {
    let times = (LARGEST - 1 - head.len() - tail.len()) / unit.len();
    format!("{head}{}{tail}", unit.repeat(times)).into_bytes()
}

/// Documents that took from 180 to 1,800 MB a thread, with their names.
fn documents() -> Vec<(&'static str, Vec<u8>)> {
    let item = format!(r#"{{"uri":"urn:example:1","type":"text","bodies":[{{"value":"{}"}}],"#, ENGLISH.trim());
    let page = format!(
        "</script></head><body><article><h1>The ferry runs again</h1><p>{}</p></article></body></html>",
        ENGLISH.repeat(10)
    );
    let json_ld = r#"<html><head><script type="application/ld+json">{"@type":"NewsArticle","author":["#;
    vec![
        ("percentages.txt", text("7% ")),
        ("sums.txt", text("$4 ")),
        ("lengths.txt", text("9 km ")),
        ("initials.txt", text("K.\n\n")),
        ("marks.txt", text("\"")),
        ("nested.txt", text("\u{201c}x \u{2018}y ")),
        ("lines.txt", text("b\n")),
        ("prose.txt", text(ENGLISH)),
        ("said.txt", text("\"Aye,\" said Jo. ")),
        ("objects.json", filled(&format!("{item}\"x\":["), r#"{"":0},"#, "0]}")),
        ("people.json", filled(&format!("{item}\"people\":["), "{},", "{}]}")),
        ("authors.html", filled(json_ld, r#"{"name":"Jo Ray"},"#, &format!("{{}}]}}{page}"))),
    ]
}

#[test]
fn no_document_within_the_limits_takes_much_memory_or_its_neighbour_with_it() {
    let _turn = Turn::of(module_path!());
    let home = scratch_dir("memory").unwrap();
    let folder = home.path().join("news");
    std::fs::create_dir(&folder).unwrap();
    let config = "bus = \"embedded:log.db\"\nthreads = 2\n\
                  [[source]]\nname = \"wire\"\nkind = \"folder\"\npath = \"news\"\ninterval = \"100ms\"\n\
                  [[store]]\nname = \"local\"\nkind = \"sqlite\"\npath = \"articles.db\"\n";
    let mut process = Launch::new(["run"]).config(config).directory(home.path()).start().unwrap();
    process.wait_ready(START).unwrap();
    let at_rest = process.peak_memory().unwrap();
    let read = |stage: &str| {
        let stage = format!("stage=\"{stage}\"");
        let found = process.metric("dateline_input_records_total", &[stage.as_str()]);
        found.map(|count| count.unwrap_or(0.0)).map_err(|error| format!("{error:#}"))
    };
    let mut sent = 0.0;
    let mut dearest = (at_rest, "nothing");
    for (name, bytes) in documents() {
        // Two at once, so that both threads have one; and a good one behind them.
        for half in ["a", "b"] {
            let mut bytes = bytes.clone();
            bytes.extend_from_slice(half.as_bytes());
            let (stem, extension) = name.split_once('.').unwrap();
            put_whole(&folder, &format!("{stem}-{half}.{extension}"), &bytes).unwrap();
        }
        let good = format!("2024-05-12\nAfter {name}\n\nPORT VALE, May 12 (Example Wire) - {ENGLISH}");
        put_whole(&folder, &format!("{name}-good.txt"), good.as_bytes()).unwrap();
        sent += 3.0;
        wait_for(name, WORK, || {
            let (extracted, stored) = (read("extract")?, read("store/local")?);
            let dead = process.metric("dateline_input_records_total", &["outcome=\"dead_lettered\""]);
            let dead = dead.map_err(|error| format!("{error:#}"))?.unwrap_or(0.0);
            let told = || Err(format!("{extracted} extracted, {stored} stored, {dead} dead letters, of {sent}"));
            if extracted >= sent && stored + dead >= sent { Ok(()) } else { told() }
        })
        .unwrap();
        let peak = process.peak_memory().unwrap();
        if peak > dearest.0 {
            dearest = (peak, name);
        }
        assert!(peak < MOST_MEMORY, "{name}: {} MB, at rest {} MB", peak >> 20, at_rest >> 20);
    }
    println!("at most {} MB, for {}", dearest.0 >> 20, dearest.1);
    process.terminate().unwrap();
    assert!(process.wait_exit(START).unwrap().success(), "{}", process.stderr());

    let found = Launch::new(["search", "-n", "100"]).config(config).directory(home.path());
    let mut found = found.start().unwrap();
    assert!(found.wait_exit(START).unwrap().success());
    let stored: Vec<Value> = found.stdout().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let telling = |wanted: &str| {
        let tells = |item: &&Value| item["bodies"][0]["value"].as_str().is_some_and(|text| text.contains(wanted));
        stored.iter().filter(tells).count()
    };
    for (name, _) in documents() {
        assert_eq!(telling(&format!("After {name}\n")), 1, "the good article beside {name}");
    }
    let last = |item: &Value| item["enrichment"]["provenance"].as_array().unwrap().last().unwrap().clone();
    let dropped = |list: &str| {
        let is_dropped = |item: &&Value| last(item)["dropped"].as_array().is_some_and(|all| all.contains(&list.into()));
        stored.iter().filter(is_dropped).count()
    };
    // Percentages, sums and lengths; two of each.
    assert_eq!(dropped("quantities"), 6, "of {} stored", stored.len());
    assert!(dropped("quotes") >= 4 && dropped("mentions") >= 2);
    let kept = stored.iter().filter_map(|item| item["enrichment"]["quantities"].as_array()).map(Vec::len).max();
    assert!(kept.is_some_and(|kept| (1_000..=5_000).contains(&kept)), "{kept:?}");
}
