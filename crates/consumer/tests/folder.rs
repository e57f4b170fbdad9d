//! A folder as a source, on real files.

#![cfg(test)]

use article::Timestamp;
use dateline_consumer::{FolderSettings, FolderSource};
use pipeline::{Harvest, Source, SourceError};
use serde_json::Value;
use std::fs::{self, File};
use std::path::Path;
use std::time::{Duration, SystemTime};
use tempfile::TempDir;

const INTERVAL: Duration = Duration::from_secs(2);
const LIMIT: u64 = 1_000;

/// A source that is polled as the pipeline does, an hour after the files were written.
struct Polled {
    folder: TempDir,
    source: FolderSource,
    cursor: Option<Value>,
    now: SystemTime,
}

impl Polled {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let source = source_of(folder.path());
        Self { folder, source, cursor: None, now: SystemTime::now() + Duration::from_secs(3_600) }
    }

    fn put(&self, name: &str, text: &str, age: Duration) {
        let path = self.folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        File::options().write(true).open(&path).unwrap().set_modified(self.now - age).unwrap();
    }

    fn restart(&mut self) {
        self.source = source_of(self.folder.path());
    }

    async fn poll(&mut self) -> Harvest {
        let since_1970 = self.now.duration_since(SystemTime::UNIX_EPOCH).unwrap();
        let now = Timestamp::from_millis(since_1970.as_millis() as i64);
        let harvest = self.source.poll(self.cursor.as_ref(), now).await.unwrap();
        if let Some(cursor) = &harvest.cursor {
            self.cursor = Some(serde_json::from_str(&cursor.to_string()).unwrap());
        }
        harvest
    }

    /// The ids of the documents of one poll.
    async fn ids(&mut self) -> Vec<String> {
        self.poll().await.records.into_iter().map(|record| record.id.unwrap()).collect()
    }
}

fn source_of(folder: &Path) -> FolderSource {
    FolderSource::new(FolderSettings { name: "wire".into(), path: folder.to_owned(), interval: INTERVAL }, LIMIT)
}

fn minutes(count: u64) -> Duration {
    Duration::from_secs(60 * count)
}

#[tokio::test]
async fn files_already_there_come_once_oldest_first_then_files_as_they_appear() {
    let mut polled = Polled::new();
    polled.put("2024/10/b.txt", "second", minutes(10));
    polled.put("a.HTML", "<p>first", minutes(20));
    let harvest = polled.poll().await;
    let seen: Vec<_> =
        harvest.records.iter().map(|r| (r.id.as_deref(), r.content_type.as_deref(), &r.body[..])).collect();
    assert_eq!(
        seen,
        [(Some("a"), Some("text/html"), &b"<p>first"[..]), (Some("2024/10/b"), Some("text/plain"), &b"second"[..]),]
    );
    assert_eq!(harvest.records[0].source.as_deref(), Some("wire"));
    assert_eq!(harvest.next_in, INTERVAL);

    let idle = polled.poll().await;
    assert!(idle.records.is_empty() && idle.cursor.is_none());
    polled.put("c.json", "{}", minutes(1));
    let next = polled.poll().await;
    assert_eq!((next.records[0].id.as_deref(), &next.records[0].content_type), (Some("c"), &None));
    polled.restart();
    assert!(polled.ids().await.is_empty());
}

#[tokio::test]
async fn a_file_moved_in_with_an_old_date_is_seen() {
    let mut polled = Polled::new();
    polled.put("new.txt", "new", minutes(1));
    assert_eq!(polled.ids().await, ["new"]);
    polled.put("old.txt", "old", minutes(60 * 24 * 365));
    assert_eq!(polled.ids().await, ["old"]);
}

#[tokio::test]
async fn a_changed_file_comes_again() {
    let mut polled = Polled::new();
    polled.put("a.txt", "one", minutes(9));
    polled.put("b.txt", "one", minutes(9));
    assert_eq!(polled.ids().await, ["a", "b"]);
    polled.put("b.txt", "two", minutes(3));
    assert_eq!(polled.ids().await, ["b"]);
    assert!(polled.ids().await.is_empty());
}

#[tokio::test]
async fn a_file_still_written_to_waits_until_it_was_left_alone() {
    let mut polled = Polled::new();
    polled.put("a.txt", "half", Duration::from_millis(500));
    let harvest = polled.poll().await;
    assert!(harvest.records.is_empty() && harvest.cursor.is_none());
    assert_eq!(harvest.next_in, INTERVAL);
    polled.now += INTERVAL;
    assert_eq!(polled.ids().await, ["a"]);
}

