//! The run loop around a store, on the embedded log.

use crate::scene::{Running, Scene, now, stop, wait_until};
use article::{
    Article, ArticleId, DateFrom, DateRole, EncodeContext, EnrichedArticle, Precision, Record, StatedDate, Timestamp,
    Version, encode_enriched, header,
};
use async_trait::async_trait;
use dateline_pipeline::{Delivery, LoopContext, LoopError, LoopSettings, Store, StoreError, Written, run_store};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What the target of the test store is like at the moment.
#[derive(Default)]
struct Target {
    down: bool,
    refuses: bool,
    /// Ids that fail every attempt.
    cursed: BTreeSet<String>,
    stored: Vec<String>,
    opened: u32,
}

#[derive(Clone, Default)]
struct Shelf(Arc<Mutex<Target>>);

#[async_trait]
impl Store for Shelf {
    fn name(&self) -> &str {
        "shelf"
    }

    async fn open(&mut self) -> Result<(), StoreError> {
        let mut target = self.0.lock().unwrap();
        target.opened += 1;
        match (target.refuses, target.down) {
            (true, _) => Err(StoreError::Refused("wrong password for shelf".to_owned())),
            (_, true) => Err(StoreError::Down("nobody answers".to_owned())),
            (false, false) => Ok(()),
        }
    }

    async fn write(&mut self, batch: &[Delivery]) -> Result<Vec<Written>, StoreError> {
        let mut target = self.0.lock().unwrap();
        if target.down {
            return Err(StoreError::Down("nobody answers".to_owned()));
        }
        let answers = batch.iter().map(|delivery| {
            let id = delivery.article.0.uri.to_string();
            if target.cursed.contains(&id) {
                return Written::Retry("the shelf bends".to_owned());
            }
            target.stored.push(id);
            Written::Stored
        });
        Ok(answers.collect())
    }
}

fn id(number: u32) -> ArticleId {
    ArticleId::of_source("test", &number.to_string())
}

fn article(number: u32) -> Record {
    let article = Article::new(id(number), Version::fetched_at(now().millis()), now());
    let context = EncodeContext { source: "test", at: now(), from: None };
    encode_enriched(&EnrichedArticle(article), usize::MAX, context).unwrap()
}

/// An article of a day or a minute, fetched some seconds ago.
fn dated(number: u32, value: &str, precision: Precision, fetched_ago: i64) -> Record {
    let mut article = Article::new(id(number), Version::fetched_at(now().millis()), now());
    article.enrichment.dates = vec![StatedDate::new(DateRole::Published, value.to_owned(), precision, DateFrom::Feed)];
    let context = EncodeContext { source: "test", at: now(), from: None };
    let mut record = encode_enriched(&EnrichedArticle(article), usize::MAX, context).unwrap();
    let fetched_at = Timestamp::from_millis(now().millis() - fetched_ago * 1_000);
    record.headers.push(header::RECORD_FETCHED_AT, fetched_at.to_string());
    record
}

fn start(context: &LoopContext, scene: &Scene, shelf: &Shelf, settings: LoopSettings) -> Running {
    let (context, runtime, shelf) = (context.clone(), scene.runtime.handle().clone(), shelf.clone());
    std::thread::spawn(move || run_store(&context, Box::new(shelf), &runtime, settings))
}

#[test]
fn articles_are_stored_and_what_is_no_article_is_a_dead_letter() {
    let (scene, shelf) = (Scene::new(), Shelf::default());
    scene.append((0..50).map(article).chain([crate::scene::record("junk", "{\"uri\":")]));
    let running = start(&scene.context, &scene, &shelf, scene.settings("store"));
    wait_until("all committed", || scene.committed("store") == 51);
    assert!(scene.context.health.not_ready().is_empty());
    stop(&scene.context, running).unwrap();
    assert_eq!(shelf.0.lock().unwrap().stored.len(), 50);
    let dead = scene.read(&scene.dead);
    assert_eq!(dead.len(), 1);
    assert_eq!(dead[0].value(), b"{\"uri\":");
    assert_eq!(dead[0].headers.text(header::ERROR_CLASS), Some("broken_message"));
}

#[test]
fn a_store_that_is_down_keeps_its_offsets_and_goes_on_when_it_is_back() {
    let (scene, shelf) = (Scene::new(), Shelf::default());
    scene.append((0..20).map(article));
    shelf.0.lock().unwrap().down = true;
    let running = start(&scene.context, &scene, &shelf, scene.settings("store"));
    wait_until("several attempts", || shelf.0.lock().unwrap().opened >= 3);
    assert_eq!(scene.committed("store"), 0);
    assert!(scene.context.health.not_ready().iter().any(|part| part.contains("nobody answers")));
    shelf.0.lock().unwrap().down = false;
    wait_until("all committed", || scene.committed("store") == 20);
    stop(&scene.context, running).unwrap();
    assert_eq!(shelf.0.lock().unwrap().stored.len(), 20);
    assert!(scene.read(&scene.dead).is_empty());
}

#[test]
fn a_store_that_refuses_ends_its_loop_and_moves_no_offset() {
    let (scene, shelf) = (Scene::new(), Shelf::default());
    scene.append((0..5).map(article));
    shelf.0.lock().unwrap().refuses = true;
    let error = start(&scene.context, &scene, &shelf, scene.settings("store")).join().unwrap().unwrap_err();
    assert!(matches!(&error, LoopError::Fatal { detail, .. } if detail.contains("wrong password")), "{error}");
    assert_eq!(scene.committed("store"), 0);
}

