//! Articles that are there already and get another id: from the tables of an earlier release, or because their time
//! changed.

use super::article::{ArticleWriter, Texts};
use super::key::FreeIds;
use crate::stores::found::Found;
use article::{Article, Timestamp};
use rusqlite::{OptionalExtension, Transaction};

/// Takes an article over from `earlier_articles`.
const TAKE_OVER: &str = "
INSERT INTO articles (
    id, uri, version, version_rank, replay, content_hash, published, published_precision, first_created,
    version_created, language, located, byline, source, url, dateline, dateline_place, dateline_date, agencies, places,
    headline, summary, body, item
)
SELECT
    ?2, uri, version, version_rank, replay, content_hash, published, published_precision, first_created,
    version_created, language, located, byline, source, url, dateline, dateline_place, dateline_date, agencies, places,
    headline, summary, body, item
FROM earlier_articles WHERE id = ?1";

/// Notes how the version that stands was received, where the history has it with another firstCreated.
const NOTE_RECEIVED: &str = "
UPDATE articles SET first_received = (
    SELECT history.item ->> '$.firstCreated' FROM article_history AS history
    WHERE history.uri = articles.uri AND history.version = articles.version AND history.item <> articles.item
        AND CASE WHEN json_valid(history.item) AND json_valid(articles.item)
            THEN json_remove(history.item, '$.firstCreated') = json_remove(articles.item, '$.firstCreated') END
) WHERE id = ?";

/// Takes the version that stands out of the history, if it can be told from `articles`.
const STANDS_ONCE: &str = "
DELETE FROM article_history WHERE (uri, version) IN (SELECT uri, version FROM articles WHERE id = ?1) AND item = (
    SELECT iif(first_received IS NULL, item, json_set(item, '$.firstCreated', first_received)) FROM articles WHERE id = ?1
)";

/// What is read of a stored article.
struct Stored {
    at: Option<Timestamp>,
    headline: Option<String>,
    summary: Option<String>,
    body: String,
    item: String,
}

impl Stored {
    fn read(transaction: &Transaction<'_>, table: &str, id: i64) -> rusqlite::Result<Option<Self>> {
        let sql = format!(
            "SELECT coalesce(published, first_created), headline, summary, body, item FROM {table} WHERE id = ?"
        );
        let mut statement = transaction.prepare(&sql)?;
        let read = statement.query_row([id], |row| {
            Ok(Self {
                at: Timestamp::parse(&row.get::<_, String>(0)?),
                headline: row.get(1)?,
                summary: row.get(2)?,
                body: row.get(3)?,
                item: row.get(4)?,
            })
        });
        read.optional()
    }

    fn write_found(&self, writer: &mut ArticleWriter<'_>, id: i64) -> rusqlite::Result<()> {
        let texts = Texts { headline: self.headline.as_deref(), summary: self.summary.as_deref(), body: &self.body };
        match serde_json::from_str::<Article>(&self.item) {
            Ok(article) => writer.write_found(id, &texts, Some(&Found::of(&article))),
            Err(error) => {
                // Somebody has written there by hand.
                tracing::warn!(article = id, error = %error, "no article message: it gets no names");
                writer.write_found(id, &texts, None)
            }
        }
    }

    /// What somebody wrote there by hand may be no time.
    fn time(&self) -> Timestamp {
        self.at.unwrap_or(Timestamp::from_millis(0))
    }
}

/// Takes articles over from `earlier_articles`, in the order of their times.
pub(super) fn take_over(transaction: &Transaction<'_>, ids: &[i64]) -> rusqlite::Result<()> {
    let mut writer = ArticleWriter::prepare(transaction)?;
    let mut articles: Vec<(i64, Stored)> = Vec::with_capacity(ids.len());
    for id in ids {
        articles.extend(Stored::read(transaction, "earlier_articles", *id)?.map(|stored| (*id, stored)));
    }
    articles.sort_by_key(|(_, stored)| stored.time());
    let mut free = FreeIds::prepare(transaction)?;
    let mut take_over = transaction.prepare(TAKE_OVER)?;
    let mut note_received = transaction.prepare(NOTE_RECEIVED)?;
    let mut stands_once = transaction.prepare(STANDS_ONCE)?;
    let mut gone = transaction.prepare("DELETE FROM earlier_articles WHERE id = ?")?;
    for (earlier, stored) in articles {
        let id = free.next(stored.time())?;
        take_over.execute((earlier, id))?;
        note_received.execute([id])?;
        stands_once.execute([id])?;
        stored.write_found(&mut writer, id)?;
        gone.execute([earlier])?;
    }
    Ok(())
}

/// Gives an article the id of another time.
pub(super) fn move_to(transaction: &Transaction<'_>, id: i64, at: Timestamp) -> rusqlite::Result<()> {
    let Some(stored) = Stored::read(transaction, "articles", id)? else { return Ok(()) };
    for clear in [
        "DELETE FROM article_text WHERE rowid = ?",
        "DELETE FROM article_names WHERE article = ?",
        "DELETE FROM article_quotes WHERE article = ?",
    ] {
        transaction.prepare(clear)?.execute([id])?;
    }
    let moved = FreeIds::prepare(transaction)?.next(at)?;
    transaction.prepare("UPDATE articles SET id = ?2 WHERE id = ?1")?.execute((id, moved))?;
    stored.write_found(&mut ArticleWriter::prepare(transaction)?, moved)
}
