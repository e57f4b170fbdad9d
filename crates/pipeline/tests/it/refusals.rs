//! The run loop around a store that refuses records, or cannot write as many at once as it is given.

use crate::scene::{Running, Scene, now, stop, wait_until};
use article::{Article, ArticleId, EncodeContext, EnrichedArticle, Record, Version, encode_enriched, header};
use async_trait::async_trait;
use dateline_pipeline::{Delivery, LoopContext, LoopError, Reason, Store, StoreError, Written, run_store};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What the test's table is like at the moment.
#[derive(Default)]
struct Table {
    /// Somebody altered it so that no row fits any more.
    altered: bool,
    /// Alters it after so many more writes.
    alters_in: Option<u32>,
    /// Articles whose values it can never take.
    misfits: BTreeSet<String>,
    /// What a row takes, and after how long a write is given up.
    per_row: Duration,
    limit: Option<Duration>,
    /// Articles that take longer than the limit on their own.
    endless: BTreeSet<String>,
    /// The connection breaks in a write of more records.
    breaks_above: Option<usize>,
    /// Nobody takes anything after so many articles.
    gone_after: Option<usize>,
    /// How many records each write had.
    writes: Vec<usize>,
    given_up: u32,
    tried: BTreeSet<String>,
    stored: Vec<String>,
}

#[derive(Clone, Default)]
struct Shelf(Arc<Mutex<Table>>);

impl Shelf {
    fn change(&self, change: impl FnOnce(&mut Table)) {
        change(&mut self.0.lock().unwrap());
    }

    fn see<T>(&self, look: impl FnOnce(&Table) -> T) -> T {
        look(&self.0.lock().unwrap())
    }
}

#[async_trait]
impl Store for Shelf {
    fn name(&self) -> &str {
        "shelf"
    }

    async fn open(&mut self) -> Result<(), StoreError> {
        Ok(())
    }

    /// All or nothing, as a transaction.
    async fn write(&mut self, batch: &[Delivery]) -> Result<Vec<Written>, StoreError> {
        let ids: Vec<String> = batch.iter().map(|delivery| delivery.article.0.uri.to_string()).collect();
        let (needed, limit) = self.see(|table| {
            let endless = ids.iter().any(|id| table.endless.contains(id));
            let rows = u32::try_from(ids.len()).unwrap();
            (if endless { Duration::MAX } else { table.per_row * rows }, table.limit)
        });
        let (spent, given_up) = match limit {
            Some(limit) if needed > limit => (limit, true),
            Some(_) | None => (needed, false),
        };
        tokio::time::sleep(spent).await;
        let mut table = self.0.lock().unwrap();
        table.writes.push(ids.len());
        table.tried.extend(ids.iter().cloned());
        if given_up {
            table.given_up += 1;
            return Err(StoreError::TooSlow(format!("not done within {spent:?}")));
        }
        if table.breaks_above.is_some_and(|most| ids.len() > most) {
            return Err(StoreError::Down("connection closed".to_owned()));
        }
        if let Some(left) = table.alters_in {
            table.altered |= left == 0;
            table.alters_in = left.checked_sub(1);
        }
        if table.altered {
            let reason = Reason::new("refused_by_store", "null value in column \"desk\" (SQLSTATE 23502)");
            return Err(StoreError::Records(reason));
        }
        if ids.iter().any(|id| table.misfits.contains(id)) {
            return Err(StoreError::Records(Reason::new("refused_by_store", "value out of range")));
        }
        if table.gone_after.is_some_and(|most| table.stored.len() + ids.len() > most) {
            return Err(StoreError::Gone("nobody reads".to_owned()));
        }
        table.stored.extend(ids);
        Ok(vec![Written::Stored; batch.len()])
    }
}

fn id(number: u32) -> String {
    ArticleId::of_source("test", &number.to_string()).to_string()
}

fn ids(numbers: impl IntoIterator<Item = u32>) -> BTreeSet<String> {
    numbers.into_iter().map(id).collect()
}

fn article(number: u32) -> Record {
    let id = ArticleId::of_source("test", &number.to_string());
    let article = Article::new(id, Version::fetched_at(now().millis()), now());
    let context = EncodeContext { source: "test", at: now(), from: None };
    encode_enriched(&EnrichedArticle(article), usize::MAX, context).unwrap()
}

