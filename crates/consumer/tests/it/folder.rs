//! A folder as a source, on real files.

use article::Timestamp;
use dateline_consumer::{FolderSettings, FolderSource};
use pipeline::{Harvest, Source, SourceError};
use serde_json::Value;
use std::fs::{self, File};
use std::io::Write;
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

    /// Polls an interval later.
    async fn poll_later(&mut self) -> Harvest {
        self.now += INTERVAL;
        self.poll().await
    }

    /// The ids of the documents of the poll after next: what is new is taken when it was found the same twice.
    async fn ids_when_still(&mut self) -> Vec<String> {
        assert!(self.ids().await.is_empty());
        self.now += INTERVAL;
        self.ids().await
    }

    /// The ids of the documents of one poll.
    async fn ids(&mut self) -> Vec<String> {
        self.poll().await.records.into_iter().map(|record| record.id.unwrap()).collect()
    }
}

fn source_of(folder: &Path) -> FolderSource {
    FolderSource::new(settings_of(folder), LIMIT)
}

fn settings_of(folder: &Path) -> FolderSettings {
    FolderSettings { name: "wire".into(), path: folder.to_owned(), interval: INTERVAL, encoding: None }
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
        [
            (Some("a.HTML"), Some("text/html"), &b"<p>first"[..]),
            (Some("2024/10/b.txt"), Some("text/plain"), &b"second"[..]),
        ]
    );
    assert_eq!(harvest.records[0].source.as_deref(), Some("wire"));
    assert_eq!(harvest.next_in, INTERVAL);

    let idle = polled.poll().await;
    assert!(idle.records.is_empty() && idle.cursor.is_none());
    polled.put("c.json", "{}", minutes(1));
    assert!(polled.ids().await.is_empty());
    let next = polled.poll_later().await;
    assert_eq!((next.records[0].id.as_deref(), &next.records[0].content_type), (Some("c.json"), &None));
    polled.restart();
    assert!(polled.ids().await.is_empty());
}

#[tokio::test]
async fn a_file_moved_in_with_an_old_date_is_seen() {
    let mut polled = Polled::new();
    polled.put("new.txt", "new", minutes(1));
    assert_eq!(polled.ids().await, ["new.txt"]);
    polled.put("old.txt", "old", minutes(60 * 24 * 365));
    assert_eq!(polled.ids_when_still().await, ["old.txt"]);
}

#[tokio::test]
async fn a_changed_file_comes_again() {
    let mut polled = Polled::new();
    polled.put("a.txt", "one", minutes(9));
    polled.put("b.txt", "one", minutes(9));
    assert_eq!(polled.ids().await, ["a.txt", "b.txt"]);
    polled.put("b.txt", "two", minutes(3));
    assert_eq!(polled.ids_when_still().await, ["b.txt"]);
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
    assert_eq!(polled.ids().await, ["a.txt"]);
}

/// Writes on to a file and sets its date back, as copying does that keeps dates.
fn write_on(polled: &Polled, name: &str, text: &str) {
    let path = polled.folder.path().join(name);
    let date = fs::metadata(&path).map(|metadata| metadata.modified().unwrap());
    let mut file = File::options().create(true).append(true).open(&path).unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file.set_modified(date.unwrap_or(SystemTime::UNIX_EPOCH)).unwrap();
}

#[tokio::test]
async fn a_file_that_grows_under_an_old_date_waits_until_it_stands_still() {
    let mut polled = Polled::new();
    polled.put("a.txt", "a", minutes(5));
    assert_eq!(polled.ids().await, ["a.txt"]);
    for part in ["PORT VALE, ", "May 12 - ", "The ferry ", "sails again.\n"] {
        write_on(&polled, "ferry.txt", part);
        assert!(polled.poll_later().await.records.is_empty());
    }
    let harvest = polled.poll_later().await;
    assert_eq!(harvest.records[0].body, b"PORT VALE, May 12 - The ferry sails again.\n");
    assert!(polled.poll_later().await.records.is_empty());
}

#[tokio::test]
async fn a_file_on_a_server_whose_clock_is_ahead_or_behind_is_taken_after_one_interval() {
    let mut polled = Polled::new();
    assert!(polled.ids().await.is_empty());
    polled.put("behind.txt", "x", minutes(50));
    polled.put("ahead.txt", "x", Duration::ZERO);
    let future = polled.now + minutes(50);
    File::options().write(true).open(polled.folder.path().join("ahead.txt")).unwrap().set_modified(future).unwrap();
    assert_eq!(polled.ids_when_still().await, ["behind.txt", "ahead.txt"]);
}

#[tokio::test]
async fn a_clock_that_is_set_back_holds_up_a_file_by_one_interval() {
    let mut polled = Polled::new();
    assert!(polled.ids().await.is_empty());
    polled.put("a.txt", "x", minutes(5));
    assert!(polled.ids().await.is_empty());
    polled.now -= minutes(30);
    assert!(polled.poll_later().await.records.is_empty());
    assert_eq!(polled.poll_later().await.records.len(), 1);
}

