//! What exactly-once costs when there is no work: records of 1 KB are copied from topic to topic in transactions, by
//! Dateline's loop, by the least that rdkafka needs for it, and by Kafka Streams, one after the other.

use super::build::Build;
use super::example::example;
use super::figure::Figure;
use super::processor_time;
use super::stages::mebibytes;
use super::wish::Wish;
use crate::kafka::{class_path, java_options};
use crate::process::memory_of;
use crate::{Kafka, scratch_dir, unique_name, wait_for, wire_articles};
use anyhow::Context;
use article::{Record, TopicName};
use bus::{
    Bus, EmbeddedLog, EmbeddedSettings, Isolation, KafkaBus, KafkaSettings, Output, Retention, TopicPartition,
    TopicSpec,
};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const PARTITIONS: i32 = 6;
/// Where partitions are what grows.
const MORE_PARTITIONS: [i32; 3] = [PARTITIONS, 48, 384];
/// Length of a record.
const LENGTH: usize = 1_024;
/// Records sent at once.
const PARCEL: usize = 10_000;
const DEADLINE: Duration = Duration::from_secs(1_800);
/// How often the group is asked for its place.
const LOOK: Duration = Duration::from_millis(100);

/// Three loops on Kafka, each with a topic to write to and a group of its own.
pub(super) fn kafka(_: &Build, wish: &Wish) -> anyhow::Result<Vec<Figure>> {
    let count = wish.articles_or(300_000);
    let kafka = Kafka::shared()?;
    let bus = KafkaBus::connect(KafkaSettings::plaintext(kafka.brokers()))?;
    let input = Input::new(&bus, PARTITIONS, count)?;
    let run = |group: &str, command: &dyn Fn(&TopicName) -> anyhow::Result<Command>| {
        let output = topic(&bus, group, PARTITIONS)?;
        input.measure(&bus, &format!("{output}.{group}"), &mut command(&output)?)
    };
    let (input_name, brokers) = (input.topic.as_str(), kafka.brokers());
    let ours = run("dateline", &|output| ours(&kafka.bus(), &input.topic, output))?;
    let bare = run("bare", &|output| {
        let mut command = Command::new(example("bare-loop")?);
        command.args([brokers, input_name, output.as_str()]);
        Ok(command)
    })?;
    let state = scratch_dir("streams")?;
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("streams");
    let streams = run("streams", &|output| {
        let mut command = Command::new("java");
        // It warns of what will be otherwise in a version to come.
        command.arg("-Dorg.slf4j.simpleLogger.log.org.apache.kafka.streams.StreamsConfig=error");
        command.args(java_options("512m")).arg("-cp").arg(class_path(&home)?).arg(home.join("Identity.java"));
        command.args([brokers, input_name, output.as_str()]).arg(state.path());
        Ok(command)
    })?;
    let mut figures = Vec::new();
    for (name, cost) in [("Dateline", &ours), ("rdkafka alone", &bare), ("Kafka Streams", &streams)] {
        figures.push(Figure::more(format!("{name}, records/s"), cost.rate));
        figures.push(Figure::less(format!("{name}, processor time, µs a record"), cost.processor_time));
    }
    figures.push(Figure::more("rate of Dateline to that of rdkafka alone", ours.rate / bare.rate));
    let share = ours.processor_time / streams.processor_time;
    figures.push(Figure::less("processor time of Dateline to that of Kafka Streams", share));
    Ok(figures)
}

/// Dateline's loop on Kafka, over few partitions and over many.
pub(super) fn partitions(_: &Build, wish: &Wish) -> anyhow::Result<Vec<Figure>> {
    let count = wish.articles_or(300_000);
    let kafka = Kafka::shared()?;
    let bus = KafkaBus::connect(KafkaSettings::plaintext(kafka.brokers()))?;
    let mut figures = Vec::new();
    for partitions in MORE_PARTITIONS {
        let input = Input::new(&bus, partitions, count)?;
        let output = topic(&bus, "dateline", partitions)?;
        let mut command = ours(&kafka.bus(), &input.topic, &output)?;
        let cost = input.measure(&bus, &format!("{output}.dateline"), &mut command)?;
        figures.push(Figure::more(format!("{partitions} partitions, records/s"), cost.rate));
        figures.push(Figure::less(format!("{partitions} partitions, peak memory, MiB"), cost.memory));
    }
    Ok(figures)
}

