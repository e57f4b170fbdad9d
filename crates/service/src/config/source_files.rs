//! Sources in files of their own, beside the configuration: `sources_from`.
//!
//! In: the name of a file, or of a folder whose files `*.toml` count. Out: their trees of values, file by file in the
//! order of their names. Each may hold `[[source]]` tables and nothing else; how they are read is as in the configuration.

use super::document::Document;
use super::keys::Keys;
use super::named_tables::NamedTables;
use super::problem::Problems;
use super::section::Section;
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

/// Most files of a folder.
const MOST_FILES: usize = 10_000;

/// The key that names the file or folder; relative to the folder of the configuration file.
const KEY: &str = "sources_from";

impl Keys<'_> {
    /// The files that the configuration says sources are in. What cannot be read is a problem.
    pub(super) fn source_files(&mut self, configuration: &Path) -> Vec<Document> {
        let Some(named) = self.path(KEY).given() else { return Vec::new() };
        let from = configuration.parent().unwrap_or(Path::new("")).join(named);
        let files = match files_of(&from) {
            Ok(files) => files,
            Err(why) => {
                self.problem(KEY, &format!("{}: {why}", from.display()));
                return Vec::new();
            }
        };
        files.iter().map(|file| Document::of_sources(file, self.problems)).collect()
    }
}

/// Adds what stands in one of these files; `root` is the configuration it belongs to.
pub(super) fn gather(file: Document, root: &Section, sources: &mut NamedTables, problems: &mut Problems) {
    let section = Section::beside(root, file.file, file.root);
    let mut keys = section.keys(problems);
    sources.gather(&mut keys);
    keys.finish();
}

/// A file itself; the files of a folder by name.
fn files_of(from: &Path) -> Result<Vec<PathBuf>, String> {
    let unreadable = |error: io::Error| format!("cannot be read: {error}; name a file, or a folder of *.toml");
    if !std::fs::metadata(from).map_err(unreadable)?.is_dir() {
        return Ok(vec![from.to_owned()]);
    }
    let mut files = Vec::new();
    for entry in std::fs::read_dir(from).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        // Editors and clusters keep what is not meant under names that begin with a dot.
        let is_hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        if is_hidden || path.extension() != Some(OsStr::new("toml")) {
            continue;
        }
        if files.len() == MOST_FILES {
            return Err(format!("has more than {MOST_FILES} files; put several [[source]] into one file"));
        }
        files.push(path);
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_folder_the_files_of_toml_count_by_name() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.toml", "a.toml", ".a.toml.swp", ".hidden.toml", "notes.txt", "c.toml~"] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        std::fs::create_dir(folder.path().join("..data")).unwrap();
        let files = files_of(folder.path()).unwrap();
        let names: Vec<_> = files.iter().filter_map(|file| file.file_name()?.to_str()).collect();
        assert_eq!(names, ["a.toml", "b.toml"]);
        assert!(files_of(&folder.path().join("none")).unwrap_err().contains("name a file, or a folder"));
    }
}
