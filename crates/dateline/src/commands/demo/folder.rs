//! The folder the samples appear in.

use anyhow::Context;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// A folder that files are moved into whole.
#[derive(Debug)]
pub(super) struct DemoFolder {
    path: PathBuf,
}

impl DemoFolder {
    /// Creates the folder and removes the samples an earlier run left there. Other files stay.
    pub(super) fn prepare(path: PathBuf, samples: &[&str]) -> anyhow::Result<Self> {
        std::fs::create_dir_all(&path).with_context(|| format!("create {}", path.display()))?;
        for name in samples {
            match std::fs::remove_file(path.join(name)) {
                Err(error) if error.kind() != ErrorKind::NotFound => {
                    return Err(error).with_context(|| format!("remove {name} from {}", path.display()));
                }
                Ok(()) | Err(_) => {}
            }
        }
        Ok(Self { path })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Puts a file there, whole from the first moment it can be seen. One of the same name is replaced.
    pub(super) fn put(&self, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
        // Folder sources pass over names that begin with a dot.
        let unfinished = self.path.join(format!(".{name}.part"));
        std::fs::write(&unfinished, bytes).with_context(|| format!("write {}", unfinished.display()))?;
        let path = self.path.join(name);
        std::fs::rename(&unfinished, &path).with_context(|| format!("move {} in place", path.display()))
    }
}