/// Dateline's loop on the embedded log.
pub(super) fn embedded(_: &Build, wish: &Wish) -> anyhow::Result<Vec<Figure>> {
    let count = wish.articles_or(300_000);
    let home = scratch_dir("loops")?;
    let file = home.path().join("log.db");
    let (input, output) = {
        let bus = EmbeddedLog::open_runner(EmbeddedSettings::at(&file))?;
        (Input::new(&bus, PARTITIONS, count)?, topic(&bus, "dateline", PARTITIONS)?)
    };
    let bus = EmbeddedLog::open_guest(&file)?;
    let mut command = ours(&file.display().to_string(), &input.topic, &output)?;
    let cost = input.measure(&bus, &format!("{output}.dateline"), &mut command)?;
    Ok(vec![
        Figure::more("Dateline, records/s", cost.rate),
        Figure::less("Dateline, processor time, µs a record", cost.processor_time),
    ])
}

/// What a loop made of its input, its start apart.
struct Cost {
    /// Records a second.
    rate: f64,
    /// In µs a record.
    processor_time: f64,
    /// At most, in MiB.
    memory: f64,
}

/// A process that ends with its measure.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A topic of records to copy.
struct Input {
    topic: TopicName,
    partitions: Vec<TopicPartition>,
    /// Where each partition ends.
    ends: Vec<i64>,
}

impl Input {
    fn new(bus: &dyn Bus, partitions: i32, count: usize) -> anyhow::Result<Self> {
        let topic = topic(bus, "in", partitions)?;
        fill(bus, &topic, count)?;
        let partitions: Vec<_> = (0..partitions).map(|number| TopicPartition::new(topic.clone(), number)).collect();
        let end = |partition| Ok(bus.end_offset(partition, Isolation::Committed)?);
        let ends = partitions.iter().map(end).collect::<anyhow::Result<_>>()?;
        Ok(Self { topic, partitions, ends })
    }

    /// Starts a loop and watches its group, from the first place that it has committed to the last one.
    fn measure(&self, bus: &dyn Bus, group: &str, command: &mut Command) -> anyhow::Result<Cost> {
        let child = command.stdin(Stdio::null()).spawn().with_context(|| format!("start {command:?}"))?;
        let child = Running(child);
        let (mut began, mut place, end) = (None, 0, self.ends.iter().sum::<i64>());
        wait_for(&format!("{group} at the end of {}", self.topic), DEADLINE, || {
            std::thread::sleep(LOOK);
            let places = bus.committed(group, &self.partitions).map_err(|error| error.to_string())?;
            let places: Vec<i64> = places.into_iter().map(Option::unwrap_or_default).collect();
            place = places.iter().sum::<i64>();
            if began.is_none() && place > 0 {
                let used = processor_time::of_process(child.0.id()).map_err(|error| format!("{error:#}"))?;
                began = Some((Instant::now(), used, place));
            }
            // A marker of a transaction may stand at the very end, which nobody reads.
            let there = places.iter().zip(&self.ends).all(|(place, end)| *place >= *end - 1);
            if there { Ok(()) } else { Err(format!("{place} of {end}")) }
        })?;
        let (moment, used, first) = began.context("nothing was read")?;
        let records = (place - first) as f64;
        anyhow::ensure!(records * 2.0 > end as f64, "half of it was read before the first look: take more records");
        Ok(Cost {
            rate: records / moment.elapsed().as_secs_f64(),
            processor_time: (processor_time::of_process(child.0.id())? - used) * 1_000_000.0 / records,
            memory: mebibytes(memory_of(child.0.id(), "VmHWM")?),
        })
    }
}

/// Dateline's loop, to be started.
fn ours(bus: &str, input: &TopicName, output: &TopicName) -> anyhow::Result<Command> {
    let mut command = Command::new(example("identity-loop")?);
    command.args([bus, input.as_str(), output.as_str()]);
    Ok(command)
}

/// A new topic, empty.
fn topic(bus: &dyn Bus, end: &str, partitions: i32) -> anyhow::Result<TopicName> {
    let name = TopicName::new(&format!("{}.{end}", unique_name("loops")));
    bus.ensure_topics(&[TopicSpec {
        name: name.clone(),
        partitions,
        retention: Retention::Delete { age: Duration::from_secs(86_400), bytes: None },
        max_message_bytes: 1 << 20,
    }])?;
    Ok(name)
}

/// Records of news text, each of the same length.
fn fill(bus: &dyn Bus, topic: &TopicName, count: usize) -> anyhow::Result<()> {
    let text: Vec<u8> = wire_articles(200, 5).flat_map(|article| article.text().into_bytes()).collect();
    let mut sent = 0;
    while sent < count {
        let parcel = sent..count.min(sent + PARCEL);
        sent = parcel.end;
        let outputs = parcel.map(|number| {
            let value = text.iter().cycle().skip(number * 131 % text.len()).take(LENGTH).copied().collect();
            let record = Record { key: Some(number.to_string().into_bytes()), value: Some(value), ..Record::default() };
            Output { topic: topic.clone(), partition: None, record }
        });
        bus.append(outputs.collect())?;
    }
    Ok(())
}
