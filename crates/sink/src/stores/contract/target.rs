//! Where the cases run: a database that stores are made on, and that is read back by SQL of its own.

use crate::search::{Hit, Query, QuoteHit, Searchable};
use article::{ArticleId, Timestamp};
use async_trait::async_trait;
use pipeline::Store;
use serde_json::Value;

pub(super) const ARTICLE: &str = "SELECT version, replay, headline, item, first_created FROM articles WHERE uri = $1";
pub(super) const VERSIONS: &str =
    "SELECT version, replay, headline, item FROM article_versions WHERE uri = $1 ORDER BY version_rank";

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

    /// What searches it.
    fn searchable(&self) -> &dyn Searchable;

    /// Searches it.
    async fn search(&self, query: &Query) -> anyhow::Result<Vec<Hit>> {
        Ok(self.searchable().search(query).await?.hits)
    }

    /// Looks for quotes in it.
    async fn quotes(&self, query: &Query) -> anyhow::Result<Vec<QuoteHit>> {
        Ok(self.searchable().quotes(query).await?.hits)
    }

    /// Runs statements, as its user may.
    async fn execute(&self, sql: &str) -> anyhow::Result<()>;

    /// The one text a query gives.
    async fn text(&self, sql: &str) -> anyhow::Result<String>;
}
