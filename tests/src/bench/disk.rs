//! What an article takes on disk: in SQLite, in PostgreSQL and in the embedded log.

use super::build::Build;
use super::figure::Figure;
use super::stages::{embedded_config, on_kafka, short_source, start, stored_by_run, wait_stored};
use super::wish::Wish;
use crate::{Launch, Postgres, scratch_dir, unique_name};
use std::fs;
use std::path::Path;
use std::time::Duration;

/// Bytes an article of 0.8 KB of text, once all is at rest.
pub(super) fn all(build: &Build, wish: &Wish) -> anyhow::Result<Vec<Figure>> {
    let count = wish.articles_or(10_000);
    let folder = scratch_dir("articles")?;
    let source = short_source(folder.path(), count)?;
    let home = scratch_dir("embedded")?;
    let run = Launch::new(["run"]).binary(&build.binary).config(embedded_config(&source)).directory(home.path());
    let mut process = run.start()?;
    wait_stored(count, || stored_by_run(&process))?;
    process.terminate()?;
    process.wait_exit(Duration::from_secs(60))?;
    let size = |name: &str| -> anyhow::Result<f64> { Ok(on_disk(home.path(), name)? as f64 / count as f64 / 1_000.0) };
    let mut figures = vec![
        Figure::less("SQLite store, KB an article", size("articles.db")?),
        Figure::less("embedded log, KB an article", size("log.db")?),
    ];
    Postgres::shared()?;
    let (config, database) = on_kafka(&unique_name("disk"), &source)?;
    let services = start(build, &config)?;
    wait_stored(count, || database.number("select count(*) from articles"))?;
    drop(services);
    database.query("vacuum full")?;
    let bytes = database.number(
        "select sum(pg_total_relation_size(oid))::bigint from pg_class where relkind = 'r'
         and relnamespace = 'public'::regnamespace",
    )?;
    figures.push(Figure::less("PostgreSQL store, KB an article", bytes as f64 / count as f64 / 1_000.0));
    Ok(figures)
}

/// A database file with what belongs to it.
fn on_disk(home: &Path, name: &str) -> anyhow::Result<u64> {
    let mut bytes = 0;
    for entry in fs::read_dir(home)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(name) {
            bytes += entry.metadata()?.len();
        }
    }
    Ok(bytes)
}
