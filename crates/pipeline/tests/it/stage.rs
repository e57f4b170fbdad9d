//! The run loop around a pure stage, on the embedded log.

use crate::scene::{Running, Scene, record, stop, values, wait_until};
use article::{Record, StageName, Timestamp, TopicName, header};
use bus::{
    Bus, BusError, CommitOutcome, Found, Hunt, Isolation, LagProbe, Member, Membership, Output, Polled, Reader,
    Received, SkipReason, Skipped, TopicPartition, TopicSpec, Transaction,
};
use dateline_pipeline::{LoopContext, LoopError, LoopSettings, Outcome, OutcomeLabel, Reason, Stage, run_stage};
use harness::LogLines;
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// Does what the value says: `drop`, `dead`, `panic`, `big`, `twice`; anything else is passed on.
struct Obedient {
    output: TopicName,
}

impl Stage for Obedient {
    fn name(&self) -> StageName {
        StageName::Extract
    }

    fn process(&self, input: &Received, at: Timestamp) -> Outcome {
        let emit = |value: Vec<u8>| Output {
            topic: self.output.clone(),
            partition: None,
            record: Record {
                key: input.record.key.clone(),
                value: Some(value),
                timestamp: at.millis(),
                ..Record::default()
            },
        };
        let value = String::from_utf8_lossy(input.record.value()).into_owned();
        match value.split(' ').next().unwrap_or_default() {
            "drop" => Outcome::Drop("asked_to"),
            "dead" => Outcome::DeadLetter(Reason::new("asked_to", "the value says so")),
            "panic" => panic!("the value says so"),
            "big" => Outcome::Emit(vec![emit(vec![b'x'; 20_000])]),
            "twice" => Outcome::Emit(vec![emit(value.clone().into_bytes()), emit(value.into_bytes())]),
            _ => Outcome::Emit(vec![emit(value.into_bytes())]),
        }
    }
}

fn start(context: &LoopContext, scene: &Scene, settings: LoopSettings) -> Running {
    let (context, stage) = (context.clone(), Obedient { output: scene.output.clone() });
    std::thread::spawn(move || run_stage(&context, Arc::new(stage), settings))
}

#[test]
fn every_record_is_emitted_dropped_or_a_dead_letter_and_counted_once() {
    let scene = Scene::new();
    let inputs = ["a", "drop b", "dead c", "panic d", "big e", "twice f", "g"];
    scene.append(inputs.iter().enumerate().map(|(index, value)| record(&format!("k{index}"), value)));
    let running = start(&scene.context, &scene, scene.settings("extract"));
    wait_until("all committed", || scene.committed("extract") == 7);
    stop(&scene.context, running).unwrap();

    let mut emitted = values(&scene.read(&scene.output));
    emitted.sort();
    assert_eq!(emitted, ["a", "g", "twice f", "twice f"]);
    let dead: BTreeMap<String, String> = scene
        .read(&scene.dead)
        .iter()
        .map(|record| {
            let class = record.headers.text(header::ERROR_CLASS).unwrap().to_owned();
            (String::from_utf8_lossy(record.value()).into_owned(), class)
        })
        .collect();
    let expected = [("big e", "too_large"), ("dead c", "asked_to"), ("panic d", "panic")];
    assert_eq!(dead, expected.map(|(value, class)| (value.to_owned(), class.to_owned())).into());

    let count = |outcome, reason| {
        let label = OutcomeLabel { stage: "extract".to_owned(), outcome, reason };
        scene.context.metrics.input_records.get_or_create(&label).get()
    };
    let counted = count("emitted", "ok")
        + count("dropped", "asked_to")
        + ["too_large", "asked_to", "panic"].map(|class| count("dead_lettered", class)).iter().sum::<u64>();
    assert_eq!(counted, 7);
}

#[test]
fn records_of_one_key_stay_in_order_through_parallel_work() {
    let scene = Scene::new();
    scene.append((0..2_000).map(|index| record(&format!("k{}", index % 7), &format!("{index}"))));
    let settings = LoopSettings { threads: 4, ..scene.settings("extract") };
    let running = start(&scene.context, &scene, settings);
    wait_until("all committed", || scene.committed("extract") == 2_000);
    stop(&scene.context, running).unwrap();
    let mut last = BTreeMap::new();
    let records = scene.read(&scene.output);
    assert_eq!(records.len(), 2_000);
    for one in records {
        let number: i32 = String::from_utf8_lossy(one.value()).parse().unwrap();
        let before = last.insert(one.key.clone(), number);
        assert!(before.is_none_or(|before| before < number), "{before:?} before {number}");
    }
}

