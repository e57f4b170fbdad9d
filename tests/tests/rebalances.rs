//! Enrichers that come and go while articles flow: each article once, the versions of one in order.

#![cfg(test)]

use article::{Article, Lane, StageName, Topics, decode_article};
use bus::{KafkaBus, KafkaSettings};
use dateline_tests::{
    Dateline, Kafka, Launch, balance, push_articles, read_topic, unique_name, wait_for, wire_articles,
};
use std::collections::BTreeMap;
use std::time::Duration;

const START: Duration = Duration::from_secs(60);
const FLOW: Duration = Duration::from_secs(120);
/// Articles, each in three versions.
const ARTICLES: usize = 1_000;
const VERSIONS: usize = 3;
const FIRST_VERSION: i64 = 1_729_778_531_000;

struct Scene {
    kafka: &'static Kafka,
    lane: String,
    topics: Topics,
    bus: KafkaBus,
}

impl Scene {
    fn new(name: &str) -> Self {
        let kafka = Kafka::shared().unwrap();
        let lane = unique_name(name);
        let topics = Topics::of(Lane::named(&lane).unwrap());
        let bus = KafkaBus::connect(KafkaSettings::plaintext(kafka.brokers())).unwrap();
        Self { kafka, lane, topics, bus }
    }

    fn enricher(&self, instance: &str) -> Dateline {
        let config = format!("bus = \"{}\"\nlane = \"{}\"\ninstance = \"{instance}\"\n", self.kafka.bus(), self.lane);
        Launch::new(["enricher"]).config(config).start().unwrap()
    }

    fn enriched(&self) -> Vec<Article> {
        let records = read_topic(&self.bus, &self.topics.enriched()).unwrap();
        records.iter().map(|one| decode_article(&one.record).unwrap()).collect()
    }

    fn wait_enriched(&self, least: usize) {
        wait_for("enriched articles", FLOW, || {
            let found = read_topic(&self.bus, &self.topics.enriched()).map_err(|error| format!("{error:#}"))?.len();
            if found >= least { Ok(()) } else { Err(format!("{found} of {least}")) }
        })
        .unwrap();
    }

    /// Every article that was sent is in the enriched topic once in every version, in the order it was sent.
    fn assert_each_once_in_order(&self, articles: usize, versions: usize) {
        let account = balance(&self.bus, &self.topics, StageName::Enrich).unwrap();
        assert_eq!((account.input, account.emitted), (articles * versions, articles * versions));
        let mut by_article = BTreeMap::<String, Vec<u64>>::new();
        // One article is in one partition, and a reader keeps the order of a partition.
        for article in self.enriched() {
            by_article.entry(article.uri.to_string()).or_default().push(article.version.number());
        }
        assert_eq!(by_article.len(), articles);
        let expected: Vec<u64> = (0..versions).map(|version| u64::try_from(version_at(version)).unwrap()).collect();
        for (uri, found) in by_article {
            assert_eq!(found, expected, "{uri}");
        }
    }
}

fn version_at(number: usize) -> i64 {
    FIRST_VERSION + i64::try_from(number).unwrap()
}

#[test]
fn enrichers_that_join_leave_and_die_enrich_each_article_once_and_in_order() {
    let scene = Scene::new("rebalance");
    let mut first = scene.enricher("a");
    first.wait_ready(START).unwrap();
    let wire: Vec<_> = wire_articles(ARTICLES, 21).collect();
    // What happens after each part of the flow, a twelfth of it.
    let mut second = scene.enricher("b");
    let mut third: Option<Dateline> = None;
    let parts = 12;
    let all: Vec<Article> = (0..VERSIONS)
        .flat_map(|version| wire.iter().map(move |article| article.article("wire", version_at(version))))
        .collect();
    for (part, articles) in all.chunks(all.len() / parts).enumerate() {
        push_articles(&scene.bus, &scene.topics, articles).unwrap();
        match part {
            2 => {
                second.wait_ready(START).unwrap();
                first.terminate().unwrap();
                assert!(first.wait_exit(START).unwrap().success(), "{}", first.stderr());
            }
            4 => third = Some(scene.enricher("c")),
            6 => {
                third.as_mut().unwrap().wait_ready(START).unwrap();
                second.kill().unwrap();
            }
            7 => first = scene.enricher("a"),
            8 => second = scene.enricher("b"),
            9 => {
                let mut third = third.take().unwrap();
                third.terminate().unwrap();
                assert!(third.wait_exit(START).unwrap().success(), "{}", third.stderr());
            }
            _ => {}
        }
        // Something of it has come through before the next thing happens.
        scene.wait_enriched((part + 1) * all.len() / parts / 3);
    }
    scene.wait_enriched(all.len());
    for one in [&mut first, &mut second] {
        one.terminate().unwrap();
        assert!(one.wait_exit(START).unwrap().success(), "{}", one.stderr());
    }
    scene.assert_each_once_in_order(ARTICLES, VERSIONS);
}

#[test]
fn of_two_enrichers_with_one_instance_name_one_gives_way_and_says_why() {
    let scene = Scene::new("same");
    let mut enrichers = [scene.enricher("twin"), scene.enricher("twin")];
    for enricher in &mut enrichers {
        enricher.wait_ready(START).unwrap();
    }
    let mut sent = 0;
    let wire: Vec<_> = wire_articles(6_000, 22).filter(|article| article.body.len() < 4_000).collect();
    let loser = wait_for("one of the two to end", FLOW, || {
        let next: Vec<Article> =
            wire.iter().skip(sent).take(10).map(|article| article.article("wire", FIRST_VERSION)).collect();
        if next.is_empty() {
            return Ok(None);
        }
        sent += next.len();
        push_articles(&scene.bus, &scene.topics, &next).map_err(|error| format!("{error:#}"))?;
        let ended = enrichers.iter_mut().position(|one| !one.is_running().unwrap());
        ended.map(Some).ok_or_else(|| format!("both run after {sent} articles"))
    })
    .unwrap();
    let Some(loser) = loser else { panic!("both still run after {sent} articles") };
    let [first, second] = &mut enrichers;
    let (loser, winner) = if loser == 0 { (first, second) } else { (second, first) };
    let status = loser.wait_exit(START).unwrap();
    assert!(status.code().is_some_and(|code| code != 0), "{status}: {}", loser.stderr());
    let id = format!("{}.twin.enrich", scene.lane);
    let log = loser.stderr();
    assert!(log.contains(&format!("`{id}`")) && log.contains("`instance`"), "{log}");
    assert!(log.contains("DATELINE_INSTANCE"), "the remedy is named: {log}");
    scene.wait_enriched(sent);
    winner.terminate().unwrap();
    assert!(winner.wait_exit(START).unwrap().success(), "{}", winner.stderr());
    scene.assert_each_once_in_order(sent, 1);
}
