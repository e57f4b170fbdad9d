//! A transaction that Kafka leaves open, as `findings/kafka-open-transaction.sh` shows it: the loop whose place in the
//! group, or whose outputs, are in it goes on by itself, and nothing is lost or done twice.

use article::{Record, RecordRef, StageName, Timestamp, TopicName, header};
use bus::contract::{Ending, end_interrupted};
use bus::{KafkaBus, KafkaSettings, Output, Received, TopicPartition, Transaction};
use dateline_tests::{KafkaCluster, KafkaSetup, Turn, read_topic, wait_for, wait_for_count};
use pipeline::{
    Health, LoopContext, LoopError, LoopSettings, Metrics, Outcome, Pace, Shutdown, SourceBreaker, Spans, Stage,
    StageLabel, run_stage,
};
use prometheus_client::registry::Registry;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

const TOPICS: &str = "org.apache.kafka.tools.TopicCommand";
const TRANSACTIONS: &str = "org.apache.kafka.tools.TransactionsCommand";
const PARTITIONS: i32 = 3;
const GROUP: &str = "group";
/// The loop's own.
const ID: &str = "instance.copy";
/// A machine that builds beside it takes many times what a quiet one does.
const SOON: Duration = Duration::from_secs(180);

/// Passes every record on as it is, with its place in a header.
struct Copy;

fn copy_of(input: &Received) -> Output {
    let mut record = Record { key: input.record.key.clone(), value: input.record.value.clone(), ..Record::default() };
    record.headers.push(header::RECORD_SOURCE, format!("{}/{}", input.partition, input.offset));
    Output { topic: TopicName::new("out"), partition: None, record }
}

impl Stage for Copy {
    fn name(&self) -> StageName {
        StageName::Extract
    }

    fn process(&self, input: &Received, _: Timestamp) -> Outcome {
        Outcome::Emit(vec![copy_of(input)])
    }

    fn output(&self) -> Option<TopicName> {
        Some(TopicName::new("out"))
    }

    fn made_from(&self, output: &Record) -> Option<RecordRef> {
        let (partition, offset) = output.headers.text(header::RECORD_SOURCE)?.split_once('/')?;
        Some(RecordRef { topic: "in".to_owned(), partition: partition.parse().ok()?, offset: offset.parse().ok()? })
    }
}

/// Where places of groups are kept.
const PLACES: &str = "__consumer_offsets";
const OUT: &str = "out";

/// Two brokers: the second has nothing but one topic.
struct Scene {
    cluster: KafkaCluster,
    second: &'static str,
    context: LoopContext,
}

impl Scene {
    fn with_apart(second: &'static str) -> Self {
        let setup = ["offsets.topic.num.partitions=1", "transaction.state.log.num.partitions=1"];
        let setup = setup.into_iter().fold(KafkaSetup::new(), KafkaSetup::setting);
        let cluster = KafkaCluster::start(2, &setup).unwrap();
        let compact = ["--config", "cleanup.policy=compact"];
        let topics: [(&str, usize, &[&str]); 5] = [
            (PLACES, 1, &compact),
            ("__transaction_state", 1, &compact),
            ("in", 3, &[]),
            (OUT, 3, &[]),
            ("dead", 3, &[]),
        ];
        for (topic, partitions, config) in topics {
            let leaders = vec![if topic == second { "2" } else { "1" }; partitions].join(",");
            let create = ["--create", "--topic", topic, "--replica-assignment", &leaders];
            cluster.tool(TOPICS, &[&create, config].concat()).unwrap();
        }
        let bus = KafkaBus::connect(KafkaSettings::plaintext(cluster.brokers())).unwrap();
        let context = LoopContext {
            bus: Arc::new(bus),
            metrics: Metrics::register(&mut Registry::default()),
            health: Health::default(),
            shutdown: Shutdown::new(),
            sources: SourceBreaker::default(),
            spans: Spans::default(),
        };
        Self { cluster, second, context }
    }

