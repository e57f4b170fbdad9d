//! The lock that makes a process the runner of a log.
//!
//! A file of its own, `<log>.lock`: closing any descriptor of the database file would drop the locks that SQLite
//! holds on it. The system releases the lock when the process ends, however it ends; the file stays.

use crate::BusError;
use fs2::FileExt;
use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};

/// Held as long as this process runs stages.
#[derive(Debug)]
pub(super) struct RunnerLock {
    _file: File,
}

impl RunnerLock {
    /// Takes the lock of this log, or says that another process has it.
    pub(super) fn take(log: &Path) -> Result<Self, BusError> {
        let path = lock_path(log);
        let failed = |action| {
            let path = path.clone();
            move |source| BusError::File { path, action, source }
        };
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(failed("open the lock file"))?;
        match FileExt::try_lock_exclusive(&file) {
            Ok(()) => Ok(Self { _file: file }),
            Err(error) if error.raw_os_error() == fs2::lock_contended_error().raw_os_error() => {
                Err(BusError::Locked { path: log.to_owned() })
            }
            Err(error) => Err(failed("lock")(error)),
        }
    }
}

fn lock_path(log: &Path) -> PathBuf {
    let mut path = log.as_os_str().to_owned();
    path.push(".lock");
    path.into()
}
