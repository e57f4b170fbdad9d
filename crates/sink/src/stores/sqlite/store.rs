//! The store itself: keeps the connection and moves blocking work off the runtime.

use super::batch::write_batch;
use super::errors::{folder_error, store_error, write_error};
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
        let opened = tokio::task::spawn_blocking(move || open(path)).await;
        self.connection = Some(opened.map_err(|error| StoreError::Down(format!("open the file: {error}")))??);
        Ok(())
    }

    async fn write(&mut self, batch: &[Delivery]) -> Result<Vec<Written>, StoreError> {
        let rows: Vec<_> = batch.iter().map(Row::of).collect();
        let Some(mut connection) = self.connection.take() else {
            return Err(StoreError::Down(format!("{} is not open", self.settings.path.display())));
        };
        let SqliteSettings { name, path } = self.settings.clone();
        let work = tokio::task::spawn_blocking(move || {
            let answers = write_batch(&mut connection, &name, &rows).map_err(|error| write_error(&path, &error));
            (connection, answers)
        });
        let (connection, answers) = work.await.map_err(|error| StoreError::Down(format!("write: {error}")))?;
        if matches!(answers, Ok(_) | Err(StoreError::Records(_))) {
            self.connection = Some(connection);
        }
        answers
    }
}

fn open(path: PathBuf) -> Result<Connection, StoreError> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|error| folder_error(folder, &error))?;
    }
    schema::open(&path).map_err(|error| store_error(&path, "open", &error))
}
