//! What an SQLite error means for the store.

use crate::stores::row::REFUSED_BY_STORE;
use pipeline::{Reason, StoreError};
use rusqlite::ErrorCode;
use std::io;
use std::path::Path;

/// The error of writing rows: about their values, which constraints and triggers judge too, or about the store.
pub(super) fn write_error(path: &Path, error: &rusqlite::Error) -> StoreError {
    let refusals = [ErrorCode::TooBig, ErrorCode::ConstraintViolation, ErrorCode::TypeMismatch];
    if error.sqlite_error_code().is_some_and(|code| refusals.contains(&code)) {
        return StoreError::Records(Reason::new(REFUSED_BY_STORE, format!("SQLite: {error}")));
    }
    store_error(path, "write", error)
}

/// The error as trouble with the whole store. What no waiting can mend is refused: a file that is no database, or that
/// may not be written.
pub(super) fn store_error(path: &Path, action: &str, error: &rusqlite::Error) -> StoreError {
    let file = path.display();
    let lasting = [ErrorCode::NotADatabase, ErrorCode::ReadOnly, ErrorCode::PermissionDenied];
    match error.sqlite_error_code() {
        Some(code) if lasting.contains(&code) => {
            StoreError::Refused(format!("{file}: {action}: {error}; check the file and who may write it"))
        }
        Some(ErrorCode::CannotOpen) => {
            StoreError::Down(format!("{file}: {action}: {error}; check that it is a file and who may write its folder"))
        }
        Some(ErrorCode::DiskFull) => StoreError::Down(format!("{file}: {action}: {error}; make room on the disk")),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            StoreError::Down(format!("{file}: {action}: another process keeps it locked"))
        }
        Some(_) | None => StoreError::Down(format!("{file}: {action}: {error}")),
    }
}

/// The error of making the file's folder. Where waiting cannot mend it, it is refused.
pub(super) fn folder_error(folder: &Path, error: &io::Error) -> StoreError {
    let text = format!("create the folder {}: {error}", folder.display());
    match error.kind() {
        io::ErrorKind::AlreadyExists
        | io::ErrorKind::NotADirectory
        | io::ErrorKind::PermissionDenied
        | io::ErrorKind::ReadOnlyFilesystem => {
            StoreError::Refused(format!("{text}; correct the store's path, or who may write there"))
        }
        _ => StoreError::Down(text),
    }
}
