//! Documents that appear in a folder: the files already there once, then files as they appear.
//!
//! In: a directory tree. Out: one raw record a file, named by its path. Folder trees are walked at every poll and the
//! position says which versions of which files were taken, so that a file moved in with an old date is still seen, a
//! changed file comes again, and a restart neither repeats nor misses one. Files that are gone stay known for days, so
//! that a mount that was away brings nothing twice. A file is taken when two walks, an interval apart, found it the
//! same. Never writes, moves or deletes a file, and follows no symbolic link out of the folder.
//!
//! A poll costs one `stat` a file of the tree; the pause to the next one is at least four times as long as the walk
//! took. The position takes about 7 bytes a file: folders of many old files are better cleared out.

mod document;
mod names;
mod scan;
mod seen;
mod stillness;
mod tree;
mod unread;
mod version;

use super::context::BuildSource;
use super::hourly::{limited, read_limit};
use article::{ContentType, RawRecord, Timestamp};
use async_trait::async_trait;
use document::{Document, read_document};
use encoding_rs::Encoding;
use pipeline::{Harvest, HourlyLimit, Reason, Refused, Source, SourceError};
use scan::{FoundFile, scan};
use seen::{Missing, Seen};
use serde_json::Value;
use service::config::Keys;
use std::io;
use std::path::PathBuf;
use std::time::{Duration, Instant};
use stillness::Stillness;
use tree::Tree;
use unread::ToldOfUnread;

/// The most records of one harvest.
const MAX_RECORDS: usize = 500;

/// Bytes of documents after which a harvest ends.
const MAX_BYTES: usize = 4 << 20;

/// How much longer than a walk the pause after it is at least: at most a fifth of a core goes into walking.
const REST: u32 = 4;

/// How long a walk with files left in it serves at least, when harvests follow each other without a pause.
const SHORTEST_USE: Duration = Duration::from_secs(30);

/// So many files at least are missing when a mount is.
const MANY: usize = 20;

/// What a folder source is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderSettings {
    /// The source's name.
    pub name: String,
    /// The folder.
    pub path: PathBuf,
    /// Pause between two looks, and how long a file must have stood still.
    pub interval: Duration,
    /// The encoding of files that do not say theirs, by its name in the Encoding Standard of the WHATWG; `None`: UTF-8.
    pub encoding: Option<&'static str>,
}

/// A folder as a source.
#[derive(Debug)]
pub struct FolderSource {
    settings: FolderSettings,
    ingest_limit: u64,
    memory: Memory,
}

/// What a source knows from poll to poll, and can do without after a restart.
#[derive(Debug, Default)]
struct Memory {
    walk: Option<Walk>,
    stillness: Stillness,
    /// How many names the last walk passed over.
    passed_over: usize,
    unread: ToldOfUnread,
}

/// The last walk, kept while there is more in it than one harvest takes.
#[derive(Debug)]
struct Walk {
    found: Vec<FoundFile>,
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
    memory: Memory,
}

/// Reads `[[source]]` sections of kind `folder`. Its own people fill one, an archive at once, so that no limit is usual;
/// what the topics may hold is limited by their retention.
pub(crate) fn read(mut keys: Keys<'_>) -> Option<BuildSource> {
    let name = keys.name().to_owned();
    let path = keys.required_path("path");
    match &path {
        Some(path) if path.is_file() => {
            keys.warning("path", "it is a file; nothing comes from it: give the folder that the files lie in");
        }
        Some(path) if !path.is_dir() => {
            keys.warning("path", "there is no such folder here; nothing comes from it until there is");
        }
        _ => {}
    }
    let interval = keys.duration("interval", Duration::from_millis(100)..=Duration::from_secs(24 * 60 * 60));
    let interval = interval.or(Duration::from_secs(2));
    let encoding = keys.parsed("encoding", |label| match Encoding::for_label_no_replacement(label.trim().as_bytes()) {
        Some(encoding) => Ok(encoding.name()),
        None => Err(format!("`{label}` is no encoding; write `utf-8`, `windows-1252`, `iso-8859-2`, `shift_jis` or another of encoding.spec.whatwg.org")),
    });
    let encoding = encoding.given_or("utf-8");
    let limit = read_limit(&mut keys);
    keys.finish();
    let settings = FolderSettings { name, path: path?, interval, encoding };
    Some(Box::new(move |context| {
        limited(FolderSource::new(settings, context.ingest_limit), limit, HourlyLimit::default())
    }))
}

impl FolderSource {
    /// A source of the files of a folder up to a size in bytes. Nothing is read yet.
    pub fn new(settings: FolderSettings, ingest_limit: u64) -> Self {
        Self { settings, ingest_limit, memory: Memory::default() }
    }
}

#[async_trait]
impl Source for FolderSource {
    fn name(&self) -> &str {
        &self.settings.name
    }

    fn interval(&self) -> Duration {
        self.settings.interval
    }

    async fn poll(&mut self, cursor: Option<&Value>, now: Timestamp) -> Result<Harvest, SourceError> {
        let look = Look {
            settings: self.settings.clone(),
            ingest_limit: self.ingest_limit,
            cursor: cursor.cloned(),
            now,
            memory: std::mem::take(&mut self.memory),
        };
        let looked = tokio::task::spawn_blocking(move || look.run()).await;
        let (looked, memory) = looked.map_err(|error| SourceError::Retry(format!("reading files ended: {error}")))?;
        self.memory = memory;
        looked
    }
}

impl Look {
    /// Does all of a poll that may block: the harvest, and what is to be known at the next one.
    fn run(mut self) -> (Result<Harvest, SourceError>, Memory) {
        let looked = self.harvest();
        (looked, self.memory)
    }