#[test]
fn a_loop_that_is_stopped_and_started_again_does_everything_once() {
    let scene = Scene::new();
    scene.append((0..3_000).map(|index| record(&format!("k{index}"), &format!("{index}"))));
    let mut rounds = 0;
    while scene.committed("extract") < 3_000 {
        rounds += 1;
        let context = scene.restarted();
        let before = scene.committed("extract");
        let settings = scene.settings("extract");
        let pace = dateline_pipeline::Pace { batch_records: 200, in_flight_records: 400, ..settings.pace };
        let running = start(&context, &scene, LoopSettings { pace, ..settings });
        wait_until("some progress", || scene.committed("extract") > before);
        stop(&context, running).unwrap();
    }
    let mut emitted: Vec<i32> = values(&scene.read(&scene.output)).iter().map(|value| value.parse().unwrap()).collect();
    emitted.sort_unstable();
    assert_eq!(emitted, (0..3_000).collect::<Vec<_>>(), "after {rounds} rounds");
}

#[test]
fn a_topic_of_nothing_but_bad_records_stops_the_loop_before_it_is_drained() {
    let scene = Scene::new();
    scene.append((0..500).map(|index| record(&format!("k{index}"), "dead")));
    let settings = LoopSettings { stop_after_dead_letters: 100, ..scene.settings("extract") };
    let error = start(&scene.context, &scene, settings).join().unwrap().unwrap_err();
    assert!(matches!(error, LoopError::TooManyDeadLetters { count: 100, .. }), "{error}");
    // None of them may have been committed: the error itself must tell what is wrong.
    let said = error.to_string();
    assert!(said.contains("asked_to: the value says so") && said.contains("offset"), "{said}");
    assert!(scene.committed("extract") < 500);
    assert!(scene.read(&scene.dead).len() < 100);
}

#[test]
fn a_source_of_nothing_but_bad_records_is_paused() {
    let scene = Scene::new();
    let of_source = |source: &str, index: usize, value: &str| {
        let mut one = record(&format!("{source}{index}"), value);
        one.headers.push(header::RECORD_SOURCE, source);
        one
    };
    scene.append((0..60).flat_map(|index| [of_source("bad", index, "dead"), of_source("good", index, "fine")]));
    let running = start(&scene.context, &scene, scene.settings("extract"));
    wait_until("all committed", || scene.committed("extract") == 120);
    stop(&scene.context, running).unwrap();
    assert!(scene.context.sources.is_paused("bad", crate::scene::now()));
    assert!(!scene.context.sources.is_paused("good", crate::scene::now()));
}

/// What goes wrong with a member of the wrapped bus.
#[derive(Clone, Copy, PartialEq)]
enum Fault {
    /// Every third commit is aborted.
    Abort,
    /// Polls bring nothing although records wait; `u32`: for so many members.
    Stall(u32),
    /// Records with the value `poison` can never be read.
    Unreadable,
    /// Records with the value `poison` were deleted before they were read.
    Deleted,
    /// The bus is not there yet; `u32`: for so many attempts to join.
    Away(u32),
}

/// A real log whose members misbehave.
struct Faulty {
    inner: Arc<dyn Bus>,
    fault: Fault,
    joined: AtomicU32,
}

struct FaultyMember {
    inner: Box<dyn Member>,
    fault: Fault,
    number: u32,
    commits: u32,
    waiting: VecDeque<Polled>,
}

/// The records one by one, with what the fault does to them.
fn one_by_one(records: Vec<Received>, fault: Fault) -> impl Iterator<Item = Polled> {
    records.into_iter().map(move |one| {
        if one.record.value() != b"poison" {
            return Polled::Records(vec![one]);
        }
        let why =
            if fault == Fault::Deleted { SkipReason::Deleted } else { SkipReason::Unreadable("broken".to_owned()) };
        let partition = TopicPartition::new(one.topic, one.partition);
        Polled::Skipped(Skipped { partition, from: one.offset, next: one.offset + 1, why })
    })
}

