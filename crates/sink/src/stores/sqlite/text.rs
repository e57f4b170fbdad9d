//! The text index: what of an article goes into it, and filling it from the articles that are there.

use crate::search::folded_text;
use rusqlite::Transaction;

pub(super) const CLEAR_TEXT: &str = "DELETE FROM article_text WHERE rowid = ?";
pub(super) const WRITE_TEXT: &str = "INSERT INTO article_text (rowid, headline, summary, body) VALUES (?, ?, ?, ?)";

/// Parameters of [`WRITE_TEXT`].
pub(super) fn text_of(
    id: i64,
    headline: Option<&str>,
    summary: Option<&str>,
    body: &str,
) -> (i64, Option<String>, Option<String>, String) {
    (id, headline.map(folded_text), summary.map(folded_text), folded_text(body))
}

/// Fills an empty index.
pub(super) fn fill_text(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    let mut articles = transaction.prepare("SELECT id, headline, summary, body FROM articles ORDER BY id")?;
    let mut write_text = transaction.prepare(WRITE_TEXT)?;
    let mut rows = articles.query([])?;
    while let Some(row) = rows.next()? {
        let (headline, summary, body): (Option<String>, Option<String>, String) =
            (row.get(1)?, row.get(2)?, row.get(3)?);
        write_text.execute(text_of(row.get(0)?, headline.as_deref(), summary.as_deref(), &body))?;
    }
    Ok(())
}
