//! What an SQLite error means for the store.

use pipeline::StoreError;
use rusqlite::ErrorCode;
use std::io;
use std::path::Path;

/// Whether the error is about the values of a row, so that other rows can still be written.
pub(super) fn is_about_the_row(error: &rusqlite::Error) -> bool {
    let refusals = [ErrorCode::TooBig, ErrorCode::ConstraintViolation, ErrorCode::TypeMismatch];
    error.sqlite_error_code().is_some_and(|code| refusals.contains(&code))
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
