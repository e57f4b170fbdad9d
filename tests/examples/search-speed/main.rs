//! How fast filters, words and quotes are found in stores of many articles, and how fast the last of these are written, in
//! both kinds: `search-speed [ARTICLES …]`.

mod articles;
mod asked;
mod filling;

use anyhow::Context;
use asked::ask_all;
use dateline_tests::{Postgres, scratch_dir};
use filling::{COPY_POSTGRES, COPY_SQLITE, fill};
use sink::contract::{PostgresTarget, SqliteTarget};
use sink::{PostgresSettings, SqliteSettings};

fn main() -> anyhow::Result<()> {
    let sizes: Vec<usize> = std::env::args()
        .skip(1)
        .map(|size| size.parse().with_context(|| format!("`{size}` is no number of articles")))
        .collect::<anyhow::Result<_>>()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    for size in if sizes.is_empty() { vec![100_000] } else { sizes } {
        runtime.block_on(sqlite(size))?;
        runtime.block_on(postgres(size))?;
    }
    Ok(())
}

async fn sqlite(size: usize) -> anyhow::Result<()> {
    let folder = scratch_dir("search-speed")?;
    let settings =
        SqliteSettings { name: "local".to_owned(), path: folder.path().join("articles.db"), embargoed: false };
    fill("SQLite", &SqliteTarget { settings: settings.clone() }, size, COPY_SQLITE).await?;
    ask_all(&settings).await
}

async fn postgres(size: usize) -> anyhow::Result<()> {
    let database = Postgres::shared()?.create_database()?;
    let settings = PostgresSettings::try_new("articles", database.url())?;
    fill("PostgreSQL", &PostgresTarget { settings: settings.clone() }, size, COPY_POSTGRES).await?;
    ask_all(&settings).await
}
