//! The ingest loop, on the embedded log.

use crate::scene::{Running, Scene, stop, wait_until};
use article::{RawRecord, Timestamp, TopicName, decode_raw, header};
use async_trait::async_trait;
use bus::{Retention, TopicSpec};
use dateline_pipeline::{
    Environment, Harvest, LoopError, LoopSettings, Reason, Refused, Source, SourceError, run_ingest,
};
use serde_json::{Value, json};
use std::time::Duration;

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
        })
    }
}

fn prepared() -> (Scene, TopicName) {
    let scene = Scene::new();
    let cursors = TopicName::new("cursors");
    let spec =
        TopicSpec { name: cursors.clone(), partitions: 3, retention: Retention::Compact, max_message_bytes: 1 << 20 };
    scene.environment.bus.ensure_topics(&[spec]).unwrap();
    (scene, cursors)
}

fn start(environment: &Environment, scene: &Scene, cursors: &TopicName, sources: Vec<Box<dyn Source>>) -> Running {
    let settings = LoopSettings { input: cursors.clone(), ..scene.settings("ingest") };
    let (environment, runtime, raw) = (environment.clone(), scene.runtime.handle().clone(), scene.output.clone());
    std::thread::spawn(move || run_ingest(&environment, sources, raw, &runtime, settings))
}

#[test]
fn every_record_comes_once_over_restarts_and_the_oversized_leave_stubs() {
    let (scene, cursors) = prepared();
    for end in [10, 30, 30, 50] {
        let environment = scene.restarted();
        let running = start(&environment, &scene, &cursors, vec![Counter::to("one", end), Counter::to("two", end)]);
        let expected = 2 * (usize::try_from(end).unwrap() - 1);
        wait_until("all are there", || scene.read(&scene.output).len() >= expected);
        stop(&environment, running).unwrap();
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
    let running = start(&scene.environment, &scene, &cursors, sources);
    wait_until("both are done", || scene.read(&scene.output).len() == 13 + 20);
    stop(&scene.environment, running).unwrap();
}

#[test]
fn a_source_that_panics_ends_the_loop_with_its_name() {
    let (scene, cursors) = prepared();
    let broken = Counter { name: "broken".to_owned(), end: 1, panics: true, fails_at: None };
    let running = start(&scene.environment, &scene, &cursors, vec![Box::new(broken)]);
    let error = running.join().unwrap().unwrap_err();
    assert!(matches!(&error, LoopError::Fatal { detail, .. } if detail.contains("broken")), "{error}");
}
