//! Old news beside live news: what `dateline replay` and `dateline backfill` do, and how much longer live news takes meanwhile.

use super::backlog::topics_of;
use super::build::Build;
use super::figure::Figure;
use super::flow::Flow;
use super::stages::{embedded_config, on_kafka, start, wait_stored};
use super::wish::Wish;
use crate::{
    Dateline, Kafka, Launch, push_articles, push_enriched, scratch_dir, short_articles, unique_name, wait_for,
};
use anyhow::{Context, ensure};
use article::{Article, Lane, Timestamp, Topics};
use bus::{Bus, EmbeddedLog, Isolation, KafkaBus, KafkaSettings, TopicPartition};
use serde_json::Value;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// How long live news flows alone: before it counts, and then.
const WARM: Duration = Duration::from_secs(5);
const ALONE: Duration = Duration::from_secs(30);
const READY: Duration = Duration::from_secs(120);
/// How long the commands may take.
const LONG: Duration = Duration::from_secs(3 * 3_600);
/// How often a backfill is killed.
const KILLS: usize = 3;
/// Articles a second beside a replay, and beside a backfill.
const BESIDE_REPLAY: f64 = 50.0;
const BESIDE_BACKFILL: f64 = 100.0;

/// What news lives on.
struct Ground<'a> {
    build: &'a Build,
    config: String,
    home: &'a Path,
    bus: &'a dyn Bus,
    topics: Topics,
    /// The process with the store, last.
    services: Vec<Dateline>,
    store: &'static str,
    /// Raw records that a backfill was fed with.
    fed: &'a dyn Fn() -> anyhow::Result<usize>,
}

/// 20,000 articles on Kafka and PostgreSQL.
pub(super) fn replay_on_kafka(build: &Build, wish: &Wish) -> anyhow::Result<Vec<Figure>> {
    on_kafka_ground(build, |ground, number| {
        let figures = replay(ground, wish.articles_or(20_000))?;
        let (new, all) = ("select count(*) from articles where replay > 0", "select count(*) from article_history");
        ensure!(number(new)? == i64::try_from(wish.articles_or(20_000))?, "articles of the replay: {}", number(new)?);
        ensure!(number(all)? == 0, "a version stands twice");
        Ok(figures)
    })
}

/// The same on the embedded log and SQLite.
pub(super) fn replay_embedded(build: &Build, wish: &Wish) -> anyhow::Result<Vec<Figure>> {
    on_embedded_ground(build, |ground| replay(ground, wish.articles_or(20_000)))
}

/// 100,000 raw records on Kafka and PostgreSQL.
pub(super) fn backfill_on_kafka(build: &Build, wish: &Wish) -> anyhow::Result<Vec<Figure>> {
    on_kafka_ground(build, |ground, _| backfill(ground, wish.articles_or(100_000)))
}

/// The same on the embedded log and SQLite.
pub(super) fn backfill_embedded(build: &Build, wish: &Wish) -> anyhow::Result<Vec<Figure>> {
    on_embedded_ground(build, |ground| backfill(ground, wish.articles_or(100_000)))
}

