//! Opening the file and bringing its tables up to date.

use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use std::path::Path;
use std::time::Duration;

/// How long another process may hold the file before a write gives up.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// Between two looks whether the file is free. SQLite's own waits grow to a tenth of a second, in which whoever has just
/// written takes the file again.
const BUSY_LOOK: Duration = Duration::from_millis(2);

/// Changes of the tables, oldest first. One that was released is never edited; a new one is appended.
const MIGRATIONS: &[(&str, &str)] = &[
    ("articles", include_str!("migrations/0001_articles.sql")),
    ("search words", include_str!("migrations/0002_search_words.sql")),
    ("names", include_str!("migrations/0003_names.sql")),
    // The last one has all articles taken over, by `refill`.
    ("one copy", include_str!("migrations/0004_one_copy.sql")),
];

/// Opens the file for writing, creates it if there is none, and applies what is missing.
pub(super) fn open(path: &Path) -> rusqlite::Result<Connection> {
    let mut connection = Connection::open(path)?;
    connection.busy_handler(Some(wait_while_busy))?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    // An article is only reported as stored once it would survive a power failure.
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    migrate(&mut connection)?;
    Ok(connection)
}

/// Waits a little; false once that was long enough. `waits`: how often it has for this write.
fn wait_while_busy(waits: i32) -> bool {
    let is_worth_it = BUSY_LOOK.saturating_mul(u32::try_from(waits).unwrap_or(u32::MAX)) < BUSY_TIMEOUT;
    if is_worth_it {
        std::thread::sleep(BUSY_LOOK);
    }
    is_worth_it
}

/// Opens an existing file for reading beside a writer.
pub(crate) fn open_for_reading(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    Ok(connection)
}

/// Whether nothing is missing of the tables.
pub(super) fn is_current(connection: &Connection) -> rusqlite::Result<bool> {
    Ok(connection.table_exists(None, "schema_migrations")? && applied(connection)? >= MIGRATIONS.len())
}

fn applied(connection: &Connection) -> rusqlite::Result<usize> {
    let newest = "SELECT coalesce(max(number), 0) FROM schema_migrations";
    connection.query_row(newest, [], |row| row.get::<_, i64>(0)).map(|number| {
        // Numbers are counted from 1 by `migrate`; a negative one cannot be there.
        usize::try_from(number).unwrap_or(0)
    })
}

fn migrate(connection: &mut Connection) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.execute_batch(
        "CREATE TABLE IF NOT EXISTS schema_migrations (
            number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL
        ) STRICT",
    )?;
    let applied = applied(&transaction)?;
    for (number, (name, statements)) in (1_i64..).zip(MIGRATIONS).skip(applied) {
        transaction.execute_batch(statements)?;
        let note = "INSERT INTO schema_migrations VALUES (?, ?, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))";
        transaction.execute(note, (number, name))?;
    }
    transaction.commit()
}
