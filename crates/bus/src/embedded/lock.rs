//! The lock that makes a process the runner of a log.
//!
//! A file of its own, `<log>.lock`: closing any descriptor of the database file would drop the locks that SQLite
//! holds on it. The system releases the lock when the process ends, however it ends; the file stays.

use crate::BusError;
use std::fs::{File, OpenOptions, TryLockError};
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
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(BusError::Locked { path: log.to_owned() }),
            Err(TryLockError::Error(error)) => Err(failed("lock")(error)),
        }
    }
}

fn lock_path(log: &Path) -> PathBuf {
    let mut path = log.as_os_str().to_owned();
    path.push(".lock");
    path.into()
}
