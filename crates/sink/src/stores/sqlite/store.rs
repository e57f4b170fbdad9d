//! The store itself: keeps the connection and moves blocking work off the runtime.

use super::batch::write_batch;
use super::errors::{folder_error, store_error, write_error};
use super::refill::{Filled, fill};
use super::schema;
use super::settings::SqliteSettings;
use crate::stores::row::Row;
use async_trait::async_trait;
use pipeline::{Delivery, Store, StoreError, Written};
use rusqlite::Connection;
use std::path::PathBuf;

/// Articles in one SQLite file.
#[derive(Debug)]
pub struct SqliteStore {
    settings: SqliteSettings,
    /// `None`: not opened, or given up after an error.
    connection: Option<Connection>,
}

impl SqliteStore {
    /// A store that is not open yet.
    pub fn new(settings: SqliteSettings) -> Self {
        Self { settings, connection: None }
    }
}

#[async_trait]
impl Store for SqliteStore {
    fn name(&self) -> &str {
        &self.settings.name
    }

    async fn open(&mut self) -> Result<(), StoreError> {
        self.connection = None;
        let path = self.settings.path.clone();
        let mut connection = blocking("open the file", move || open(path)).await??;
        // Portion by portion, so that a service that is to end can.
        let mut filled = Filled::default();
        loop {
            let SqliteSettings { name, path, .. } = self.settings.clone();
            let work = move || {
                let done = fill(&mut connection, &name, &mut filled);
                (connection, filled, done.map_err(|error| store_error(&path, "write names and quotes", &error)))
            };
            let done;
            (connection, filled, done) = blocking("write names and quotes", work).await?;
            if !done? {
                break;
            }
        }
        self.connection = Some(connection);
        Ok(())
    }

    async fn write(&mut self, batch: &[Delivery]) -> Result<Vec<Written>, StoreError> {
        let rows: Vec<_> = batch.iter().map(Row::of).collect();
        let Some(mut connection) = self.connection.take() else {
            return Err(StoreError::Down(format!("{} is not open", self.settings.path.display())));
        };
        let SqliteSettings { name, path, .. } = self.settings.clone();
        let work = move || {
            let answers = write_batch(&mut connection, &name, &rows).map_err(|error| write_error(&path, &error));
            (connection, answers)
        };
        let (connection, answers) = blocking("write", work).await?;
        if matches!(answers, Ok(_) | Err(StoreError::Records(_))) {
            self.connection = Some(connection);
        }
        answers
    }
}

/// Moves work off the runtime.
async fn blocking<T: Send + 'static>(action: &str, work: impl FnOnce() -> T + Send + 'static) -> Result<T, StoreError> {
    tokio::task::spawn_blocking(work).await.map_err(|error| StoreError::Down(format!("{action}: {error}")))
}

fn open(path: PathBuf) -> Result<Connection, StoreError> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|error| folder_error(folder, &error))?;
    }
    schema::open(&path).map_err(|error| store_error(&path, "open", &error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use article::{Article, ArticleId, EnrichedArticle, Record, Timestamp, TopicName, Version};
    use bus::Received;
    use std::sync::Arc;

    fn delivery(name: &str, bytes: usize) -> Delivery {
        let seen_at = Timestamp::from_millis(1_700_000_000_000);
        let id = ArticleId::of_source("desk", name);
        let mut article = Article::new(id, Version::fetched_at(seen_at.millis()), seen_at);
        article.set_body("x".repeat(bytes));
        let received = Received { topic: TopicName::new("in"), partition: 0, offset: 0, record: Record::default() };
        Delivery { article: EnrichedArticle(article), replay: 0, received: Arc::new(received) }
    }

    #[tokio::test]
    async fn a_full_disk_is_waited_for_and_nothing_of_the_batch_is_there_before() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("articles.db");
        let mut store = SqliteStore::new(SqliteSettings { name: "local".to_owned(), path, embargoed: false });
        store.open().await.unwrap();
        assert_eq!(store.write(&[delivery("small", 10)]).await.unwrap(), [Written::Stored]);
        // SQLite answers SQLITE_FULL as it does when the file system has no room.
        let full = store.connection.as_ref().map(|connection| connection.pragma_update(None, "max_page_count", 60));
        full.unwrap().unwrap();
        let batch = [delivery("next", 10), delivery("large", 1 << 20)];
        match store.write(&batch).await {
            Err(StoreError::Down(why)) => assert!(why.contains("make room on the disk"), "{why}"),
            other => panic!("{other:?}"),
        }
        // The next connection has room again.
        store.open().await.unwrap();
        assert_eq!(store.write(&batch).await.unwrap(), [Written::Stored, Written::Stored]);
    }
}
