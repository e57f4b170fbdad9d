//! Enrichers that come and go while articles flow: each article once, the versions of one in order.

use article::{Article, StageName, decode_article};
use dateline_tests::{Dateline, SharedLane, Turn, balance, push_articles, wait_for, wire_articles};
use std::collections::BTreeMap;
use std::time::Duration;

const START: Duration = Duration::from_secs(120);
const FLOW: Duration = Duration::from_secs(120);
/// Articles, each in three versions.
const ARTICLES: usize = 1_000;
const VERSIONS: usize = 3;
const FIRST_VERSION: i64 = 1_729_778_531_000;

fn enricher(lane: &SharedLane, instance: &str) -> Dateline {
    lane.service("enricher", instance, "").start().unwrap()
}

fn wait_enriched(lane: &SharedLane, least: usize) {
    lane.wait_read(&lane.topics.enriched(), least, FLOW).unwrap();
}

/// Every article that was sent is in the enriched topic once in every version, in the order it was sent.
fn assert_each_once_in_order(lane: &SharedLane, articles: usize, versions: usize) {
    let account = balance(&lane.bus, &lane.topics, StageName::Enrich).unwrap();
    assert_eq!((account.input, account.emitted), (articles * versions, articles * versions));
    let mut by_article = BTreeMap::<String, Vec<u64>>::new();
    // One article is in one partition, and a reader keeps the order of a partition.
    for enriched in lane.read(&lane.topics.enriched()).unwrap() {
        let article = decode_article(&enriched.record).unwrap();
        by_article.entry(article.uri.to_string()).or_default().push(article.version.number());
    }
    assert_eq!(by_article.len(), articles);
    let expected: Vec<u64> = (0..versions).map(|version| u64::try_from(version_at(version)).unwrap()).collect();
    for (uri, found) in by_article {
        assert_eq!(found, expected, "{uri}");
    }
}

fn version_at(number: usize) -> i64 {
    FIRST_VERSION + i64::try_from(number).unwrap()
}

#[test]
fn enrichers_that_join_leave_and_die_enrich_each_article_once_and_in_order() {
    let _turn = Turn::of(module_path!());
    let lane = SharedLane::new("rebalance").unwrap();
    let mut first = enricher(&lane, "a");
    first.wait_ready(START).unwrap();
    let wire: Vec<_> = wire_articles(ARTICLES, 21).collect();
    // What happens after each part of the flow, a twelfth of it.
    let mut second = enricher(&lane, "b");
    let mut third: Option<Dateline> = None;
    let parts = 12;
    let all: Vec<Article> = (0..VERSIONS)
        .flat_map(|version| wire.iter().map(move |article| article.article("wire", version_at(version))))
        .collect();
    for (part, articles) in all.chunks(all.len() / parts).enumerate() {
        push_articles(&lane.bus, &lane.topics, articles).unwrap();
        match part {
            2 => {
                second.wait_ready(START).unwrap();
                first.terminate().unwrap();
                assert!(first.wait_exit(START).unwrap().success(), "{}", first.stderr());
            }
            4 => third = Some(enricher(&lane, "c")),
            6 => {
                third.as_mut().unwrap().wait_ready(START).unwrap();
                second.kill().unwrap();
            }
            7 => first = enricher(&lane, "a"),
            8 => second = enricher(&lane, "b"),
            9 => {
                let mut third = third.take().unwrap();
                third.terminate().unwrap();
                assert!(third.wait_exit(START).unwrap().success(), "{}", third.stderr());
            }
            _ => {}
        }
        // Something of it has come through before the next thing happens.
        wait_enriched(&lane, (part + 1) * all.len() / parts / 3);
    }
    wait_enriched(&lane, all.len());
    for one in [&mut first, &mut second] {
        one.terminate().unwrap();
        assert!(one.wait_exit(START).unwrap().success(), "{}", one.stderr());
    }
    assert_each_once_in_order(&lane, ARTICLES, VERSIONS);
}

#[test]
fn of_two_enrichers_with_one_instance_name_one_gives_way_and_says_why() {
    let _turn = Turn::of(module_path!());
    let lane = SharedLane::new("same").unwrap();
    let mut enrichers = [enricher(&lane, "twin"), enricher(&lane, "twin")];
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
        push_articles(&lane.bus, &lane.topics, &next).map_err(|error| format!("{error:#}"))?;
        let ended = enrichers.iter_mut().position(|one| !one.is_running().unwrap());
        ended.map(Some).ok_or_else(|| format!("both run after {sent} articles"))
    })
    .unwrap();
    let Some(loser) = loser else { panic!("both still run after {sent} articles") };
    let [first, second] = &mut enrichers;
    let (loser, winner) = if loser == 0 { (first, second) } else { (second, first) };
    let status = loser.wait_exit(START).unwrap();
    assert_eq!(status.code(), Some(1), "{}", loser.stderr());
    let id = format!("{}.twin.enrich", lane.name);
    let log = loser.stderr();
    assert!(log.contains(&format!("`{id}`")) && log.contains("`instance`"), "{log}");
    assert!(log.contains("DATELINE_INSTANCE"), "the remedy is named: {log}");
    wait_enriched(&lane, sent);
    winner.terminate().unwrap();
    assert!(winner.wait_exit(START).unwrap().success(), "{}", winner.stderr());
    assert_each_once_in_order(&lane, sent, 1);
}
