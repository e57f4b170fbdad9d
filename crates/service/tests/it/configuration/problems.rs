//! What users are told of their mistakes: all at once, with lines.

use super::case::{environment, refusal};
use dateline_service::config::{Problems, Settings};
use std::path::Path;

#[test]
fn all_problems_are_reported_at_once_with_their_lines() {
    let toml = r#"
bus = "localhost:9092"
lane = "Back Fill"
colour = "red"
threads = 1.5
[topics]
partition = 3
retention = "7 days"
retention_size = "20GB"
replication_factor = "three"
[http]
listen = 9600
[limits]
ingest = "1GiB"
[log]
format = "jsn"
level = "info,x=loud"
[hhtp]
listen = "x"
[[source]]
name = "World"
kind = "feed"
[[source]]
name = "wire"
[[source]]
name = "wire"
kind = "folder"
[[source]]
name = "wire"
kind = "folder"
[drain]
deadline = "0s"
[store]
name = "x"
"#;
    let expected = "\
dateline.toml:2: bus: `localhost:9092` is no bus; write kafka://HOST:PORT,HOST:PORT or embedded:FILE
dateline.toml:3: lane: `Back Fill` is no lane; write 1 to 40 lower-case letters, digits, `-` or `_`
dateline.toml:4: colour: unknown key; known are breaker, bus, consumer, drain, fetch, http, instance, kafka, lane, limits, log, push, source, sources_from, store, threads, topics, traces
dateline.toml:5: threads: is a number with a fraction; write a whole number
dateline.toml:7: topics.partition: unknown key; did you mean `partitions`?
dateline.toml:8: topics.retention: `7 days` is not a duration; write 500ms, 2s, 5m, 12h or 7d
dateline.toml:9: topics.retention_size: `20GB` is not a size; write 512B, 64KiB, 8MiB or 20GiB
dateline.toml:10: topics.replication_factor: is a text; write a whole number without quotes
dateline.toml:12: http.listen: is a number; write it in quotes
dateline.toml:14: limits.ingest: 1GiB is out of range; write 1KiB to 30MiB
dateline.toml:16: log.format: `jsn` is none of its values; did you mean `json`?
dateline.toml:17: log.level: `info,x=loud` is no log filter; write info, or info,dateline_fetch=debug
dateline.toml:18: hhtp: unknown key; did you mean `http`?
dateline.toml:21: source.1.name: `World` is no name; write 1 to 40 lower-case letters, digits, `-` or `_`
dateline.toml:23: source.2.kind: is missing or empty; write `kind = …`
dateline.toml:26: source.3.name: `wire` is taken (dateline.toml:23); give each source its own name
dateline.toml:29: source.4.name: `wire` is taken (dateline.toml:23); give each source its own name
dateline.toml:32: drain.deadline: 0ms is out of range; write 1s to 1h
dateline.toml:33: store: is not a list of tables; write [[store]] with double brackets";
    assert_eq!(refusal(toml, &[]), expected);
}

#[test]
fn syntax_errors_name_their_lines_and_nothing_else_is_reported() {
    let refused = refusal("bus = \"embedded:x\"\nlane =\n\n[topics\npartitions = 1\ncolour = 1\n", &[]);
    let lines: Vec<&str> = refused.lines().collect();
    assert!(lines[0].starts_with("dateline.toml:2: not TOML: "), "{refused}");
    assert!(lines.iter().all(|line| line.contains(": not TOML: ")), "{refused}");
}

#[test]
fn a_file_that_is_named_but_not_there_is_a_problem() {
    for variables in [&[][..], &[("DATELINE_CONFIG", "/nowhere/dateline.toml")]] {
        let mut problems = Problems::default();
        let named = variables.is_empty().then_some(Path::new("/nowhere/dateline.toml"));
        Settings::load(named, &environment(variables), &mut problems);
        let refused = problems.check().unwrap_err().to_string();
        assert!(refused.starts_with("/nowhere/dateline.toml: cannot be read: "), "{refused}");
        assert!(refused.contains("--config"), "{refused}");
    }
}

#[test]
fn hostile_files_are_refused_in_bounded_time() {
    let nested = format!("a = {}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(refusal(&nested, &[]).contains("not TOML"));
    let long = format!("# {}\n", "x".repeat(5 << 20));
    assert!(refusal(&long, &[]).contains("longer than 4 MiB"));
    let mistakes = "=\n".repeat(10_000);
    assert!(refusal(&mistakes, &[]).lines().count() <= 20);
}

#[test]
fn a_key_that_has_moved_is_refused_with_its_new_name() {
    let moved = "lane = 'news'\n[enricher]\nthreads = 3\n";
    let expected = "\
dateline.toml:3: enricher.threads: is called `threads` now; write `threads = …` before the first table
environment: DATELINE_ENRICHER__THREADS: is called DATELINE_THREADS now";
    assert_eq!(refusal(moved, &[("DATELINE_ENRICHER__THREADS", "4")]), expected);
    assert!(refusal("[enricher]\nthread = 3\n", &[]).starts_with("dateline.toml:1: enricher: unknown key; known are"));
}
