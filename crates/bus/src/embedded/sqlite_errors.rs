//! What stops a look at the log or a write to it, and what a person is told about it.

use crate::BusError;
use rusqlite::ErrorCode;
use std::path::Path;

/// Either SQLite fails, or what was asked for cannot be.
#[derive(Debug)]
pub(super) enum Stop {
    /// SQLite or the system below it.
    Sqlite(rusqlite::Error),
    /// The request.
    Refused(BusError),
}

impl From<rusqlite::Error> for Stop {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

/// Packing and unpacking fail where there is no memory for it.
impl From<std::io::Error> for Stop {
    fn from(error: std::io::Error) -> Self {
        Self::Sqlite(rusqlite::Error::ToSqlConversionFailure(error.into()))
    }
}

impl From<BusError> for Stop {
    fn from(error: BusError) -> Self {
        Self::Refused(error)
    }
}

impl Stop {
    /// The error for callers. `action` completes "the log file … cannot be …" where SQLite's code says no more.
    pub(super) fn at(self, path: &Path, action: &'static str) -> BusError {
        let source = match self {
            Self::Refused(error) => return error,
            Self::Sqlite(source) => source,
        };
        let path = path.to_owned();
        let action = match source.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => return BusError::NotALog { path },
            Some(ErrorCode::DatabaseCorrupt) => {
                "read because it is damaged: put back a copy, or move it and its -wal file away to start a new one"
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                "written because another program keeps it locked: end that program, then start again"
            }
            _ if is_disk_full(&source) => return BusError::DiskFull { path },
            Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied | ErrorCode::ReadOnly) => {
                "opened for writing: check that it exists and that this user may write it and its directory"
            }
            _ => action,
        };
        BusError::Log { path, action, source }
    }
}

/// The second code is what SQLite answers when the file of its shared memory cannot grow.
fn is_disk_full(error: &rusqlite::Error) -> bool {
    error.sqlite_error().is_some_and(|error| {
        error.code == ErrorCode::DiskFull || error.extended_code == rusqlite::ffi::SQLITE_IOERR_SHMSIZE
    })
}