    /// Starts the loop anew, as a restarted process would.
    fn start(&mut self) -> JoinHandle<Result<(), LoopError>> {
        self.context = LoopContext { shutdown: Shutdown::new(), ..self.context.clone() };
        let settings = LoopSettings {
            name: "copy".to_owned(),
            service: "test/0.0.0".to_owned(),
            group: GROUP.to_owned(),
            input: TopicName::new("in"),
            dead_letters: TopicName::new("dead"),
            transactional_id: ID.to_owned(),
            takes_replays: true,
            gives_way: false,
            holds: None,
            one_source: true,
            output_limit: 1 << 20,
            dead_letter_limit: 1 << 20,
            threads: 2,
            pace: Pace::default(),
            stop_after_dead_letters: 10,
            drain: Duration::from_secs(20),
            stall: SOON,
            clock: || Timestamp::from_millis(0),
        };
        let context = self.context.clone();
        std::thread::spawn(move || run_stage(&context, Arc::new(Copy), settings))
    }

    fn stop(&self, running: JoinHandle<Result<(), LoopError>>) {
        self.context.shutdown.request();
        running.join().unwrap().unwrap();
    }

    fn append(&self, numbers: std::ops::Range<usize>) {
        let outputs = numbers.map(|number| {
            let text = Some(number.to_string().into_bytes());
            let record = Record { key: text.clone(), value: text, ..Record::default() };
            Output { topic: TopicName::new("in"), partition: None, record }
        });
        self.context.bus.append(outputs.collect()).unwrap();
    }

    fn numbers(&self, topic: &str) -> Vec<usize> {
        let found = read_topic(self.context.bus.as_ref(), &TopicName::new(topic)).unwrap();
        let mut numbers: Vec<usize> =
            found.iter().map(|one| String::from_utf8_lossy(one.record.value()).parse().unwrap()).collect();
        numbers.sort_unstable();
        numbers
    }

    /// Waits for so many copies, as long as more come, and no more than these.
    fn wait_copied(&self, count: usize) {
        wait_for_count("copies", count, SOON, || Ok(self.numbers(OUT).len()))
            .unwrap_or_else(|error| panic!("{error:#}; {:?}", self.context.health.not_ready()));
    }

    /// Copies what is in the input and not in the output, in a transaction that Kafka takes for complete and leaves open
    /// on the second broker.
    fn leave_open(&mut self, id: &str, ending: Ending) {
        let copied = self.numbers("out");
        let read = read_topic(self.context.bus.as_ref(), &TopicName::new("in")).unwrap();
        let number = |one: &Received| String::from_utf8_lossy(one.record.value()).parse::<usize>().unwrap();
        let left: Vec<&Received> = read.iter().filter(|one| !copied.contains(&number(one))).collect();
        let place = |partition| {
            let last = left.iter().filter(|one| one.partition == partition).map(|one| one.offset).max();
            (TopicPartition::new(TopicName::new("in"), partition), last.unwrap() + 1)
        };
        let transaction = Transaction {
            outputs: left.iter().map(|one| copy_of(one)).collect(),
            offsets: (0..PARTITIONS).map(place).collect(),
        };
        let second = self.second;
        let settings = KafkaSettings::plaintext(self.cluster.brokers());
        end_interrupted(&settings, id, GROUP, &transaction, ending, || {
            self.cluster.kill(2).unwrap();
            wait_for("no leader", SOON, || {
                let described = self.cluster.tool(TOPICS, &["--describe", "--topic", second]);
                let described = described.map_err(|error| format!("{error:#}"))?;
                if described.contains("Leader: none") { Ok(()) } else { Err(described) }
            })
            .unwrap();
        })
        .unwrap();
        // Its end is written by and by; what finds the second broker there writes it there, too.
        let complete = if ending == Ending::Committed { "CompleteCommit" } else { "CompleteAbort" };
        wait_for(complete, SOON, || {
            let described = self.cluster.tool(TRANSACTIONS, &["describe", "--transactional-id", id]);
            let described = described.map_err(|error| format!("{error:#}"))?;
            if described.contains(complete) { Ok(()) } else { Err(described) }
        })
        .unwrap();
        self.cluster.resume(2).unwrap();
    }

