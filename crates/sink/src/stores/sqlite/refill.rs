//! Taking articles over from the tables of an earlier release, after a migration that asks for it.
//!
//! In: `earlier_articles`. Portion by portion, each in a transaction of its own: what is done stays done if it is cut off,
//! and the next opening goes on there. Several stores may do so at once.

use super::stored::take_over;
use rusqlite::{Connection, TransactionBehavior};

/// Articles in one transaction, and in memory.
const PORTION: i64 = 200;
/// Articles between two lines that say how far it is.
const TOLD_EVERY: usize = 10_000;

/// How far it is.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Filled {
    articles: usize,
    told: usize,
}

/// Does a portion and says whether there is more. `store` is its name, for the log.
pub(super) fn fill(connection: &mut Connection, store: &str, filled: &mut Filled) -> rusqlite::Result<bool> {
    let done = portion(connection)?;
    filled.articles += done;
    let articles = filled.articles;
    if done == 0 && articles > 0 {
        tracing::info!(store, articles, "all articles of an earlier release are taken over");
    } else if articles >= filled.told + TOLD_EVERY {
        filled.told = articles;
        let left = left(connection)?;
        tracing::info!(store, articles, left, "taking over the articles of an earlier release");
    }
    Ok(done > 0)
}

/// Articles that are still to be taken over.
pub(super) fn left(connection: &Connection) -> rusqlite::Result<i64> {
    if !connection.table_exists(None, "earlier_articles")? {
        return Ok(0);
    }
    connection.query_row("SELECT count(*) FROM earlier_articles", [], |row| row.get(0))
}

/// Does a few articles and gives their number; 0: none is left.
fn portion(connection: &mut Connection) -> rusqlite::Result<usize> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if !transaction.table_exists(None, "earlier_articles")? {
        return Ok(0);
    }
    let mut next = transaction.prepare("SELECT id FROM earlier_articles ORDER BY id LIMIT ?")?;
    let ids = next.query_map([PORTION], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
    drop(next);
    if ids.is_empty() {
        transaction.execute_batch("DROP TABLE earlier_articles")?;
    } else {
        take_over(&transaction, &ids)?;
    }
    transaction.commit()?;
    Ok(ids.len())
}
