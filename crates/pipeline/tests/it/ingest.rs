//! The ingest loop, on the embedded log.

use crate::scene::{Running, Scene, record, stop, wait_until};
use article::{RawRecord, Record, Timestamp, TopicName, decode_raw, header};
use async_trait::async_trait;
use bus::{Output, Retention, TopicSpec};
use dateline_pipeline::{
    Harvest, LoopContext, LoopError, LoopSettings, Polling, Reason, Refused, Source, SourceError, Sources, run_ingest,
};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::Semaphore;

/// Counts up from its cursor to an end, a few at a time; behaves badly when told to.
pub(crate) struct Counter {
    name: String,
    end: u64,
    panics: bool,
    fails_at: Option<u64>,
}

impl Counter {
    pub(crate) fn to(name: &str, end: u64) -> Box<dyn Source> {
        Box::new(Self { name: name.to_owned(), end, panics: false, fails_at: None })
    }
}

#[async_trait]
impl Source for Counter {
    fn name(&self) -> &str {
        &self.name
    }

    async fn poll(&mut self, cursor: Option<&Value>, _: Timestamp) -> Result<Harvest, SourceError> {
        assert!(!self.panics, "told to panic");
        let from = cursor.and_then(Value::as_u64).unwrap_or(0);
        if self.fails_at == Some(from) {
            self.fails_at = None;
            return Err(SourceError::RetryAfter { message: "told to fail".to_owned(), wait: Duration::ZERO });
        }
        let to = (from + 7).min(self.end);
        let records = (from..to).map(|number| RawRecord {
            id: Some(number.to_string()),
            body: if number == 5 { vec![b'x'; 20_000] } else { number.to_string().into_bytes() },
            ..RawRecord::default()
        });
        let refused = (from == 0).then(|| Refused {
            id: Some("huge".to_owned()),
            url: None,
            length: 1 << 30,
            hash: Some("sha256:00".to_owned()),
            reason: Reason::new("too_large", "1 GiB"),
        });
        Ok(Harvest {
            records: records.collect(),
            refused: refused.into_iter().collect(),
            cursor: (to > from).then(|| json!(to)),
            next_in: if to < self.end { Duration::ZERO } else { Duration::from_secs(3_600) },
            ..Harvest::default()
        })
    }
}

pub(crate) fn prepared() -> (Scene, TopicName) {
    let scene = Scene::new();
    let cursors = TopicName::new("cursors");
    let spec =
        TopicSpec { name: cursors.clone(), partitions: 3, retention: Retention::Compact, max_message_bytes: 1 << 20 };
    scene.context.bus.ensure_topics(&[spec]).unwrap();
    (scene, cursors)
}

pub(crate) fn start(
    context: &LoopContext,
    scene: &Scene,
    cursors: &TopicName,
    sources: Vec<Box<dyn Source>>,
) -> Running {
    start_with(context, scene, cursors, sources, Polling::default())
}

pub(crate) fn start_with(
    context: &LoopContext,
    scene: &Scene,
    cursors: &TopicName,
    sources: Vec<Box<dyn Source>>,
    polling: Polling,
) -> Running {
    let settings = LoopSettings { input: cursors.clone(), ..scene.settings("ingest") };
    let (context, runtime, raw) = (context.clone(), scene.runtime.handle().clone(), scene.output.clone());
    std::thread::spawn(move || run_ingest(&context, Sources::fixed(sources), raw, &runtime, settings, polling))
}

#[test]
fn every_record_comes_once_over_restarts_and_the_oversized_leave_stubs() {
    let (scene, cursors) = prepared();
    for end in [10, 30, 30, 50] {
        let context = scene.restarted();
        let running = start(&context, &scene, &cursors, vec![Counter::to("one", end), Counter::to("two", end)]);
        let expected = 2 * (usize::try_from(end).unwrap() - 1);
        wait_until("all are there", || scene.read(&scene.output).len() >= expected);
        stop(&context, running).unwrap();
    }
    let records = scene.read(&scene.output);
    let mut seen: Vec<(String, u64)> = records
        .iter()
        .map(|record| {
            let raw = decode_raw(record).unwrap();
            assert_eq!(record.headers.text(header::RECORD_SOURCE), raw.source.as_deref());
            (raw.source.unwrap(), raw.id.unwrap().parse().unwrap())
        })
        .collect();
    seen.sort();
    let numbers = || (0..50_u64).filter(|number| *number != 5);
    let expected: Vec<(String, u64)> =
        ["one", "two"].iter().flat_map(|name| numbers().map(|number| ((*name).to_owned(), number))).collect();
    assert_eq!(seen, expected);

    let stubs = scene.read(&scene.dead);
    assert_eq!(stubs.len(), 4, "one refused and one over the limit of each source");
    for stub in &stubs {
        assert_eq!(stub.headers.text(header::ERROR_CLASS), Some("too_large"));
        let value: Value = serde_json::from_slice(stub.value()).unwrap();
        assert!(value["length"].as_u64().unwrap() >= 20_000, "{value}");
    }
}

#[test]
fn a_source_that_fails_is_polled_again_and_holds_up_no_other() {
    let (scene, cursors) = prepared();
    let failing = Counter { name: "failing".to_owned(), end: 14, panics: false, fails_at: Some(7) };
    let sources = vec![Box::new(failing) as Box<dyn Source>, Counter::to("fine", 21)];
    let running = start(&scene.context, &scene, &cursors, sources);
    wait_until("both are done", || scene.read(&scene.output).len() == 13 + 20);
    stop(&scene.context, running).unwrap();
}

