//! `dateline dlq` on Kafka, with PostgreSQL stores one of which refuses articles until somebody mends its table.

use article::{decode_article, header};
use dateline_tests::dead_letters::{DeadLetters, EACH, STORES};
use dateline_tests::{Database, Postgres, SharedLane, Turn, scratch_dir, short_articles, wait_for};
use std::time::Duration;

const SOON: Duration = Duration::from_secs(180);
/// Articles that one store refuses, and others between them.
const REFUSED: usize = 8;

fn tables_of(databases: &[(&str, Database); 2]) -> String {
    let store = |(name, database): &(&str, Database)| {
        format!("[[store]]\nname = \"{name}\"\nkind = \"postgres\"\nurl = \"{}\"\n", database.url())
    };
    format!("[topics]\npartitions = 2\n{}", databases.each_ref().map(store).concat())
}

fn wait_stored(databases: &[(&str, Database); 2], expected: [usize; 2]) {
    wait_for("articles in the stores", SOON, || {
        let mut found = Vec::new();
        for (_, database) in databases {
            let count = database.number("select count(*) from articles").map_err(|error| format!("{error:#}"))?;
            found.push(usize::try_from(count).unwrap());
        }
        if found == expected { Ok(()) } else { Err(format!("{found:?} of {expected:?}")) }
    })
    .unwrap();
}

#[test]
fn dead_letters_on_kafka_go_back_to_who_refused_them_once_and_to_nobody_else() {
    let _turn = Turn::of(crate::UNHURRIED);
    let lane = SharedLane::new("dlq").unwrap();
    let postgres = Postgres::shared().unwrap();
    let databases = STORES.map(|name| (name, postgres.create_database().unwrap()));
    let stores = tables_of(&databases);
    let [(_, one), (_, two)] = &databases;
    let mut process = lane.service("run", "only", &stores).start().unwrap();
    process.wait_ready(SOON).unwrap();

    // A cause of its own: somebody's trigger, in one database.
    one.query(
        "create function no_harbour() returns trigger language plpgsql as $$ begin \
         if new.headline like 'Harbour%' then raise exception 'no harbours'; end if; return new; end $$; \
         create trigger no_harbour before insert or update on articles for each row execute function no_harbour()",
    )
    .unwrap();
    let articles = short_articles(2 * REFUSED, 140).enumerate().map(|(number, mut article)| {
        let word = if number % 2 == 0 { "Harbour" } else { "Airport" };
        article.headline = format!("{word} {}", article.headline);
        article.article("wire", 1_790_000_000_000)
    });
    lane.push_enriched(articles).unwrap();
    wait_stored(&databases, [REFUSED, 2 * REFUSED]);
    // One that is stored after them shows that it is their own fault.
    lane.push_enriched(short_articles(1, 144).map(|article| article.article("wire", 1_790_000_000_000))).unwrap();
    wait_stored(&databases, [REFUSED + 1, 2 * REFUSED + 1]);
    let config = lane.config("cli", &stores);
    let directory = scratch_dir("dlq").unwrap();
    let letters = DeadLetters { bus: &lane.bus, topics: lane.topics.clone(), config, directory: directory.path() };
    wait_for("the letters of the store", SOON, || {
        let listed = letters.listed(&["--stage", "store/one"]).map_err(|error| format!("{error:#}"))?;
        if listed.get("refused_by_store") == Some(&REFUSED) { Ok(()) } else { Err(format!("{listed:?}")) }
    })
    .unwrap();
    one.query("drop trigger no_harbour on articles").unwrap();
    let retried = letters.dlq(&["retry", "--class", "refused_by_store"]).unwrap();
    assert_eq!(retried.code, Some(0), "{retried:?}");
    wait_stored(&databases, [2 * REFUSED + 1, 2 * REFUSED + 1]);
    let versions = two.number("select count(*) from article_versions").unwrap();
    assert_eq!(versions, i64::try_from(2 * REFUSED + 1).unwrap(), "the other store has not seen them again");
    let again = lane.read(&lane.topics.enriched()).unwrap();
    let again: Vec<_> = again.iter().filter(|one| one.record.headers.get(header::RETRY_GROUP).is_some()).collect();
    assert_eq!(again.len(), REFUSED);
    assert!(again.iter().all(|one| {
        let article = decode_article(&one.record).unwrap();
        article.version.number() == 1_790_000_000_000 && article.headline().unwrap().starts_with("Harbour")
    }));
    process.terminate().unwrap();
    assert!(process.wait_exit(SOON).unwrap().success());
}

#[test]
fn a_thousand_dead_letters_on_kafka_are_listed_shown_retried_once_and_dropped() {
    let _turn = Turn::of(crate::UNHURRIED);
    let lane = SharedLane::new("letters").unwrap();
    let postgres = Postgres::shared().unwrap();
    let databases = STORES.map(|name| (name, postgres.create_database().unwrap()));
    let stores = tables_of(&databases);
    let directory = scratch_dir("dlq").unwrap();
    let letters = DeadLetters {
        bus: &lane.bus,
        topics: lane.topics.clone(),
        config: lane.config("cli", &stores),
        directory: directory.path(),
    };
    let absent = letters.dlq(&["list"]).unwrap();
    assert_eq!(absent.code, Some(1));
    assert!(absent.stderr.contains("`dateline topics create`") && absent.stderr.lines().count() == 1, "{absent:?}");
    // As a new broker may be slow to find coordinators, it is asked until it has.
    wait_for("the topics", SOON, || {
        let mut create = lane.service("topics", "cli", &stores).argument("create").start().unwrap();
        if create.wait_exit(SOON).unwrap().success() { Ok(()) } else { Err(create.stderr()) }
    })
    .unwrap();
    let empty = letters.dlq(&["list"]).unwrap();
    assert!(empty.code == Some(0) && empty.stderr.contains("nothing is to be done"), "{empty:?}");
    letters.write().unwrap();
    letters.are_shown().unwrap();
    letters.one_class_is_retried_once().unwrap();
    letters.a_killed_retry_goes_on().unwrap();
    let mut process = lane.service("run", "only", &stores).start().unwrap();
    process.wait_ready(SOON).unwrap();
    wait_stored(&databases, [3 * EACH, 2 * EACH]);
    letters.the_rest_is_dropped().unwrap();
    process.terminate().unwrap();
    assert!(process.wait_exit(SOON).unwrap().success());
    wait_stored(&databases, [3 * EACH, 2 * EACH]);
}