impl Bus for Faulty {
    fn ensure_topics(&self, topics: &[TopicSpec]) -> Result<(), BusError> {
        self.inner.ensure_topics(topics)
    }
    fn add_partitions(&self, topics: &[TopicSpec]) -> Result<Vec<TopicName>, BusError> {
        self.inner.add_partitions(topics)
    }
    fn partition_count(&self, topic: &TopicName) -> Result<i32, BusError> {
        self.inner.partition_count(topic)
    }
    fn check(&self, topics: &[TopicName]) -> Result<(), BusError> {
        self.inner.check(topics)
    }
    fn join(&self, membership: Membership) -> Result<Box<dyn Member>, BusError> {
        let number = self.joined.fetch_add(1, Ordering::Relaxed);
        if matches!(self.fault, Fault::Away(attempts) if number < attempts) {
            return Err(BusError::Client { action: "start transactions", detail: "nobody coordinates yet".to_owned() });
        }
        let (inner, fault, waiting) = (self.inner.join(membership)?, self.fault, VecDeque::new());
        Ok(Box::new(FaultyMember { inner, fault, number, commits: 0, waiting }))
    }
    fn reader(&self, from: &[(TopicPartition, i64)]) -> Result<Box<dyn Reader>, BusError> {
        self.inner.reader(from)
    }
    fn append(&self, outputs: Vec<Output>) -> Result<(), BusError> {
        self.inner.append(outputs)
    }
    fn start_offset(&self, partition: &TopicPartition) -> Result<i64, BusError> {
        self.inner.start_offset(partition)
    }
    fn end_offset(&self, partition: &TopicPartition, isolation: Isolation) -> Result<i64, BusError> {
        self.inner.end_offset(partition, isolation)
    }
    fn committed(&self, group: &str, partitions: &[TopicPartition]) -> Result<Vec<Option<i64>>, BusError> {
        self.inner.committed(group, partitions)
    }
    fn offset_at(&self, partition: &TopicPartition, millis: i64) -> Result<i64, BusError> {
        self.inner.offset_at(partition, millis)
    }
    fn find(&self, hunt: &Hunt) -> Result<Found, BusError> {
        self.inner.find(hunt)
    }
    fn describe(&self) -> String {
        self.inner.describe()
    }
}

impl Member for FaultyMember {
    fn poll(&mut self, wait: Duration) -> Result<Polled, BusError> {
        if let Some(polled) = self.waiting.pop_front() {
            return Ok(polled);
        }
        match (self.inner.poll(wait)?, self.fault) {
            (Polled::Records(_), Fault::Stall(members)) if self.number < members => Ok(Polled::Nothing),
            (Polled::Records(records), Fault::Unreadable | Fault::Deleted) => {
                self.waiting.extend(one_by_one(records, self.fault));
                Ok(self.waiting.pop_front().unwrap_or(Polled::Nothing))
            }
            (polled, _) => Ok(polled),
        }
    }
    fn set_intake(&mut self, open: bool) {
        self.inner.set_intake(open);
    }
    fn commit(&mut self, transaction: Transaction) -> Result<CommitOutcome, BusError> {
        self.commits += 1;
        if self.fault == Fault::Abort && self.commits.is_multiple_of(3) {
            self.inner.rewind()?;
            return Ok(CommitOutcome::Rewound { cause: "every third is".to_owned() });
        }
        self.inner.commit(transaction)
    }
    fn rewind(&mut self) -> Result<(), BusError> {
        self.inner.rewind()
    }
    fn lag_probe(&self) -> Box<dyn LagProbe> {
        self.inner.lag_probe()
    }
}

fn faulty(scene: &Scene, fault: Fault) -> LoopContext {
    let inner = Arc::clone(&scene.context.bus);
    LoopContext { bus: Arc::new(Faulty { inner, fault, joined: AtomicU32::new(0) }), ..scene.restarted() }
}

#[test]
fn aborted_transactions_are_done_again_without_loss_or_repetition() {
    let scene = Scene::new();
    scene.append((0..1_000).map(|index| record(&format!("k{index}"), &format!("{index}"))));
    let context = faulty(&scene, Fault::Abort);
    let settings = scene.settings("extract");
    let pace = dateline_pipeline::Pace { batch_records: 50, ..settings.pace };
    let running = start(&context, &scene, LoopSettings { pace, ..settings });
    wait_until("all committed", || scene.committed("extract") == 1_000);
    stop(&context, running).unwrap();
    let mut emitted: Vec<i32> = values(&scene.read(&scene.output)).iter().map(|value| value.parse().unwrap()).collect();
    emitted.sort_unstable();
    assert_eq!(emitted, (0..1_000).collect::<Vec<_>>());
}

#[test]
fn a_bus_that_cannot_take_a_loop_in_yet_is_waited_for() {
    let scene = Scene::new();
    scene.append((0..10).map(|index| record(&format!("k{index}"), "fine")));
    let context = faulty(&scene, Fault::Away(2));
    let running = start(&context, &scene, scene.settings("extract"));
    wait_until("the cause is shown", || {
        context.health.not_ready().iter().any(|why| why.contains("nobody coordinates yet"))
    });
    wait_until("all committed", || scene.committed("extract") == 10);
    wait_until("it is ready", || context.health.not_ready().is_empty());
    stop(&context, running).unwrap();

    let context = faulty(&scene, Fault::Away(u32::MAX));
    let running = start(&context, &scene, scene.settings("extract"));
    wait_until("the cause is shown", || !context.health.not_ready().is_empty());
    let ended = stop(&context, running);
    assert!(matches!(&ended, Err(LoopError::Bus(BusError::Client { .. }))), "{ended:?}");
}