#[tokio::test]
async fn hidden_and_unfinished_files_are_left_out_until_they_get_their_name() {
    let mut polled = Polled::new();
    for name in [".a.txt", "b.txt.tmp", "c.PART", ".git/d.txt"] {
        polled.put(name, "x", minutes(5));
    }
    assert!(polled.ids().await.is_empty());
    fs::rename(polled.folder.path().join("b.txt.tmp"), polled.folder.path().join("b.txt")).unwrap();
    assert_eq!(polled.ids().await, ["b"]);
}

#[tokio::test]
async fn a_file_over_the_limit_leaves_a_stub_and_its_neighbours_come() {
    let mut polled = Polled::new();
    polled.put("a.txt", "fine", minutes(5));
    polled.put("b.txt", &"x".repeat(1_001), minutes(5));
    polled.put("c.txt", &"x".repeat(1_000), minutes(5));
    let harvest = polled.poll().await;
    assert_eq!(harvest.records.len(), 2);
    let refused = &harvest.refused[0];
    assert_eq!((refused.id.as_deref(), refused.length, refused.reason.class), (Some("b"), 1_001, "too_large"));
    // sha256sum of 1,001 times `x`.
    assert_eq!(
        refused.hash.as_deref(),
        Some("sha256:cbe4a2e86e808c9b51174c17d56b401791a6282036247a95c3fb2098f098ff79")
    );
    let again = polled.poll().await;
    assert!(again.records.is_empty() && again.refused.is_empty());
}

#[tokio::test]
async fn links_are_followed_within_the_folder_only() {
    let mut polled = Polled::new();
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("secret.txt"), "secret").unwrap();
    let link = |target: &Path, name: &str| std::os::unix::fs::symlink(target, polled.folder.path().join(name)).unwrap();
    link(&outside.path().join("secret.txt"), "leak.txt");
    link(outside.path(), "leaks");
    link(polled.folder.path(), "loop");
    link(Path::new("nowhere"), "dangling.txt");
    polled.put("a.txt", "a", minutes(5));
    link(Path::new("a.txt"), "latest.txt");
    assert_eq!(polled.ids().await, ["a", "latest"]);
}

#[tokio::test]
async fn a_large_folder_comes_in_several_harvests_and_a_restart_repeats_nothing() {
    let mut polled = Polled::new();
    for number in 0..1_201 {
        polled.put(&format!("{number:04}.txt"), "text", minutes(5));
    }
    let mut ids = Vec::new();
    for (records, next_in) in [(500, Duration::ZERO), (500, Duration::ZERO), (201, INTERVAL)] {
        let harvest = polled.poll().await;
        assert_eq!(harvest.records.len(), records);
        assert!(harvest.next_in >= next_in);
        ids.extend(harvest.records.into_iter().map(|record| record.id.unwrap()));
        if ids.len() == 500 {
            polled.restart();
        }
    }
    assert_eq!(ids, (0..1_201).map(|number| format!("{number:04}")).collect::<Vec<_>>());
    assert!(polled.ids().await.is_empty());
}

#[tokio::test]
async fn a_harvest_that_was_not_committed_comes_again() {
    let mut polled = Polled::new();
    polled.put("a.txt", "a", minutes(5));
    assert_eq!(polled.ids().await, ["a"]);
    polled.cursor = None;
    assert_eq!(polled.ids().await, ["a"]);
    assert!(polled.ids().await.is_empty());
}

#[tokio::test]
async fn a_file_that_is_deleted_and_comes_back_changed_is_seen() {
    let mut polled = Polled::new();
    polled.put("a.txt", "a", minutes(5));
    assert_eq!(polled.ids().await, ["a"]);
    fs::remove_file(polled.folder.path().join("a.txt")).unwrap();
    assert!(polled.ids().await.is_empty());
    polled.put("a.txt", "b", minutes(4));
    assert_eq!(polled.ids().await, ["a"]);
}

#[tokio::test]
async fn a_missing_folder_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("gone");
    let error = source_of(&path).poll(None, Timestamp::from_millis(0)).await.unwrap_err();
    let SourceError::Retry(message) = error else { panic!("{error:?}") };
    assert!(message.contains("gone` cannot be read") && message.ends_with("create it or correct `path`"), "{message}");
}