    /// How many records the group has done with.
    fn place(&self) -> i64 {
        let partitions: Vec<_> = (0..PARTITIONS).map(|one| TopicPartition::new(TopicName::new("in"), one)).collect();
        self.context.bus.committed(GROUP, &partitions).unwrap().iter().flatten().sum()
    }

    fn settled(&self) -> u64 {
        self.context.metrics.settled_places.get_or_create(&StageLabel { stage: "copy".to_owned() }).get()
    }
}

#[test]
fn a_loop_whose_place_is_in_a_transaction_that_kafka_left_open_goes_on_and_does_nothing_twice() {
    let _turn = Turn::of(crate::UNHURRIED);
    let mut scene = Scene::with_apart(PLACES);
    let running = scene.start();
    scene.append(0..30);
    scene.wait_copied(30);
    scene.stop(running);
    assert_eq!(scene.settled(), 0);
    scene.append(30..60);
    scene.leave_open(ID, Ending::Committed);
    assert_eq!(scene.numbers("out"), (0..60).collect::<Vec<_>>(), "the outputs count");
    assert_eq!(scene.place(), 30, "its place is told as of what has ended");
    scene.append(60..90);
    let running = scene.start();
    scene.wait_copied(90);
    // It counts once the watch of the lag was told the places, which may be after the records were copied.
    wait_for("the places to be counted", SOON, || match scene.settled() {
        settled if settled == PARTITIONS as u64 => Ok(()),
        settled => Err(format!("{settled} of {PARTITIONS}")),
    })
    .unwrap();
    scene.append(90..100);
    scene.wait_copied(100);
    scene.stop(running);
    assert_eq!(scene.numbers("out"), (0..100).collect::<Vec<_>>());
}

#[test]
fn what_another_producer_left_open_is_told_and_left_alone() {
    let _turn = Turn::of(crate::UNHURRIED);
    let mut scene = Scene::with_apart(PLACES);
    let running = scene.start();
    scene.append(0..30);
    scene.wait_copied(30);
    scene.stop(running);
    scene.append(30..60);
    scene.leave_open("another.copy", Ending::Committed);
    let running = scene.start();
    wait_for("the cause to be shown", SOON, || {
        let shown = scene.context.health.not_ready();
        if shown.iter().any(|why| why.contains("cannot be learned")) { Ok(()) } else { Err(format!("{shown:?}")) }
    })
    .unwrap();
    scene.stop(running);
    assert_eq!(scene.settled(), 0);
    assert_eq!(scene.numbers("out"), (0..60).collect::<Vec<_>>());
}

/// Thirty copies, thirty more in a transaction that ends in this way and is left open in the output, and thirty more.
fn goes_on_after_outputs_were_left_open(ending: Ending) {
    let _turn = Turn::of(crate::UNHURRIED);
    let mut scene = Scene::with_apart(OUT);
    let running = scene.start();
    scene.append(0..30);
    scene.wait_copied(30);
    scene.stop(running);
    scene.append(30..60);
    scene.leave_open(ID, ending);
    assert_eq!(scene.numbers(OUT), (0..30).collect::<Vec<_>>(), "nobody can read it yet");
    scene.append(60..90);
    let running = scene.start();
    scene.wait_copied(90);
    scene.append(90..100);
    scene.wait_copied(100);
    scene.stop(running);
    assert_eq!(scene.numbers(OUT), (0..100).collect::<Vec<_>>());
}

#[test]
fn records_that_were_aborted_and_left_open_do_not_come_to_count() {
    goes_on_after_outputs_were_left_open(Ending::Aborted);
}

#[test]
fn records_that_were_committed_and_left_open_come_to_count() {
    goes_on_after_outputs_were_left_open(Ending::Committed);
}
