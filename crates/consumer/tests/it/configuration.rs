//! Sources as the configuration names them.

use dateline_consumer::{SourceContext, read_source};
use fetch::RecordedFetch;
use pipeline::{HourlyLimit, Source};
use service::config::{Environment, Problems, Settings};
use std::sync::Arc;

/// The names of the sources that can be built of a configuration, and what is wrong with it.
fn read(toml: &str) -> (Vec<String>, Vec<String>) {
    let (sources, problems) = build(toml);
    (sources.iter().map(|source| source.name().to_owned()).collect(), problems)
}

/// The sources themselves.
fn build(toml: &str) -> (Vec<Box<dyn Source>>, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("dateline.toml");
    std::fs::write(&path, toml).unwrap();
    let mut problems = Problems::default();
    let settings = Settings::load(Some(&path), &Environment::default(), &mut problems);
    let built: Vec<_> = settings.sources.iter().filter_map(|section| read_source(section, &mut problems)).collect();
    let context = SourceContext {
        fetch: Arc::new(RecordedFetch::default()),
        ingest_limit: 1,
        feed_limit: HourlyLimit { records: Some(7), bytes: Some(70) },
    };
    let sources = built.into_iter().map(|build| build(&context)).collect();
    (sources, problems.iter().map(|problem| format!("{}: {}", problem.key, problem.text)).collect())
}

#[test]
fn every_kind_is_read_with_its_keys_and_defaults() {
    let (names, problems) = read(
        r#"
        [[source]]
        name = "wire"
        kind = "folder"
        path = "/var/news/wire"
        encoding = "latin1"

        [[source]]
        name = "world"
        kind = "feed"
        url = "https://example.org/rss"
        follow = false
        interval = "1m"
        "#,
    );
    assert_eq!((names.as_slice(), problems.as_slice()), (&["wire".to_owned(), "world".to_owned()][..], &[][..]));
}

#[test]
fn feeds_are_limited_and_folders_are_not_unless_they_say_so() {
    let (sources, problems) = build(
        r#"
        [[source]]
        name = "feed"
        kind = "feed"
        url = "https://example.org/rss"

        [[source]]
        name = "generous"
        kind = "feed"
        url = "https://example.org/all"
        records_per_hour = 50000

        [[source]]
        name = "archive"
        kind = "folder"
        path = "/var/news/archive"

        [[source]]
        name = "uploads"
        kind = "folder"
        path = "/var/news/uploads"
        bytes_per_hour = "2MiB"

        [[source]]
        name = "wrong"
        kind = "folder"
        path = "/var/news"
        records_per_hour = 0
        "#,
    );
    let limits: Vec<_> = sources.iter().map(|source| source.hourly_limit()).collect();
    let limit = |records, bytes| HourlyLimit { records, bytes };
    assert_eq!(
        limits[..4],
        [limit(Some(7), Some(70)), limit(Some(50_000), Some(70)), limit(None, None), limit(None, Some(2 << 20))]
    );
    let refused =
        problems.iter().any(|problem| problem.starts_with("source.wrong.records_per_hour: 0 is out of range"));
    assert!(refused, "{problems:?}");
}

#[test]
fn what_is_wrong_with_a_source_is_said_all_at_once() {
    let (names, problems) = read(
        r#"
        [[source]]
        name = "a"
        kind = "feeed"

        [[source]]
        name = "b"
        kind = "feed"
        url = "example.org/rss"
        interval = "1s"

        [[source]]
        name = "c"
        kind = "folder"
        pth = "/var/news"
        encoding = "cp-1252"
        "#,
    );
    assert!(names.is_empty());
    let all = problems.join("\n");
    for part in [
        "source.a.kind: `feeed`",
        "`feed`",
        "source.b.url: ",
        "source.b.interval: ",
        "source.c.pth: ",
        "source.c.path: ",
        "source.c.encoding: `cp-1252` is no encoding; write `utf-8`",
    ] {
        assert!(all.contains(part), "{part} is not in\n{all}");
    }
}

#[test]
fn only_a_feed_on_this_machine_may_be_polled_at_any_interval() {
    for (host, taken) in [
        ("127.0.0.1:8080", true),
        ("127.8.4.2", true),
        ("[::1]:8080", true),
        ("localhost:8080", true),
        ("192.168.1.1", false),
        ("localhost.example.org", false),
    ] {
        let toml = format!(
            "[[source]]\nname = \"a\"\nkind = \"feed\"\nurl = \"http://{host}/feed.xml\"\ninterval = \"200ms\""
        );
        let (_, problems) = read(&toml);
        assert_eq!(problems.is_empty(), taken, "{host}: {problems:?}");
    }
}
