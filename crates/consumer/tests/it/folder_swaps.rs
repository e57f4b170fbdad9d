//! What somebody puts in the place of files and directories after a folder was walked.

use article::Timestamp;
use dateline_consumer::{FolderSettings, FolderSource};
use pipeline::{Harvest, Source, SourceError};
use serde_json::Value;
use std::fs::{self, File};
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};
use tempfile::TempDir;

const INTERVAL: Duration = Duration::from_secs(2);

/// As many as one harvest takes: what is dated after them is read by the next poll, from the walk of the first.
const FIRST_HARVEST: usize = 500;

/// A folder, and a place outside of it that the process may read and whoever writes into the folder may not.
struct Swapped {
    home: TempDir,
    source: FolderSource,
    cursor: Option<Value>,
}

impl Swapped {
    /// `last` is dated after the files that the first harvest takes.
    fn new(last: &str) -> Self {
        let home = tempfile::tempdir().unwrap();
        let (folder, outside) = (home.path().join("news"), home.path().join("outside"));
        fs::create_dir_all(&outside).unwrap();
        let old = SystemTime::now() - Duration::from_secs(86_400);
        for number in 0..FIRST_HARVEST {
            put(&folder.join(format!("{number}.txt")), "inside", old);
        }
        put(&folder.join(last), "last", old + Duration::from_secs(60));
        let settings = FolderSettings { name: "wire".into(), path: folder, interval: INTERVAL, encoding: None };
        Self { home, source: FolderSource::new(settings, 1_000), cursor: None }
    }

    fn inside(&self, name: &str) -> PathBuf {
        self.home.path().join("news").join(name)
    }

    fn outside(&self, name: &str) -> PathBuf {
        self.home.path().join("outside").join(name)
    }

    async fn poll(&mut self, later: Duration) -> Harvest {
        let now = SystemTime::now() + Duration::from_secs(3_600) + later;
        let now = Timestamp::from_millis(now.duration_since(SystemTime::UNIX_EPOCH).unwrap().as_millis() as i64);
        let poll = self.source.poll(self.cursor.as_ref(), now);
        let harvest = tokio::time::timeout(Duration::from_secs(60), poll).await.expect("a poll ends").unwrap();
        self.cursor = harvest.cursor.clone().or(self.cursor.take());
        harvest
    }

    /// Takes what is read before the swap.
    async fn first_harvest(&mut self) {
        assert_eq!(self.poll(Duration::ZERO).await.records.len(), FIRST_HARVEST);
    }

    /// What comes after the swap, and then, of a new file, as long as the source is alive.
    async fn ids_after_swap(&mut self) -> Vec<String> {
        let mut ids = ids(self.poll(Duration::ZERO).await);
        put(&self.inside("late.txt"), "late", SystemTime::now());
        for round in 1..=3 {
            ids.extend(ids_of_round(self, round).await);
        }
        ids
    }
}

async fn ids_of_round(swapped: &mut Swapped, round: u32) -> Vec<String> {
    ids(swapped.poll(INTERVAL * round).await)
}

fn ids(harvest: Harvest) -> Vec<String> {
    assert!(harvest.refused.is_empty(), "{:?}", harvest.refused);
    harvest.records.into_iter().map(|record| record.id.unwrap()).collect()
}

fn put(path: &Path, text: &str, date: SystemTime) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
    File::options().write(true).open(path).unwrap().set_modified(date).unwrap();
}

#[tokio::test]
async fn a_directory_that_is_replaced_by_a_link_leads_nowhere() {
    // The file itself stays what the walk found to the nanosecond; only the way to it leads out of the folder.
    let mut swapped = Swapped::new("desk/today/last.txt");
    swapped.first_harvest().await;
    fs::rename(swapped.inside("desk"), swapped.outside("desk")).unwrap();
    symlink(swapped.outside("desk"), swapped.inside("desk")).unwrap();
    assert_eq!(swapped.ids_after_swap().await, ["late.txt"]);
}

#[tokio::test]
async fn a_file_that_is_replaced_by_a_link_is_not_read_through_it() {
    let mut swapped = Swapped::new("last.txt");
    swapped.first_harvest().await;
    fs::rename(swapped.inside("last.txt"), swapped.outside("last.txt")).unwrap();
    symlink(swapped.outside("last.txt"), swapped.inside("last.txt")).unwrap();
    assert_eq!(swapped.ids_after_swap().await, ["late.txt"]);
}

#[tokio::test]
async fn a_link_within_the_folder_reads_what_it_led_to_at_the_walk() {
    let mut swapped = Swapped::new("desk/last.txt");
    symlink("desk/last.txt", swapped.inside("newest.txt")).unwrap();
    swapped.first_harvest().await;
    put(&swapped.outside("private.txt"), "private", SystemTime::now());
    fs::remove_file(swapped.inside("newest.txt")).unwrap();
    symlink(swapped.outside("private.txt"), swapped.inside("newest.txt")).unwrap();
    let harvest = swapped.poll(Duration::ZERO).await;
    let read: Vec<_> = harvest.records.iter().map(|record| (record.id.as_deref(), &record.body[..])).collect();
    assert_eq!(read, [(Some("desk/last.txt"), &b"last"[..]), (Some("newest.txt"), &b"last"[..])]);
}

#[tokio::test]
async fn a_pipe_or_socket_in_the_place_of_a_file_holds_up_nothing() {
    let mut swapped = Swapped::new("last.txt");
    swapped.first_harvest().await;
    let pipe = swapped.inside("last.txt");
    fs::remove_file(&pipe).unwrap();
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    // Ends a reader that waits for a writer, so that a source that hangs is a failed test and not a hanging one.
    let (over, is_over) = std::sync::mpsc::channel::<()>();
    let rescue = std::thread::spawn(move || {
        if is_over.recv_timeout(Duration::from_secs(20)).is_err() {
            drop(File::options().write(true).open(pipe));
            return false;
        }
        true
    });
    assert_eq!(swapped.ids_after_swap().await, ["late.txt"]);
    let _ = over.send(());
    assert!(rescue.join().unwrap(), "the source waited for the pipe");

    let mut swapped = Swapped::new("last.txt");
    swapped.first_harvest().await;
    fs::remove_file(swapped.inside("last.txt")).unwrap();
    let _socket = UnixListener::bind(swapped.inside("last.txt")).unwrap();
    assert_eq!(swapped.ids_after_swap().await, ["late.txt"]);
}

#[tokio::test]
async fn the_folder_itself_may_be_a_link() {
    let mut swapped = Swapped::new("last.txt");
    let link = swapped.home.path().join("link");
    symlink("news", &link).unwrap();
    let settings = FolderSettings { name: "wire".into(), path: link, interval: INTERVAL, encoding: None };
    swapped.source = FolderSource::new(settings, 1_000);
    swapped.first_harvest().await;
    assert_eq!(ids(swapped.poll(Duration::ZERO).await), ["last.txt"]);
}

#[tokio::test]
async fn a_file_in_the_place_of_the_folder_is_called_one() {
    let swapped = Swapped::new("last.txt");
    let settings = |path| FolderSettings { name: "wire".into(), path, interval: INTERVAL, encoding: None };
    for path in [swapped.inside("last.txt"), swapped.inside("last.txt").join("desk")] {
        let mut source = FolderSource::new(settings(path), 1_000);
        let error = source.poll(None, Timestamp::from_millis(0)).await.unwrap_err();
        let SourceError::Broken(message) = error else { panic!("{error:?}") };
        assert!(message.contains("last.txt") && message.contains("is a file; give `path` the folder"), "{message}");
    }
}
