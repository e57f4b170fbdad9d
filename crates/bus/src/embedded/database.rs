//! Opens connections to the log file and sees to it that the file is one.

use super::schema::{APPLICATION_ID, PAGE_SIZE, TABLES, VERSION};
use super::sqlite_errors::Stop;
use crate::BusError;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use std::path::PathBuf;
use std::time::Duration;

/// How long a writer waits for another process's transaction; those last milliseconds.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// Pages written to the WAL before SQLite copies them into the file: 32 MiB, so that a busy page is copied once for
/// many commits.
const CHECKPOINT_PAGES: i64 = (32 << 20) / PAGE_SIZE;

/// Where the log is and how it is used.
#[derive(Debug, Clone)]
pub struct EmbeddedSettings {
    /// The file; `-wal`, `-shm` and `.lock` files stand beside it.
    pub path: PathBuf,
    /// How long a write waits while another process writes.
    pub busy_timeout: Duration,
}

impl EmbeddedSettings {
    /// The log at `path`, else as usual.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), busy_timeout: BUSY_TIMEOUT }
    }

    /// The connection of the runner to write through; makes the file when there is none, and gives it the format of
    /// today.
    pub(super) fn create(&self) -> Result<Connection, BusError> {
        let created = || -> Result<Connection, Stop> {
            let mut connection = self.connect(OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
            if is_empty(&connection)? {
                lay_out(&mut connection)?;
            }
            self.check(&connection)?;
            set_up_writer(&connection)?;
            // What lies in a file of an earlier format is read as it is.
            connection.pragma_update(None, "user_version", VERSION)?;
            Ok(connection)
        };
        created().map_err(|stop| stop.at(&self.path, "opened"))
    }

    /// The connection to write through, to a log that exists.
    pub(super) fn open(&self) -> Result<Connection, BusError> {
        let opened = || -> Result<Connection, Stop> {
            let connection = self.connect(OpenFlags::SQLITE_OPEN_READ_WRITE)?;
            self.check(&connection)?;
            set_up_writer(&connection)?;
            Ok(connection)
        };
        opened().map_err(|stop| stop.at(&self.path, "opened"))
    }

    /// A connection to read through.
    pub(super) fn open_to_read(&self) -> Result<Connection, BusError> {
        let opened = || -> Result<Connection, Stop> {
            // A read-only handle could not take part in the WAL's recovery.
            let connection = self.connect(OpenFlags::SQLITE_OPEN_READ_WRITE)?;
            connection.pragma_update(None, "query_only", true)?;
            Ok(connection)
        };
        opened().map_err(|stop| stop.at(&self.path, "opened"))
    }

    fn connect(&self, flags: OpenFlags) -> Result<Connection, Stop> {
        // One thread at a time has a connection, so SQLite need not lock it again.
        let connection = Connection::open_with_flags(&self.path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        connection.busy_timeout(self.busy_timeout)?;
        Ok(connection)
    }

    fn check(&self, connection: &Connection) -> Result<(), Stop> {
        let path = || self.path.clone();
        if pragma(connection, "application_id")? != APPLICATION_ID {
            return Err(BusError::NotALog { path: path() }.into());
        }
        let found = pragma(connection, "user_version")?;
        if found > VERSION {
            return Err(BusError::LogVersion { path: path(), found, known: VERSION }.into());
        }
        Ok(())
    }
}

/// The value of a pragma that is a number.
pub(super) fn pragma(connection: &Connection, name: &str) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, name, |row| row.get(0))
}

/// Whether nothing was ever laid out in it: a new file, or one whose making was cut short.
fn is_empty(connection: &Connection) -> rusqlite::Result<bool> {
    let objects: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", (), |row| row.get(0))?;
    Ok(objects == 0 && pragma(connection, "application_id")? == 0)
}

fn lay_out(connection: &mut Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "page_size", PAGE_SIZE)?;
    connection.pragma_update(None, "auto_vacuum", "INCREMENTAL")?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.execute_batch(TABLES)?;
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", VERSION)?;
    transaction.commit()
}

fn set_up_writer(connection: &Connection) -> rusqlite::Result<()> {
    // A commit that was confirmed outlives a power cut, not only the process.
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES)?;
    // KiB when negative.
    connection.pragma_update(None, "cache_size", -16_384)
}
