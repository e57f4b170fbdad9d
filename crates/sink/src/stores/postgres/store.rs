//! The store itself: connects, and gives the connection up when it fails.

use super::batch::Writer;
use super::connect::Session;
use super::errors::trouble;
use super::rebuild::rebuild;
use super::refill::refill;
use super::schema::migrate;
use super::settings::PostgresSettings;
use super::statements::Statements;
use super::vocabulary::Vocabulary;
use crate::stores::row::Row;
use async_trait::async_trait;
use pipeline::{Delivery, Store, StoreError, Written};

/// Articles in a PostgreSQL database.
#[derive(Debug)]
pub struct PostgresStore {
    settings: PostgresSettings,
    /// `None`: not connected, or given up after an error.
    writer: Option<Writer>,
}

impl PostgresStore {
    /// A store that is not connected yet.
    pub fn new(settings: PostgresSettings) -> Self {
        Self { settings, writer: None }
    }
}

#[async_trait]
impl Store for PostgresStore {
    fn name(&self) -> &str {
        &self.settings.name
    }

    async fn open(&mut self) -> Result<(), StoreError> {
        self.writer = None;
        let settings = &self.settings;
        let mut session = Session::connect(settings).await?;
        const ACTION: &str = "prepare the tables";
        let failed = |error: &_| trouble(settings, ACTION, error).into_store_error();
        Session::migrated(settings, ACTION, migrate(&mut session.client)).await?.map_err(|error| failed(&error))?;
        let statements = Session::answer(settings, ACTION, Statements::prepare(&session.client)).await?;
        let statements = statements.map_err(|error| failed(&error))?;
        let mut vocabulary = Vocabulary::default();
        rebuild(settings, &mut session, &statements, &mut vocabulary).await?;
        refill(settings, &mut session, &statements, &mut vocabulary).await?;
        self.writer = Some(Writer { settings: settings.clone(), session, statements, vocabulary });
        Ok(())
    }

    async fn write(&mut self, batch: &[Delivery]) -> Result<Vec<Written>, StoreError> {
        // Taken out, so that a write that fails or is abandoned half-way leaves no connection in an unknown state.
        let Some(mut writer) = self.writer.take() else {
            return Err(StoreError::Down(format!("{}: not connected", self.settings.address())));
        };
        let rows: Vec<_> = batch.iter().map(Row::of).collect();
        let answers = writer.write(&rows).await;
        if matches!(answers, Ok(_) | Err(StoreError::Records(_))) {
            self.writer = Some(writer);
        }
        answers
    }
}
