//! Bringing the tables up to date.

use tokio_postgres::{Client, Error};

/// Changes of the tables, oldest first. One that was released is never edited; a new one is appended.
const MIGRATIONS: &[(&str, &str)] = &[
    ("articles", include_str!("migrations/0001_articles.sql")),
    ("search words", include_str!("migrations/0002_search_words.sql")),
    ("names", include_str!("migrations/0003_names.sql")),
    ("one copy", include_str!("migrations/0004_one_copy.sql")),
    ("short lists", include_str!("migrations/0005_short_lists.sql")),
];

/// Key of the advisory lock under which tables are changed: the bytes of `dateline`.
pub(super) const LOCK: i64 = i64::from_be_bytes(*b"dateline");

/// Applies what is missing. Several sinks may do so at once: the first does it, the others wait and find it done.
/// A user without the right to create tables can work once they are there.
pub(super) async fn migrate(client: &mut Client) -> Result<(), Error> {
    if applied(client).await? >= MIGRATIONS.len() {
        return Ok(());
    }
    let transaction = client.transaction().await?;
    // A large table takes longer than a statement may otherwise.
    transaction.execute("SET LOCAL statement_timeout = 0", &[]).await?;
    transaction.execute("SELECT pg_advisory_xact_lock($1)", &[&LOCK]).await?;
    transaction
        .batch_execute(
            "CREATE TABLE IF NOT EXISTS schema_migrations (
                number integer PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now()
            )",
        )
        .await?;
    let applied = applied(transaction.client()).await?;
    for (number, (name, statements)) in (1_i32..).zip(MIGRATIONS).skip(applied) {
        tracing::info!(number, name, "changing the tables of the database");
        transaction.batch_execute(statements).await?;
        transaction.execute("INSERT INTO schema_migrations (number, name) VALUES ($1, $2)", &[&number, name]).await?;
        tracing::info!(number, name, "the tables of the database are changed");
    }
    transaction.commit().await
}

async fn applied(client: &Client) -> Result<usize, Error> {
    let there = client.query_one("SELECT to_regclass('schema_migrations') IS NOT NULL", &[]).await?;
    if !there.get::<_, bool>(0) {
        return Ok(0);
    }
    let newest = client.query_one("SELECT coalesce(max(number), 0) FROM schema_migrations", &[]).await?;
    // Numbers are counted from 1 above; a negative one cannot be there.
    Ok(usize::try_from(newest.get::<_, i32>(0)).unwrap_or(0))
}