fn on_kafka_ground(
    build: &Build,
    measure: impl FnOnce(&Ground<'_>, &dyn Fn(&str) -> anyhow::Result<i64>) -> anyhow::Result<Vec<Figure>>,
) -> anyhow::Result<Vec<Figure>> {
    let (lane, home) = (unique_name("live"), scratch_dir("beside")?);
    let (config, database) = on_kafka(&lane, "")?;
    let services = ready(start(build, &config)?)?;
    let bus = KafkaBus::connect(KafkaSettings::plaintext(Kafka::shared()?.brokers()))?;
    let (topics, home) = (topics_of(&lane)?, home.path());
    let fed = || raw_records(&bus, &topics_of(&format!("{lane}-backfill"))?);
    let ground = Ground { build, config, home, bus: &bus, topics, services, store: "store/articles", fed: &fed };
    measure(&ground, &|query| database.number(query))
}

fn on_embedded_ground(
    build: &Build,
    measure: impl FnOnce(&Ground<'_>) -> anyhow::Result<Vec<Figure>>,
) -> anyhow::Result<Vec<Figure>> {
    let home = scratch_dir("beside")?;
    let (config, home) = (embedded_config(""), home.path());
    let run = Launch::new(["run"]).binary(&build.binary).config(&config).directory(home);
    let services = ready(vec![run.start()?])?;
    let bus = EmbeddedLog::open_guest(&home.join("log.db"))?;
    let (topics, beside) = (Topics::of(Lane::live()), home.join("log.backfill.db"));
    let fed = || {
        if !beside.exists() {
            return Ok(0);
        }
        raw_records(&EmbeddedLog::open_guest(&beside)?, &topics_of("backfill")?)
    };
    measure(&Ground { build, config, home, bus: &bus, topics, services, store: "store/local", fed: &fed })
}

/// Offsets of the raw topic; none as long as there is no such topic.
fn raw_records(bus: &dyn Bus, topics: &Topics) -> anyhow::Result<usize> {
    let raw = topics.raw();
    let Ok(count) = bus.partition_count(&raw) else { return Ok(0) };
    let ends = (0..count).map(|number| bus.end_offset(&TopicPartition::new(raw.clone(), number), Isolation::Committed));
    let ends: i64 = ends.sum::<Result<_, _>>()?;
    Ok(usize::try_from(ends)?)
}

fn ready(mut services: Vec<Dateline>) -> anyhow::Result<Vec<Dateline>> {
    for service in &mut services {
        service.wait_ready(READY)?;
    }
    Ok(services)
}

impl Ground<'_> {
    fn command(&self, arguments: &[&str]) -> anyhow::Result<Dateline> {
        let launch = Launch::new(arguments.iter().copied()).binary(&self.build.binary);
        launch.config(&self.config).directory(self.home).start()
    }

    fn sink(&self) -> anyhow::Result<&Dateline> {
        self.services.last().context("a process with the store")
    }

    /// Records that the store's loop is done with, whatever became of them.
    fn done(&self) -> anyhow::Result<i64> {
        let stage = format!("stage=\"{}\"", self.store);
        let done = self.sink()?.metric("dateline_input_records_total", &[&stage])?.unwrap_or(0.0);
        #[expect(clippy::cast_possible_truncation, reason = "a count of records")]
        Ok(done as i64)
    }

    /// How long live news takes alone and beside an act, which gives how many records it brought through.
    fn beside(&self, rate: f64, act: impl FnOnce() -> anyhow::Result<usize>) -> anyhow::Result<Vec<Figure>> {
        let flow = Flow { bus: self.bus, topics: &self.topics, rate, process: self.sink()?, store: self.store };
        let ((moments, records), flowed) = flow.during(31, || {
            std::thread::sleep(WARM);
            let alone = Instant::now();
            std::thread::sleep(ALONE);
            let began = Instant::now();
            let records = act()?;
            Ok(((alone, began, Instant::now()), records))
        })?;
        let (alone, began, ended) = moments;
        let mut figures = Vec::new();
        for (what, from, to) in [("alone", alone, began), ("beside it", began, ended)] {
            for share in [50, 99] {
                let took = flowed.at(share, from, to) * 1_000.0;
                figures.push(Figure::less(format!("p{share} of live news {what}, ms"), took));
            }
        }
        let rate = records as f64 / ended.duration_since(began).as_secs_f64();
        figures.push(Figure::more("records/s through its lane", rate));
        Ok(figures)
    }
}

/// Articles whose old reading is in the store are read again.
fn replay(ground: &Ground<'_>, count: usize) -> anyhow::Result<Vec<Figure>> {
    let articles: Vec<Article> =
        short_articles(count, 29).map(|article| article.article("wire", 1_790_000_000_000)).collect();
    for some in articles.chunks(500) {
        push_enriched(ground.bus, &ground.topics, some.iter().cloned())?;
    }
    wait_stored(count, || ground.done())?;
    for some in articles.chunks(500) {
        push_articles(ground.bus, &ground.topics, some)?;
    }
    wait_stored(2 * count, || ground.done())?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis();
    let to = Timestamp::from_millis(i64::try_from(now)?).to_string();
    ground.beside(BESIDE_REPLAY, || {
        let mut replay = ground.command(&["replay", "--stage", "enrich", "--from", "1d", "--to", &to, "--json"])?;
        let status = replay.wait_exit(LONG)?;
        ensure!(status.success(), "{}", replay.stderr());
        let account: Value = serde_json::from_str(&replay.stdout())?;
        let stored = account.get("stored").and_then(Value::as_u64).context("an account")?;
        ensure!(stored == count as u64, "{account}");
        Ok(count)
    })
}

/// An archive is loaded, and the command killed on the way.
fn backfill(ground: &Ground<'_>, count: usize) -> anyhow::Result<Vec<Figure>> {
    let mut archive = BufWriter::new(File::create(ground.home.join("archive.ndjson"))?);
    for article in short_articles(count, 37) {
        archive.write_all(&article.raw_record("archive").to_json()?)?;
        archive.write_all(b"\n")?;
    }
    archive.flush()?;
    ground.beside(BESIDE_BACKFILL, || {
        let command = ["backfill", "archive.ndjson", "--json"];
        for kill in 1..=KILLS {
            let mut process = ground.command(&command)?;
            wait_for("records of the archive", LONG, || {
                let fed = (ground.fed)().map_err(|error| format!("{error:#}"))?;
                if fed >= count * kill / (KILLS + 1) { Ok(()) } else { Err(process.stderr()) }
            })?;
            process.kill()?;
        }
        let mut last = ground.command(&command)?;
        ensure!(last.wait_exit(LONG)?.success(), "{}", last.stderr());
        let account: Value = serde_json::from_str(&last.stdout())?;
        let records = account.get("records").and_then(Value::as_u64);
        ensure!(records == Some(count as u64), "{account}");
        Ok(count)
    })
}
