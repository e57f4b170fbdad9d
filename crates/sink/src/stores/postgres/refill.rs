//! Writing labels, names and quotes of stored articles, after a migration that asks for it.
//!
//! In: the ids in `articles_to_name`. Portion by portion, each in a transaction of its own: what is done stays done if it
//! is cut off, the next opening goes on there, and no portion takes longer than a statement may.

use super::columns::array;
use super::connect::Session;
use super::errors::trouble;
use super::schema::LOCK;
use super::settings::PostgresSettings;
use super::statements::Statements;
use super::vocabulary::Vocabulary;
use super::write_found::write_found;
use crate::stores::found::Found;
use article::Article;
use pipeline::StoreError;
use serde::Deserialize;
use serde_json::Value;
use tokio_postgres::{Error, Transaction};
use uuid::Uuid;

/// Articles between two lines that say how far it is.
const TOLD_EVERY: usize = 10_000;

const IS_LEFT: &str = "SELECT to_regclass('articles_to_name') IS NOT NULL";

const TAKE: &str = "
DELETE FROM articles_to_name WHERE uri IN (SELECT uri FROM articles_to_name ORDER BY uri LIMIT 50) RETURNING uri";

/// In the order in which a batch locks them.
const READ: &str = "SELECT uri, language, item FROM articles WHERE uri = ANY($1) ORDER BY uri FOR UPDATE";

const WRITE_LABELS: &str = "
UPDATE articles SET labels = given.labels::text[] FROM unnest($1::uuid[], $2::text[]) AS given (uri, labels)
WHERE articles.uri = given.uri";

/// Works until nothing is left. Several sinks may do so at once.
pub(super) async fn refill(
    settings: &PostgresSettings,
    session: &mut Session,
    statements: &Statements,
    vocabulary: &mut Vocabulary,
) -> Result<(), StoreError> {
    const ACTION: &str = "write names and quotes";
    let (mut articles, mut told, store) = (0, 0, &settings.name);
    loop {
        let portion = Session::answer(settings, ACTION, portion(session, statements, vocabulary)).await?;
        match portion.map_err(|error| trouble(settings, ACTION, &error).into_store_error())? {
            0 => break,
            several => articles += several,
        }
        if articles >= told + TOLD_EVERY {
            told = articles;
            let left = session.client.query_one("SELECT count(*) FROM articles_to_name", &[]).await;
            let left = left.and_then(|row| row.try_get::<_, i64>(0));
            let left = left.map_err(|error| trouble(settings, ACTION, &error).into_store_error())?;
            tracing::info!(store, articles, left, "writing names and quotes of stored articles");
        }
    }
    if articles > 0 {
        tracing::info!(store, articles, "names and quotes of all stored articles are written");
    }
    Ok(())
}

/// Does a few articles and gives their number; 0: none is left.
async fn portion(session: &mut Session, statements: &Statements, vocabulary: &mut Vocabulary) -> Result<usize, Error> {
    if !session.client.query_one(IS_LEFT, &[]).await?.try_get::<_, bool>(0)? {
        return Ok(0);
    }
    let transaction = session.client.transaction().await?;
    transaction.execute("SELECT pg_advisory_xact_lock($1)", &[&LOCK]).await?;
    if !transaction.query_one(IS_LEFT, &[]).await?.try_get::<_, bool>(0)? {
        return Ok(0);
    }
    let taken: Vec<Uuid> =
        transaction.query(TAKE, &[]).await?.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?;
    if taken.is_empty() {
        transaction.batch_execute("DROP TABLE articles_to_name").await?;
    } else {
        write_some(&transaction, statements, vocabulary, &taken).await?;
    }
    transaction.commit().await?;
    Ok(taken.len())
}

async fn write_some(
    transaction: &Transaction<'_>,
    statements: &Statements,
    vocabulary: &mut Vocabulary,
    taken: &[Uuid],
) -> Result<(), Error> {
    let mut articles: Vec<(Uuid, Option<String>, Found)> = Vec::with_capacity(taken.len());
    for row in transaction.query(READ, &[&taken]).await? {
        let uri: Uuid = row.try_get(0)?;
        match Article::deserialize(row.try_get::<_, Value>(2)?) {
            Ok(article) => articles.push((uri, row.try_get(1)?, Found::of(&article))),
            // Somebody has written there by hand.
            Err(error) => tracing::warn!(article = %uri, error = %error, "no article message: it gets no names"),
        }
    }
    let uris: Vec<Uuid> = articles.iter().map(|(uri, ..)| *uri).collect();
    let labels: Vec<String> = articles.iter().map(|(_, _, found)| array(&found.labels)).collect();
    transaction.execute(WRITE_LABELS, &[&uris, &labels]).await?;
    let found: Vec<_> = articles.iter().map(|(uri, language, found)| (*uri, language.as_deref(), found)).collect();
    write_found(transaction, statements, vocabulary, &found, &uris).await
}
