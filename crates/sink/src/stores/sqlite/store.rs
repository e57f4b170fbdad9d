//! The store itself: keeps the connection and moves blocking work off the runtime.

use super::batch::write_batch;
use super::errors::{folder_error, is_about_the_row, store_error};
use super::schema;
use super::settings::SqliteSettings;
use crate::stores::row::{REFUSED_BY_STORE, Row};
use async_trait::async_trait;
use pipeline::{Delivery, Reason, Store, StoreError, Written};
use rusqlite::Connection;
use std::path::{Path, PathBuf};

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
        let path = self.settings.path.clone();
        let work = tokio::task::spawn_blocking(move || {
            let answers = write(&mut connection, &path, &rows)?;
            Ok::<_, StoreError>((connection, answers))
        });
        let (connection, answers) = work.await.map_err(|error| StoreError::Down(format!("write: {error}")))??;
        self.connection = Some(connection);
        Ok(answers)
    }
}

fn open(path: PathBuf) -> Result<Connection, StoreError> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|error| folder_error(folder, &error))?;
    }
    schema::open(&path).map_err(|error| store_error(&path, "open", &error))
}

/// Writes the batch at once; when a row is refused, row by row, so that it harms no other.
fn write(connection: &mut Connection, path: &Path, rows: &[Result<Row, Reason>]) -> Result<Vec<Written>, StoreError> {
    match write_batch(connection, rows) {
        Ok(answers) => return Ok(answers),
        Err(error) if is_about_the_row(&error) => {}
        Err(error) => return Err(store_error(path, "write a batch", &error)),
    }
    let mut answers = Vec::with_capacity(rows.len());
    for row in rows.chunks(1) {
        match write_batch(connection, row) {
            Ok(answer) => answers.extend(answer),
            Err(error) if is_about_the_row(&error) => {
                answers.push(Written::DeadLetter(Reason::new(REFUSED_BY_STORE, format!("SQLite: {error}"))));
            }
            Err(error) => return Err(store_error(path, "write a row", &error)),
        }
    }
    Ok(answers)
}
