//! Walking a folder.

use super::names::is_passed_over;
use super::version::FileVersion;
use std::fs::{self, DirEntry, Metadata};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// Directories deeper than this are not looked into.
const MAX_DEPTH: usize = 64;

/// The most files of a folder; a walk keeps about 200 bytes for each.
const MAX_FILES: usize = 2_000_000;

/// A file as a walk found it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// Where it is.
    pub(super) path: PathBuf,
    /// Its path below the folder.
    pub(super) relative: PathBuf,
    /// Time of its last change, in nanoseconds since 1970, as whoever wrote it says.
    pub(super) modified_ns: i128,
    /// When the system last saw it change, or its permissions, in nanoseconds since 1970.
    pub(super) status_changed_ns: i128,
    /// In bytes.
    pub(super) length: u64,
    /// Stands for its path.
    pub(super) place: FileVersion,
    /// Stands for its path, date and length.
    pub(super) version: FileVersion,
    /// Stands for these and the system's date.
    pub(super) version_with_permissions: FileVersion,
    /// Whether it is known to stand still; no walk by itself can tell.
    pub(super) stands_still: bool,
}

/// What a walk brought.
#[derive(Debug, Default)]
pub(super) struct Scanned {
    /// Oldest first.
    pub(super) found: Vec<Found>,
    /// Directories that could not be read.
    pub(super) unread: usize,
    /// Files and directories whose names are those of no documents, hidden ones left out.
    pub(super) passed_over: usize,
}

impl Found {
    /// The id of its document: the whole path below the folder, `/` between its parts. Two files have never the same.
    pub(super) fn id(&self) -> String {
        let id = id_of(&self.relative);
        // What is no text in a name is shown as a question mark, whatever it is.
        if self.relative.to_str().is_some() { id } else { format!("{id}?{}", self.place) }
    }

    /// The id that documents had before: without extension, so that `a.txt` and `a.html` had the same.
    pub(super) fn former_id(&self) -> String {
        id_of(&self.relative.with_extension(""))
    }

    /// Whether both of its dates are before a time in Unix milliseconds.
    pub(super) fn is_unchanged_since(&self, since: i64) -> bool {
        self.modified_ns.max(self.status_changed_ns).div_euclid(1_000_000) <= i128::from(since)
    }

    /// Whether the file still is what the walk found.
    pub(super) fn is_still(&self, metadata: &Metadata) -> bool {
        let dates = (self.modified_ns, self.status_changed_ns);
        dates == (modified_ns(metadata), status_changed_ns(metadata)) && self.length == metadata.len()
    }
}

fn id_of(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    parts.join("/")
}

/// Finds all files below a folder but those that are no documents.
pub(super) fn scan(root: &Path) -> io::Result<Scanned> {
    let root = fs::canonicalize(root)?;
    let mut scanned = Scanned::default();
    let mut directories = vec![(root.clone(), 0)];
    while let Some((directory, depth)) = directories.pop() {
        let entries = match fs::read_dir(&directory) {
            Ok(entries) => entries,
            Err(error) if depth == 0 => return Err(error),
            // Removed since its parent was read.
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(_) => {
                scanned.unread += 1;
                continue;
            }
        };
        for entry in entries {
            let Ok(entry) = entry else {
                scanned.unread += 1;
                break;
            };
            match look(&root, &entry) {
                Ok(Some(Kind::Directory)) if depth < MAX_DEPTH => directories.push((entry.path(), depth + 1)),
                Ok(Some(Kind::File(found))) => scanned.found.push(found),
                Ok(Some(Kind::PassedOver)) => scanned.passed_over += 1,
                Ok(Some(Kind::Directory) | None) => {}
                // Removed since the directory was read.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(_) => scanned.unread += 1,
            }
            if scanned.found.len() > MAX_FILES {
                return Err(io::Error::other(format!("it holds more than {MAX_FILES} files; move old ones away")));
            }
        }
    }
    scanned.found.sort_by(|one, other| (one.modified_ns, &one.relative).cmp(&(other.modified_ns, &other.relative)));
    Ok(scanned)
}

enum Kind {
    Directory,
    File(Found),
    /// Of a name that is no document's.
    PassedOver,
}

fn look(root: &Path, entry: &DirEntry) -> io::Result<Option<Kind>> {
    let name = entry.file_name();
    if is_passed_over(name.as_bytes()) {
        return Ok((!name.as_bytes().starts_with(b".")).then_some(Kind::PassedOver));
    }
    let (path, kind) = (entry.path(), entry.file_type()?);
    if kind.is_dir() {
        return Ok(Some(Kind::Directory));
    }
    // A link to a directory is never followed: it could lead in circles.
    if kind.is_symlink() && !fs::canonicalize(&path)?.starts_with(root) {
        return Ok(None);
    }
    let metadata = fs::metadata(&path)?;
    let Ok(relative) = path.strip_prefix(root).map(Path::to_owned) else { return Ok(None) };
    if !metadata.is_file() {
        return Ok(None);
    }
    let (modified_ns, length) = (modified_ns(&metadata), metadata.len());
    let status_changed_ns = status_changed_ns(&metadata);
    Ok(Some(Kind::File(Found {
        place: FileVersion::of(&relative, 0, 0, None),
        version: FileVersion::of(&relative, modified_ns, length, None),
        version_with_permissions: FileVersion::of(&relative, modified_ns, length, Some(status_changed_ns)),
        path,
        relative,
        modified_ns,
        status_changed_ns,
        length,
        stands_still: false,
    })))
}

fn modified_ns(metadata: &Metadata) -> i128 {
    i128::from(metadata.mtime()) * 1_000_000_000 + i128::from(metadata.mtime_nsec())
}

/// Moves with every change of content or permissions, and nobody can set it back.
fn status_changed_ns(metadata: &Metadata) -> i128 {
    i128::from(metadata.ctime()) * 1_000_000_000 + i128::from(metadata.ctime_nsec())
}
