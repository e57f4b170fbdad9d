//! A source of which more could come than may in an hour.

use crate::scene::{Scene, stop, wait_until};
use article::{RawRecord, Timestamp, TopicName, decode_raw};
use async_trait::async_trait;
use bus::{Retention, TopicSpec};
use dateline_pipeline::{Harvest, HourlyLimit, LoopSettings, Polling, Source, SourceError, Sources, run_ingest};
use harness::LogLines;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// Would bring ten records at every poll, without a pause, up to an end.
struct Flood {
    name: &'static str,
    end: u64,
    limit: HourlyLimit,
    rests: Arc<AtomicUsize>,
}

#[async_trait]
impl Source for Flood {
    fn name(&self) -> &str {
        self.name
    }

    fn hourly_limit(&self) -> HourlyLimit {
        self.limit
    }

    fn rest(&mut self) {
        self.rests.fetch_add(1, Ordering::Relaxed);
    }

    async fn poll(&mut self, cursor: Option<&Value>, _: Timestamp) -> Result<Harvest, SourceError> {
        let from = cursor.and_then(Value::as_u64).unwrap_or(0);
        let to = (from + 10).min(self.end);
        let records = (from..to).map(|number| RawRecord {
            id: Some(number.to_string()),
            body: vec![b'x'; 5_000],
            ..RawRecord::default()
        });
        Ok(Harvest {
            records: records.collect(),
            cursor: (to > from).then(|| json!(to)),
            next_in: if to < self.end { Duration::ZERO } else { Duration::from_secs(3_600) },
            ..Harvest::default()
        })
    }
}

/// The numbers of the records of a source, in the order in which they came to stand.
fn numbers_of(scene: &Scene, name: &str) -> Vec<u64> {
    let records = scene.read(&scene.output);
    let raws = records.iter().map(|record| decode_raw(record).unwrap());
    let own = raws.filter(|raw| raw.source.as_deref() == Some(name));
    let mut numbers: Vec<u64> = own.map(|raw| raw.id.unwrap().parse().unwrap()).collect();
    numbers.sort();
    numbers
}

#[test]
fn a_flooding_source_waits_for_the_next_hour_and_nothing_is_lost() {
    let scene = Scene::new();
    let cursors = TopicName::new("cursors");
    let spec =
        TopicSpec { name: cursors.clone(), partitions: 3, retention: Retention::Compact, max_message_bytes: 1 << 20 };
    scene.context.bus.ensure_topics(&[spec]).unwrap();
    let rests: [Arc<AtomicUsize>; 3] = Default::default();
    let flood = |at: usize, name, end, records, bytes| -> Box<dyn Source> {
        let limit = HourlyLimit { records, bytes };
        Box::new(Flood { name, end, limit, rests: Arc::clone(&rests[at]) })
    };
    let sources = vec![
        flood(0, "many", 70, Some(35), None),
        flood(1, "large", 70, None, Some(175_000)),
        flood(2, "unlimited", 200, None, None),
    ];
    let settings = LoopSettings { input: cursors, ..scene.settings("ingest") };
    let (context, runtime, raw) = (scene.context.clone(), scene.runtime.handle().clone(), scene.output.clone());
    let polling = Polling { hour: Duration::from_secs(6), ..Polling::default() };
    let lines = LogLines::default();
    let heard = lines.clone();
    let running = std::thread::spawn(move || {
        let _guard = heard.listen();
        run_ingest(&context, Sources::fixed(sources), raw, &runtime, settings, polling)
    });
    let in_state = |state: &str| scene.metric(&format!("dateline_sources{{state=\"{state}\"}}"));
    wait_until("both are limited", || in_state("limited") == Some(2.0) && in_state("ok") == Some(1.0));
    wait_until("the third has no limit", || numbers_of(&scene, "unlimited").len() == 200);
    wait_until("they go on", || ["many", "large"].iter().all(|name| numbers_of(&scene, name).len() == 70));
    wait_until("they are well", || in_state("ok") == Some(3.0) && in_state("limited") == Some(0.0));
    stop(&scene.context, running).unwrap();
    for name in ["many", "large"] {
        assert_eq!(numbers_of(&scene, name), (0..70).collect::<Vec<_>>(), "{name}");
    }
    // What it could read again it need not keep meanwhile.
    assert_eq!(rests.each_ref().map(|rests| rests.load(Ordering::Relaxed)), [1, 1, 0]);
    let lines = lines.take();
    for (name, key) in [("many", "records_per_hour"), ("large", "bytes_per_hour")] {
        let own: Vec<&String> = lines.iter().filter(|line| line.contains(&format!("source=\"{name}\""))).collect();
        let [warned, well] = own[..] else { panic!("{lines:?}") };
        // Over the limit by one harvest at most.
        for part in ["WARN", "40 records", &format!("raise {key} of the source")] {
            assert!(warned.contains(part), "{part}: {warned}");
        }
        assert!(well.contains("INFO") && well.contains("limited"), "{well}");
    }
}
