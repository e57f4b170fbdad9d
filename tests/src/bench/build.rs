//! A program to be measured.

use std::path::{Path, PathBuf};

/// One build of `dateline`.
#[derive(Debug, Clone)]
pub struct Build {
    /// What the table calls it.
    pub name: String,
    /// The program.
    pub binary: PathBuf,
}

impl Build {
    /// A build called `name`; an error says what is not there.
    pub fn new(name: &str, binary: &Path) -> anyhow::Result<Self> {
        anyhow::ensure!(binary.is_file(), "there is no program {}", binary.display());
        Ok(Self { name: name.to_owned(), binary: std::path::absolute(binary)? })
    }
}
