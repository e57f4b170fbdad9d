//! Where the cases run: makes stores, and reads back what they wrote by SQL of its own.

use crate::search::{Hit, Query, search_postgres, search_sqlite};
use crate::stores::postgres::{PostgresSettings, PostgresStore};
use crate::stores::sqlite::{SqliteSettings, SqliteStore};
use anyhow::Context;
use article::{ArticleId, Timestamp};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use pipeline::Store;
use rusqlite::Connection;
use serde_json::Value;
use tokio_postgres::{Client, NoTls};

/// A row as it stands in a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Stored {
    /// Revision or fetch time.
    pub version: i64,
    /// Replay that wrote it.
    pub replay: i64,
    /// Headline.
    pub headline: Option<String>,
    /// `articles` only.
    pub first_created: Option<Timestamp>,
    /// The message.
    pub item: Value,
}

impl Stored {
    /// The value at a JSON pointer of the message; null if there is none.
    pub fn at(&self, pointer: &str) -> &Value {
        static NULL: Value = Value::Null;
        self.item.pointer(pointer).unwrap_or(&NULL)
    }
}

/// A database that stores are tried on.
#[async_trait]
pub trait Target: Send + Sync {
    /// Another store on it, not open yet.
    fn store(&self) -> Box<dyn Store>;

    /// The row of `articles`.
    async fn article(&self, uri: ArticleId) -> anyhow::Result<Option<Stored>>;

    /// The rows of `article_versions`, oldest version first by rank.
    async fn versions(&self, uri: ArticleId) -> anyhow::Result<Vec<Stored>>;

    /// The row of `articles` without `item` and texts, as JSON with the names of its columns.
    async fn columns(&self, uri: ArticleId) -> anyhow::Result<Value>;

    /// Searches it.
    async fn search(&self, query: &Query) -> anyhow::Result<Vec<Hit>>;
}

/// An SQLite file.
#[derive(Debug)]
pub struct SqliteTarget {
    /// Which.
    pub settings: SqliteSettings,
}

/// A PostgreSQL database, reached without TLS.
#[derive(Debug)]
pub struct PostgresTarget {
    /// Which.
    pub settings: PostgresSettings,
}

const ARTICLE: &str = "SELECT version, replay, headline, item, first_created FROM articles WHERE uri = $1";
const VERSIONS: &str =
    "SELECT version, replay, headline, item FROM article_versions WHERE uri = $1 ORDER BY version_rank";

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
            'labels', json((SELECT json_group_array(label) FROM article_labels WHERE article = articles.id ORDER BY label))
        ) FROM articles WHERE uri = $1";
        let text: String = self.connect()?.query_row(sql, [uri.uuid().to_string()], |row| row.get(0))?;
        Ok(serde_json::from_str(&text)?)
    }

    async fn search(&self, query: &Query) -> anyhow::Result<Vec<Hit>> {
        Ok(search_sqlite(&self.settings, query).await?)
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

impl PostgresTarget {
    async fn connect(&self) -> anyhow::Result<Client> {
        let (client, connection) = self.settings.config.connect(NoTls).await.context("connect to read back")?;
        // It ends when the client is dropped; a failure shows in the statement that waits for it.
        tokio::spawn(connection);
        Ok(client)
    }
}

#[async_trait]
impl Target for PostgresTarget {
    fn store(&self) -> Box<dyn Store> {
        Box::new(PostgresStore::new(self.settings.clone()))
    }

    async fn article(&self, uri: ArticleId) -> anyhow::Result<Option<Stored>> {
        let row = self.connect().await?.query_opt(ARTICLE, &[&uri.uuid()]).await?;
        let Some(row) = row else { return Ok(None) };
        let first_created: DateTime<Utc> = row.try_get(4)?;
        Ok(Some(Stored { first_created: Some(Timestamp::from(first_created)), ..postgres_row(&row)? }))
    }

    async fn versions(&self, uri: ArticleId) -> anyhow::Result<Vec<Stored>> {
        let rows = self.connect().await?.query(VERSIONS, &[&uri.uuid()]).await?;
        rows.iter().map(postgres_row).collect()
    }

    async fn columns(&self, uri: ArticleId) -> anyhow::Result<Value> {
        let sql = "SELECT to_jsonb(row) - ARRAY['uri', 'content_hash', 'body', 'search', 'item']
            || jsonb_build_object(
                'published', to_char(published AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"'),
                'first_created', to_char(first_created AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"'),
                'version_created', to_char(version_created AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')
            ) FROM articles row WHERE uri = $1";
        Ok(self.connect().await?.query_one(sql, &[&uri.uuid()]).await?.try_get(0)?)
    }

    async fn search(&self, query: &Query) -> anyhow::Result<Vec<Hit>> {
        Ok(search_postgres(&self.settings, query).await?)
    }
}

fn postgres_row(row: &tokio_postgres::Row) -> anyhow::Result<Stored> {
    Ok(Stored {
        version: row.try_get(0)?,
        replay: row.try_get(1)?,
        headline: row.try_get(2)?,
        first_created: None,
        item: row.try_get(3)?,
    })
}
