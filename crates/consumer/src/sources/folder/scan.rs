//! Walking a folder.

use super::seen::FileVersion;
use article::Timestamp;
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
    /// Time of its last change, in nanoseconds since 1970.
    pub(super) modified_ns: i128,
    /// In bytes.
    pub(super) length: u64,
    /// Stands for its path, date and length.
    pub(super) version: FileVersion,
    /// Stands for these and its permissions.
    pub(super) version_with_permissions: FileVersion,
}

/// What a walk brought.
#[derive(Debug, Default)]
pub(super) struct Scanned {
    /// Oldest first.
    pub(super) found: Vec<Found>,
    /// Directories that could not be read.
    pub(super) unread: usize,
}

impl Found {
    /// The id of its document: the path below the folder without extension, `/` between its parts.
    pub(super) fn id(&self) -> String {
        let parts: Vec<_> =
            self.relative.with_extension("").iter().map(|part| part.to_string_lossy().into_owned()).collect();
        parts.join("/")
    }

    /// Whether it was left alone since a time in Unix milliseconds. A date in the future says nothing about now; such
    /// a file counts as settled, as it would never become so.
    pub(super) fn is_settled(&self, since: i64, now: Timestamp) -> bool {
        let modified = self.modified_ns.div_euclid(1_000_000);
        modified <= i128::from(since) || modified > i128::from(now.millis()) + 60_000
    }

    /// Whether the file still is what the walk found.
    pub(super) fn is_still(&self, metadata: &Metadata) -> bool {
        self.modified_ns == modified_ns(metadata) && self.length == metadata.len()
    }
}

/// Finds all files below a folder, hidden and unfinished ones left out.
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
}

fn look(root: &Path, entry: &DirEntry) -> io::Result<Option<Kind>> {
    let name = entry.file_name();
    let name = name.as_bytes().to_ascii_lowercase();
    if name.starts_with(b".") || name.ends_with(b".tmp") || name.ends_with(b".part") {
        return Ok(None);
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
    // Moves with every change of permissions.
    let status_changed_ns = i128::from(metadata.ctime()) * 1_000_000_000 + i128::from(metadata.ctime_nsec());
    Ok(Some(Kind::File(Found {
        version: FileVersion::of(&relative, modified_ns, length, None),
        version_with_permissions: FileVersion::of(&relative, modified_ns, length, Some(status_changed_ns)),
        path,
        relative,
        modified_ns,
        length,
    })))
}

fn modified_ns(metadata: &Metadata) -> i128 {
    i128::from(metadata.mtime()) * 1_000_000_000 + i128::from(metadata.mtime_nsec())
}