#[tokio::test]
async fn what_was_out_of_sight_comes_once() {
    let mut polled = Polled::new();
    for number in 0..30 {
        polled.put(&format!("day/{number:02}.txt"), "text", minutes(5));
    }
    assert_eq!(polled.ids().await.len(), 30);
    let (shown, hidden) = (polled.folder.path().join("day"), polled.folder.path().join(".away"));
    for restart in [false, true] {
        fs::rename(&shown, &hidden).unwrap();
        assert!(polled.poll_later().await.records.is_empty());
        if restart {
            polled.restart();
        }
        polled.now += minutes(60 * 24 * 3);
        assert!(polled.poll().await.records.is_empty());
        fs::rename(&hidden, &shown).unwrap();
        polled.put("day/15.txt", "corrected", minutes(1));
        assert!(polled.poll_later().await.records.is_empty());
        let harvest = polled.poll_later().await;
        assert_eq!(harvest.records.iter().map(|record| record.id.as_deref()).collect::<Vec<_>>(), [Some("day/15.txt")]);
    }
}

#[tokio::test]
async fn hidden_and_unfinished_files_are_left_out_until_they_get_their_name() {
    let mut polled = Polled::new();
    for name in [".a.txt", "b.txt.tmp", "c.PART", ".git/d.txt", "b.txt~", "b.txt.bak", "#b.txt#"] {
        polled.put(name, "x", minutes(5));
    }
    assert!(polled.ids().await.is_empty());
    fs::rename(polled.folder.path().join("b.txt.tmp"), polled.folder.path().join("b.txt")).unwrap();
    assert_eq!(polled.ids_when_still().await, ["b.txt"]);
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
    assert_eq!((refused.id.as_deref(), refused.length, refused.reason.class), (Some("b.txt"), 1_001, "too_large"));
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
    assert_eq!(polled.ids().await, ["a.txt", "latest.txt"]);
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
    assert_eq!(ids, (0..1_201).map(|number| format!("{number:04}.txt")).collect::<Vec<_>>());
    assert!(polled.ids().await.is_empty());
}

#[tokio::test]
async fn a_harvest_that_was_not_committed_comes_again() {
    let mut polled = Polled::new();
    polled.put("a.txt", "a", minutes(5));
    assert_eq!(polled.ids().await, ["a.txt"]);
    polled.cursor = None;
    assert_eq!(polled.ids().await, ["a.txt"]);
    assert!(polled.ids().await.is_empty());
}

#[tokio::test]
async fn a_file_that_is_deleted_and_comes_back_changed_is_seen() {
    let mut polled = Polled::new();
    polled.put("a.txt", "a", minutes(5));
    assert_eq!(polled.ids().await, ["a.txt"]);
    fs::remove_file(polled.folder.path().join("a.txt")).unwrap();
    assert!(polled.ids().await.is_empty());
    polled.put("a.txt", "b", minutes(4));
    assert_eq!(polled.ids_when_still().await, ["a.txt"]);
}

#[tokio::test]
async fn files_that_differ_in_their_extension_or_in_what_is_no_text_have_ids_of_their_own() {
    use std::os::unix::ffi::OsStrExt;
    let mut polled = Polled::new();
    polled.put("harbour.txt", "x", minutes(5));
    polled.put("harbour.html", "x", minutes(5));
    for byte in [0xfe, 0xff] {
        fs::write(polled.folder.path().join(std::ffi::OsStr::from_bytes(&[b'h', byte])), "x").unwrap();
    }
    let mut ids = polled.ids().await;
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 4, "{ids:?}");
    assert_eq!(&ids[..2], ["harbour.html", "harbour.txt"]);
    // A name may be made to look like the id of a file whose name is no text.
    for id in &ids[2..] {
        polled.put(id, "x", minutes(5));
    }
    let forged = polled.ids_when_still().await;
    assert!(forged.len() == 2 && forged.iter().all(|id| !ids.contains(id)), "{forged:?} {ids:?}");
}

#[tokio::test]
async fn the_encoding_of_a_folder_goes_with_its_files() {
    let mut polled = Polled::new();
    let settings = FolderSettings { encoding: Some("windows-1252"), ..settings_of(polled.folder.path()) };
    polled.source = FolderSource::new(settings, LIMIT);
    polled.put("a.txt", "", minutes(5));
    fs::write(polled.folder.path().join("a.txt"), b"GEN\xc8VE, 3 mai - Le caf\xe9 ouvre.").unwrap();
    polled.put("b.xml", "<rss version='2.0'><channel><item><title>B</title></item></channel></rss>", minutes(5));
    let records = polled.poll().await.records;
    let types: Vec<_> = records.iter().map(|record| record.content_type.as_deref()).collect();
    assert_eq!(
        types,
        [Some("text/plain; charset=windows-1252"), Some("application/octet-stream; charset=windows-1252")]
    );
    let (at, by) = (Timestamp::from_millis(0), "consumer/0.0.0");
    let context = extract::ExtractContext { received_at: at, by, from: None, at };
    let read = |record| extract::extract(record, &context).unwrap().remove(0);
    assert_eq!(read(&records[0]).body(), "GENÈVE, 3 mai - Le café ouvre.");
    assert_eq!(read(&records[1]).headline(), Some("B"));
}

#[tokio::test]
async fn a_missing_folder_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("gone");
    let error = source_of(&path).poll(None, Timestamp::from_millis(0)).await.unwrap_err();
    let SourceError::Retry(message) = error else { panic!("{error:?}") };
    assert!(message.contains("gone` cannot be read") && message.ends_with("create it or correct `path`"), "{message}");
}