    fn harvest(&mut self) -> Result<Harvest, SourceError> {
        let before = Seen::decode(self.cursor.as_ref()).map_err(|error| {
            SourceError::Broken(format!("the position of source `{}` cannot be read: {error}", self.settings.name))
        })?;
        let tree = Tree::open(&self.settings.path).map_err(|error| self.no_folder(&error))?;
        let walk = self.walk(&tree, &before)?;
        let mut seen = before.clone();
        if !walk.partial {
            self.tell_of_missing(seen.look_around(&walk.found, self.now));
        }
        let (mut harvest, more) = self.take(&tree, &walk.found, &mut seen);
        if seen != before {
            harvest.cursor = Some(seen.encode());
        }
        harvest.next_in = if more { Duration::ZERO } else { self.settings.interval.max(walk.took * REST) };
        self.memory.walk = more.then_some(walk);
        Ok(harvest)
    }

    /// The walk to take files from: the last one as long as it has files that were not taken, else a new one.
    fn walk(&mut self, tree: &Tree, seen: &Seen) -> Result<Walk, SourceError> {
        let fresh_for = self.settings.interval.max(SHORTEST_USE);
        if let Some(walk) = self.memory.walk.take()
            && walk.ended_at.elapsed() < fresh_for
            && walk.found.iter().any(|file| !seen.contains(file))
        {
            return Ok(walk);
        }
        let started_at = Instant::now();
        let mut scanned = scan(tree).map_err(|error| self.no_folder(&error))?;
        self.memory.unread.tell(&self.settings.name, &scanned.unread);
        if std::mem::replace(&mut self.memory.passed_over, scanned.passed_over) == 0 && scanned.passed_over > 0 {
            let (source, names) = (&self.settings.name, scanned.passed_over);
            tracing::info!(%source, names, "files with the names of temporary and backup files are passed over");
        }
        let ended_at = Instant::now();
        let took = ended_at.duration_since(started_at);
        let interval = i64::try_from(self.settings.interval.as_millis()).unwrap_or(i64::MAX);
        self.memory.stillness.note(&mut scanned.found, seen, interval, self.now);
        Ok(Walk { found: scanned.found, partial: !scanned.unread.is_empty(), took, ended_at })
    }

    fn no_folder(&self, error: &io::Error) -> SourceError {
        let path = self.settings.path.display();
        match error.kind() {
            io::ErrorKind::NotADirectory => SourceError::Broken(format!(
                "`{path}` is no folder, it or a part of it is a file; give `path` the folder that the files lie in"
            )),
            _ => {
                SourceError::Retry(format!("the folder `{path}` cannot be read: {error}; create it or correct `path`"))
            }
        }
    }

    /// Says when so much is missing at once that it may be a mount.
    fn tell_of_missing(&self, missing: Missing) {
        let Missing { files, of } = missing;
        if files >= MANY && files > of / 2 {
            let (source, path) = (&self.settings.name, self.settings.path.display());
            tracing::warn!(
                %source, %path, files, of,
                "most files are gone at once; if that is not meant, see whether a mount is missing (files that are back \
                 within days are not sent again)"
            );
        }
    }

    /// Reads files, oldest first, until a harvest is full; tells whether there are more.
    fn take(&self, tree: &Tree, found: &[FoundFile], seen: &mut Seen) -> (Harvest, bool) {
        let mut harvest = Harvest::default();
        let mut bytes = 0;
        let former_ids = seen.former_ids(found);
        for file in found {
            if seen.contains(file) || !file.stands_still {
                continue;
            }
            if harvest.records.len() + harvest.refused.len() >= MAX_RECORDS || bytes >= MAX_BYTES {
                return (harvest, true);
            }
            match read_document(tree, file, self.ingest_limit) {
                Document::Whole(body) => {
                    bytes += body.len();
                    harvest.records.push(self.record(file, seen.name(file, &former_ids), body));
                    seen.insert_taken(file);
                }
                Document::TooLarge { length, hash } => {
                    let text = format!("has {length} bytes, the limit is {}", self.ingest_limit);
                    harvest.refused.push(refuse(
                        file,
                        seen.name(file, &former_ids),
                        "too_large",
                        &text,
                        length,
                        Some(hash),
                    ));
                    seen.insert_taken(file);
                }
                Document::Unreadable(error) => {
                    let text = format!("cannot be read: {error}");
                    harvest.refused.push(refuse(
                        file,
                        seen.name(file, &former_ids),
                        "unreadable",
                        &text,
                        file.length,
                        None,
                    ));
                    seen.insert_unreadable(file);
                }
                // The next walk finds what it is then.
                Document::Changed => {}
            }
        }
        (harvest, false)
    }

    fn record(&self, file: &FoundFile, id: String, body: Vec<u8>) -> RawRecord {
        RawRecord {
            id: Some(id),
            url: None,
            content_type: self.content_type(file),
            fetched_at: Some(self.now),
            source: Some(self.settings.name.clone()),
            hints: None,
            body,
        }
    }
}

impl Look {
    /// The type that a file's name tells, with the folder's encoding; without a name that tells it, bytes whatever.
    fn content_type(&self, file: &FoundFile) -> Option<String> {
        let told = ContentType::of_path(&file.path).map(ContentType::as_str);
        match self.settings.encoding {
            None => told.map(str::to_owned),
            Some(encoding) => Some(format!("{}; charset={encoding}", told.unwrap_or("application/octet-stream"))),
        }
    }
}

fn refuse(file: &FoundFile, id: String, class: &'static str, text: &str, length: u64, hash: Option<String>) -> Refused {
    let message = format!("`{}` {text}", file.path.display());
    Refused { id: Some(id), url: None, length, hash, reason: Reason::new(class, message) }
}
