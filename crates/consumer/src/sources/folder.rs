//! Documents that appear in a folder: the files already there once, then files as they appear.
//!
//! In: a directory tree. Out: one raw record a file, named by its path. Folder trees are walked at every poll and the
//! position says which versions of which files were taken, so that a file moved in with an old date is still seen, a
//! changed file comes again, and a restart neither repeats nor misses one. A file is taken when it was left alone for
//! one interval. Never writes, moves or deletes a file, and follows no symbolic link out of the folder.
//!
//! A poll costs one `stat` a file of the tree; the pause to the next one is at least four times as long as the walk
//! took. The position takes about 7 bytes a file that is there: folders of many old files are better cleared out.

mod document;
mod scan;
mod seen;

use super::BuildSource;
use article::{RawRecord, Timestamp};
use async_trait::async_trait;
use document::{Document, read_document};
use pipeline::{Harvest, Reason, Refused, Source, SourceError};
use scan::{Found, scan};
use seen::Seen;
use serde_json::Value;
use service::config::{Problems, Section};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// The most records of one harvest.
const MAX_RECORDS: usize = 500;

/// Bytes of documents after which a harvest ends.
const MAX_BYTES: usize = 4 << 20;

/// How much longer than a walk the pause after it is at least: at most a fifth of a core goes into walking.
const REST: u32 = 4;

/// How long a walk with files left in it serves at least, when harvests follow each other without a pause.
const SHORTEST_USE: Duration = Duration::from_secs(30);

/// What a folder source is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderSettings {
    /// The source's name.
    pub name: String,
    /// The folder.
    pub path: PathBuf,
    /// Pause between two looks, and how long a file must have been left alone.
    pub interval: Duration,
}

/// A folder as a source.
#[derive(Debug)]
pub struct FolderSource {
    settings: FolderSettings,
    ingest_limit: u64,
    walk: Option<Walk>,
}

/// The last walk, kept while there is more in it than one harvest takes.
#[derive(Debug)]
struct Walk {
    found: Vec<Found>,
    /// Whether some directory could not be read, so that what is missing may only be hidden.
    partial: bool,
    took: Duration,
    ended_at: Instant,
}

/// What a poll is to look at.
#[derive(Debug)]
struct Look {
    settings: FolderSettings,
    ingest_limit: u64,
    cursor: Option<Value>,
    now: Timestamp,
    walk: Option<Walk>,
}

/// Reads `[[source]]` sections of kind `folder`.
pub(crate) fn read(section: &Section, problems: &mut Problems) -> Option<BuildSource> {
    let mut keys = section.keys(problems);
    let path = keys.required_path("path");
    let interval = keys.duration("interval", Duration::from_millis(100)..=Duration::from_secs(24 * 60 * 60));
    keys.finish();
    let settings = FolderSettings {
        name: section.name().to_owned(),
        path: path?,
        interval: interval.unwrap_or(Duration::from_secs(2)),
    };
    Some(Box::new(move |context| Box::new(FolderSource::new(settings, context.ingest_limit))))
}

impl FolderSource {
    /// A source of the files of a folder up to a size in bytes. Nothing is read yet.
    pub fn new(settings: FolderSettings, ingest_limit: u64) -> Self {
        Self { settings, ingest_limit, walk: None }
    }
}

#[async_trait]
impl Source for FolderSource {
    fn name(&self) -> &str {
        &self.settings.name
    }

    async fn poll(&mut self, cursor: Option<&Value>, now: Timestamp) -> Result<Harvest, SourceError> {
        let look = Look {
            settings: self.settings.clone(),
            ingest_limit: self.ingest_limit,
            cursor: cursor.cloned(),
            now,
            walk: self.walk.take(),
        };
        let looked = tokio::task::spawn_blocking(move || look.run()).await;
        let (harvest, walk) = looked.map_err(|error| SourceError::Retry(format!("reading files ended: {error}")))??;
        self.walk = walk;
        Ok(harvest)
    }
}