#[test]
fn a_cursor_is_found_also_where_it_was_before_partitions_were_added() {
    let (scene, cursors) = prepared();
    let own = bus::partition_of(b"moved", 3);
    let cursor = |partition: i32, next: u64, at: i64| Output {
        topic: cursors.clone(),
        partition: Some(partition),
        record: Record { timestamp: at, ..record("moved", &next.to_string()) },
    };
    let [first, second] = [(own + 1) % 3, (own + 2) % 3];
    scene.context.bus.append(vec![cursor(first, 7, 1_000), cursor(second, 14, 2_000)]).unwrap();
    let context = scene.restarted();
    let running = start(&context, &scene, &cursors, vec![Counter::to("moved", 21)]);
    wait_until("the rest is there", || scene.read(&scene.output).len() >= 7);
    stop(&context, running).unwrap();
    let mut ids: Vec<String> =
        scene.read(&scene.output).iter().map(|record| decode_raw(record).unwrap().id.unwrap()).collect();
    ids.sort();
    assert_eq!(ids, (14..21).map(|number| number.to_string()).collect::<Vec<_>>(), "from the latest cursor on");
    // From now on its own partition counts, whatever stands elsewhere.
    scene.context.bus.append(vec![cursor(first, 0, i64::MAX / 2)]).unwrap();
    let context = scene.restarted();
    let running = start(&context, &scene, &cursors, vec![Counter::to("moved", 22)]);
    wait_until("one more is there", || scene.read(&scene.output).len() >= 8);
    stop(&context, running).unwrap();
    assert_eq!(scene.read(&scene.output).len(), 8);
}

#[test]
fn a_source_that_panics_ends_the_loop_with_its_name() {
    let (scene, cursors) = prepared();
    let broken = Counter { name: "broken".to_owned(), end: 1, panics: true, fails_at: None };
    let running = start(&scene.context, &scene, &cursors, vec![Box::new(broken)]);
    let error = running.join().unwrap().unwrap_err();
    assert!(matches!(&error, LoopError::Fatal { detail, .. } if detail.contains("broken")), "{error}");
}

/// What was asked of the visitors, in order.
type Visits = Arc<Mutex<Vec<String>>>;

/// A source that talks with a host, which answers once a poll for every permit of its gate.
struct Visitor {
    name: String,
    host: Option<&'static str>,
    gate: Arc<Semaphore>,
    visits: Visits,
}

#[async_trait]
impl Source for Visitor {
    fn name(&self) -> &str {
        &self.name
    }

    fn contends_for(&self) -> Option<&str> {
        self.host
    }

    async fn poll(&mut self, _: Option<&Value>, _: Timestamp) -> Result<Harvest, SourceError> {
        self.visits.lock().unwrap().push(self.name.clone());
        self.gate.acquire().await.unwrap().forget();
        Ok(Harvest { next_in: Duration::from_millis(1), ..Harvest::default() })
    }
}

fn visitor(name: String, host: Option<&'static str>, gate: &Arc<Semaphore>, visits: &Visits) -> Box<dyn Source> {
    Box::new(Visitor { name, host, gate: Arc::clone(gate), visits: Arc::clone(visits) })
}

fn visits_of(visits: &Visits, first_letter: char) -> Vec<String> {
    visits.lock().unwrap().iter().filter(|name| name.starts_with(first_letter)).cloned().collect()
}

#[test]
fn a_host_that_does_not_answer_holds_up_its_own_sources_only_and_these_take_turns() {
    let (scene, cursors) = prepared();
    let (silent, quick) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(10_000)));
    let visits = Visits::default();
    // The names of the quick ones come last, and there are fewer places than sources of the silent host.
    let mut sources: Vec<_> =
        (0..12).map(|one| visitor(format!("a{one:02}"), Some("silent.example"), &silent, &visits)).collect();
    sources.extend((0..3).map(|one| visitor(format!("z{one}"), None, &quick, &visits)));
    let polling = Polling { places: 4, ..Polling::default() };
    let running = start_with(&scene.context, &scene, &cursors, sources, polling);
    wait_until("the quick ones are polled", || visits_of(&visits, 'z').len() >= 60);
    assert_eq!(visits_of(&visits, 'a').len(), 1, "others of the silent host were polled at the same time");
    silent.add_permits(35);
    wait_until("all of the host had their turns", || visits_of(&visits, 'a').len() == 36);
    stop(&scene.context, running).unwrap();
    let turns = visits_of(&visits, 'a');
    for round in turns.chunks(12) {
        assert_eq!(round.iter().collect::<std::collections::BTreeSet<_>>().len(), 12, "{turns:?}");
    }
}

#[test]
fn polls_that_never_end_keep_others_waiting_for_a_limited_time() {
    let (scene, cursors) = prepared();
    let (hanging, quick) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(10_000)));
    let visits = Visits::default();
    let mut sources: Vec<_> = (0..5).map(|one| visitor(format!("a{one}"), None, &hanging, &visits)).collect();
    sources.push(visitor("z".to_owned(), None, &quick, &visits));
    let polling = Polling { places: 2, longest_poll: Duration::from_millis(100), ..Polling::default() };
    let running = start_with(&scene.context, &scene, &cursors, sources, polling);
    wait_until("the last one is polled", || visits_of(&visits, 'z').len() >= 10);
    assert_eq!(visits_of(&visits, 'a').len(), 5);
    // What came late is taken all the same.
    hanging.add_permits(5);
    wait_until("the hanging ones are polled again", || visits_of(&visits, 'a').len() == 10);
    stop(&scene.context, running).unwrap();
}
