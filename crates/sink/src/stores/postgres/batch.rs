//! Writing a batch in one transaction.

use super::connect::Session;
use super::errors::{Trouble, trouble};
use super::settings::PostgresSettings;
use super::statements::{Columns, Statements, article_columns, seen_earlier_columns, version_columns};
use super::text_search::BODY_CAPS;
use crate::stores::plan::plan;
use crate::stores::row::{REFUSED_BY_STORE, Row};
use crate::stores::versions::{Standing, version_of};
use article::{ArticleId, Timestamp};
use chrono::{DateTime, Utc};
use pipeline::{Reason, StoreError, Written};
use std::collections::HashMap;
use std::time::Duration;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Error, Statement, Transaction};
use uuid::Uuid;

/// How often a batch is tried again at once when another session was in the way.
const COLLISIONS: u32 = 5;

/// A connected store: everything a write needs.
#[derive(Debug)]
pub(super) struct Writer {
    pub(super) settings: PostgresSettings,
    pub(super) session: Session,
    pub(super) statements: Statements,
}

impl Writer {
    /// Writes the batch at once; when a row is refused, row by row, so that it harms no other.
    pub(super) async fn write(&mut self, rows: &[Result<Row, Reason>]) -> Result<Vec<Written>, StoreError> {
        let [cap, smaller_caps @ ..] = BODY_CAPS;
        match self.write_once(rows, cap).await {
            Ok(answers) => return Ok(answers),
            Err(Trouble::Row(detail)) => tracing::debug!(detail, "batch refused, writing row by row"),
            Err(other @ (Trouble::Collision(_) | Trouble::Store(_))) => return Err(other.into_store_error()),
        }
        let mut answers = Vec::with_capacity(rows.len());
        for row in rows.chunks(1) {
            let mut result = self.write_once(row, cap).await;
            for smaller in smaller_caps {
                if matches!(result, Err(Trouble::Row(_))) {
                    result = self.write_once(row, smaller).await;
                }
            }
            match result {
                Ok(answer) => answers.extend(answer),
                Err(Trouble::Row(detail)) => {
                    answers.push(Written::DeadLetter(Reason::new(REFUSED_BY_STORE, format!("PostgreSQL: {detail}"))));
                }
                Err(other @ (Trouble::Collision(_) | Trouble::Store(_))) => return Err(other.into_store_error()),
            }
        }
        Ok(answers)
    }

    /// Writes rows in one transaction, again while other sessions collide with it.
    async fn write_once(&mut self, rows: &[Result<Row, Reason>], body_cap: usize) -> Result<Vec<Written>, Trouble> {
        let mut collisions = 0;
        loop {
            match self.attempt(rows, body_cap).await {
                Err(Trouble::Collision(detail)) if collisions < COLLISIONS => {
                    collisions += 1;
                    tracing::debug!(detail, collisions, "another session was in the way");
                    tokio::time::sleep(Duration::from_millis(10) * collisions).await;
                }
                end => return end,
            }
        }
    }

    async fn attempt(&mut self, rows: &[Result<Row, Reason>], body_cap: usize) -> Result<Vec<Written>, Trouble> {
        let Self { settings, session, statements } = self;
        // Begin, read, three writes, commit: each is bounded by the server; the whole is bounded here.
        let work = async {
            let transaction = session.client.transaction().await?;
            let standing = read_standing(&transaction, &statements.read_standing, rows).await?;
            let known: Vec<Uuid> = standing.keys().map(|uri| uri.uuid()).collect();
            let plan = plan(rows, standing);
            if !plan.latest.is_empty() {
                let columns = article_columns(&plan.latest, &known, body_cap);
                let written = execute(&transaction, &statements.write_articles, &columns).await?;
                if written != plan.latest.len() as u64 {
                    transaction.rollback().await?;
                    return Ok(None);
                }
            }
            if !plan.versions.is_empty() {
                execute(&transaction, &statements.write_versions, &version_columns(&plan.versions)).await?;
            }
            if !plan.seen_earlier.is_empty() {
                let columns = seen_earlier_columns(&plan.seen_earlier);
                execute(&transaction, &statements.write_seen_earlier, &columns).await?;
            }
            transaction.commit().await?;
            Ok(Some(plan.answers))
        };
        let written: Result<Option<Vec<Written>>, Error> =
            Session::answer(settings, "write", work).await.map_err(Trouble::Store)?;
        let written = written.map_err(|error| trouble(settings, "write", &error))?;
        written.ok_or_else(|| {
            Trouble::Collision(format!("{}: another store keeps adding the same articles", settings.address()))
        })
    }
}

async fn read_standing(
    transaction: &Transaction<'_>,
    statement: &Statement,
    rows: &[Result<Row, Reason>],
) -> Result<HashMap<ArticleId, Standing>, Error> {
    let ids: HashMap<Uuid, ArticleId> = rows.iter().flatten().map(|row| (row.uri.uuid(), row.uri)).collect();
    let uuids: Vec<Uuid> = ids.keys().copied().collect();
    let mut standing = HashMap::new();
    for found in transaction.query(statement, &[&uuids]).await? {
        let uri: Uuid = found.try_get(0)?;
        let Some(id) = ids.get(&uri) else { continue };
        let first_created: DateTime<Utc> = found.try_get(4)?;
        let version = Standing {
            version: version_of(found.try_get(1)?),
            replay: found.try_get(2)?,
            content_hash: found.try_get(3)?,
            first_created: Timestamp::from(first_created),
        };
        standing.insert(*id, version);
    }
    Ok(standing)
}

async fn execute(transaction: &Transaction<'_>, statement: &Statement, columns: &Columns<'_>) -> Result<u64, Error> {
    let parameters: Vec<&(dyn ToSql + Sync)> = columns.iter().map(|column| &**column as &(dyn ToSql + Sync)).collect();
    transaction.execute(statement, &parameters).await
}
