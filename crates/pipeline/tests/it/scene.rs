//! What the loop's tests share: a log in a temporary directory, loops on threads, topics read back.

use article::{Record, Timestamp, TopicName};
use bus::{Bus, EmbeddedLog, EmbeddedSettings, Output, Retention, TopicPartition, TopicSpec};
use dateline_pipeline::{Health, LoopContext, LoopError, LoopSettings, Metrics, Pace, Shutdown, SourceBreaker, Spans};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

pub(crate) const PARTITIONS: i32 = 3;
const DEADLINE: Duration = Duration::from_secs(30);

pub(crate) struct Scene {
    pub(crate) context: LoopContext,
    pub(crate) runtime: tokio::runtime::Runtime,
    pub(crate) input: TopicName,
    pub(crate) output: TopicName,
    pub(crate) dead: TopicName,
    pub(crate) held: TopicName,
    registry: prometheus_client::registry::Registry,
    _directory: tempfile::TempDir,
}

pub(crate) fn now() -> Timestamp {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap())
}

impl Scene {
    pub(crate) fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let log = EmbeddedLog::open_runner(EmbeddedSettings::at(directory.path().join("log.db"))).unwrap();
        let topics = ["in", "out", "dead"].map(TopicName::new);
        let spec = |name: &TopicName| TopicSpec {
            name: name.clone(),
            partitions: PARTITIONS,
            retention: Retention::Delete { age: Duration::from_secs(86_400), bytes: None },
            max_message_bytes: 1 << 20,
        };
        log.ensure_topics(&topics.each_ref().map(spec)).unwrap();
        let held = TopicName::new("held");
        // Fewer than the others have: theirs may grow, and it does not.
        log.ensure_topics(&[TopicSpec { retention: Retention::Compact, partitions: 2, ..spec(&held) }]).unwrap();
        let [input, output, dead] = topics;
        let mut registry = prometheus_client::registry::Registry::default();
        let context = LoopContext {
            bus: Arc::new(log),
            metrics: Metrics::register(&mut registry),
            health: Health::default(),
            shutdown: Shutdown::new(),
            sources: SourceBreaker::default(),
            spans: Spans::default(),
        };
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        Self { context, runtime, input, output, dead, held, registry, _directory: directory }
    }

    pub(crate) fn settings(&self, name: &str) -> LoopSettings {
        LoopSettings {
            name: name.to_owned(),
            service: "test/0.0.0".to_owned(),
            group: format!("test.{name}"),
            input: self.input.clone(),
            dead_letters: self.dead.clone(),
            transactional_id: format!("test.{name}"),
            takes_replays: true,
            gives_way: false,
            holds: None,
            one_source: true,
            output_limit: 10_000,
            dead_letter_limit: 100_000,
            threads: 2,
            pace: Pace { linger: Duration::from_millis(10), ..Pace::default() },
            stop_after_dead_letters: 1_000,
            drain: Duration::from_secs(10),
            stall: Duration::from_secs(60),
            clock: now,
        }
    }

    pub(crate) fn append(&self, records: impl IntoIterator<Item = Record>) {
        let outputs = records.into_iter().map(|record| Output { topic: self.input.clone(), partition: None, record });
        self.context.bus.append(outputs.collect()).unwrap();
    }

    pub(crate) fn read(&self, topic: &TopicName) -> Vec<Record> {
        let from: Vec<_> = (0..PARTITIONS).map(|one| (TopicPartition::new(topic.clone(), one), 0)).collect();
        let mut reader = self.context.bus.reader(&from).unwrap();
        let mut records = Vec::new();
        loop {
            let caught_up = reader.caught_up();
            records.extend(reader.read(Duration::from_millis(50)).unwrap().into_iter().map(|one| one.record));
            if caught_up {
                return records;
            }
        }
    }

    /// How far a loop's group has come, over all partitions.
    pub(crate) fn committed(&self, name: &str) -> i64 {
        let partitions: Vec<_> = (0..PARTITIONS).map(|one| TopicPartition::new(self.input.clone(), one)).collect();
        let offsets = self.context.bus.committed(&format!("test.{name}"), &partitions).unwrap();
        offsets.into_iter().flatten().sum()
    }

    /// The value of a metric as Prometheus reads it: its name, with labels if it has any.
    pub(crate) fn metric(&self, name: &str) -> Option<f64> {
        let mut text = String::new();
        prometheus_client::encoding::text::encode(&mut text, &self.registry).unwrap();
        text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')?.parse().ok())
    }

    /// The same log with a new shutdown token, as after a restart of the process.
    pub(crate) fn restarted(&self) -> LoopContext {
        LoopContext { shutdown: Shutdown::new(), ..self.context.clone() }
    }
}

pub(crate) type Running = JoinHandle<Result<(), LoopError>>;

/// Asks a loop to stop and returns how it ended.
pub(crate) fn stop(context: &LoopContext, running: Running) -> Result<(), LoopError> {
    context.shutdown.request();
    running.join().unwrap()
}

pub(crate) fn wait_until(what: &str, mut holds: impl FnMut() -> bool) {
    let until = Instant::now() + DEADLINE;
    while !holds() {
        assert!(Instant::now() < until, "{what}: not within {DEADLINE:?}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

pub(crate) fn record(key: &str, value: &str) -> Record {
    let (key, value) = (Some(key.as_bytes().to_vec()), Some(value.as_bytes().to_vec()));
    Record { key, value, timestamp: now().millis(), ..Record::default() }
}

pub(crate) fn values(records: &[Record]) -> Vec<String> {
    records.iter().map(|record| String::from_utf8_lossy(record.value()).into_owned()).collect()
}
