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
        // A full disk ends here too, when it is noticed while the files beside the database are made.
        Some(ErrorCode::SystemIoFailure) => StoreError::Down(format!(
            "{file}: {action}: {error}; see whether its disk has room, then whether it is well"
        )),
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
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            StoreError::Down(format!("{text}; make room on the disk"))
        }
        _ => StoreError::Down(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::ffi;

    #[test]
    fn a_store_that_cannot_be_opened_for_want_of_room_says_so() {
        let path = Path::new("/news/articles.db");
        for (code, advice) in
            [(ffi::SQLITE_FULL, "make room on the disk"), (ffi::SQLITE_IOERR_SHMSIZE, "disk has room")]
        {
            let error = rusqlite::Error::SqliteFailure(ffi::Error::new(code), None);
            match store_error(path, "open", &error) {
                StoreError::Down(text) => {
                    assert!(text.contains("/news/articles.db: open") && text.contains(advice), "{text}");
                }
                other => panic!("{other:?}"),
            }
        }
        match folder_error(path, &io::ErrorKind::StorageFull.into()) {
            StoreError::Down(text) => assert!(text.contains("make room on the disk"), "{text}"),
            other => panic!("{other:?}"),
        }
    }
}
