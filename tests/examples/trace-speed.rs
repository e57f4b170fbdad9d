//! How long `dateline trace` takes with many records in the topics, on both buses: `trace-speed [RECORDS]`.
//!
//! A third of the records is in each of the raw, articles and enriched topics, all of them read by their groups; the store
//! is empty, so that all there is to know of an article must be found in the topics.

use anyhow::Context;
use article::{ArticleId, Lane, TopicName, Topics};
use bus::{
    Bus, EmbeddedLog, EmbeddedSettings, Isolation, KafkaBus, KafkaSettings, Membership, Polled, Retention,
    TopicPartition, TopicSpec, Transaction,
};
use dateline_tests::{
    Kafka, Launch, SharedLane, push_articles, push_enriched, push_raw, say, scratch_dir, short_articles, unique_name,
};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

const PARTITIONS: i32 = 6;
const PORTION: usize = 5_000;
const ROUNDS: usize = 5;

fn main() -> anyhow::Result<()> {
    let count: usize =
        std::env::args().nth(1).map_or(Ok(1_000_000), |count| count.parse()).context("how many records?")?;
    let folder = scratch_dir("trace-speed")?;
    let path = folder.path().join("log.db");
    let log = EmbeddedLog::open_runner(EmbeddedSettings::at(&path))?;
    let store = "[[store]]\nname = \"local\"\nkind = \"stdout\"\n[[source]]\nname = \"wire\"\nkind = \"folder\"\npath = \".\"\n";
    let config = format!("bus = \"embedded:{}\"\n{store}", path.display());
    measure("embedded log", &log, &Topics::of(Lane::live()), count / 3, &config, folder.path())?;
    drop(log);
    let lane = SharedLane::new(&unique_name("trace"))?;
    let bus = KafkaBus::connect(KafkaSettings::plaintext(Kafka::shared()?.brokers()))?;
    measure("Kafka", &bus, &lane.topics, count / 3, &lane.config("cli", store), folder.path())
}

fn measure(
    what: &str,
    bus: &dyn Bus,
    topics: &Topics,
    count: usize,
    config: &str,
    folder: &Path,
) -> anyhow::Result<()> {
    let names = [topics.raw(), topics.articles(), topics.enriched(), topics.cursors(), topics.dead_letter_marks()];
    let letters = article::StageName::ALL.map(|stage| topics.dead_letters(stage));
    let spec = |name: &TopicName| TopicSpec {
        name: name.clone(),
        partitions: PARTITIONS,
        retention: Retention::Delete { age: Duration::from_secs(7 * 86_400), bytes: None },
        max_message_bytes: 1 << 20,
    };
    bus.ensure_topics(&names.iter().chain(&letters).map(spec).collect::<Vec<_>>())?;
    let began = Instant::now();
    let mut all = short_articles(count, 9);
    loop {
        let portion: Vec<_> = all.by_ref().take(PORTION).collect();
        if portion.is_empty() {
            break;
        }
        push_raw(bus, topics, portion.iter().map(|article| article.raw_record("wire")))?;
        let articles: Vec<_> = portion.iter().map(|article| article.article("wire", 1_790_000_000_000)).collect();
        push_articles(bus, topics, &articles)?;
        push_enriched(bus, topics, articles)?;
    }
    say(&format!("{what}: {} records written in {} s", 3 * count, began.elapsed().as_secs()))?;
    let lane = topics.lane().as_str();
    for (group, topic) in [("extract", topics.raw()), ("enrich", topics.articles()), ("store.local", topics.enriched())]
    {
        read_all(bus, format!("{lane}.{group}"), topic)?;
    }
    let id = |number: usize| {
        let article = short_articles(number + 1, 9).last().map(|article| article.id);
        ArticleId::of_source("wire", &article.unwrap_or_default()).to_string()
    };
    for (which, name, code) in [
        ("the oldest article", id(0), 0),
        ("one from the middle", id(count / 2), 0),
        ("the newest", id(count - 1), 0),
        ("one never seen", "urn:uuid:9b22a03d-51f2-5c8b-83ee-99b2a7be848a".to_owned(), 1),
        ("a URL never seen", "https://example.org/never".to_owned(), 1),
    ] {
        let mut times = Vec::new();
        let mut said = String::new();
        for _ in 0..ROUNDS {
            let began = Instant::now();
            let mut process =
                Launch::new(["trace", &name, "--within", "30"]).config(config).directory(folder).start()?;
            let exit = process.wait_exit(Duration::from_secs(60))?;
            times.push(began.elapsed());
            anyhow::ensure!(exit.code() == Some(code), "{exit:?}: {}{}", process.stdout(), process.stderr());
            said = process.stdout().lines().chain(process.stderr().lines()).nth(3).unwrap_or_default().to_owned();
        }
        times.sort_unstable();
        let middle = times.get(ROUNDS / 2).copied().unwrap_or_default();
        say(&format!("{what}: {which}: {} ms (median of {ROUNDS})  {said}", middle.as_millis()))?;
    }
    Ok(())
}

/// A group that has read all of a topic.
fn read_all(bus: &dyn Bus, group: String, topic: TopicName) -> anyhow::Result<()> {
    let transactional_id = group.clone();
    let mut member = bus.join(Membership { group, topic: topic.clone(), transactional_id, outputs: Arc::new(()) })?;
    member.set_intake(false);
    let mut assigned = 0;
    while assigned < PARTITIONS {
        if let Polled::Assigned(partitions) = member.poll(Duration::from_millis(100))? {
            assigned += i32::try_from(partitions.len())?;
        }
    }
    let mut transaction = Transaction::default();
    for number in 0..PARTITIONS {
        let at = TopicPartition::new(topic.clone(), number);
        let end = bus.end_offset(&at, Isolation::Committed)?;
        transaction.offsets.push((at, end));
    }
    member.commit(transaction)?;
    Ok(())
}
