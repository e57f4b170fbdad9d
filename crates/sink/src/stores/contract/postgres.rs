//! The cases on a PostgreSQL server.

use super::target::{ARTICLE, Stored, Target, VERSIONS};
use crate::search::Searchable;
use crate::stores::postgres::{PostgresSettings, PostgresStore};
use anyhow::Context;
use article::{ArticleId, Timestamp};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use pipeline::Store;
use serde_json::Value;
use tokio_postgres::{Client, NoTls};

/// A PostgreSQL database, reached without TLS.
#[derive(Debug)]
pub struct PostgresTarget {
    /// Which.
    pub settings: PostgresSettings,
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
        let sql = "SELECT to_jsonb(row) - ARRAY['uri', 'content_hash', 'body', 'search', 'item', 'first_received', 'names_form']
            || jsonb_build_object(
                'published', to_char(published AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"'),
                'first_created', to_char(first_created AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"'),
                'version_created', to_char(version_created AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')
            ) FROM articles row WHERE uri = $1";
        Ok(self.connect().await?.query_one(sql, &[&uri.uuid()]).await?.try_get(0)?)
    }

    fn searchable(&self) -> &dyn Searchable {
        &self.settings
    }

    async fn execute(&self, sql: &str) -> anyhow::Result<()> {
        Ok(self.connect().await?.batch_execute(sql).await?)
    }

    async fn text(&self, sql: &str) -> anyhow::Result<String> {
        Ok(self.connect().await?.query_one(sql, &[]).await?.try_get(0)?)
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