/// What came of ten records, one of which nobody is given.
struct Skip {
    emitted: usize,
    dead: Vec<Record>,
    /// Counted as unreadable, and as lost.
    counted: [Option<f64>; 2],
    /// The warnings of the loop.
    warned: Vec<String>,
    /// The partition they stood in.
    partition: i32,
}

fn after_a_skip(fault: Fault) -> Skip {
    let scene = Scene::new();
    scene.append((0..10).map(|index| record("one key", if index == 4 { "poison" } else { "fine" })));
    let (context, stage) = (faulty(&scene, fault), Arc::new(Obedient { output: scene.output.clone() }));
    let (lines, settings) = (LogLines::default(), scene.settings("extract"));
    let running = std::thread::spawn({
        let (context, lines) = (context.clone(), lines.clone());
        move || {
            let _guard = lines.listen();
            run_stage(&context, stage, settings)
        }
    });
    wait_until("all committed", || scene.committed("extract") == 10);
    stop(&context, running).unwrap();
    let partition = bus::partition_of(b"one key", crate::scene::PARTITIONS);
    let counter = |name: &str| {
        scene.metric(&format!("dateline_{name}_records_total{{stage=\"extract\",partition=\"{partition}\"}}"))
    };
    let warned = lines.take().into_iter().filter(|line| line.contains(" WARN ")).collect();
    let counted = ["unreadable", "lost"].map(counter);
    Skip { emitted: scene.read(&scene.output).len(), dead: scene.read(&scene.dead), counted, warned, partition }
}

impl Skip {
    /// One warning, with these words and the place.
    fn assert_warned(&self, words: &str) {
        let [line] = self.warned.as_slice() else { panic!("{:?}", self.warned) };
        let partition = format!("partition={}", self.partition);
        for part in [words, "topic=in", partition.as_str(), "to=5", "offsets=1"] {
            assert!(line.contains(part), "no {part} in {line}");
        }
    }
}

#[test]
fn a_record_nobody_can_read_is_stepped_over_and_its_place_is_a_dead_letter() {
    let skip = after_a_skip(Fault::Unreadable);
    assert_eq!((skip.emitted, skip.counted), (9, [Some(1.0), Some(0.0)]));
    skip.assert_warned("records can never be read; stepped over, noted in the dead letters");
    let [letter] = skip.dead.as_slice() else { panic!("{:?}", skip.dead) };
    let place = [header::ERROR_TOPIC, header::ERROR_PARTITION, header::ERROR_OFFSET, header::ERROR_CLASS];
    let place = place.map(|name| letter.headers.text(name).unwrap());
    assert_eq!(place, ["in", &skip.partition.to_string(), "4", "unreadable"]);
    assert_eq!(letter.headers.text(header::ERROR_MESSAGE), Some("offsets 4 to 4 can never be read: broken"));
}

#[test]
fn a_record_that_was_deleted_before_it_was_read_is_counted_as_lost() {
    let skip = after_a_skip(Fault::Deleted);
    assert_eq!((skip.emitted, skip.dead.len(), skip.counted), (9, 0, [Some(0.0), Some(1.0)]));
    skip.assert_warned("records were deleted before they were read; going on with what is left");
}

#[test]
fn a_reader_that_stands_still_is_restarted_once() {
    let scene = Scene::new();
    scene.append((0..10).map(|index| record(&format!("k{index}"), "x")));
    let context = faulty(&scene, Fault::Stall(1));
    let settings = LoopSettings { stall: Duration::from_millis(500), ..scene.settings("extract") };
    let running = start(&context, &scene, settings);
    wait_until("all committed", || scene.committed("extract") == 10);
    stop(&context, running).unwrap();
    assert_eq!(scene.read(&scene.output).len(), 10);
}

#[test]
fn a_reader_that_stands_still_again_ends_the_loop() {
    let scene = Scene::new();
    scene.append([record("k", "x")]);
    let context = faulty(&scene, Fault::Stall(9));
    let settings = LoopSettings { stall: Duration::from_millis(500), ..scene.settings("extract") };
    let error = start(&context, &scene, settings).join().unwrap().unwrap_err();
    assert!(matches!(error, LoopError::Stalled { .. }), "{error}");
}
