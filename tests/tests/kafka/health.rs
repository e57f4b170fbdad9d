//! What an operator is shown of a Kafka that is away, that lacks a topic, or that has forgotten who we are; and that
//! work goes on by itself afterwards.

use article::{Lane, TopicName, Topics};
use bus::{Bus, KafkaBus, KafkaSettings, Output, Retention, TopicSpec};
use dateline_tests::{
    Dateline, Kafka, Launch, Postgres, Turn, WireArticle, put_whole, scratch_dir, unique_name, wait_for,
    wait_for_count, wire_articles,
};
use std::path::Path;
use std::time::Duration;

const START: Duration = Duration::from_secs(120);
/// In which an outage shows, at the latest, and a little for a machine that is busy.
const SHOWN: Duration = Duration::from_secs(12);
const TOPIC_TOOL: &str = "org.apache.kafka.tools.TopicCommand";
const TRANSACTIONS_TOOL: &str = "org.apache.kafka.tools.TransactionsCommand";

fn config(kafka: &Kafka, lane: &str, folder: &Path, store: &str) -> String {
    format!(
        "bus = \"{}\"\nlane = \"{lane}\"\ninstance = \"only\"\n[topics]\npartitions = 2\n[[source]]\nname = \"wire\"\n\
         kind = \"folder\"\npath = \"{}\"\ninterval = \"300ms\"\n{store}",
        kafka.bus(),
        folder.display()
    )
}

fn put(folder: &Path, articles: &[WireArticle]) {
    for article in articles {
        put_whole(folder, &article.file_name(), article.text().as_bytes()).unwrap();
    }
}

/// Waits for `/readyz` to say 503 with `text`.
fn wait_unready(process: &Dateline, text: &str) {
    let shown = wait_for("the process to say why it is not ready", SHOWN, || match process.get("/readyz") {
        Ok(reply) if reply.status == 503 && reply.body.contains(text) => Ok(()),
        Ok(reply) => Err(format!("status {}: {}", reply.status, reply.body)),
        Err(error) => Err(format!("{error:#}")),
    });
    shown.unwrap_or_else(|error| panic!("{error:#}\n{}", process.stderr()));
}

fn lines(process: &Dateline, level: &str, text: &str) -> usize {
    process.stderr().lines().filter(|line| line.contains(level) && line.contains(text)).count()
}

#[test]
fn loops_that_were_idle_until_their_transactional_ids_expired_go_on_at_once() {
    let _turn = Turn::of(module_path!());
    let kafka = Kafka::start_with(
        "transactional.id.expiration.ms=6000\ntransaction.remove.expired.transaction.cleanup.interval.ms=1000\n",
    )
    .unwrap();
    let lane = unique_name("expired");
    let folder = scratch_dir("wire").unwrap();
    let database = Postgres::shared().unwrap().create_database().unwrap();
    let store = format!("[[store]]\nname = \"main\"\nkind = \"postgres\"\nurl = \"{}\"\n", database.url());
    let mut process = Launch::new(["run"]).config(config(&kafka, &lane, folder.path(), &store)).start().unwrap();
    process.wait_ready(START).unwrap();
    let articles: Vec<_> = wire_articles(20, 31).collect();
    let stored = |expected, still| {
        wait_for_count("rows in PostgreSQL", expected, still, || {
            let rows =
                database.number("select count(*) from article_versions").map_err(|error| format!("{error:#}"))?;
            usize::try_from(rows).map_err(|error| error.to_string())
        })
    };
    put(folder.path(), &articles[..10]);
    stored(10, START).unwrap();
    // Until the store has committed what it has written: counted after the commit.
    let committed = |expected: f64| {
        wait_for("the store's commit", START, || {
            let counted = process.metric("dateline_input_records_total", &["stage=\"store/main\""]);
            let counted = counted.map_err(|error| error.to_string())?;
            if counted == Some(expected) { Ok(()) } else { Err(format!("{counted:?} of {expected}")) }
        })
        .unwrap();
    };
    committed(10.0);
    // On a slow machine the first batch came late enough for a first time.
    let rewinds = |stage: &str| {
        let rewinds = process.metric("dateline_rewinds_total", &[&format!("stage=\"{stage}\"")]).unwrap();
        rewinds.unwrap_or(0.0)
    };
    let stages = ["ingest", "extract", "enrich", "store/main"];
    let before = stages.map(rewinds);
    let named = || {
        let log = process.stderr();
        log.lines()
            .filter(|line| line.contains("store/main") && line.contains("transactional.id.expiration.ms"))
            .count()
    };
    let named_before = named();
    wait_for("the broker to forget the transactional ids", START, || {
        let known = kafka.tool(TRANSACTIONS_TOOL, &["list"]).map_err(|error| format!("{error:#}"))?;
        if known.contains(&lane) { Err(known) } else { Ok(()) }
    })
    .unwrap();
    put(folder.path(), &articles[10..]);
    stored(20, Duration::from_secs(30)).unwrap_or_else(|error| panic!("{error:#}\n{}", process.stderr()));
    committed(20.0);
    for (stage, before) in stages.into_iter().zip(before) {
        let more = rewinds(stage) - before;
        assert!(more <= 1.0, "{stage} rewound {more} times:\n{}", process.stderr());
    }
    assert_eq!(named() - named_before, 1, "one line names the cause: {}", process.stderr());
    process.wait_ready(Duration::from_secs(10)).unwrap();
    assert_eq!(database.number("select count(*) from articles").unwrap(), 20);
    process.terminate().unwrap();
    assert!(process.wait_exit(START).unwrap().success());
}

