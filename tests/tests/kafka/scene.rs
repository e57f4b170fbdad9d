//! Topics of a test's own, and the run loop that copies from one to the other on a real Kafka.

use article::{Record, StageName, Timestamp, TopicName};
use bus::{Bus, KafkaBus, KafkaSettings, Output, Received, Retention, TopicSpec};
use dateline_tests::{Kafka, read_topic, unique_name, wait_for_count};
use pipeline::{
    Health, LoopContext, LoopError, LoopSettings, Metrics, Outcome, Pace, PartitionLabel, Shutdown, SourceBreaker,
    Spans, Stage, StageLabel, run_stage,
};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

pub(super) const PARTITIONS: i32 = 3;
/// A transaction may stay open for 15 s, a member be missing for 10, and what stands still is looked at after half a minute;
/// where other tests run at the same time, all of it takes several times as long.
pub(super) const SOON: Duration = Duration::from_secs(120);

/// Passes every record on as it is.
pub(super) struct Copy(TopicName);

impl Stage for Copy {
    fn name(&self) -> StageName {
        StageName::Extract
    }

    fn process(&self, input: &Received, _: Timestamp) -> Outcome {
        let record = Record { key: input.record.key.clone(), value: input.record.value.clone(), ..Record::default() };
        Outcome::Emit(vec![Output { topic: self.0.clone(), partition: None, record }])
    }
}

/// Topics of their own and a loop that copies from one to the other.
pub(super) struct Scene {
    pub(super) context: LoopContext,
    pub(super) name: String,
    pub(super) input: TopicName,
    pub(super) output: TopicName,
    pub(super) dead: TopicName,
}

pub(super) fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap())
}

pub(super) fn context(bus: KafkaBus) -> LoopContext {
    LoopContext {
        bus: Arc::new(bus),
        metrics: Metrics::register(&mut Registry::default()),
        health: Health::default(),
        shutdown: Shutdown::new(),
        sources: SourceBreaker::default(),
        spans: Spans::default(),
    }
}

impl Scene {
    pub(super) fn new(kafka: &Kafka) -> Self {
        let name = unique_name("faults");
        let [input, output, dead] = ["in", "out", "dead"].map(|one| TopicName::new(&format!("{name}.{one}")));
        let bus = KafkaBus::connect(KafkaSettings::plaintext(kafka.brokers())).unwrap();
        let specs = [&input, &output, &dead].map(|name| TopicSpec {
            name: name.clone(),
            partitions: PARTITIONS,
            retention: Retention::Delete { age: Duration::from_secs(86_400), bytes: None },
            max_message_bytes: 1 << 20,
        });
        bus.ensure_topics(&specs).unwrap();
        Self { context: context(bus), name, input, output, dead }
    }

    /// Starts the loop anew, as a restarted process would.
    pub(super) fn start(&mut self, stall: Duration) -> JoinHandle<Result<(), LoopError>> {
        self.context = LoopContext { shutdown: Shutdown::new(), ..self.context.clone() };
        let settings = LoopSettings {
            name: "copy".to_owned(),
            service: "test/0.0.0".to_owned(),
            group: self.name.clone(),
            input: self.input.clone(),
            dead_letters: self.dead.clone(),
            transactional_id: self.name.clone(),
            takes_replays: true,
            gives_way: false,
            holds: None,
            one_source: true,
            output_limit: 1 << 20,
            dead_letter_limit: 1 << 20,
            threads: 2,
            pace: Pace { batch_records: 50, linger: Duration::from_millis(20), ..Pace::default() },
            stop_after_dead_letters: 10,
            drain: Duration::from_secs(10),
            stall,
            clock: now,
        };
        let (context, stage) = (self.context.clone(), Arc::new(Copy(self.output.clone())));
        std::thread::spawn(move || run_stage(&context, stage, settings))
    }

    pub(super) fn append(&self, numbers: std::ops::Range<usize>) {
        let outputs = numbers.map(|number| {
            let text = Some(number.to_string().into_bytes());
            let record = Record { key: text.clone(), value: text, ..Record::default() };
            Output { topic: self.input.clone(), partition: None, record }
        });
        self.context.bus.append(outputs.collect()).unwrap();
    }

    /// One batch in one partition, of numbers that compress.
    pub(super) fn append_batch(&self, partition: i32, numbers: std::ops::Range<usize>) {
        let outputs = numbers.map(|number| {
            let record = Record { value: Some(format!("{number:0300}").into_bytes()), ..Record::default() };
            Output { topic: self.input.clone(), partition: Some(partition), record }
        });
        self.context.bus.append(outputs.collect()).unwrap();
    }

    pub(super) fn stop(&self, running: JoinHandle<Result<(), LoopError>>) {
        self.context.shutdown.request();
        running.join().unwrap().unwrap();
    }

    /// Over all partitions: offsets counted as unreadable, and as lost.
    pub(super) fn skipped(&self) -> (u64, u64) {
        let sum = |family: &Family<PartitionLabel, Counter>| {
            let of = |partition| family.get_or_create(&PartitionLabel { stage: "copy".to_owned(), partition }).get();
            (0..PARTITIONS).map(of).sum()
        };
        (sum(&self.context.metrics.unreadable_records), sum(&self.context.metrics.lost_records))
    }

    pub(super) fn copied(&self) -> Result<Vec<usize>, String> {
        let found = read_topic(self.context.bus.as_ref(), &self.output).map_err(|error| format!("{error:#}"))?;
        Ok(found.iter().map(|one| String::from_utf8_lossy(one.record.value()).parse().unwrap()).collect())
    }

    /// Waits for so many copies, as long as more come, and no more than these.
    pub(super) fn wait_copied(&self, count: usize) {
        wait_for_count("copies", count, SOON, || Ok(self.copied()?.len())).unwrap();
    }

    pub(super) fn assert_each_once(&self, count: usize) {
        let mut copied = self.copied().unwrap();
        copied.sort_unstable();
        assert_eq!(copied, (0..count).collect::<Vec<_>>());
    }

    pub(super) fn lags(&self) -> Vec<i64> {
        of_partitions(&self.context.metrics.lag_records)
    }

    /// Offsets behind open transactions.
    pub(super) fn blocked(&self) -> Vec<i64> {
        of_partitions(&self.context.metrics.blocked_records)
    }

    pub(super) fn stalls(&self) -> u64 {
        self.context.metrics.stalls.get_or_create(&StageLabel { stage: "copy".to_owned() }).get()
    }
}

fn of_partitions(family: &Family<PartitionLabel, Gauge>) -> Vec<i64> {
    let of = |partition| family.get_or_create(&PartitionLabel { stage: "copy".to_owned(), partition }).get();
    (0..PARTITIONS).map(of).collect()
}
