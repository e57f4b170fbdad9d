//! Processes are killed while articles stream through: nothing is lost, nothing is doubled.

use article::{Article, EncodeContext, Lane, RawRecord, StageName, Timestamp, Topics, decode_article, encode_raw};
use bus::{Bus, EmbeddedLog, KafkaBus, KafkaSettings, Output};
use dateline_tests::{
    Account, Dateline, Kafka, Launch, Postgres, Turn, balance, read_topic, scratch_dir, wait_for, wait_for_count,
    wire_articles,
};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

const ARTICLES: usize = 5_000;
const ROUNDS: usize = 10;
/// Longer than anything that was killed keeps others waiting: Kafka holds its place in the group for ten seconds and its
/// transaction for fifteen, and on a loaded machine all of it takes several times as long.
const STILL: Duration = Duration::from_secs(120);
/// Files that are no text, among the articles: dead letters.
const BROKEN: usize = 20;
/// Feeds without an entry, pushed beside the folder: nothing comes of them.
const EMPTY_FEEDS: usize = 5;
const EMPTY_FEED: &[u8] = br#"<?xml version="1.0"?><rss version="2.0"><channel><title>Quiet</title><link>https://quiet.example/</link><description>-</description></channel></rss>"#;

/// Moves articles into a folder a few at a time, until all are there.
struct Stream {
    written: Arc<AtomicUsize>,
    writer: std::thread::JoinHandle<()>,
}

impl Stream {
    /// Spread over about `length`.
    fn start(folder: &Path, length: Duration) -> Self {
        let (folder, written) = (folder.to_owned(), Arc::new(AtomicUsize::new(0)));
        let counter = Arc::clone(&written);
        let pause = length / u32::try_from(ARTICLES / 25).unwrap();
        let writer = std::thread::spawn(move || {
            for (number, article) in wire_articles(ARTICLES, 7).enumerate() {
                put(&folder, &article.file_name(), article.text().as_bytes());
                if number % (ARTICLES / BROKEN) == 0 {
                    put(
                        &folder,
                        &format!("broken-{number}.txt"),
                        b" date 2024-10-24 Broken\n\nCAIRO, Oct 24 (EX) \xff\xfe\xfa",
                    );
                }
                counter.fetch_add(1, Ordering::Relaxed);
                if number % 25 == 24 {
                    std::thread::sleep(pause);
                }
            }
        });
        Self { written, writer }
    }

    fn written(&self) -> usize {
        self.written.load(Ordering::Relaxed)
    }
}

/// Files appear whole, as a mover of files leaves them.
fn put(folder: &Path, name: &str, bytes: &[u8]) {
    let hidden = folder.join(format!(".{name}"));
    std::fs::write(&hidden, bytes).unwrap();
    std::fs::rename(hidden, folder.join(name)).unwrap();
}

fn push_empty_feeds(bus: &dyn Bus, topics: &Topics) {
    let feeds = (0..EMPTY_FEEDS).map(|number| {
        let raw = RawRecord {
            id: Some(format!("quiet-{number}")),
            content_type: Some("application/rss+xml".to_owned()),
            source: Some("pushed".to_owned()),
            body: EMPTY_FEED.to_vec(),
            ..RawRecord::default()
        };
        // Stamped by the bus: what is dated years back, retention may take before it is counted.
        let at = Timestamp::from_millis(0);
        let record = encode_raw(raw, EncodeContext { source: "test", at, from: None }).unwrap();
        Output { topic: topics.raw(), partition: None, record }
    });
    bus.append(feeds.collect()).unwrap();
}

/// The books balance: what comes into a stage is emitted, dropped or a dead letter, each once.
fn check_books(bus: &dyn Bus, topics: &Topics) -> BTreeMap<String, Article> {
    let extract: Account = balance(bus, topics, StageName::Extract).unwrap();
    assert_eq!(extract.input, ARTICLES + BROKEN + EMPTY_FEEDS);
    assert_eq!((extract.emitted, extract.dead), (ARTICLES, BROKEN));
    assert_eq!(extract.dropped, vec![EMPTY_FEED.to_vec(); EMPTY_FEEDS]);
    let enrich = balance(bus, topics, StageName::Enrich).unwrap();
    assert_eq!((enrich.input, enrich.emitted, enrich.dead), (ARTICLES, ARTICLES, 0));
    assert!(enrich.dropped.is_empty());
    let twice: Vec<_> = enrich.made.iter().filter(|(_, times)| **times != 1).collect();
    assert!(twice.is_empty(), "not exactly once in the enriched topic: {twice:?}");
    let enriched = read_topic(bus, &topics.enriched()).unwrap();
    let articles: BTreeMap<String, Article> = enriched
        .iter()
        .map(|one| decode_article(&one.record).unwrap())
        .map(|article| (article.uri.uuid().to_string(), article))
        .collect();
    assert_eq!(articles.len(), ARTICLES);
    let mut expected: BTreeMap<String, String> =
        wire_articles(ARTICLES, 7).map(|one| (one.file_name(), one.headline)).collect();
    for article in articles.values() {
        let id = article.alt_id("sourceId").unwrap();
        assert_eq!(expected.remove(id).as_deref(), article.headline(), "{id}");
    }
    assert!(expected.is_empty(), "lost: {expected:?}");
    articles
}

/// A number that differs from round to round but not from run to run.
fn pick(round: usize, of: usize) -> usize {
    (round.wrapping_mul(2_654_435_761).wrapping_add(40_503) >> 7) % of
}

