//! The books of a lane, kept from its topics alone: what came in, what became of it. Counters die with a process,
//! topics do not.

use anyhow::{Context, ensure};
use article::{StageName, TopicName, Topics, decode_article, header};
use bus::{Bus, Received, TopicPartition};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// Where a record stands: topic, partition, offset.
type Place = (String, i32, i64);

/// Every committed record of a topic.
pub fn read_topic(bus: &dyn Bus, topic: &TopicName) -> anyhow::Result<Vec<Received>> {
    let partitions = bus.partition_count(topic)?;
    let from: Vec<_> = (0..partitions).map(|one| (TopicPartition::new(topic.clone(), one), 0)).collect();
    let mut reader = bus.reader(&from)?;
    let mut records = Vec::new();
    loop {
        let caught_up = reader.caught_up();
        records.extend(reader.read(Duration::from_millis(100))?);
        if caught_up {
            return Ok(records);
        }
    }
}

/// What became of the records of one topic in the stage that reads it.
#[derive(Debug, Default)]
pub struct Account {
    /// Records that came in.
    pub input: usize,
    /// Input records that something was made of.
    pub emitted: usize,
    /// Input records that are dead letters.
    pub dead: usize,
    /// Values of input records of which nothing is left: they must be exactly those that were to be dropped.
    pub dropped: Vec<Vec<u8>>,
    /// Ids of what was made, each as often as it was made.
    pub made: BTreeMap<String, usize>,
}

/// Balances a stage that makes articles: every input record is emitted, dead or dropped, and only one of these.
pub fn balance(bus: &dyn Bus, topics: &Topics, stage: StageName) -> anyhow::Result<Account> {
    let (input, output) = match stage {
        StageName::Extract => (topics.raw(), topics.articles()),
        StageName::Enrich => (topics.articles(), topics.enriched()),
        StageName::Ingest | StageName::Store => anyhow::bail!("{stage} makes no articles"),
    };
    let mut account = Account::default();
    let mut emitted: BTreeSet<Place> = BTreeSet::new();
    for record in read_topic(bus, &output)? {
        let article = decode_article(&record.record)?;
        let mut ours = article.enrichment.provenance.iter().filter(|one| one.stage == stage.as_str());
        let from = ours.next_back().and_then(|one| one.from.clone()).context("provenance says where it came from")?;
        *account.made.entry(article.uri.to_string()).or_default() += 1;
        emitted.insert((from.topic, from.partition, from.offset));
    }
    let mut dead: BTreeSet<Place> = BTreeSet::new();
    for letter in read_topic(bus, &topics.dead_letters(stage))? {
        let header = |name| letter.record.headers.text(name).with_context(|| format!("dead letter without {name}"));
        let place = (
            header(header::ERROR_TOPIC)?.to_owned(),
            header(header::ERROR_PARTITION)?.parse()?,
            header(header::ERROR_OFFSET)?.parse()?,
        );
        ensure!(dead.insert(place.clone()), "{place:?} is a dead letter twice");
    }
    for record in read_topic(bus, &input)? {
        account.input += 1;
        let place = (record.topic.to_string(), record.partition, record.offset);
        match (emitted.remove(&place), dead.remove(&place)) {
            (true, true) => anyhow::bail!("{place:?} was emitted and is a dead letter"),
            (true, false) => account.emitted += 1,
            (false, true) => account.dead += 1,
            (false, false) => account.dropped.push(record.record.value().to_vec()),
        }
    }
    ensure!(emitted.is_empty(), "made of records that are not there: {emitted:?}");
    ensure!(dead.is_empty(), "dead letters of records that are not there: {dead:?}");
    Ok(account)
}
