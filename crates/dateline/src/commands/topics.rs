//! `dateline topics`: the topics of the lane, created or listed.

use super::configuration::ConfigArgs;
use super::stdout::stdout;
use article::TopicName;
use bus::{Bus, BusError, Isolation, Retention, TopicPartition};
use clap::Subcommand;
use service::config::BusAddress;
use std::io::Write;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// Up to so many offsets the records are counted one by one.
const COUNTED: i64 = 1_000;
/// How long that may take.
const COUNTING: Duration = Duration::from_secs(5);

/// Create or list the topics of the lane.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Create the topics that do not exist, and add partitions to those that have fewer than topics.partitions.
    /// Services create topics too when they start; this is for clusters where they may not.
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
    let bus = service::open_as_guest(&settings)?;
    if create {
        for grown in bus.add_partitions(&specs)? {
            writeln!(out, "{grown} now has {} partitions", settings.topics.partitions)?;
        }
        bus.ensure_topics(&specs)?;
    }
    let groups = service::reading_groups(&settings);
    for spec in specs {
        let topic = Extents::of(bus.as_ref(), &spec.name)?;
        let records = count(bus.as_ref(), &topic.whole())?;
        let kept = match spec.retention {
            Retention::Delete { age, .. } => format!("{} days", age.as_secs() / 86_400),
            Retention::Compact => "latest of each key".to_owned(),
        };
        let partitions = topic.0.len();
        writeln!(out, "{:<24} {partitions:>3} partitions  {records:>10} records  keeps {kept}", spec.name.as_str())?;
        for (group, _) in groups.iter().filter(|(_, read)| *read == spec.name) {
            let (unread, any) = topic.unread(bus.as_ref(), group)?;
            let note = if any { "" } else { "  (has not read yet)" };
            writeln!(out, "  {group:<38} {:>10} to read{note}", count(bus.as_ref(), &unread)?)?;
        }
    }
    Ok(ExitCode::SUCCESS)
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
