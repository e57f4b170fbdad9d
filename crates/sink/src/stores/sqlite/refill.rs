//! Writing labels, names and quotes of stored articles, after a migration that asks for it.
//!
//! In: the ids in `articles_to_name`. Portion by portion, each in a transaction of its own: what is done stays done if it
//! is cut off, and the next opening goes on there. Only one article is in memory at a time, and several stores may do so at
//! once.

use super::found::FoundWriter;
use crate::stores::found::Found;
use crate::stores::published::published;
use article::{Article, Timestamp};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};

/// Articles in one transaction.
const PORTION: usize = 200;
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
        tracing::info!(store, articles, "names and quotes of all stored articles are written");
    } else if articles >= filled.told + TOLD_EVERY {
        filled.told = articles;
        let left: i64 = connection.query_row("SELECT count(*) FROM articles_to_name", [], |row| row.get(0))?;
        tracing::info!(store, articles, left, "writing names and quotes of stored articles");
    }
    Ok(done > 0)
}

/// Does a few articles and gives their number; 0: none is left.
fn portion(connection: &mut Connection) -> rusqlite::Result<usize> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if !transaction.table_exists(None, "articles_to_name")? {
        return Ok(0);
    }
    let done = write_some(&transaction)?;
    if done == 0 {
        transaction.execute_batch("DROP TABLE articles_to_name")?;
    }
    transaction.commit()?;
    Ok(done)
}

fn write_some(transaction: &Transaction<'_>) -> rusqlite::Result<usize> {
    let mut next = transaction.prepare("SELECT id FROM articles_to_name ORDER BY id LIMIT 1")?;
    let mut read = transaction.prepare("SELECT item, first_created FROM articles WHERE id = ?")?;
    let mut take = transaction.prepare("DELETE FROM articles_to_name WHERE id = ?")?;
    let mut write = FoundWriter::prepare(transaction)?;
    for done in 0..PORTION {
        let Some(id) = next.query_row([], |row| row.get::<_, i64>(0)).optional()? else { return Ok(done) };
        let stored: Option<(String, String)> = read.query_row([id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        if let Some((item, first_created)) = stored {
            match serde_json::from_str::<Article>(&item) {
                Ok(article) => {
                    let at = published(&article).map(|published| published.at);
                    let at = at.or_else(|| Timestamp::parse(&first_created)).unwrap_or(article.first_created);
                    write.write(id, at, &Found::of(&article))?;
                }
                // Somebody has written there by hand.
                Err(error) => tracing::warn!(article = id, error = %error, "no article message: it gets no names"),
            }
        }
        take.execute([id])?;
    }
    Ok(PORTION)
}
