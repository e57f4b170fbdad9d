//! Writing a batch in one transaction.

use super::columns::execute;
use super::connect::Session;
use super::errors::{Trouble, trouble};
use super::settings::PostgresSettings;
use super::statements::{Statements, article_columns, keep_columns, seen_earlier_columns, version_columns};
use super::text_search::Indexed;
use super::tsvector::EncodedTsVector;
use super::vocabulary::Vocabulary;
use super::write_found::write_found;
use crate::stores::document::Document;
use crate::stores::plan::plan;
use crate::stores::row::Row;
use crate::stores::versions::{Standing, version_of};
use article::{AltId, ArticleId, Timestamp};
use chrono::{DateTime, Utc};
use pipeline::{Reason, StoreError, Written};
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use std::time::Duration;
use tokio_postgres::{Error, Statement, Transaction};
use uuid::Uuid;

/// How often a batch is tried again at once when another session was in the way.
const COLLISIONS: u32 = 5;

/// Bytes of items in one statement, unless one alone has more.
const STATEMENT_BYTES: usize = 512 << 10;

/// A connected store: everything a write needs.
#[derive(Debug)]
pub(super) struct Writer {
    pub(super) settings: PostgresSettings,
    pub(super) session: Session,
    pub(super) statements: Statements,
    pub(super) vocabulary: Vocabulary,
}

impl Writer {
    /// Writes all rows or none.
    pub(super) async fn write(&mut self, rows: &[Result<Row, Reason>]) -> Result<Vec<Written>, StoreError> {
        self.write_once(rows).await.map_err(Trouble::into_write_error)
    }

    /// Writes rows in one transaction, again while other sessions collide with it.
    async fn write_once(&mut self, rows: &[Result<Row, Reason>]) -> Result<Vec<Written>, Trouble> {
        let mut collisions = 0;
        loop {
            match self.attempt(rows).await {
                Err(Trouble::Collision(detail)) if collisions < COLLISIONS => {
                    collisions += 1;
                    tracing::debug!(detail, collisions, "another session was in the way");
                    tokio::time::sleep(Duration::from_millis(10) * collisions).await;
                }
                end => return end,
            }
        }
    }

    async fn attempt(&mut self, rows: &[Result<Row, Reason>]) -> Result<Vec<Written>, Trouble> {
        let Self { settings, session, statements, vocabulary } = self;
        // Begin, read, ask, write, commit: each is bounded by the server; the whole is bounded here.
        let work = async {
            let transaction = session.client.transaction().await?;
            let standing = read_standing(&transaction, &statements.read_standing, rows).await?;
            let known: Vec<Uuid> = standing.keys().map(|uri| uri.uuid()).collect();
            let plan = plan(rows, standing);
            let vectors = vectors(&transaction, statements, vocabulary, &plan.latest).await?;
            let mut vectors = vectors.into_iter();
            let replaced = replaced(&plan.latest, &known);
            if !replaced.is_empty() {
                execute(&transaction, &statements.keep_versions, &keep_columns(&replaced)).await?;
            }
            for latest in portions(&plan.latest, |(row, _)| row.item.len()) {
                let columns = article_columns(latest, &known, vectors.by_ref().take(latest.len()).collect());
                let written = execute(&transaction, &statements.write_articles, &columns).await?;
                if written != latest.len() as u64 {
                    transaction.rollback().await?;
                    return Ok(None);
                }
                let found: Vec<_> =
                    latest.iter().map(|(row, _)| (row.uri.uuid(), row.language.as_deref(), &row.found)).collect();
                write_found(&transaction, statements, vocabulary, &found, &known).await?;
            }
            for versions in portions(&plan.history, |row| row.item.len()) {
                execute(&transaction, &statements.write_versions, &version_columns(versions)).await?;
            }
            if !plan.seen_earlier.is_empty() {
                let columns = seen_earlier_columns(&plan.seen_earlier);
                execute(&transaction, &statements.write_seen_earlier, &columns).await?;
            }
            transaction.commit().await?;
            plan.notices.iter().for_each(|notice| notice.tell(&settings.name));
            Ok(Some(plan.answers))
        };
        let written: Result<Option<Vec<Written>>, Error> =
            Session::answer(settings, "write", work).await.map_err(silent)?;
        let written = written.map_err(|error| trouble(settings, "write", &error))?;
        written.ok_or_else(|| {
            Trouble::Collision(format!("{}: another store keeps adding the same articles", settings.address()))
        })
    }
}

/// No answer came within the limits: perhaps there was too much to do.
fn silent(error: StoreError) -> Trouble {
    match error {
        StoreError::Down(detail) => Trouble::Slow(detail),
        other => Trouble::Store(other),
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
            document: Document::new(found.try_get(5)?, found.try_get(6)?, &alt_ids_of(found.try_get(7)?)),
        };
        standing.insert(*id, version);
    }
    Ok(standing)
}

/// What somebody wrote there by hand has no names that could be compared.
fn alt_ids_of(item: Option<Value>) -> Vec<AltId> {
    item.and_then(|item| serde_json::from_value(item).ok()).unwrap_or_default()
}

/// The text-search vectors of articles.
async fn vectors<'a>(
    transaction: &Transaction<'_>,
    statements: &Statements,
    vocabulary: &mut Vocabulary,
    latest: &[(&'a Row, Timestamp)],
) -> Result<Vec<EncodedTsVector>, Error> {
    let indexed = |(row, _): &(&'a Row, Timestamp)| {
        Indexed::of(row.language.as_deref(), row.headline.as_deref(), row.summary.as_deref(), &row.body)
    };
    let articles: Vec<Indexed<'_>> = latest.iter().map(indexed).collect();
    vocabulary.learn(transaction, &statements.ask, &articles).await?;
    Ok(articles.iter().map(|article| vocabulary.vector(article)).collect())
}

/// Those of articles that are there already.
fn replaced<'a>(latest: &[(&'a Row, Timestamp)], known: &[Uuid]) -> Vec<&'a Row> {
    let known: HashSet<&Uuid> = known.iter().collect();
    latest.iter().map(|(row, _)| *row).filter(|row| known.contains(&row.uri.uuid())).collect()
}

/// Cuts rows into what one statement takes, by the bytes of their items: the server copies its parameters several
/// times, which costs it half of its time once they outgrow its caches.
fn portions<T>(rows: &[T], bytes: impl Fn(&T) -> usize) -> impl Iterator<Item = &[T]> {
    let mut rest = rows;
    std::iter::from_fn(move || {
        let mut sum = 0;
        let fitting = rest.iter().take_while(|row| {
            let before = sum;
            sum += bytes(row);
            before == 0 || sum <= STATEMENT_BYTES
        });
        let (portion, after) = rest.split_at_checked(fitting.count())?;
        rest = after;
        (!portion.is_empty()).then_some(portion)
    })
}
