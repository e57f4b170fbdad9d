//! Embargoed articles on their way into stores.

use crate::scene::{Running, Scene, now, stop, wait_until};
use article::{
    Article, ArticleId, EncodeContext, EnrichedArticle, PubStatus, Record, Timestamp, Version, encode_enriched,
};
use async_trait::async_trait;
use dateline_pipeline::{Delivery, LoopContext, LoopSettings, Store, StoreError, Written, run_held, run_store};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What a store was given, in order: of which article which version, and when.
#[derive(Clone, Default)]
struct Shelf(Arc<Mutex<Vec<(ArticleId, u64, Timestamp)>>>);

impl Shelf {
    fn given(&self, id: ArticleId) -> Vec<u64> {
        self.0.lock().unwrap().iter().filter(|(other, ..)| *other == id).map(|(_, version, _)| *version).collect()
    }

    fn at(&self, id: ArticleId) -> Timestamp {
        self.0.lock().unwrap().iter().find(|(other, ..)| *other == id).unwrap().2
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

    async fn write(&mut self, batch: &[Delivery]) -> Result<Vec<Written>, StoreError> {
        let given = batch.iter().map(|one| (one.article.0.uri, one.article.0.version.number(), now()));
        self.0.lock().unwrap().extend(given);
        Ok(batch.iter().map(|_| Written::Stored).collect())
    }
}

fn id(name: &str) -> ArticleId {
    ArticleId::of_source("test", name)
}

fn from_now(millis: i64) -> Timestamp {
    Timestamp::from_millis(now().millis() + millis)
}

fn record(name: &str, version: u64, change: impl FnOnce(&mut Article)) -> Record {
    let mut article = Article::new(id(name), Version::revision(version).unwrap(), now());
    change(&mut article);
    let context = EncodeContext { source: "test", at: now(), from: None };
    encode_enriched(&EnrichedArticle(article), usize::MAX, context).unwrap()
}

fn embargoed(name: &str, version: u64, until: Timestamp) -> Record {
    record(name, version, |article| article.embargoed_until = Some(until))
}

/// The loop of a store and the one that lets go, as one process.
struct Sink {
    context: LoopContext,
    loops: Vec<Running>,
}

impl Sink {
    fn start(scene: &Scene, stores: &[(&str, &Shelf, bool)]) -> Self {
        let context = scene.restarted();
        let mut loops = Vec::new();
        for (name, shelf, holds) in stores {
            let settings = LoopSettings { holds: holds.then(|| scene.held.clone()), ..scene.settings(name) };
            let (context, runtime, shelf) = (context.clone(), scene.runtime.handle().clone(), (*shelf).clone());
            loops.push(std::thread::spawn(move || run_store(&context, Box::new(shelf), &runtime, settings)));
        }
        let (settings, enriched) =
            (LoopSettings { input: scene.held.clone(), ..scene.settings("held") }, scene.input.clone());
        let of_held = context.clone();
        loops.push(std::thread::spawn(move || run_held(&of_held, settings, enriched)));
        Self { context, loops }
    }

