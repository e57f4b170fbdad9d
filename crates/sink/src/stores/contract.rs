//! What every SQL store must do, as cases that run against any of them: the same list for SQLite and for a real
//! PostgreSQL server. Every case uses ids of its own, so a shared database does no harm.

mod cases;
mod concurrency;
mod earlier;
mod hostile;
mod naming;
mod outage;
mod postgres;
mod samples;
mod searching;
mod sqlite;
mod target;

pub use earlier::{Earlier, check_earlier, earlier};
pub use outage::{check_outage, check_refused};
pub use postgres::PostgresTarget;
pub use sqlite::SqliteTarget;
pub use target::{Stored, Target};

use anyhow::Context;
use std::pin::Pin;

/// A case on its way.
pub type Running<'a> = Pin<Box<dyn Future<Output = anyhow::Result<()>> + Send + 'a>>;

/// What a store must do, and the check of it.
type Case = (&'static str, for<'a> fn(&'a dyn Target) -> Running<'a>);

/// Every case.
const CASES: &[Case] = &[
    ("a redelivered batch changes nothing", |target| Box::pin(cases::redelivery(target))),
    ("an older version goes into the history only", |target| Box::pin(cases::older_after_newer(target))),
    ("a revision outranks fetch times", |target| Box::pin(cases::revision_and_fetch_time(target))),
    ("a later fetch of the same text changes nothing", |target| Box::pin(cases::repeat(target))),
    ("a later replay overwrites an equal version", |target| Box::pin(cases::replay(target))),
    ("the smallest firstCreated is kept", |target| Box::pin(cases::smallest_first_created(target))),
    ("versions of one article in one batch are decided in order", |target| Box::pin(cases::one_batch(target))),
    ("every column says what the message says", |target| Box::pin(cases::columns(target))),
    ("an empty batch is written", |target| Box::pin(cases::empty_batch(target))),
    ("NUL characters are left out", |target| Box::pin(hostile::nul(target))),
    ("a body of 3 MB is stored whole", |target| Box::pin(hostile::large_body(target))),
    ("a body of 1 MB of distinct words is stored and searchable", |target| Box::pin(hostile::distinct_words(target))),
    ("a row that is refused harms no other", |target| Box::pin(hostile::refused_row(target))),
    ("odd values are stored as they are", |target| Box::pin(hostile::odd_values(target))),
    ("stores that write the same articles agree", |target| Box::pin(concurrency::same_articles(target))),
    ("stores can be opened at once", |target| Box::pin(concurrency::opened_at_once(target))),
    ("words are found wherever they stand", |target| Box::pin(searching::words(target))),
    ("a text is found by its words in any script", |target| Box::pin(searching::scripts(target))),
    ("filters narrow a search", |target| Box::pin(searching::filters(target))),
    ("names, topics and sources narrow a search", |target| Box::pin(naming::filters(target))),
    ("quotes are found by speaker and words", |target| Box::pin(naming::quotes(target))),
    ("names and quotes are those of the version that stands", |target| Box::pin(naming::replaced(target))),
    ("an article without a date counts as of when it was first seen", |target| Box::pin(naming::seen_earlier(target))),
    ("names of any form are stored and found", |target| Box::pin(naming::hostile(target))),
    ("no typed text is an error", |target| Box::pin(searching::typed_text(target))),
    ("an overwritten article is found by its new words only", |target| Box::pin(searching::overwritten(target))),
];

/// Runs every case; the error names the case that failed.
pub async fn check(target: &dyn Target) -> anyhow::Result<()> {
    for (name, case) in CASES {
        case(target).await.with_context(|| format!("case: {name}"))?;
    }
    Ok(())
}
