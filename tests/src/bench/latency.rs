//! From a record that is durable in the raw topic to its article in PostgreSQL, at a steady rate.

use super::backlog::topics_of;
use super::build::Build;
use super::figure::Figure;
use super::stages::{on_kafka, processor_time_of, start};
use super::wish::Wish;
use crate::{Kafka, push_raw, short_articles, unique_name, wait_for};
use anyhow::Context;
use bus::{KafkaBus, KafkaSettings};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Articles a second.
const RATE: usize = 100;
/// How long articles flow before it counts.
const WARM: Duration = Duration::from_secs(5);
/// Between two looks into the store: what a latency is exact to.
const LOOK: Duration = Duration::from_millis(4);
const DEADLINE: Duration = Duration::from_secs(120);

/// Median and 99th percentile over 3,000 articles, and what the services do for them.
pub(super) fn kafka(build: &Build, wish: &Wish) -> anyhow::Result<Vec<Figure>> {
    let count = wish.articles_or(3_000);
    let lane = unique_name("latency");
    let (config, database) = on_kafka(&lane, "")?;
    let mut services = start(build, &config)?;
    for service in &mut services {
        service.wait_ready(DEADLINE)?;
    }
    let bus = KafkaBus::connect(KafkaSettings::plaintext(Kafka::shared()?.brokers()))?;
    let (topics, total) = (topics_of(&lane)?, count + RATE * usize::try_from(WARM.as_secs())?);
    let used = processor_time_of(&services)?;
    let ended = AtomicBool::new(false);
    let (sent, stored) = std::thread::scope(|scope| {
        let watcher = scope.spawn(|| watch(database.url(), total, &ended));
        let sent = send(&bus, &topics, total);
        // Without everything sent there is nothing to wait for.
        ended.store(sent.is_err(), Ordering::Relaxed);
        let stored = watcher.join().unwrap_or_else(|_| Err(anyhow::anyhow!("the watcher of the store panicked")));
        sent.and_then(|sent| stored.map(|stored| (sent, stored)))
    })?;
    let used = (processor_time_of(&services)? - used) * 1_000.0 / total as f64;
    // What is sent first is stored first, nearly: the k-th of both are taken for the same article.
    let mut took: Vec<f64> = sent
        .iter()
        .zip(&stored)
        .skip(total - count)
        .map(|(sent, stored)| stored.duration_since(*sent).as_secs_f64())
        .collect();
    took.sort_by(f64::total_cmp);
    let at = |share: usize| {
        took.get((took.len() * share / 100).min(took.len().saturating_sub(1))).copied().unwrap_or(f64::NAN)
    };
    Ok(vec![
        Figure::less("p50, ms", at(50) * 1_000.0),
        Figure::less("p99, ms", at(99) * 1_000.0),
        Figure::less("processor time of the services, ms an article", used),
    ])
}

/// Sends at the rate, each time what is due by then: an append takes longer than the pause between two articles. Gives
/// the moments at which each was durable.
fn send(bus: &KafkaBus, topics: &article::Topics, total: usize) -> anyhow::Result<Vec<Instant>> {
    let mut sent = Vec::with_capacity(total);
    let mut articles = short_articles(total, 23).map(|article| article.raw_record("wire"));
    let began = Instant::now();
    while sent.len() < total {
        #[expect(clippy::cast_sign_loss, clippy::cast_possible_truncation, reason = "a count of articles")]
        let due = (began.elapsed().as_secs_f64() * RATE as f64) as usize + 1;
        let parcel = due.min(total).saturating_sub(sent.len());
        if parcel > 0 {
            push_raw(bus, topics, articles.by_ref().take(parcel))?;
            sent.resize(sent.len() + parcel, Instant::now());
        }
        std::thread::sleep(LOOK);
    }
    Ok(sent)
}

/// Looks into the store again and again; gives the moments at which the first, second, third article was there.
fn watch(url: &str, total: usize, ended: &AtomicBool) -> anyhow::Result<Vec<Instant>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (client, connection) = runtime.block_on(tokio_postgres::connect(url, tokio_postgres::NoTls))?;
    runtime.spawn(async move {
        // Its error is the next query's.
        let _ = connection.await;
    });
    let table = "select to_regclass('articles') is not null";
    wait_for("the table of articles", DEADLINE, || {
        let there = runtime.block_on(client.query_one(table, &[])).map_err(|error| error.to_string())?;
        if there.get(0) { Ok(()) } else { Err("it is not there".to_owned()) }
    })?;
    let statement = runtime.block_on(client.prepare("select count(*) from articles"))?;
    let mut stored = Vec::with_capacity(total);
    let began = Instant::now();
    while stored.len() < total && !ended.load(Ordering::Relaxed) {
        let row = runtime.block_on(client.query_one(&statement, &[]))?;
        let count = usize::try_from(row.get::<_, i64>(0)).context("a count below zero")?;
        stored.resize(count.min(total), Instant::now());
        anyhow::ensure!(began.elapsed() < DEADLINE * 5, "only {count} of {total} articles were stored");
        std::thread::sleep(LOOK);
    }
    Ok(stored)
}