fn start(context: &LoopContext, scene: &Scene, shelf: &Shelf) -> Running {
    let (context, runtime, shelf) = (context.clone(), scene.runtime.handle().clone(), shelf.clone());
    let settings = scene.settings("store");
    std::thread::spawn(move || run_store(&context, Box::new(shelf), &runtime, settings))
}

fn is_down_for(scene: &Scene, cause: &str) -> bool {
    scene.context.health.not_ready().iter().any(|part| part.contains(cause))
}

fn dead_ids(scene: &Scene) -> BTreeSet<String> {
    let dead = scene.read(&scene.dead);
    dead.iter().filter_map(|record| record.headers.text(header::CE_ID).map(str::to_owned)).collect()
}

#[test]
fn a_table_that_refuses_every_article_is_down_and_goes_on_once_it_is_mended() {
    let (scene, shelf) = (Scene::new(), Shelf::default());
    shelf.change(|table| table.altered = true);
    scene.append((0..300).map(article));
    let running = start(&scene.context, &scene, &shelf);
    wait_until("the store is down with the cause", || is_down_for(&scene, "SQLSTATE 23502"));
    assert_eq!(scene.metric("dateline_store_up{stage=\"store\"}"), Some(0.0));
    assert_eq!((scene.committed("store"), scene.read(&scene.dead).len()), (0, 0));
    assert!(shelf.see(|table| table.writes.len()) < 100, "a few samples tell that none is taken");
    shelf.change(|table| table.altered = false);
    wait_until("all committed", || scene.committed("store") == 300);
    assert_eq!(scene.context.health.not_ready(), Vec::<String>::new());
    stop(&scene.context, running).unwrap();
    assert!(scene.read(&scene.dead).is_empty());
    assert_eq!(shelf.see(|table| table.stored.iter().cloned().collect::<BTreeSet<_>>().len()), 300);
}

#[test]
fn articles_that_come_one_by_one_into_an_altered_table_are_kept_too() {
    let (scene, shelf) = (Scene::new(), Shelf::default());
    scene.append([article(0)]);
    let running = start(&scene.context, &scene, &shelf);
    wait_until("the first is committed", || scene.committed("store") == 1);
    shelf.change(|table| table.altered = true);
    for number in 1..8 {
        scene.append([article(number)]);
        wait_until("it was tried", || shelf.see(|table| table.tried.contains(&id(number))));
    }
    wait_until("the store is down with the cause", || is_down_for(&scene, "SQLSTATE 23502"));
    assert_eq!((scene.committed("store"), scene.read(&scene.dead).len()), (1, 0));
    shelf.change(|table| table.altered = false);
    wait_until("all committed", || scene.committed("store") == 8);
    stop(&scene.context, running).unwrap();
    assert!(scene.read(&scene.dead).is_empty());
}

#[test]
fn articles_that_do_not_fit_among_others_that_do_are_dead_letters() {
    // One in the middle; many at the beginning, where no article has been stored before.
    for misfits in [ids([150]), ids(0..30)] {
        let (scene, shelf) = (Scene::new(), Shelf::default());
        shelf.change(|table| table.misfits.clone_from(&misfits));
        scene.append((0..300).map(article));
        let running = start(&scene.context, &scene, &shelf);
        wait_until("all committed", || {
            // What stands last in its batch is judged by what comes later.
            scene.append([article(1_000)]);
            dead_ids(&scene) == misfits
                && shelf.see(|table| ids(0..300).difference(&misfits).all(|id| table.stored.contains(id)))
        });
        let writes = shelf.see(|table| table.writes.iter().filter(|records| **records > 0).count());
        assert!(writes < 400, "{writes} writes for {} misfits", misfits.len());
        stop(&scene.context, running).unwrap();
        let dead = scene.read(&scene.dead);
        assert!(dead.iter().all(|record| record.headers.text(header::ERROR_CLASS) == Some("refused_by_store")));
        assert!(dead.iter().all(|record| record.headers.text(header::ERROR_MESSAGE) == Some("value out of range")));
    }
}

