//! `dateline topics`: the topics of the lane, created or listed.

use super::configuration::ConfigArgs;
use super::stdout::{stderr, stdout};
use article::TopicName;
use bus::{Bus, BusError, Isolation, Retention, TopicPartition};
use clap::Subcommand;
use service::config::{BusAddress, Settings};
use std::io::Write;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// Up to so many offsets the records are counted one by one.
const COUNTED: i64 = 1_000;
/// How long that may take.
const COUNTING: Duration = Duration::from_secs(5);
/// How long a cluster that is starting may take until it does what creating topics needs.
const PATIENCE: Duration = Duration::from_secs(60);
const PAUSE: Duration = Duration::from_secs(1);

/// Create or list the topics of the lane.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Create the topics that do not exist, and add partitions to those that have fewer than topics.partitions.
    /// Services create topics too when they start; this is for clusters where they may not. A cluster that is only
    /// just starting is waited for, up to a minute.
    Create(ConfigArgs),
    /// List the topics with partitions, records, what they keep, and the lag of the groups that read them.
    ///
    /// A number with ~ counts offsets: on Kafka the markers that end transactions, and what aborted transactions left,
    /// are among them. Small numbers are counted record by record.
    List(ConfigArgs),
}

pub(crate) fn run(args: Args) -> anyhow::Result<ExitCode> {
    let (config, create) = match &args.action {
        Action::Create(config) => (config, true),
        Action::List(config) => (config, false),
    };
    let configuration = match config.load() {
        Ok(configuration) => configuration,
        Err(code) => return Ok(code),
    };
    let settings = configuration.settings;
    let specs = service::topic_specs(&settings);
    let mut out = stdout();
    if create && let BusAddress::Embedded(path) = &settings.bus {
        writeln!(out, "The embedded log at {} needs no creating: `dateline run` does it.", path.display())?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut grown = Vec::new();
    let lines = if create {
        patiently(|| {
            let bus = service::open_as_guest(&settings)?;
            grown.extend(bus.add_partitions(&specs)?);
            bus.ensure_topics(&specs)?;
            list(bus.as_ref(), &settings)
        })?
    } else {
        list(service::open_as_guest(&settings)?.as_ref(), &settings)?
    };
    for topic in grown {
        writeln!(out, "{topic} now has {} partitions", settings.topics.partitions)?;
    }
    for line in lines {
        writeln!(out, "{line}")?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Does something again while it fails for reasons that pass by themselves: a cluster that is only just starting takes
/// connections before it does anything else. Says so once.
fn patiently<T>(mut attempt: impl FnMut() -> Result<T, BusError>) -> anyhow::Result<T> {
    let until = Instant::now() + PATIENCE;
    let mut said = false;
    loop {
        match attempt() {
            Err(error) if error.may_pass() && Instant::now() < until => {
                if !std::mem::replace(&mut said, true) {
                    writeln!(stderr(), "{error}; trying again for up to {} s", PATIENCE.as_secs())?;
                }
                std::thread::sleep(PAUSE);
            }
            end => return Ok(end?),
        }
    }
}

/// A line for each topic, and one below it for each group that reads it.
fn list(bus: &dyn Bus, settings: &Settings) -> Result<Vec<String>, BusError> {
    let groups = service::reading_groups(settings);
    let mut lines = Vec::new();
    for spec in service::topic_specs(settings) {
        let topic = Extents::of(bus, &spec.name)?;
        let records = count(bus, &topic.whole())?;
        let kept = match spec.retention {
            Retention::Delete { age, .. } => format!("{} days", age.as_secs() / 86_400),
            Retention::Compact => "latest of each key".to_owned(),
        };
        let (name, partitions) = (spec.name.as_str(), topic.0.len());
        lines.push(format!("{name:<24} {partitions:>3} partitions  {records:>10} records  keeps {kept}"));
        for (group, _) in groups.iter().filter(|(_, read)| *read == spec.name) {
            let (unread, any) = topic.unread(bus, group)?;
            let note = if any { "" } else { "  (has not read yet)" };
            lines.push(format!("  {group:<38} {:>10} to read{note}", count(bus, &unread)?));
        }
    }
    Ok(lines)
}

/// A partition, an offset, and one past the last.
type Range = (TopicPartition, i64, i64);

/// Per partition its first offset and one past its last.
struct Extents(Vec<Range>);

impl Extents {
    fn of(bus: &dyn Bus, topic: &TopicName) -> Result<Self, BusError> {
        let partitions =
            (0..bus.partition_count(topic)?).map(|partition| TopicPartition::new(topic.clone(), partition));
        let extent = |at: TopicPartition| {
            let start = bus.start_offset(&at)?;
            let end = bus.end_offset(&at, Isolation::Committed)?;
            Ok((at, start, end))
        };
        Ok(Self(partitions.map(extent).collect::<Result<_, BusError>>()?))
    }

    fn whole(&self) -> Vec<Range> {
        self.0.clone()
    }

    /// What a group has not read, and whether it has read anything.
    fn unread(&self, bus: &dyn Bus, group: &str) -> Result<(Vec<Range>, bool), BusError> {
        let partitions: Vec<TopicPartition> = self.0.iter().map(|(at, _, _)| at.clone()).collect();
        let committed = bus.committed(group, &partitions)?;
        let any = committed.iter().any(Option::is_some);
        let unread = self
            .0
            .iter()
            .zip(committed)
            .map(|((at, start, end), committed)| (at.clone(), committed.unwrap_or(*start).max(*start), *end));
        Ok((unread.collect(), any))
    }
}

/// How many records these ranges hold, as text: `~` before a number of offsets that were not looked at.
fn count(bus: &dyn Bus, ranges: &[Range]) -> Result<String, BusError> {
    let offsets: i64 = ranges.iter().map(|(_, start, end)| (end - start).max(0)).sum();
    if offsets == 0 {
        return Ok("0".to_owned());
    }
    if offsets <= COUNTED {
        let from: Vec<(TopicPartition, i64)> =
            ranges.iter().filter(|(_, start, end)| end > start).map(|(at, start, _)| (at.clone(), *start)).collect();
        let mut reader = bus.reader(&from)?;
        let (until, mut records) = (Instant::now() + COUNTING, 0);
        while Instant::now() < until {
            records += reader.read(Duration::from_millis(100))?.len();
            if reader.caught_up() {
                return Ok(records.to_string());
            }
        }
    }
    Ok(format!("~{offsets}"))
}
