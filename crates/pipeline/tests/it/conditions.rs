//! How sources are: what is shown, said once, and remembered over restarts.

use crate::ingest::{Counter, prepared, start, start_with};
use crate::scene::{Scene, stop, wait_until};
use article::{Record, Timestamp, TopicName};
use async_trait::async_trait;
use bus::{Output, partition_of};
use dateline_pipeline::{
    Harvest, LoopContext, LoopSettings, Polling, Source, SourceError, SourceHealth, SourceState, Sources, run_ingest,
};
use harness::LogLines;
use serde_json::Value;
use std::time::Duration;

/// A source with one kind of answer.
struct Stubborn(&'static str, Poll);

type Poll = fn() -> Result<Harvest, SourceError>;

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

#[test]
fn what_is_away_refused_or_gone_is_asked_again_after_pauses_of_its_own() {
    let kinds: [(&'static str, Poll); 4] = [
        ("denied", || Err(SourceError::Denied("answered 403".to_owned()))),
        ("gone", || Err(SourceError::Gone("answered 410".to_owned()))),
        ("missing", || Err(SourceError::Missing("answered 404".to_owned()))),
        ("away", || Err(SourceError::Retry("answered 503".to_owned()))),
    ];
    let (day, hour, quarter) = (Duration::from_secs(86_400), 3_600, 900);
    for (broken_after, expected) in [(day, [hour, hour, 0, 0]), (Duration::ZERO, [hour, 24 * hour, 24 * hour, quarter])]
    {
        let (scene, cursors) = prepared();
        let settings = LoopSettings { input: cursors, ..scene.settings("ingest") };
        let (context, runtime, raw) = (scene.context.clone(), scene.runtime.handle().clone(), scene.output.clone());
        let lines = LogLines::default();
        let heard = lines.clone();
        let running = std::thread::spawn(move || {
            let _guard = heard.listen();
            let sources = kinds.map(|(name, poll)| Box::new(Stubborn(name, poll)) as Box<dyn Source>);
            let polling = Polling { broken_after, ..Polling::default() };
            run_ingest(&context, Sources::fixed(sources.into()), raw, &runtime, settings, polling)
        });
        let states =
            || ["failing", "broken"].map(|state| scene.metric(&format!("dateline_sources{{state=\"{state}\"}}")));
        wait_until("each was asked", || states().iter().flatten().sum::<f64>() >= 4.0);
        stop(&scene.context, running).unwrap();
        let lines = lines.take();
        for ((name, _), seconds) in kinds.iter().zip(expected) {
            let said = lines.iter().find(|line| line.contains("WARN") && line.contains(&format!("source=\"{name}\"")));
            let said = said.unwrap_or_else(|| panic!("{name}: {lines:?}"));
            // One that is away is asked again within seconds, by chance.
            let is_so =
                said.contains(&format!("next_attempt_s={seconds}")) || (seconds == 0 && said.contains("failing"));
            assert!(is_so, "{name} after {seconds} s: {said}");
        }
    }
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
