//! Making the text index of stored articles anew, after a migration that asks for it.
//!
//! In: the ids in `articles_to_index`. Out: their `search`. Portion by portion, each in a transaction of its own: what is
//! done stays done if it is cut off, and no portion takes longer than a statement may.

use super::connect::Session;
use super::errors::trouble;
use super::schema::LOCK;
use super::settings::PostgresSettings;
use super::statements::Statements;
use super::text_search::Indexed;
use super::vocabulary::Vocabulary;
use pipeline::StoreError;
use tokio_postgres::Error;
use uuid::Uuid;

const TAKE: &str = "
DELETE FROM articles_to_index WHERE uri IN (SELECT uri FROM articles_to_index ORDER BY uri LIMIT 200) RETURNING uri";

/// In the order in which a batch locks them.
const READ: &str = "
SELECT uri, language, headline, summary, body FROM articles WHERE uri = ANY($1) ORDER BY uri FOR UPDATE";

const WRITE: &str = "
UPDATE articles SET search = given.search FROM unnest($1::uuid[], $2::tsvector[]) AS given (uri, search)
WHERE articles.uri = given.uri";

/// Works until nothing is left. Several sinks may do so at once.
pub(super) async fn rebuild(
    settings: &PostgresSettings,
    session: &mut Session,
    statements: &Statements,
    vocabulary: &mut Vocabulary,
) -> Result<(), StoreError> {
    const ACTION: &str = "make the text index anew";
    let mut articles = 0;
    loop {
        let portion = Session::answer(settings, ACTION, portion(session, statements, vocabulary)).await?;
        match portion.map_err(|error| trouble(settings, ACTION, &error).into_store_error())? {
            0 => break,
            several => articles += several,
        }
    }
    if articles > 0 {
        tracing::info!(store = settings.name, articles, "the text index was made anew");
    }
    Ok(())
}

/// Does a few articles and gives their number; 0: none is left.
async fn portion(session: &mut Session, statements: &Statements, vocabulary: &mut Vocabulary) -> Result<usize, Error> {
    const LEFT: &str = "SELECT to_regclass('articles_to_index') IS NOT NULL";
    if !session.client.query_one(LEFT, &[]).await?.try_get::<_, bool>(0)? {
        return Ok(0);
    }
    let transaction = session.client.transaction().await?;
    transaction.execute("SELECT pg_advisory_xact_lock($1)", &[&LOCK]).await?;
    if !transaction.query_one(LEFT, &[]).await?.try_get::<_, bool>(0)? {
        return Ok(0);
    }
    let taken: Vec<Uuid> =
        transaction.query(TAKE, &[]).await?.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?;
    if taken.is_empty() {
        transaction.batch_execute("DROP TABLE articles_to_index").await?;
    } else {
        let rows = transaction.query(READ, &[&taken]).await?;
        let mut uris: Vec<Uuid> = Vec::with_capacity(rows.len());
        let mut articles = Vec::with_capacity(rows.len());
        for row in &rows {
            uris.push(row.try_get(0)?);
            articles.push(Indexed::of(row.try_get(1)?, row.try_get(2)?, row.try_get(3)?, row.try_get(4)?));
        }
        vocabulary.learn(&transaction, &statements.ask, &articles).await?;
        let vectors: Vec<_> = articles.iter().map(|article| vocabulary.vector(article)).collect();
        transaction.execute(WRITE, &[&uris, &vectors]).await?;
    }
    transaction.commit().await?;
    Ok(taken.len())
}
