//! All stages, from a folder or a backlog to the store: rate, processor time and peak memory of each process.

use super::build::Build;
use super::figure::Figure;
use super::processor_time;
use super::wish::Wish;
use crate::{Dateline, Kafka, Launch, Postgres, scratch_dir, short_articles, unique_name, wait_for, wire_articles};
use std::fs;
use std::io::{IsTerminal, Write};
use std::path::Path;
use std::time::{Duration, Instant};

const DEADLINE: Duration = Duration::from_secs(3_600);
/// The services, in the order of the stages.
pub(super) const SERVICES: [&str; 3] = ["consumer", "enricher", "sink"];

/// Files of a folder through three services, Kafka and PostgreSQL.
pub(super) fn kafka(build: &Build, wish: &Wish) -> anyhow::Result<Vec<Figure>> {
    let count = wish.articles_or(10_000);
    let folder = scratch_dir("articles")?;
    write_articles(folder.path(), count)?;
    let lane = unique_name("bench");
    let (config, database) = on_kafka(&lane, &source(folder.path()))?;
    let began = Instant::now();
    let services = start(build, &config)?;
    wait_stored(count, || database.number("select count(*) from articles"))?;
    let took = began.elapsed().as_secs_f64();
    let mut figures = vec![Figure::more("articles/s", count as f64 / took)];
    for (name, service) in SERVICES.iter().zip(&services) {
        let used = processor_time::of_process(service.id())? * 1_000.0 / count as f64;
        figures.push(Figure::less(format!("processor time of the {name}, ms an article"), used));
    }
    figures.extend(peaks(&services)?);
    Ok(figures)
}

/// Files of a folder through one process, the embedded log and SQLite.
pub(super) fn embedded(build: &Build, wish: &Wish) -> anyhow::Result<Vec<Figure>> {
    let count = wish.articles_or(10_000);
    let folder = scratch_dir("articles")?;
    write_articles(folder.path(), count)?;
    let home = scratch_dir("embedded")?;
    let began = Instant::now();
    let process = Launch::new(["run"])
        .binary(&build.binary)
        .config(embedded_config(&source(folder.path())))
        .directory(home.path());
    let process = process.start()?;
    wait_stored(count, || stored_by_run(&process))?;
    let took = began.elapsed().as_secs_f64();
    let used = processor_time::of_process(process.id())? * 1_000.0 / count as f64;
    Ok(vec![
        Figure::more("articles/s", count as f64 / took),
        Figure::less("processor time, ms an article", used),
        Figure::less("peak memory, MiB", mebibytes(process.peak_memory()?)),
    ])
}

/// A configuration for Kafka and a database of its own.
pub(super) fn on_kafka(lane: &str, sources: &str) -> anyhow::Result<(String, crate::Database)> {
    let database = Postgres::shared()?.create_database()?;
    let config = format!(
        "bus = \"{}\"\nlane = \"{lane}\"\n{sources}\n[[store]]\nname = \"articles\"\nkind = \"postgres\"\nurl = \"{}\"\n",
        Kafka::shared()?.bus(),
        database.url()
    );
    Ok((config, database))
}

/// A configuration for the embedded log and SQLite, in the directory of the process.
pub(super) fn embedded_config(sources: &str) -> String {
    format!(
        "bus = \"embedded:log.db\"\n{sources}\n[[store]]\nname = \"local\"\nkind = \"sqlite\"\npath = \"articles.db\"\n"
    )
}

/// Starts the three services.
pub(super) fn start(build: &Build, config: &str) -> anyhow::Result<Vec<Dateline>> {
    SERVICES.into_iter().map(|name| Launch::new([name]).binary(&build.binary).config(config).start()).collect()
}

/// The peak memory of each service.
pub(super) fn peaks(services: &[Dateline]) -> anyhow::Result<Vec<Figure>> {
    let figure = |(name, service): (&&str, &Dateline)| {
        Ok(Figure::less(format!("peak memory of the {name}, MiB"), mebibytes(service.peak_memory()?)))
    };
    SERVICES.iter().zip(services).map(figure).collect()
}

/// How many articles the process has stored.
pub(super) fn stored_by_run(process: &Dateline) -> anyhow::Result<i64> {
    let stored = process.metric("dateline_input_records_total", &["stage=\"store/local\""])?.unwrap_or(0.0);
    #[expect(clippy::cast_possible_truncation, reason = "a count of records")]
    Ok(stored as i64)
}

/// Waits until so many are stored. `stored` may fail until there is something that can be asked.
pub(super) fn wait_stored(count: usize, stored: impl Fn() -> anyhow::Result<i64>) -> anyhow::Result<()> {
    let terminal = std::io::stderr().is_terminal();
    let looked = wait_for("all articles in the store", DEADLINE, || {
        let stored = stored().unwrap_or(0);
        if terminal {
            // One that has gone away needs no progress.
            let _ = write!(std::io::stderr(), "\r  {stored} of {count} stored ");
        }
        if usize::try_from(stored).is_ok_and(|stored| stored >= count) {
            Ok(())
        } else {
            Err(format!("{stored} of {count}"))
        }
    });
    if terminal {
        let _ = write!(std::io::stderr(), "\r{:40}\r", "");
    }
    looked
}

/// Seconds of processor time that the services have taken together.
pub(super) fn processor_time_of(services: &[Dateline]) -> anyhow::Result<f64> {
    services.iter().map(|service| processor_time::of_process(service.id())).sum()
}

/// In MiB.
pub(super) fn mebibytes(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}

/// A folder source of so many articles of 0.8 KB or so.
pub(super) fn short_source(folder: &Path, count: usize) -> anyhow::Result<String> {
    for article in short_articles(count, 29) {
        fs::write(folder.join(article.file_name()), article.text())?;
    }
    Ok(source(folder))
}

fn write_articles(folder: &Path, count: usize) -> anyhow::Result<()> {
    for article in wire_articles(count, 11) {
        fs::write(folder.join(article.file_name()), article.text())?;
    }
    Ok(())
}

fn source(folder: &Path) -> String {
    format!("[[source]]\nname = \"wire\"\nkind = \"folder\"\npath = \"{}\"\ninterval = \"200ms\"\n", folder.display())
}