#[test]
fn readiness_follows_a_topic_that_goes_and_a_broker_that_goes_and_comes_back() {
    let _turn = Turn::of(module_path!());
    let mut kafka = Kafka::start().unwrap();
    let lane = unique_name("away");
    let folder = scratch_dir("wire").unwrap();
    let config = config(&kafka, &lane, folder.path(), "");
    let mut consumer = Launch::new(["consumer"]).config(&config).start().unwrap();
    consumer.wait_ready(START).unwrap();
    let (lost, back) = ("the bus cannot be used", "the bus can be used again");

    let topic = format!("{lane}.extract.dlq.v1");
    kafka.tool(TOPIC_TOOL, &["--delete", "--topic", &topic]).unwrap();
    wait_unready(&consumer, &topic);
    wait_unready(&consumer, "`dateline topics create`");
    // As it advises.
    let mut create = Launch::new(["topics", "create"]).config(&config).start().unwrap();
    assert!(create.wait_exit(START).unwrap().success(), "{}", create.stderr());
    consumer.wait_ready(SHOWN).unwrap();
    assert_eq!((lines(&consumer, "WARN", lost), lines(&consumer, "INFO", back)), (1, 1), "{}", consumer.stderr());

    kafka.kill().unwrap();
    wait_unready(&consumer, kafka.brokers());
    put(folder.path(), &wire_articles(5, 32).collect::<Vec<_>>());
    kafka.resume().unwrap();
    consumer.wait_ready(START).unwrap();
    let topics = Topics::of(Lane::named(&lane).unwrap());
    let bus = KafkaBus::connect(KafkaSettings::plaintext(kafka.brokers())).unwrap();
    wait_for_count("the articles", 5, START, || {
        let found = dateline_tests::read_topic(&bus, &topics.articles());
        found.map(|found| found.len()).map_err(|error| format!("{error:#}"))
    })
    .unwrap();
    assert_eq!((lines(&consumer, "WARN", lost), lines(&consumer, "INFO", back)), (2, 2), "{}", consumer.stderr());
    consumer.terminate().unwrap();
    assert!(consumer.wait_exit(START).unwrap().success());
}

#[test]
fn advice_on_partitions_that_were_added_by_hand_works() {
    let _turn = Turn::of(crate::UNHURRIED);
    let kafka = Kafka::shared().unwrap();
    let lane = unique_name("grown");
    let bus = KafkaBus::connect(KafkaSettings::plaintext(kafka.brokers())).unwrap();
    let topics = |partitions| -> Vec<TopicSpec> {
        let news = Retention::Delete { age: Duration::from_secs(86_400), bytes: None };
        let spec = |(name, retention)| TopicSpec {
            name: TopicName::new(&format!("{lane}.{name}")),
            partitions,
            retention,
            max_message_bytes: 1 << 20,
        };
        [("raw", news), ("articles", news), ("cursors", Retention::Compact)].map(spec).into()
    };
    bus.ensure_topics(&topics(2)).unwrap();
    let articles = TopicName::new(&format!("{lane}.articles"));
    kafka.tool(TOPIC_TOOL, &["--alter", "--topic", articles.as_str(), "--partitions", "3"]).unwrap();
    let refused = |partitions| {
        wait_for("a refusal", START, || {
            bus.ensure_topics(&topics(partitions))
                .map_or_else(|error| Ok(error.to_string()), |()| Err("taken".to_owned()))
        })
        .unwrap()
    };
    let first = refused(2);
    assert!(first.contains("topics.partitions = 3") && first.contains("`dateline topics create`"), "{first}");
    assert!(refused(3).contains("`dateline topics create`"));
    let grown = bus.add_partitions(&topics(3)).unwrap();
    assert_eq!(grown, [TopicName::new(&format!("{lane}.raw"))]);
    bus.ensure_topics(&topics(3)).unwrap();
    let counts = topics(3).iter().map(|topic| bus.partition_count(&topic.name).unwrap()).collect::<Vec<_>>();
    assert_eq!(counts, [3, 3, 2], "cursors stay where they are");
    // The new partition is written to and read like the others.
    let value = Some(b"x".to_vec());
    let record = article::Record { value, ..article::Record::default() };
    bus.append(vec![Output { topic: grown[0].clone(), partition: Some(2), record }]).unwrap();
    assert_eq!(dateline_tests::read_topic(&bus, &grown[0]).unwrap().len(), 1);
    assert!(bus.add_partitions(&topics(3)).unwrap().is_empty());
}
