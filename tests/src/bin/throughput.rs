//! The first benchmark: articles a second through all stages, and the peak memory of each process.
//!
//! `cargo run --release -p dateline-tests --bin throughput [-- ARTICLES]` (default 20,000). Everything is real: a
//! folder of files, Apache Kafka and PostgreSQL on loopback, the services as processes of their own; then the same on
//! the embedded log with its SQLite store, in one process. The clock runs from the start of the services to the last
//! article in the store.

use anyhow::Context;
use dateline_tests::{Dateline, Kafka, Launch, Postgres, scratch_dir, wait_for, wire_articles};
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

const DEADLINE: Duration = Duration::from_secs(1_800);

fn main() -> anyhow::Result<()> {
    let count = match std::env::args().nth(1) {
        Some(text) => text.parse().context("the argument is a number of articles")?,
        None => 20_000,
    };
    let folder = scratch_dir("articles")?;
    let mut bytes = 0;
    for article in wire_articles(count, 11) {
        let text = article.text();
        bytes += text.len();
        std::fs::write(folder.path().join(article.file_name()), text)?;
    }
    say(&format!("{count} articles, {:.1} KB on average", bytes as f64 / count as f64 / 1_000.0))?;
    on_kafka(count, folder.path())?;
    on_the_embedded_log(count, folder.path())
}

fn on_kafka(count: usize, folder: &Path) -> anyhow::Result<()> {
    let kafka = Kafka::start()?;
    let database = Postgres::shared()?.create_database()?;
    let config = format!(
        "bus = \"{}\"\n{}\n[[store]]\nname = \"articles\"\nkind = \"postgres\"\nurl = \"{}\"\n",
        kafka.bus(),
        source(folder),
        database.url()
    );
    let began = Instant::now();
    let services = ["consumer", "enricher", "sink"]
        .map(|name| Launch::new([name]).config(&config).start())
        .into_iter()
        .collect::<anyhow::Result<Vec<Dateline>>>()?;
    wait_for("all articles in PostgreSQL", DEADLINE, || {
        let stored = database.number("select count(*) from articles");
        // Until the sink has made its tables there is nothing to count.
        let stored = stored.unwrap_or(0);
        progress(stored, count)
    })?;
    report("Kafka and PostgreSQL, three services", count, began.elapsed())?;
    for (name, service) in ["consumer", "enricher", "sink"].iter().zip(&services) {
        say(&format!("  {name:<10} peak memory {:>5} MiB", service.peak_memory()? >> 20))?;
    }
    Ok(())
}

fn on_the_embedded_log(count: usize, folder: &Path) -> anyhow::Result<()> {
    let home = scratch_dir("embedded")?;
    let config = format!(
        "bus = \"embedded:log.db\"\n{}\n[[store]]\nname = \"local\"\nkind = \"sqlite\"\npath = \"articles.db\"\n",
        source(folder)
    );
    let began = Instant::now();
    let process = Launch::new(["run"]).config(config).directory(home.path()).start()?;
    wait_for("all articles in the store", DEADLINE, || {
        let stored = process.metric("dateline_input_records_total", &["stage=\"store/local\""]);
        // Until the endpoints answer nothing is stored.
        let stored = stored.ok().flatten().unwrap_or(0.0);
        #[expect(clippy::cast_possible_truncation, reason = "a count of records")]
        progress(stored as i64, count)
    })?;
    report("Embedded log and SQLite, one process", count, began.elapsed())?;
    say(&format!("  {:<10} peak memory {:>5} MiB", "run", process.peak_memory()? >> 20))
}

fn source(folder: &Path) -> String {
    format!("[[source]]\nname = \"wire\"\nkind = \"folder\"\npath = \"{}\"\ninterval = \"200ms\"\n", folder.display())
}

fn progress(stored: i64, count: usize) -> Result<(), String> {
    // A terminal that has gone away needs no progress.
    let _ = write!(std::io::stderr(), "\r  {stored} of {count} ");
    if usize::try_from(stored).is_ok_and(|stored| stored >= count) {
        Ok(())
    } else {
        Err(format!("{stored} of {count}"))
    }
}

fn report(what: &str, count: usize, took: Duration) -> anyhow::Result<()> {
    let rate = count as f64 / took.as_secs_f64();
    say(&format!("\r{what}: {:.1} s, {rate:.0} articles/s", took.as_secs_f64()))
}

fn say(line: &str) -> anyhow::Result<()> {
    Ok(writeln!(std::io::stdout(), "{line}")?)
}