impl Look {
    /// Does all of a poll that may block: the harvest, and the walk when there is more in it.
    fn run(mut self) -> Result<(Harvest, Option<Walk>), SourceError> {
        let before = Seen::decode(self.cursor.as_ref()).map_err(|error| {
            SourceError::Broken(format!("the position of source `{}` cannot be read: {error}", self.settings.name))
        })?;
        let walk = self.walk(&before)?;
        let mut seen = before.clone();
        if !walk.partial {
            seen.retain(&walk.found);
        }
        let (mut harvest, more) = self.take(&walk.found, &mut seen);
        if seen != before {
            harvest.cursor = Some(seen.encode());
        }
        harvest.next_in = if more { Duration::ZERO } else { self.settings.interval.max(walk.took * REST) };
        Ok((harvest, more.then_some(walk)))
    }

    /// The walk to take files from: the last one as long as it has files that were not taken, else a new one.
    fn walk(&mut self, seen: &Seen) -> Result<Walk, SourceError> {
        let fresh_for = self.settings.interval.max(SHORTEST_USE);
        if let Some(walk) = self.walk.take()
            && walk.ended_at.elapsed() < fresh_for
            && walk.found.iter().any(|file| !seen.contains(file))
        {
            return Ok(walk);
        }
        let started_at = Instant::now();
        let scanned = scan(&self.settings.path).map_err(|error| {
            let path = self.settings.path.display();
            SourceError::Retry(format!("the folder `{path}` cannot be read: {error}; create it or correct `path`"))
        })?;
        if scanned.unread > 0 {
            tracing::warn!(source = %self.settings.name, directories = scanned.unread, "directories cannot be read");
        }
        let ended_at = Instant::now();
        let took = ended_at.duration_since(started_at);
        Ok(Walk { found: scanned.found, partial: scanned.unread > 0, took, ended_at })
    }

    /// Reads files, oldest first, until a harvest is full; tells whether there are more.
    fn take(&self, found: &[Found], seen: &mut Seen) -> (Harvest, bool) {
        let interval = i64::try_from(self.settings.interval.as_millis()).unwrap_or(i64::MAX);
        let settled_before = self.now.millis().saturating_sub(interval);
        let mut harvest = Harvest::default();
        let mut bytes = 0;
        for file in found {
            if seen.contains(file) || !file.is_settled(settled_before, self.now) {
                continue;
            }
            if harvest.records.len() + harvest.refused.len() >= MAX_RECORDS || bytes >= MAX_BYTES {
                return (harvest, true);
            }
            match read_document(file, self.ingest_limit) {
                Document::Whole(body) => {
                    bytes += body.len();
                    harvest.records.push(self.record(file, body));
                    seen.insert_taken(file);
                }
                Document::TooLarge { length, hash } => {
                    let text = format!("has {length} bytes, the limit is {}", self.ingest_limit);
                    harvest.refused.push(refuse(file, "too_large", &text, length, Some(hash)));
                    seen.insert_taken(file);
                }
                Document::Unreadable(error) => {
                    let text = format!("cannot be read: {error}");
                    harvest.refused.push(refuse(file, "unreadable", &text, file.length, None));
                    seen.insert_unreadable(file);
                }
                // The next walk finds what it is then.
                Document::Changed => {}
            }
        }
        (harvest, false)
    }

    fn record(&self, file: &Found, body: Vec<u8>) -> RawRecord {
        let content_type = extract::content_type_of_path(&file.path);
        RawRecord {
            id: Some(file.id()),
            url: None,
            content_type: content_type.map(|content_type| content_type.as_str().to_owned()),
            fetched_at: Some(self.now),
            source: Some(self.settings.name.clone()),
            hints: None,
            body,
        }
    }
}

fn refuse(file: &Found, class: &'static str, text: &str, length: u64, hash: Option<String>) -> Refused {
    let message = format!("`{}` {text}", file.path.display());
    Refused { id: Some(file.id()), url: None, length, hash, reason: Reason::new(class, message) }
}
