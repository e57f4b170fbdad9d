//! Other sources take the place of those there are while the ingest loop runs.

use crate::ingest::prepared;
use crate::scene::{Running, Scene, stop, wait_until};
use article::{RawRecord, Timestamp, TopicName, decode_raw};
use async_trait::async_trait;
use dateline_pipeline::{Harvest, LoopSettings, Polling, Source, SourceError, Sources, run_ingest};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;
use tokio::sync::Semaphore;

/// Counts up from its cursor, one a poll, as soon as it is let.
struct Steady {
    name: &'static str,
    end: u64,
    let_through: Arc<Semaphore>,
}

fn steady(name: &'static str, end: u64) -> Box<dyn Source> {
    held(name, end, &Arc::new(Semaphore::new(Semaphore::MAX_PERMITS)))
}

fn held(name: &'static str, end: u64, let_through: &Arc<Semaphore>) -> Box<dyn Source> {
    Box::new(Steady { name, end, let_through: Arc::clone(let_through) })
}

#[async_trait]
impl Source for Steady {
    fn name(&self) -> &str {
        self.name
    }

    fn contends_for(&self) -> Option<&str> {
        Some(self.name)
    }

    async fn poll(&mut self, cursor: Option<&Value>, _: Timestamp) -> Result<Harvest, SourceError> {
        self.let_through.acquire().await.unwrap().forget();
        let number = cursor.and_then(Value::as_u64).unwrap_or(0);
        let next_in = Duration::from_millis(5);
        if number >= self.end {
            return Ok(Harvest { next_in, ..Harvest::default() });
        }
        let body = number.to_string().into_bytes();
        let record = RawRecord { id: Some(number.to_string()), body, ..RawRecord::default() };
        Ok(Harvest { records: vec![record], cursor: Some(json!(number + 1)), next_in, ..Harvest::default() })
    }
}

fn start(scene: &Scene, cursors: &TopicName, first: Vec<Box<dyn Source>>) -> (Running, Sender<Vec<Box<dyn Source>>>) {
    let (others, coming) = channel();
    let settings = LoopSettings { input: cursors.clone(), ..scene.settings("ingest") };
    let (context, runtime, raw) = (scene.context.clone(), scene.runtime.handle().clone(), scene.output.clone());
    let polling = Polling { longest_poll: Duration::from_millis(50), ..Polling::default() };
    let running = std::thread::spawn(move || {
        let sources = Sources::changing(first, move || coming.try_iter().last());
        run_ingest(&context, sources, raw, &runtime, settings, polling)
    });
    (running, others)
}

/// What came of a source, in order.
fn came(scene: &Scene, source: &str) -> Vec<u64> {
    let raws = scene.read(&scene.output).into_iter().map(|record| decode_raw(&record).unwrap());
    let own = raws.filter(|raw| raw.source.as_deref() == Some(source));
    let mut numbers: Vec<u64> = own.map(|raw| raw.id.unwrap().parse().unwrap()).collect();
    numbers.sort_unstable();
    numbers
}

#[test]
fn sources_that_stay_go_on_where_they_were_and_those_that_go_are_asked_no_more() {
    let (scene, cursors) = prepared();
    let (running, others) = start(&scene, &cursors, vec![steady("stays", 5), steady("goes", 5)]);
    wait_until("the first", || came(&scene, "stays").len() == 5 && came(&scene, "goes").len() == 5);
    others.send(vec![steady("stays", 9), steady("new", 4)]).unwrap();
    wait_until("the others", || came(&scene, "stays").len() == 9 && came(&scene, "new").len() == 4);
    assert_eq!(scene.context.metrics.sources_owned.get(), 2);
    others.send(Vec::new()).unwrap();
    wait_until("none are left", || scene.context.metrics.sources_owned.get() == 0);
    // What was read of one that comes back is known.
    others.send(vec![steady("goes", 8)]).unwrap();
    wait_until("it is back", || came(&scene, "goes").len() == 8);
    stop(&scene.context, running).unwrap();
    for (name, end) in [("stays", 9), ("goes", 8), ("new", 4)] {
        assert_eq!(came(&scene, name), (0..end).collect::<Vec<_>>(), "{name}");
    }
}

#[test]
fn a_poll_that_does_not_end_holds_up_no_reload_and_is_not_doubled() {
    let (scene, cursors) = prepared();
    let (slow, gone) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(0)));
    let (running, others) =
        start(&scene, &cursors, vec![held("slow", 3, &slow), held("gone", 3, &gone), steady("fine", 3)]);
    wait_until("one of three", || came(&scene, "fine").len() == 3);
    others.send(vec![steady("slow", 4), steady("fine", 6)]).unwrap();
    wait_until("it is taken over", || came(&scene, "fine").len() == 6);
    assert_eq!(came(&scene, "slow"), [0; 0], "the host is still being asked");
    // What the one before finds is given up: the next one finds it.
    slow.add_permits(100);
    wait_until("the next one is asked", || came(&scene, "slow").len() == 4);
    // It comes back before its poll has ended.
    others.send(vec![steady("gone", 2), steady("fine", 7)]).unwrap();
    wait_until("it is taken over again", || came(&scene, "fine").len() == 7);
    assert_eq!(came(&scene, "gone"), [0; 0]);
    gone.add_permits(100);
    wait_until("it is asked", || came(&scene, "gone").len() == 2);
    stop(&scene.context, running).unwrap();
    for (name, end) in [("slow", 4), ("gone", 2), ("fine", 7)] {
        assert_eq!(came(&scene, name), (0..end).collect::<Vec<_>>(), "{name}");
    }
}