#[test]
fn a_table_altered_in_the_middle_of_a_batch_costs_no_good_article() {
    let (scene, shelf) = (Scene::new(), Shelf::default());
    // The misfit makes many writes of one batch; the table changes between two of them.
    shelf.change(|table| (table.misfits, table.alters_in) = (ids([290]), Some(6)));
    scene.append((0..300).map(article));
    let running = start(&scene.context, &scene, &shelf);
    wait_until("the store is down with the cause", || is_down_for(&scene, "SQLSTATE 23502"));
    assert!(shelf.see(|table| !table.stored.is_empty()), "some were stored before");
    assert!(scene.read(&scene.dead).is_empty());
    shelf.change(|table| table.altered = false);
    wait_until("the others are stored", || {
        scene.append([article(1_000)]);
        dead_ids(&scene) == ids([290])
    });
    stop(&scene.context, running).unwrap();
    let stored = shelf.see(|table| table.stored.iter().cloned().collect::<BTreeSet<_>>());
    assert!((0..300).filter(|number| *number != 290).all(|number| stored.contains(&id(number))));
    assert_eq!(dead_ids(&scene), ids([290]));
}

#[test]
fn a_store_that_is_too_slow_for_many_is_given_fewer_and_more_again_when_it_is_quick() {
    let (scene, shelf) = (Scene::new(), Shelf::default());
    let (per_row, limit) = (Duration::from_millis(20), Duration::from_millis(200));
    shelf.change(|table| (table.per_row, table.limit) = (per_row, Some(limit)));
    scene.append((0..200).map(article));
    let running = start(&scene.context, &scene, &shelf);
    wait_until("all committed", || scene.committed("store") == 200);
    assert_eq!(scene.context.health.not_ready(), Vec::<String>::new());
    // 200, 100, 50, 25, 12 rows take too long, 6 do not: what was learnt is kept.
    let given_up = shelf.see(|table| table.given_up);
    assert!((3..=7).contains(&given_up), "{given_up} writes were given up");
    shelf.change(|table| (table.per_row, table.writes) = (Duration::ZERO, Vec::new()));
    scene.append((200..900).map(article));
    wait_until("the rest is committed", || scene.committed("store") == 900);
    stop(&scene.context, running).unwrap();
    assert!(
        shelf.see(|table| table.writes.iter().any(|records| *records >= 96)),
        "{:?}",
        shelf.see(|table| table.writes.clone())
    );
    assert!(scene.read(&scene.dead).is_empty());
}

#[test]
fn a_connection_that_every_large_write_breaks_is_given_fewer_records() {
    let (scene, shelf) = (Scene::new(), Shelf::default());
    shelf.change(|table| table.breaks_above = Some(60));
    scene.append((0..200).map(article));
    let running = start(&scene.context, &scene, &shelf);
    wait_until("all committed", || scene.committed("store") == 200);
    stop(&scene.context, running).unwrap();
    assert!(scene.read(&scene.dead).is_empty());
}

#[test]
fn one_article_that_never_gets_done_in_time_is_a_dead_letter_and_holds_up_no_other() {
    let (scene, shelf) = (Scene::new(), Shelf::default());
    shelf.change(|table| (table.endless, table.limit) = (ids([20]), Some(Duration::from_millis(40))));
    scene.append((0..60).map(article));
    let running = start(&scene.context, &scene, &shelf);
    wait_until("the others are stored", || shelf.see(|table| table.stored.len() >= 59));
    wait_until("it is a dead letter", || {
        scene.append([article(1_000)]);
        dead_ids(&scene) == ids([20])
    });
    stop(&scene.context, running).unwrap();
    let dead = scene.read(&scene.dead);
    assert_eq!(dead[0].headers.text(header::ERROR_CLASS), Some("retries_spent"));
    assert!(dead[0].headers.text(header::ERROR_MESSAGE).is_some_and(|text| text.contains("not done within")));
}

#[test]
fn a_store_that_nobody_reads_any_more_ends_its_loop_and_only_what_was_taken_is_committed() {
    let (scene, shelf) = (Scene::new(), Shelf::default());
    shelf.change(|table| table.gone_after = Some(40));
    scene.append((0..40).map(article));
    let running = start(&scene.context, &scene, &shelf);
    wait_until("the first are committed", || scene.committed("store") == 40);
    scene.append((40..80).map(article));
    let error = running.join().unwrap().unwrap_err();
    assert!(matches!(&error, LoopError::Gone { detail, .. } if detail == "nobody reads"), "{error}");
    assert_eq!(scene.committed("store"), 40);
}
