//! Walking a folder.

use super::names::is_passed_over;
use super::tree::{Facts, Tree};
use super::unread::{MAX_UNREAD, Unread};
use super::version::FileVersion;
use rustix::fd::OwnedFd;
use rustix::fs::{Dir, FileType};
use std::ffi::OsStr;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

/// Directories deeper than this are not looked into.
const MAX_DEPTH: usize = 64;

/// The most files of a folder; a walk keeps about 200 bytes for each.
const MAX_FILES: usize = 2_000_000;

/// A file as a walk found it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FoundFile {
    /// Where it is.
    pub(super) path: PathBuf,
    /// Its path below the folder.
    pub(super) relative: PathBuf,
    /// Where the file itself is below the folder, when a link has its name.
    pub(super) target: Option<PathBuf>,
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
    pub(super) found: Vec<FoundFile>,
    /// What could not be read, the first of it.
    pub(super) unread: Vec<Unread>,
    /// Files and directories whose names are those of no documents, hidden ones left out.
    pub(super) passed_over: usize,
}

impl FoundFile {
    /// The id of its document: the whole path below the folder, `/` between its parts. Two files have never the same.
    pub(super) fn id(&self) -> String {
        let id = id_of(&self.relative);
        // What is no text in a name is shown as one sign, whatever it is; and a name that looks like the id of such a
        // file is not to be taken for it.
        if self.relative.to_str().is_some() && !looks_told_apart(&id) { id } else { format!("{id}?{}", self.place) }
    }

    /// The id of its document where another file has its id from before.
    pub(super) fn id_apart(&self) -> String {
        format!("{}{}?{}", id_of(&self.relative), char::REPLACEMENT_CHARACTER, self.place)
    }

    /// The id that documents had before: without extension, so that `a.txt` and `a.html` had the same.
    pub(super) fn former_id(&self) -> String {
        id_of(&self.relative.with_extension(""))
    }

    /// Whether both of its dates are before a time in Unix milliseconds.
    pub(super) fn is_unchanged_since(&self, since: i64) -> bool {
        self.modified_ns.max(self.status_changed_ns).div_euclid(1_000_000) <= i128::from(since)
    }

    /// Whether an open file still is what the walk found. Its number in the file system is not compared: there are some
    /// that give a file another one each time, and whatever was opened without a link lies within the folder.
    pub(super) fn is_still(&self, facts: &Facts) -> bool {
        let dates = (self.modified_ns, self.status_changed_ns);
        facts.kind == FileType::RegularFile
            && dates == (facts.modified_ns, facts.status_changed_ns)
            && self.length == facts.length
    }
}

/// Whether a path has the form of the ids that are told apart: the sign for what is no text, and at the end `?` and a place.
fn looks_told_apart(path: &str) -> bool {
    let is_place = |end: &str| end.len() == 12 && end.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    path.rsplit_once('?').is_some_and(|(_, end)| is_place(end)) && path.contains(char::REPLACEMENT_CHARACTER)
}

fn id_of(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    parts.join("/")
}

/// Finds all files below a folder but those that are no documents.
pub(super) fn scan(tree: &Tree) -> io::Result<Scanned> {
    let mut scanned = Scanned::default();
    let mut directories = vec![(PathBuf::new(), 0)];
    while let Some((directory, depth)) = directories.pop() {
        let entries = match open(tree, &directory) {
            Ok(entries) => entries,
            Err(error) if depth == 0 => return Err(error),
            Err(error) => {
                scanned.note(tree, directory, error);
                continue;
            }
        };
        for entry in entries.names {
            let name = match &entry {
                Ok(entry) => OsStr::from_bytes(entry.file_name().to_bytes()),
                Err(error) => {
                    scanned.note(tree, directory, (*error).into());
                    break;
                }
            };
            let relative = directory.join(name);
            match look(tree, &entries.directory, name, &relative) {
                Ok(Some(Kind::Directory)) if depth < MAX_DEPTH => directories.push((relative, depth + 1)),
                Ok(Some(Kind::File(found))) => scanned.found.push(found),
                Ok(Some(Kind::PassedOver)) => scanned.passed_over += 1,
                Ok(Some(Kind::Directory) | None) => {}
                Err(error) => scanned.note(tree, relative, error),
            }
            if scanned.found.len() > MAX_FILES {
                return Err(io::Error::other(format!("it holds more than {MAX_FILES} files; move old ones away")));
            }
        }
    }
    scanned.found.sort_by(|one, other| (one.modified_ns, &one.relative).cmp(&(other.modified_ns, &other.relative)));
    Ok(scanned)
}

impl Scanned {
    /// Notes what cannot be read, unless it was removed, or replaced by something else, since its directory was read.
    fn note(&mut self, tree: &Tree, relative: PathBuf, cause: io::Error) {
        if !is_changed(&cause) && self.unread.len() < MAX_UNREAD {
            self.unread.push(Unread { path: tree.path().join(relative), cause });
        }
    }
}

/// Whether an error says that something else is at a path than was there before: nothing, a link, no directory any more,
/// or what cannot be opened as a file at once.
pub(super) fn is_changed(error: &io::Error) -> bool {
    use rustix::io::Errno;
    let changed = [Errno::NOENT, Errno::LOOP, Errno::MLINK, Errno::NOTDIR, Errno::NXIO, Errno::NODEV, Errno::AGAIN];
    Errno::from_io_error(error).is_some_and(|error| changed.contains(&error))
}

/// An open directory and the names in it.
struct Entries {
    directory: OwnedFd,
    names: Dir,
}

fn open(tree: &Tree, relative: &Path) -> io::Result<Entries> {
    let directory = tree.directory(relative)?;
    Ok(Entries { names: Dir::read_from(&directory)?, directory })
}

enum Kind {
    Directory,
    File(FoundFile),
    /// Of a name that is no document's.
    PassedOver,
}

fn look(tree: &Tree, directory: &OwnedFd, name: &OsStr, relative: &Path) -> io::Result<Option<Kind>> {
    if is_passed_over(name.as_bytes()) {
        return Ok((!name.as_bytes().starts_with(b".")).then_some(Kind::PassedOver));
    }
    let facts = Facts::at(directory, name)?;
    Ok(match facts.kind {
        FileType::Directory => Some(Kind::Directory),
        FileType::RegularFile => Some(Kind::File(FoundFile::at(tree, relative, None, facts))),
        // A link to a directory is never followed: it could lead in circles.
        FileType::Symlink => match tree.target_of(relative)? {
            Some(target) if target != Path::new("") => {
                let facts = tree.look(&target)?;
                let is_file = facts.kind == FileType::RegularFile;
                is_file.then(|| Kind::File(FoundFile::at(tree, relative, Some(target), facts)))
            }
            _ => None,
        },
        _ => None,
    })
}

impl FoundFile {
    fn at(tree: &Tree, relative: &Path, target: Option<PathBuf>, facts: Facts) -> Self {
        let Facts { kind: _, modified_ns, status_changed_ns, length } = facts;
        Self {
            place: FileVersion::of(relative, 0, 0, None),
            version: FileVersion::of(relative, modified_ns, length, None),
            version_with_permissions: FileVersion::of(relative, modified_ns, length, Some(status_changed_ns)),
            path: tree.path().join(relative),
            relative: relative.to_owned(),
            target,
            modified_ns,
            status_changed_ns,
            length,
            stands_still: false,
        }
    }
}
