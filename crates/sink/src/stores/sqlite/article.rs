//! Writing one article: its row, its words, its names and quotes.

use super::found::FoundWriter;
use super::key::FreeIds;
use super::text::{WRITE_TEXT, text_of};
use super::values::json_list;
use crate::stores::found::Found;
use crate::stores::row::Row;
use article::{ArticleId, Timestamp};
use rusqlite::{Statement, Transaction, named_params};

/// The version that stands goes into the history before another one takes its place.
const KEEP: &str = "
INSERT INTO article_history (uri, version, version_rank, replay, content_hash, headline, version_created, item)
SELECT
    uri, version, version_rank, replay, content_hash, headline, version_created,
    iif(first_received IS NULL, item, json_set(item, '$.firstCreated', first_received))
FROM articles WHERE uri = ?1 AND version <> ?2
ON CONFLICT (uri, version) DO UPDATE SET
    replay = excluded.replay, content_hash = excluded.content_hash, headline = excluded.headline,
    version_created = excluded.version_created, item = excluded.item
WHERE excluded.replay > article_history.replay";

/// All of it goes by a trigger.
const CLEAR: &str = "DELETE FROM articles WHERE uri = ?";

const WRITE: &str = "
INSERT INTO articles (
    id, uri, version, version_rank, replay, content_hash, published, published_precision, first_created, first_received,
    version_created, language, located, byline, source, url, dateline, dateline_place, dateline_date, agencies, places,
    headline, summary, body, item
) VALUES (
    :id, :uri, :version, :version_rank, :replay, :content_hash, :published, :published_precision, :first_created,
    :first_received, :version_created, :language, :located, :byline, :source, :url, :dateline, :dateline_place,
    :dateline_date, :agencies, :places, :headline, :summary, :body,
    iif(:first_received IS NULL, :item, json_set(:item, '$.firstCreated', :first_created))
)";

/// The statements, prepared once a transaction.
pub(super) struct ArticleWriter<'a> {
    ids: FreeIds<'a>,
    keep: Statement<'a>,
    clear: Statement<'a>,
    article: Statement<'a>,
    text: Statement<'a>,
    found: FoundWriter<'a>,
}

/// What of an article goes into the text index.
pub(super) struct Texts<'a> {
    pub(super) headline: Option<&'a str>,
    pub(super) summary: Option<&'a str>,
    pub(super) body: &'a str,
}

impl<'a> ArticleWriter<'a> {
    pub(super) fn prepare(transaction: &'a Transaction<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            ids: FreeIds::prepare(transaction)?,
            keep: transaction.prepare(KEEP)?,
            clear: transaction.prepare(CLEAR)?,
            article: transaction.prepare(WRITE)?,
            text: transaction.prepare(WRITE_TEXT)?,
            found: FoundWriter::prepare(transaction)?,
        })
    }

    /// Makes room for the version of this number.
    pub(super) fn clear(&mut self, uri: ArticleId, version: i64) -> rusqlite::Result<()> {
        let uri = uri.uuid().to_string();
        self.keep.execute((&uri, version))?;
        self.clear.execute([uri])?;
        Ok(())
    }

    /// Writes an article that is not there. Those that are written in the order of their times take the least work.
    pub(super) fn write(&mut self, row: &Row, first_created: Timestamp) -> rusqlite::Result<()> {
        let id = self.ids.next(row.time(first_created))?;
        self.article.execute(named_params! {
            ":id": id,
            ":uri": row.uri.uuid().to_string(),
            ":version": row.number,
            ":version_rank": row.rank,
            ":replay": row.replay,
            ":content_hash": row.content_hash,
            ":published": row.published.map(|published| published.at.to_string()),
            ":published_precision": row.published.map(|published| published.precision),
            ":first_created": first_created.to_string(),
            ":first_received": (first_created != row.first_created).then(|| row.first_created.to_string()),
            ":version_created": row.version_created.to_string(),
            ":language": row.language,
            ":located": row.located,
            ":byline": row.byline,
            ":source": row.source,
            ":url": row.url,
            ":dateline": row.dateline,
            ":dateline_place": row.dateline_place,
            ":dateline_date": row.dateline_date,
            ":agencies": json_list(&row.agencies),
            ":places": json_list(&row.places),
            ":headline": row.headline,
            ":summary": row.summary,
            ":body": row.body,
            ":item": row.item,
        })?;
        let texts = Texts { headline: row.headline.as_deref(), summary: row.summary.as_deref(), body: &row.body };
        self.write_found(id, &texts, Some(&row.found))
    }

    /// Writes what an article is found by, of which nothing is there. `None`: it is no article message.
    pub(super) fn write_found(&mut self, id: i64, texts: &Texts<'_>, found: Option<&Found>) -> rusqlite::Result<()> {
        let labels = found.map(|found| found.labels.as_slice()).unwrap_or_default();
        self.text.execute(text_of(id, texts.headline, texts.summary, texts.body, labels))?;
        found.map_or(Ok(()), |found| self.found.write(id, found))
    }
}