    fn stop(self) {
        for running in self.loops {
            stop(&self.context, running).unwrap();
        }
    }
}

#[test]
fn an_embargoed_article_waits_for_its_time_also_through_a_restart_and_others_do_not() {
    let (scene, shelf, eager) = (Scene::new(), Shelf::default(), Shelf::default());
    let stores = [("shelf", &shelf, true), ("eager", &eager, false)];
    let until = from_now(4_000);
    scene.append([embargoed("secret", 1, until), record("open", 1, |_| ())]);
    let sink = Sink::start(&scene, &stores);
    wait_until("the open one, and all that is read", || {
        shelf.given(id("open")) == [1] && scene.committed("shelf") == 2 && eager.given(id("secret")) == [1]
    });
    wait_until("one that waits", || scene.metric("dateline_held_records") == Some(1.0));
    assert!(shelf.given(id("secret")).is_empty() && now() < until);
    sink.stop();
    let sink = Sink::start(&scene, &stores);
    scene.append((0..500).map(|number| record(&number.to_string(), 1, |_| ())));
    wait_until("the secret one", || !shelf.given(id("secret")).is_empty());
    let late = shelf.at(id("secret")).millis() - until.millis();
    assert!((0..5_000).contains(&late), "{late} ms after its time");
    // Those before it, what was let go, and the tail of it: all is read, and the other store was given it once.
    wait_until("all of it", || scene.committed("shelf") == 503 && scene.committed("eager") == 503);
    assert_eq!((shelf.given(id("secret")), eager.given(id("secret"))), (vec![1], vec![1]));
    wait_until("none that waits", || scene.metric("dateline_held_records") == Some(0.0));
    sink.stop();
    // It is gone for good.
    let sink = Sink::start(&scene, &stores);
    scene.append([record("last", 1, |_| ())]);
    wait_until("the last one", || shelf.given(id("last")) == [1]);
    assert_eq!(shelf.given(id("secret")), [1]);
    sink.stop();
}

#[test]
fn a_newer_version_takes_the_place_of_one_that_waits() {
    let (scene, shelf) = (Scene::new(), Shelf::default());
    let (soon, later) = (from_now(2_500), from_now(5_000));
    scene.append([
        embargoed("moved", 1, soon),
        embargoed("moved", 2, later),
        embargoed("moved", 1, soon),
        embargoed("lifted", 1, soon),
        embargoed("killed", 1, later),
    ]);
    let sink = Sink::start(&scene, &[("shelf", &shelf, true)]);
    wait_until("all read", || scene.committed("shelf") == 5);
    sink.stop();
    // What waits is known from the topic.
    let sink = Sink::start(&scene, &[("shelf", &shelf, true)]);
    let killed = |article: &mut Article| {
        article.embargoed_until = Some(later);
        article.pub_status = Some(PubStatus::Canceled);
    };
    scene.append([record("lifted", 2, |_| ()), record("killed", 2, killed)]);
    wait_until("what is lifted and what is killed", || {
        shelf.given(id("lifted")) == [2] && shelf.given(id("killed")) == [2]
    });
    assert!(shelf.given(id("moved")).is_empty() && now() < later);
    wait_until("what was moved", || !shelf.given(id("moved")).is_empty());
    assert!(shelf.at(id("moved")) >= later);
    wait_until("nothing that waits", || scene.metric("dateline_held_records") == Some(0.0));
    std::thread::sleep(Duration::from_millis(500));
    let given = ["moved", "lifted", "killed"].map(|name| shelf.given(id(name)));
    assert_eq!(given, [[2], [2], [2]], "the versions before came at no time");
    sink.stop();
}

#[test]
fn an_older_version_that_is_embargoed_is_dropped_while_a_newer_one_waits() {
    let (scene, shelf) = (Scene::new(), Shelf::default());
    let until = from_now(60_000);
    scene.append([embargoed("story", 2, until), embargoed("story", 1, until)]);
    let sink = Sink::start(&scene, &[("shelf", &shelf, true)]);
    wait_until("both read", || scene.committed("shelf") == 2);
    let dropped = "dateline_input_records_total{stage=\"shelf\",outcome=\"dropped\",reason=\"older\"}";
    wait_until("the older one dropped", || scene.metric(dropped) == Some(1.0));
    assert!(shelf.given(id("story")).is_empty());
    sink.stop();
}

#[test]
fn a_later_version_that_is_held_while_the_one_before_is_let_go_comes_in_its_time() {
    let (scene, shelf) = (Scene::new(), Shelf::default());
    let names: Vec<String> = (0..200).map(|number| format!("story {number}")).collect();
    let (soon, later) = (from_now(1_500), from_now(4_000));
    scene.append(names.iter().map(|name| embargoed(name, 1, soon)));
    let sink = Sink::start(&scene, &[("shelf", &shelf, true)]);
    wait_until("all read", || scene.committed("shelf") == 200);
    // Around the time of the first ones, a few at a time.
    while now().millis() < soon.millis() - 150 {
        std::thread::sleep(Duration::from_millis(5));
    }
    for some in names.chunks(4) {
        scene.append(some.iter().map(|name| embargoed(name, 2, later)));
        std::thread::sleep(Duration::from_millis(8));
    }
    wait_until("the later versions", || names.iter().all(|name| shelf.given(id(name)).last() == Some(&2)));
    for name in &names {
        let given = shelf.given(id(name));
        assert!(given == [2] || given == [1, 2], "{name}: {given:?}");
    }
    let early = shelf.0.lock().unwrap().iter().filter(|(_, version, at)| *version == 2 && *at < later).count();
    assert_eq!(early, 0);
    wait_until("nothing that waits", || scene.metric("dateline_held_records") == Some(0.0));
    sink.stop();
}
