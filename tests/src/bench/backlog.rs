//! Services that find a backlog: what they hold in memory while they work it off, and how fast that is.

use super::build::Build;
use super::figure::Figure;
use super::stages::{embedded_config, mebibytes, on_kafka, peaks, start, stored_by_run, wait_stored};
use super::wish::Wish;
use crate::{Kafka, Launch, push_raw, scratch_dir, unique_name, wire_articles};
use anyhow::Context;
use article::{Lane, Topics};
use bus::{Bus, EmbeddedLog, KafkaBus, KafkaSettings};
use std::time::{Duration, Instant};

/// Records sent at once.
const PARCEL: usize = 500;
/// How long making topics may take.
const MADE: Duration = Duration::from_secs(60);

/// Raw records in Kafka before the services start; the store is PostgreSQL.
pub(super) fn kafka(build: &Build, wish: &Wish) -> anyhow::Result<Vec<Figure>> {
    let count = wish.articles_or(100_000);
    let lane = unique_name("backlog");
    let (config, database) = on_kafka(&lane, "")?;
    let mut made = Launch::new(["topics", "create"]).binary(&build.binary).config(&config).start()?;
    made.wait_exit(MADE)?;
    push(&KafkaBus::connect(KafkaSettings::plaintext(Kafka::shared()?.brokers()))?, &topics_of(&lane)?, count)?;
    let began = Instant::now();
    let services = start(build, &config)?;
    wait_stored(count, || database.number("select count(*) from articles"))?;
    let mut figures = vec![Figure::more("articles/s", count as f64 / began.elapsed().as_secs_f64())];
    figures.extend(peaks(&services)?);
    Ok(figures)
}

/// The same on the embedded log: everything waits in the raw topic when the process that does the work starts.
pub(super) fn embedded(build: &Build, wish: &Wish) -> anyhow::Result<Vec<Figure>> {
    let count = wish.articles_or(100_000);
    let home = scratch_dir("backlog")?;
    let config = embedded_config("");
    let mut made =
        Launch::new(["topics", "create"]).binary(&build.binary).config(&config).directory(home.path()).start()?;
    made.wait_exit(MADE)?;
    push(&EmbeddedLog::open_guest(&home.path().join("log.db"))?, &Topics::of(Lane::live()), count)?;
    let began = Instant::now();
    let process = Launch::new(["run"]).binary(&build.binary).config(&config).directory(home.path()).start()?;
    wait_stored(count, || stored_by_run(&process))?;
    Ok(vec![
        Figure::more("articles/s", count as f64 / began.elapsed().as_secs_f64()),
        Figure::less("peak memory, MiB", mebibytes(process.peak_memory()?)),
    ])
}

fn push(bus: &dyn Bus, topics: &Topics, count: usize) -> anyhow::Result<()> {
    let mut records = wire_articles(count, 17).map(|article| article.raw_record("wire")).peekable();
    while records.peek().is_some() {
        push_raw(bus, topics, records.by_ref().take(PARCEL))?;
    }
    Ok(())
}

/// The topics of a lane.
pub(super) fn topics_of(lane: &str) -> anyhow::Result<Topics> {
    Ok(Topics::of(Lane::named(lane).with_context(|| format!("`{lane}` is no name of a lane"))?))
}
