//! The ingest loop, on the embedded log.

use crate::scene::{Running, Scene, record, stop, wait_until};
use article::{RawRecord, Record, Timestamp, TopicName, decode_raw, header};
use async_trait::async_trait;
use bus::{Output, Retention, TopicSpec, partition_of};
use dateline_pipeline::{
    Harvest, LoopContext, LoopError, LoopSettings, Polling, Reason, Refused, Source, SourceError, SourceHealth,
    SourceState, Sources, run_ingest,
};
use harness::LogLines;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::Semaphore;

/// Counts up from its cursor to an end, a few at a time; behaves badly when told to.
struct Counter {
    name: String,
    end: u64,
    panics: bool,
    fails_at: Option<u64>,
}

impl Counter {
    fn to(name: &str, end: u64) -> Box<dyn Source> {
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

fn start(context: &LoopContext, scene: &Scene, cursors: &TopicName, sources: Vec<Box<dyn Source>>) -> Running {
    start_with(context, scene, cursors, sources, Polling::default())
}

fn start_with(
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

/// A source with one kind of answer.
struct Stubborn(&'static str, fn() -> Result<Harvest, SourceError>);

#[async_trait]
impl Source for Stubborn {
    fn name(&self) -> &str {
        self.0
    }

    async fn poll(&mut self, _: Option<&Value>, _: Timestamp) -> Result<Harvest, SourceError> {
        (self.1)()
    }
}

#[test]
fn how_sources_are_is_shown_and_their_pages_are_counted() {
    let (scene, cursors) = prepared();
    for _ in 0..50 {
        scene.context.sources.note("refused", true, crate::scene::now());
    }
    let stubborn: [Box<dyn Source>; 5] = [
        Box::new(Stubborn("fine", || Ok(harvest_with_pages()))),
        Box::new(Stubborn("idle", || Ok(harvest_with_pages()))),
        Box::new(Stubborn("gone", || Err(SourceError::Broken("answered 410".to_owned())))),
        Box::new(Stubborn("away", || Err(SourceError::Retry("no route".to_owned())))),
        Box::new(Stubborn("refused", || Ok(harvest_with_pages()))),
    ];
    let running = start(&scene.context, &scene, &cursors, stubborn.into());
    let shown = || {
        ["ok", "failing", "broken", "paused"]
            .map(|state| scene.metric(&format!("dateline_sources{{state=\"{state}\"}}")))
    };
    wait_until("each is in its state", || shown() == [2.0, 1.0, 1.0, 1.0].map(Some));
    stop(&scene.context, running).unwrap();
    let pages = |outcome| scene.metric(&format!("dateline_page_fetches_total{{outcome=\"{outcome}\"}}"));
    assert_eq!((pages("fetched"), pages("given_up")), (Some(6.0), Some(2.0)));
}

#[test]
fn a_source_that_failed_for_long_is_broken() {
    let (scene, cursors) = prepared();
    let stubborn: Vec<Box<dyn Source>> =
        vec![Box::new(Stubborn("away", || Err(SourceError::Retry("answered 404".to_owned()))))];
    let polling = Polling { broken_after: Duration::ZERO, ..Polling::default() };
    let running = start_with(&scene.context, &scene, &cursors, stubborn, polling);
    wait_until("it is broken", || scene.metric("dateline_sources{state=\"broken\"}") == Some(1.0));
    stop(&scene.context, running).unwrap();
    assert_eq!(scene.metric("dateline_source_polls_total{outcome=\"broken\"}"), Some(1.0));
}

/// What the cursors topic says last of how a source is.
fn health_of(scene: &Scene, cursors: &TopicName, source: &str) -> Option<SourceHealth> {
    let key = format!("health/{source}");
    let record = scene.read(cursors).into_iter().rfind(|record| record.key.as_deref() == Some(key.as_bytes()))?;
    record.value.map(|value| serde_json::from_slice(&value).unwrap())
}

#[test]
fn since_when_a_source_fails_outlives_a_restart_until_it_is_well() {
    let (scene, cursors) = prepared();
    let failing = || -> Vec<Box<dyn Source>> {
        vec![Box::new(Stubborn("away", || Err(SourceError::Retry("answered 404".to_owned()))))]
    };
    let since = || health_of(&scene, &cursors, "away")?.failing_since;
    let running = start(&scene.context, &scene, &cursors, failing());
    wait_until("it is noted", || since().is_some());
    stop(&scene.context, running).unwrap();
    let first = since().unwrap();
    std::thread::sleep(Duration::from_millis(300));

    let context = scene.restarted();
    let polling = Polling { broken_after: Duration::from_millis(200), ..Polling::default() };
    let running = start_with(&context, &scene, &cursors, failing(), polling);
    wait_until("it is broken", || scene.metric("dateline_sources{state=\"broken\"}") == Some(1.0));
    stop(&context, running).unwrap();
    let polls = |outcome| scene.metric(&format!("dateline_source_polls_total{{outcome=\"{outcome}\"}}"));
    assert_eq!((polls("retry"), polls("broken")), (Some(1.0), Some(1.0)), "broken at the first poll of the second run");
    assert_eq!(since(), Some(first));

    let context = scene.restarted();
    let well: Vec<Box<dyn Source>> = vec![Box::new(Stubborn("away", || Ok(harvest_with_pages())))];
    let running = start(&context, &scene, &cursors, well);
    wait_until("it is well", || since().is_none());
    stop(&context, running).unwrap();

    let context = scene.restarted();
    let polling = Polling { broken_after: Duration::from_millis(200), ..Polling::default() };
    let running = start_with(&context, &scene, &cursors, failing(), polling);
    wait_until("it fails anew", || since().is_some_and(|since| since > first));
    assert_eq!(scene.metric("dateline_sources{state=\"failing\"}"), Some(1.0));
    stop(&context, running).unwrap();
}

fn harvest_with_pages() -> Harvest {
    let pages = [("fetched", 3), ("given_up", 1)].into();
    Harvest { next_in: Duration::from_secs(3_600), pages, ..Harvest::default() }
}

/// A source that had news twice an hour for two weeks, and has had none for twelve hours.
fn silent(now: Timestamp) -> SourceHealth {
    const MINUTE: i64 = 60_000;
    let mut health = SourceHealth::default();
    for minute in (0..14 * 24 * 60).step_by(10) {
        let at = Timestamp::from_millis(now.millis() + (minute - 14 * 24 * 60) * MINUTE);
        health.rhythm.note(minute % 30 == 0 && minute < 13 * 24 * 60 + 12 * 60, at);
    }
    health
}

#[test]
fn a_source_that_has_gone_quiet_is_said_once_over_restarts_until_it_has_news() {
    let (scene, cursors) = prepared();
    let output = |health: &SourceHealth| {
        let (key, value) = (Some(b"health/world".to_vec()), Some(serde_json::to_vec(health).unwrap()));
        let record = Record { key, value, timestamp: crate::scene::now().millis(), ..Record::default() };
        Output { topic: cursors.clone(), partition: Some(partition_of(b"world", 3)), record }
    };
    scene.context.bus.append(vec![output(&silent(crate::scene::now()))]).unwrap();
    let lines = LogLines::default();
    let run = |context: &LoopContext, source: Box<dyn Source>, state: SourceState| {
        let settings = LoopSettings { input: cursors.clone(), ..scene.settings("ingest") };
        let (context, runtime, raw) = (context.clone(), scene.runtime.handle().clone(), scene.output.clone());
        let heard = lines.clone();
        let stop = context.shutdown.clone();
        let running = std::thread::spawn(move || {
            let _guard = heard.listen();
            run_ingest(&context, Sources::fixed(vec![source]), raw, &runtime, settings, Polling::default())
        });
        let series = format!("dateline_sources{{state=\"{}\"}}", state.name());
        wait_until("it is shown and noted", || {
            let noted = health_of(&scene, &cursors, "world").is_some_and(|health| health.state == state);
            noted && scene.metric(&series) == Some(1.0)
        });
        stop.request();
        running.join().unwrap().unwrap();
        lines.take()
    };
    let idle = || Box::new(Stubborn("world", || Ok(harvest_with_pages())));
    let said = |lines: &[String], what: &str| lines.iter().filter(|line| line.contains(what)).count();
    let first = run(&scene.context, idle(), SourceState::Quiet);
    assert_eq!(said(&first, "source has gone quiet"), 1, "{first:?}");
    assert_eq!(said(&first, " polls a day bring news; look whether it has moved or ended"), 1, "{first:?}");
    assert_eq!(health_of(&scene, &cursors, "world").unwrap().failing_since, None);
    let second = run(&scene.restarted(), idle(), SourceState::Quiet);
    assert_eq!(said(&second, "source has gone quiet"), 0, "{second:?}");
    let third = run(&scene.restarted(), Counter::to("world", 3), SourceState::Ok);
    assert_eq!((said(&third, "source is well again"), said(&third, "quiet: its polls")), (1, 0), "{third:?}");
    let health = health_of(&scene, &cursors, "world").unwrap();
    assert_eq!(
        (health.lately(crate::scene::now()), health.rhythm.missing()),
        (4, 0.0),
        "three records and a dead letter"
    );
}

/// Fails twice, then is well.
struct Recovering(u32);

#[async_trait]
impl Source for Recovering {
    fn name(&self) -> &'static str {
        "world"
    }

    async fn poll(&mut self, _: Option<&Value>, _: Timestamp) -> Result<Harvest, SourceError> {
        self.0 += 1;
        match self.0 {
            1 | 2 => Err(SourceError::Retry("no route to world.example; look at the network".to_owned())),
            _ => Ok(harvest_with_pages()),
        }
    }
}

#[test]
fn a_source_that_goes_and_comes_back_is_said_once_each() {
    let (scene, cursors) = prepared();
    let settings = LoopSettings { input: cursors, ..scene.settings("ingest") };
    let (context, runtime, raw) = (scene.context.clone(), scene.runtime.handle().clone(), scene.output.clone());
    let polling = Polling { first_wait: Duration::from_millis(20), ..Polling::default() };
    let lines = LogLines::default();
    let heard = lines.clone();
    let running = std::thread::spawn(move || {
        let _guard = heard.listen();
        let sources: Vec<Box<dyn Source>> = vec![Box::new(Recovering(0))];
        run_ingest(&context, Sources::fixed(sources), raw, &runtime, settings, polling)
    });
    wait_until("it is well", || scene.metric("dateline_source_polls_total{outcome=\"nothing\"}") == Some(1.0));
    stop(&scene.context, running).unwrap();
    let lines = lines.take();
    let with = |part: &str| lines.iter().filter(|line| line.contains(part)).collect::<Vec<_>>();
    let (warned, well) = (with("WARN"), with("source is well again"));
    assert_eq!((warned.len(), well.len()), (1, 1), "{lines:?}");
    for part in ["source is failing", "world", "no route to world.example; look at the network", "next_attempt_s"] {
        assert!(warned[0].contains(part), "{lines:?}");
    }
    assert!(well[0].contains("INFO") && well[0].contains("world") && well[0].contains("failing"), "{lines:?}");
}
