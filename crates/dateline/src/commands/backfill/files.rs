//! Which archives are meant.

use article::{Timestamp, escaped};
use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// How an archive's name ends, before what it is compressed with.
const RECORDS: [&str; 3] = [".ndjson", ".jsonl", ".warc"];
const COMPRESSED: [&str; 3] = ["", ".gz", ".zst"];
/// Directories in directories, at most.
const DEEPEST: usize = 16;

/// A file as it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ArchiveFile {
    /// Absolute, without links.
    pub(super) path: PathBuf,
    pub(super) bytes: u64,
    pub(super) modified: Timestamp,
}

impl ArchiveFile {
    fn at(path: &Path) -> io::Result<Self> {
        let path = path.canonicalize()?;
        let facts = path.metadata()?;
        let since = facts.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
        let modified = Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap_or(0));
        Ok(Self { bytes: facts.len(), modified, path })
    }

    /// What it is noted under.
    pub(super) fn key(&self) -> String {
        self.path.to_string_lossy().into_owned()
    }

    /// What people are told of it.
    pub(super) fn name(&self) -> String {
        escaped(&self.key()).into_owned()
    }
}

/// The archives of these paths, each once: files as they are named, of directories those that are called like archives, in
/// the order of their names. An error says what is wrong with which path.
pub(super) fn find(paths: &[PathBuf]) -> Result<Vec<ArchiveFile>, String> {
    let (mut found, mut known) = (Vec::new(), HashSet::new());
    for path in paths {
        let failed = |error: io::Error| format!("{}: {error}", escaped(&path.to_string_lossy()));
        let archives: Vec<_> = if path.is_dir() {
            let mut files = Vec::new();
            walk(path, 0, &mut files).map_err(failed)?;
            files.iter().map(|path| ArchiveFile::at(path)).collect::<io::Result<_>>().map_err(failed)?
        } else {
            let file = ArchiveFile::at(path).map_err(failed)?;
            if !file.path.is_file() {
                return Err(format!("{} is no file, and so cannot be gone on with; name a file", file.name()));
            }
            vec![file]
        };
        found.extend(archives.into_iter().filter(|archive| known.insert(archive.path.clone())));
    }
    Ok(found)
}

fn walk(directory: &Path, depth: usize, found: &mut Vec<PathBuf>) -> io::Result<()> {
    let mut entries = fs::read_dir(directory)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    entries.sort();
    for path in entries {
        // A link to a directory may lead in a circle.
        let is_directory = path.symlink_metadata()?.is_dir();
        if is_directory && depth < DEEPEST {
            walk(&path, depth + 1, found)?;
        } else if !is_directory && is_called_like_an_archive(&path) && path.is_file() {
            found.push(path);
        }
    }
    Ok(())
}

fn is_called_like_an_archive(path: &Path) -> bool {
    let name = path.to_string_lossy().to_ascii_lowercase();
    COMPRESSED
        .iter()
        .any(|end| name.strip_suffix(end).is_some_and(|name| RECORDS.iter().any(|end| name.ends_with(end))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directories_are_searched_for_what_is_called_like_an_archive() {
        let directory = tempfile::tempdir().unwrap();
        let at = |name: &str| directory.path().join(name);
        fs::create_dir(at("b")).unwrap();
        for name in ["a.ndjson.zst", "b/c.JSONL", "b/d.jsonl.gz", "b/e.warc.gz", "b/f.warc", "b/notes.txt", "odd"] {
            fs::write(at(name), b"{}").unwrap();
        }
        std::os::unix::fs::symlink(at(""), at("b/circle")).unwrap();
        let names = |paths: &[PathBuf]| -> Vec<String> {
            let found = find(paths).unwrap();
            found.iter().map(|file| file.path.file_name().unwrap().to_string_lossy().into_owned()).collect()
        };
        assert_eq!(names(&[at("")]), ["a.ndjson.zst", "c.JSONL", "d.jsonl.gz", "e.warc.gz", "f.warc"]);
        assert_eq!(names(&[at("odd"), at("b/../odd")]), ["odd"], "a file that is named counts, once");
        let missing = find(&[at("gone.ndjson")]).unwrap_err();
        assert!(missing.contains("gone.ndjson: No such file"), "{missing}");
        assert!(find(&["/dev/null".into()]).unwrap_err().contains("is no file"));
    }
}
