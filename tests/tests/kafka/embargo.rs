//! An embargoed article on Kafka, before a PostgreSQL store that keeps to embargoes and one that may have it before.

use article::{Article, Timestamp};
use dateline_tests::{Database, Postgres, SharedLane, Turn, short_articles, wait_for, wait_for_count};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

const SOON: Duration = Duration::from_secs(180);
/// Others that flow meanwhile.
const OTHERS: usize = 2_000;

fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap())
}

fn articles(count: usize, seed: u64) -> impl Iterator<Item = Article> {
    short_articles(count, seed).map(|article| article.article("wire", 1_790_000_000_000))
}

fn has(database: &Database, article: &Article) -> bool {
    let query = format!("select count(*) from articles where uri = '{}'", article.uri.uuid());
    database.number(&query).unwrap() == 1
}

fn wait_stored(database: &Database, least: usize) {
    wait_for_count("articles in the store", least, SOON, || {
        let count = database.number("select count(*) from articles").map_err(|error| format!("{error:#}"))?;
        Ok(usize::try_from(count).unwrap().min(least))
    })
    .unwrap();
}

#[test]
fn an_embargoed_article_is_in_no_store_that_keeps_to_it_before_its_time_though_the_sink_is_killed() {
    let _turn = Turn::of(crate::UNHURRIED);
    let lane = SharedLane::new("embargo").unwrap();
    let postgres = Postgres::shared().unwrap();
    let [desk, planning] = [(); 2].map(|()| postgres.create_database().unwrap());
    let store = |name: &str, database: &Database, more: &str| {
        format!("[[store]]\nname = \"{name}\"\nkind = \"postgres\"\nurl = \"{}\"\n{more}", database.url())
    };
    let tables = format!(
        "[topics]\npartitions = 2\n{}{}",
        store("desk", &desk, ""),
        store("planning", &planning, "embargoed = true\n")
    );
    let mut sink = lane.service("sink", "only", &tables).start().unwrap();
    sink.wait_ready(SOON).unwrap();

    let mut secret = articles(1, 7).next().unwrap();
    let due = Timestamp::from_millis(now().millis() + 30_000);
    secret.embargoed_until = Some(due);
    lane.push_enriched([secret.clone()].into_iter().chain(articles(OTHERS, 160))).unwrap();
    wait_stored(&planning, OTHERS + 1);
    wait_stored(&desk, OTHERS);
    assert!(has(&planning, &secret), "it may have it before");
    sink.kill().unwrap();
    assert!(now() < due, "the machine took too long for this test: {due} is over");
    assert!(!has(&desk, &secret));

    let mut sink = lane.service("sink", "only", &tables).start().unwrap();
    lane.push_enriched(articles(OTHERS / 4, 161)).unwrap();
    wait_for("the article whose embargo ends", SOON, || {
        // The clock is looked at after the store: what is there then was there before.
        let is_there = has(&desk, &secret);
        let is_over = now() >= due;
        assert!(is_over || !is_there, "it is there before {due}");
        if is_there { Ok(()) } else { Err(format!("due at {due}")) }
    })
    .unwrap();
    wait_stored(&desk, OTHERS + OTHERS / 4 + 1);
    wait_for("nothing that is held", SOON, || match sink.metric("dateline_held_records", &[]) {
        Ok(Some(0.0)) => Ok(()),
        other => Err(format!("{other:?}")),
    })
    .unwrap();
    sink.terminate().unwrap();
    assert!(sink.wait_exit(SOON).unwrap().success());
    for database in [&desk, &planning] {
        let versions = database.number("select count(*) from article_versions").unwrap();
        assert_eq!(versions, i64::try_from(OTHERS + OTHERS / 4 + 1).unwrap(), "each once");
    }
}
