//! Sources as the configuration names them.

#![cfg(test)]

use dateline_consumer::{SourceContext, read_source};
use fetch::RecordedFetch;
use service::config::{Environment, Problems, Settings};
use std::sync::Arc;

/// The names of the sources that can be built of a configuration, and what is wrong with it.
fn read(toml: &str) -> (Vec<String>, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("dateline.toml");
    std::fs::write(&path, toml).unwrap();
    let mut problems = Problems::default();
    let settings = Settings::load(Some(&path), &Environment::default(), &mut problems);
    let built: Vec<_> = settings.sources.iter().filter_map(|section| read_source(section, &mut problems)).collect();
    let context = SourceContext { fetch: Arc::new(RecordedFetch::default()), ingest_limit: 1 };
    let names = built.into_iter().map(|build| build(&context).name().to_owned()).collect();
    (names, problems.iter().map(|problem| format!("{}: {}", problem.key, problem.text)).collect())
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
