//! What exactly-once costs when there is no work: records of 1 KB are copied from topic to topic in transactions, by
//! Dateline's loop, by the least that rdkafka needs for it, and by Kafka Streams, one after the other.

use super::build::Build;
use super::figure::Figure;
use super::processor_time;
use super::wish::Wish;
use crate::kafka::{class_path, java_options};
use crate::{Kafka, scratch_dir, unique_name, wait_for, wire_articles};
use anyhow::Context;
use article::{Record, TopicName};
use bus::{
    Bus, EmbeddedLog, EmbeddedSettings, Isolation, KafkaBus, KafkaSettings, Output, Retention, TopicPartition,
    TopicSpec,
};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const PARTITIONS: i32 = 6;
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
    let input = topics(&bus, &unique_name("loops"), ["in"])?.remove(0);
    fill(&bus, &input, count)?;
    let run = |group: &str, command: &dyn Fn(&TopicName) -> anyhow::Result<Command>| {
        let output = topics(&bus, &unique_name("loops"), [group])?.remove(0);
        measure(&bus, &input, &output, group, &mut command(&output)?)
    };
    let (input_name, brokers) = (input.as_str(), kafka.brokers());
    let ours = run("dateline", &|output| {
        let mut command = Command::new(example("identity-loop")?);
        command.args([&kafka.bus(), input_name, output.as_str()]);
        Ok(command)
    })?;
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

/// Dateline's loop on the embedded log.
pub(super) fn embedded(_: &Build, wish: &Wish) -> anyhow::Result<Vec<Figure>> {
    let count = wish.articles_or(300_000);
    let home = scratch_dir("loops")?;
    let file = home.path().join("log.db");
    {
        let bus = EmbeddedLog::open_runner(EmbeddedSettings::at(&file))?;
        fill(&bus, &topics(&bus, "loops", ["in", "dateline"])?.remove(0), count)?;
    }
    let [input, output] = ["in", "dateline"].map(|one| TopicName::new(&format!("loops.{one}")));
    let mut command = Command::new(example("identity-loop")?);
    command.arg(&file).args([input.as_str(), output.as_str()]);
    let child = Running(command.stdin(Stdio::null()).spawn().context("start the loop")?);
    let bus = wait_for_guest(&file)?;
    let cost = cost(&bus, &input, &format!("{output}.dateline"), &child)?;
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

fn measure(
    bus: &KafkaBus,
    input: &TopicName,
    output: &TopicName,
    group: &str,
    command: &mut Command,
) -> anyhow::Result<Cost> {
    let child = Running(command.stdin(Stdio::null()).spawn().with_context(|| format!("start {command:?}"))?);
    cost(bus, input, &format!("{output}.{group}"), &child)
}

/// From the first place that the group has committed to the last one.
fn cost(bus: &dyn Bus, input: &TopicName, group: &str, child: &Running) -> anyhow::Result<Cost> {
    let partitions: Vec<_> = (0..PARTITIONS).map(|number| TopicPartition::new(input.clone(), number)).collect();
    let ends = partitions
        .iter()
        .map(|partition| Ok(bus.end_offset(partition, Isolation::Committed)?))
        .collect::<anyhow::Result<Vec<_>>>()?;
    let mut began = None;
    let (mut place, mut end) = (0, 0);
    wait_for(&format!("{group} at the end of {input}"), DEADLINE, || {
        std::thread::sleep(LOOK);
        let places = bus.committed(group, &partitions).map_err(|error| error.to_string())?;
        let places: Vec<i64> = places.into_iter().map(Option::unwrap_or_default).collect();
        place = places.iter().sum::<i64>();
        if began.is_none() && place > 0 {
            let used = processor_time::of_process(child.0.id()).map_err(|error| format!("{error:#}"))?;
            began = Some((Instant::now(), used, place));
        }
        end = ends.iter().sum::<i64>();
        // A marker of a transaction may stand at the very end, which nobody reads.
        let there = places.iter().zip(&ends).all(|(place, end)| *place >= *end - 1);
        if there { Ok(()) } else { Err(format!("{place} of {end}")) }
    })?;
    let (moment, used, first) = began.context("nothing was read")?;
    let records = (place - first) as f64;
    anyhow::ensure!(records * 2.0 > end as f64, "half of it was read before the first look: take more records");
    Ok(Cost {
        rate: records / moment.elapsed().as_secs_f64(),
        processor_time: (processor_time::of_process(child.0.id())? - used) * 1_000_000.0 / records,
    })
}

fn topics<const N: usize>(bus: &dyn Bus, name: &str, ends: [&str; N]) -> anyhow::Result<Vec<TopicName>> {
    let topics = ends.map(|end| TopicName::new(&format!("{name}.{end}")));
    let specs = topics.each_ref().map(|topic| TopicSpec {
        name: topic.clone(),
        partitions: PARTITIONS,
        retention: Retention::Delete { age: Duration::from_secs(86_400), bytes: None },
        max_message_bytes: 1 << 20,
    });
    bus.ensure_topics(&specs)?;
    Ok(topics.into())
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

/// The log of a process that is only just opening it.
fn wait_for_guest(file: &Path) -> anyhow::Result<EmbeddedLog> {
    let mut opened = None;
    wait_for("the embedded log", Duration::from_secs(30), || {
        opened = Some(EmbeddedLog::open_guest(file).map_err(|error| error.to_string())?);
        Ok(())
    })?;
    opened.context("the embedded log was not opened")
}

/// An example that was built beside this program.
fn example(name: &str) -> anyhow::Result<PathBuf> {
    let own = std::env::current_exe().context("find the program itself")?;
    let path = own.parent().context("the program has no directory")?.join("examples").join(name);
    anyhow::ensure!(
        path.is_file(),
        "{} is not there: cargo build --release --examples -p dateline-bus -p dateline-pipeline",
        path.display()
    );
    Ok(path)
}