#[test]
fn draining_with_the_store_down_fails_at_the_deadline_and_loses_nothing() {
    let (scene, shelf) = (Scene::new(), Shelf::default());
    scene.append((0..5).map(article));
    shelf.0.lock().unwrap().down = true;
    let settings = LoopSettings { drain: Duration::from_millis(300), ..scene.settings("store") };
    let running = start(&scene.context, &scene, &shelf, settings);
    wait_until("an attempt", || shelf.0.lock().unwrap().opened >= 1);
    wait_until("records in progress", || {
        let label = dateline_pipeline::PartitionLabel { stage: "store".to_owned(), partition: 0 };
        scene.context.metrics.lag_records.get_or_create(&label).get() > 0
    });
    let error = stop(&scene.context, running).unwrap_err();
    assert!(matches!(error, LoopError::DrainDeadline { in_flight: 5, .. }), "{error}");
    wait_until("the store has been let go of", || Arc::strong_count(&shelf.0) == 1);
    shelf.0.lock().unwrap().down = false;
    let context = scene.restarted();
    let running = start(&context, &scene, &shelf, scene.settings("store"));
    wait_until("all committed", || scene.committed("store") == 5);
    stop(&context, running).unwrap();
    assert_eq!(shelf.0.lock().unwrap().stored.len(), 5);
}

#[test]
fn a_record_that_keeps_failing_while_others_succeed_is_a_dead_letter() {
    let (scene, shelf) = (Scene::new(), Shelf::default());
    shelf.0.lock().unwrap().cursed.insert(id(3).to_string());
    scene.append((0..10).map(article));
    let running = start(&scene.context, &scene, &shelf, scene.settings("store"));
    // Later records show that the target works.
    wait_until("the others are stored", || shelf.0.lock().unwrap().stored.len() >= 9);
    wait_until("all committed", || {
        scene.append([article(100)]);
        scene.read(&scene.dead).len() == 1
    });
    stop(&scene.context, running).unwrap();
    let dead = scene.read(&scene.dead);
    assert_eq!(dead[0].headers.text(header::ERROR_CLASS), Some("retries_spent"));
    assert_eq!(dead[0].headers.text(header::CE_ID), Some(id(3).to_string().as_str()));
    assert_eq!(dead[0].headers.text(header::ERROR_ATTEMPTS), Some("5"));
}

#[test]
fn a_target_that_takes_no_record_at_all_is_down_and_nothing_is_a_dead_letter() {
    let (scene, shelf) = (Scene::new(), Shelf::default());
    shelf.0.lock().unwrap().cursed = (0..30).map(|number| id(number).to_string()).collect();
    scene.append((0..30).map(article));
    let running = start(&scene.context, &scene, &shelf, scene.settings("store"));
    wait_until("the store counts as down", || {
        scene.context.health.not_ready().iter().any(|part| part.contains("takes no record"))
    });
    assert_eq!(scene.committed("store"), 0);
    shelf.0.lock().unwrap().cursed.clear();
    wait_until("all committed", || scene.committed("store") == 30);
    stop(&scene.context, running).unwrap();
    assert!(scene.read(&scene.dead).is_empty());
    let stored = shelf.0.lock().unwrap().stored.iter().cloned().collect::<BTreeSet<_>>();
    assert_eq!(stored.len(), 30);
}

#[test]
fn the_way_from_fetch_and_from_publication_to_the_store_is_told_in_seconds() {
    let (scene, shelf) = (Scene::new(), Shelf::default());
    let two_hours_ago = Timestamp::from_millis(now().millis() - 7_200_000).to_string();
    scene.append([
        dated(1, &two_hours_ago, Precision::Second, 10),
        dated(2, two_hours_ago.get(..10).unwrap(), Precision::Day, 20),
        article(3),
    ]);
    let running = start(&scene.context, &scene, &shelf, scene.settings("store"));
    wait_until("all committed", || scene.committed("store") == 3);
    stop(&scene.context, running).unwrap();
    let histogram = |name: &str| {
        let part = |part: &str| scene.metric(&format!("dateline_{name}_seconds_{part}{{stage=\"store\"}}")).unwrap();
        (part("count"), part("sum"))
    };
    let (count, sum) = histogram("latency");
    assert!(count == 3.0 && (30.0..90.0).contains(&sum), "latency: {count} articles, {sum} s");
    // A day says nothing about minutes.
    let (count, sum) = histogram("freshness");
    assert!(count == 1.0 && (7_200.0..7_260.0).contains(&sum), "freshness: {count} articles, {sum} s");
}

#[test]
fn times_that_cannot_be_meant_spoil_no_sum() {
    let (scene, shelf) = (Scene::new(), Shelf::default());
    let a_minute_ago = Timestamp::from_millis(now().millis() - 60_000).to_string();
    scene.append([
        dated(1, "0001-01-01T00:00:00Z", Precision::Second, 63_000_000_000),
        dated(2, "2100-01-01T00:00:00Z", Precision::Second, -2_000_000_000),
        dated(3, &a_minute_ago, Precision::Second, 30),
    ]);
    let running = start(&scene.context, &scene, &shelf, scene.settings("store"));
    wait_until("all committed", || scene.committed("store") == 3);
    stop(&scene.context, running).unwrap();
    assert_eq!(shelf.0.lock().unwrap().stored.len(), 3);
    for name in ["latency", "freshness"] {
        let part = |part: &str| scene.metric(&format!("dateline_{name}_seconds_{part}{{stage=\"store\"}}")).unwrap();
        let (count, sum) = (part("count"), part("sum"));
        assert!(count == 1.0 && (30.0..120.0).contains(&sum), "{name}: {count} articles, {sum} s");
    }
    assert_eq!(scene.metric("dateline_ignored_times_total{stage=\"store\"}"), Some(4.0));
}
