//! The cases on SQLite files.

use super::target::{ARTICLE, Stored, Target, VERSIONS};
use crate::search::Searchable;
use crate::stores::sqlite::{SqliteSettings, SqliteStore};
use anyhow::Context;
use article::{ArticleId, Timestamp};
use async_trait::async_trait;
use pipeline::Store;
use rusqlite::Connection;
use serde_json::Value;

/// An SQLite file.
#[derive(Debug)]
pub struct SqliteTarget {
    /// Which.
    pub settings: SqliteSettings,
}

impl SqliteTarget {
    fn connect(&self) -> anyhow::Result<Connection> {
        Connection::open(&self.settings.path).context("open the file to read it back")
    }
}

#[async_trait]
impl Target for SqliteTarget {
    fn store(&self) -> Box<dyn Store> {
        Box::new(SqliteStore::new(self.settings.clone()))
    }

    async fn article(&self, uri: ArticleId) -> anyhow::Result<Option<Stored>> {
        let connection = self.connect()?;
        let mut statement = connection.prepare(ARTICLE)?;
        let mut rows = statement.query([uri.uuid().to_string()])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let first_created = Timestamp::parse(&row.get::<_, String>(4)?);
        Ok(Some(Stored { first_created, ..sqlite_row(row)? }))
    }

    async fn versions(&self, uri: ArticleId) -> anyhow::Result<Vec<Stored>> {
        let connection = self.connect()?;
        let mut statement = connection.prepare(VERSIONS)?;
        let mut rows = statement.query([uri.uuid().to_string()])?;
        let mut versions = Vec::new();
        while let Some(row) = rows.next()? {
            versions.push(sqlite_row(row)?);
        }
        Ok(versions)
    }

    async fn columns(&self, uri: ArticleId) -> anyhow::Result<Value> {
        let sql = "SELECT json_object(
            'version', version, 'version_rank', version_rank, 'replay', replay, 'headline', headline,
            'summary', summary, 'language', language, 'located', located, 'byline', byline, 'source', source,
            'url', url, 'published', published, 'published_precision', published_precision,
            'first_created', first_created, 'version_created', version_created, 'dateline', dateline,
            'dateline_place', dateline_place, 'dateline_date', dateline_date, 'agencies', json(agencies),
            'places', json(places),
            'labels', json((SELECT json_group_array(label ORDER BY label)
                FROM (SELECT replace(rtrim(term, '_'), '_', ' ') AS label, doc, col, term FROM terms) WHERE doc = articles.id AND col = 'labels' AND term <> 'article_'))
        ) FROM articles WHERE uri = $1";
        let connection = self.connect()?;
        connection.execute_batch("CREATE VIRTUAL TABLE temp.terms USING fts5vocab (main, article_text, instance)")?;
        let text: String = connection.query_row(sql, [uri.uuid().to_string()], |row| row.get(0))?;
        Ok(serde_json::from_str(&text)?)
    }

    fn searchable(&self) -> &dyn Searchable {
        &self.settings
    }

    async fn execute(&self, sql: &str) -> anyhow::Result<()> {
        Ok(self.connect()?.execute_batch(sql)?)
    }

    async fn text(&self, sql: &str) -> anyhow::Result<String> {
        Ok(self.connect()?.query_row(sql, [], |row| row.get(0))?)
    }
}

fn sqlite_row(row: &rusqlite::Row<'_>) -> anyhow::Result<Stored> {
    Ok(Stored {
        version: row.get(0)?,
        replay: row.get(1)?,
        headline: row.get(2)?,
        first_created: None,
        item: serde_json::from_str(&row.get::<_, String>(3)?)?,
    })
}