#[test]
fn three_services_on_kafka_and_postgresql_lose_and_double_nothing() {
    let _turn = Turn::of(module_path!());
    let mut kafka = Kafka::start().unwrap();
    let database = Postgres::shared().unwrap().create_database().unwrap();
    let folder = scratch_dir("wire").unwrap();
    let config = format!(
        r#"
bus = "{}"
instance = "only"
[[source]]
name = "wire"
kind = "folder"
path = "{}"
interval = "300ms"
[[store]]
name = "articles"
kind = "postgres"
url = "{}"
"#,
        kafka.bus(),
        folder.path().display(),
        database.url(),
    );
    let launch = |service: &str| Launch::new([service]).config(&config).start().unwrap();
    let mut services: Vec<(&str, Dateline)> =
        ["consumer", "enricher", "sink"].into_iter().map(|name| (name, launch(name))).collect();
    for (_, service) in &mut services {
        service.wait_ready(STILL).unwrap();
    }
    let bus = KafkaBus::connect(KafkaSettings::plaintext(kafka.brokers())).unwrap();
    let topics = Topics::of(Lane::live());
    push_empty_feeds(&bus, &topics);
    let stream = Stream::start(folder.path(), Duration::from_secs(30));
    let mut killed = BTreeMap::<&str, u32>::new();
    for round in 0..ROUNDS {
        let mark = ARTICLES * (round + 1) / (ROUNDS + 1);
        wait_for("articles to stream", STILL, || {
            if stream.written() >= mark { Ok(()) } else { Err(format!("{} written", stream.written())) }
        })
        .unwrap();
        let number = pick(round, 3);
        let (name, service) = services.get_mut(number).unwrap();
        service.kill().unwrap();
        *killed.entry(*name).or_default() += 1;
        if round == ROUNDS / 2 {
            kafka.restart().unwrap();
        }
        *service = launch(name);
    }
    stream.writer.join().unwrap();
    eprintln!("killed: {killed:?}");
    wait_for_count("articles in PostgreSQL", ARTICLES, STILL, || {
        let count = database.number("select count(*) from articles").map_err(|error| format!("{error:#}"))?;
        usize::try_from(count).map_err(|error| error.to_string())
    })
    .unwrap();
    for (name, service) in &mut services {
        service.terminate().unwrap();
        let status = service.wait_exit(Duration::from_secs(30)).unwrap();
        assert!(status.success(), "{name}: {status}\n{}", service.stderr());
    }
    let articles = check_books(&bus, &topics);
    let rows = database
        .query("select uri, version from articles union all select uri, version from article_versions")
        .unwrap();
    let mut found = BTreeMap::<String, Vec<String>>::new();
    for row in rows {
        let (uri, version) = row.split_once('|').unwrap();
        found.entry(uri.to_owned()).or_default().push(version.to_owned());
    }
    assert_eq!(found.len(), ARTICLES);
    for (uri, versions) in found {
        let version = articles.get(&uri).unwrap().version.to_string();
        assert_eq!(versions, vec![version; 2], "{uri}: once as it stands and once as a version");
    }
}

#[test]
fn one_process_on_the_embedded_log_loses_and_doubles_nothing() {
    let _turn = Turn::of(module_path!());
    let home = scratch_dir("home").unwrap();
    let folder = home.path().join("wire");
    std::fs::create_dir(&folder).unwrap();
    let config = r#"
bus = "embedded:data/log.db"
instance = "only"
[[source]]
name = "wire"
kind = "folder"
path = "wire"
interval = "300ms"
[[store]]
name = "local"
kind = "sqlite"
path = "data/articles.db"
"#;
    let launch = || Launch::new(["run"]).config(config).directory(home.path()).start().unwrap();
    let mut process = launch();
    process.wait_ready(STILL).unwrap();
    let topics = Topics::of(Lane::live());
    let log = home.path().join("data/log.db");
    push_empty_feeds(&EmbeddedLog::open_guest(&log).unwrap(), &topics);
    let stream = Stream::start(&folder, Duration::from_secs(20));
    for round in 0..ROUNDS {
        let mark = ARTICLES * (round + 1) / (ROUNDS + 1);
        wait_for("articles to stream", STILL, || {
            if stream.written() >= mark { Ok(()) } else { Err(format!("{} written", stream.written())) }
        })
        .unwrap();
        process.kill().unwrap();
        process = launch();
    }
    stream.writer.join().unwrap();
    let stored = || {
        let found = Launch::new(["search", "-n", "10000"]).config(config).directory(home.path()).start();
        let mut found = found.map_err(|error| format!("{error:#}"))?;
        found.wait_exit(STILL).map_err(|error| format!("{error:#}"))?;
        Ok::<_, String>(found.stdout())
    };
    wait_for_count("articles in the store", ARTICLES, STILL, || Ok(stored()?.lines().count())).unwrap();
    let lines = stored().unwrap();
    process.terminate().unwrap();
    let status = process.wait_exit(Duration::from_secs(30)).unwrap();
    assert!(status.success(), "{status}\n{}", process.stderr());
    let articles = check_books(&EmbeddedLog::open_guest(&log).unwrap(), &topics);
    for line in lines.lines() {
        let stored: Article = serde_json::from_str(line).unwrap();
        let sent = articles.get(&stored.uri.uuid().to_string()).unwrap();
        assert_eq!(stored.version, sent.version, "{}", stored.uri);
    }
}
