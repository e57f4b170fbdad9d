//! `dateline topics`: the topics of the lane, compared, made as they are configured, or listed.

use super::configuration::ConfigArgs;
use super::stdout::{stderr, stdout};
use bus::{Bus, BusError, Retention, TopicChange};
use clap::Subcommand;
use service::clock;
use service::config::{BusAddress, Settings};
use state::{Count, Look, TopicLook, unread};
use std::io::Write;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// How long a cluster that is starting may take until it does what creating topics needs.
const PATIENCE: Duration = Duration::from_secs(60);
const PAUSE: Duration = Duration::from_secs(1);

/// Look at the topics of the lane, and make them as they are configured.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Say what `apply` would do, and do nothing.
    ///
    /// Exit status 0 when the topics are as they are configured, 1 when something differs.
    Plan(ConfigArgs),
    /// Create the topics that do not exist, add the partitions and raise the settings that others lack.
    ///
    /// What would delete records, take partitions away or have records refused is said and left. Services create missing
    /// topics too when they start; this is for clusters where they may not. A cluster that is only just starting is waited
    /// for, up to a minute.
    #[command(visible_alias = "create")]
    Apply(ConfigArgs),
    /// List the topics with partitions, records, what they keep, and the lag of the groups that read them.
    ///
    /// A number with ~ counts offsets: on Kafka the markers that end transactions, and what aborted transactions left,
    /// are among them. Small numbers are counted record by record.
    #[command(visible_alias = "status")]
    List(ConfigArgs),
}

pub(crate) fn run(args: Args) -> anyhow::Result<ExitCode> {
    let (Action::Plan(config) | Action::Apply(config) | Action::List(config)) = &args.action;
    let configuration = match config.load() {
        Ok(configuration) => configuration,
        Err(code) => return Ok(code),
    };
    let settings = configuration.settings;
    let mut out = stdout();
    if !matches!(args.action, Action::List(_))
        && let BusAddress::Embedded(path) = &settings.bus
    {
        writeln!(out, "The embedded log at {} needs no creating: `dateline run` does it.", path.display())?;
        return Ok(ExitCode::SUCCESS);
    }
    let specs = service::topic_specs(&settings);
    let mut status = ExitCode::SUCCESS;
    match &args.action {
        Action::Plan(_) => {
            let changes = service::open_as_guest(&settings)?.differences(&specs)?;
            tell(&mut out, &changes)?;
            if changes.is_empty() {
                writeln!(out, "The topics are as they are configured.")?;
            } else {
                status = ExitCode::FAILURE;
            }
        }
        Action::Apply(_) => {
            let mut changes = Vec::new();
            let lines = patiently(|| {
                let bus = service::open_as_guest(&settings)?;
                // What an attempt before this one did counts as well.
                for change in bus.differences(&specs)? {
                    if !changes.contains(&change) {
                        changes.push(change);
                    }
                }
                bus.apply(&specs)?;
                list(bus.as_ref(), &settings)
            })?;
            tell(&mut out, &changes)?;
            lines.iter().try_for_each(|line| writeln!(out, "{line}"))?;
        }
        Action::List(_) => {
            let lines = list(service::open_as_guest(&settings)?.as_ref(), &settings)?;
            lines.iter().try_for_each(|line| writeln!(out, "{line}"))?;
        }
    }
    Ok(status)
}

/// A line for each change.
fn tell(out: &mut impl Write, changes: &[TopicChange]) -> std::io::Result<()> {
    changes.iter().try_for_each(|TopicChange { topic, change }| writeln!(out, "{topic}: {change}"))
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
    let look = Look::of(bus, service::reading_loops(settings), clock::now())?;
    let mut lines = Vec::new();
    for spec in service::topic_specs(settings) {
        let topic = TopicLook::of(bus, &spec.name)?;
        let records: Count = unread(bus, &topic.whole())?.iter().map(|one| one.records).sum();
        let kept = match spec.retention {
            Retention::Delete { age, .. } => format!("{} days", age.as_secs() / 86_400),
            Retention::Compact => "latest of each key".to_owned(),
        };
        let (name, partitions, records) = (spec.name.as_str(), topic.reaches.len(), records.to_string());
        lines.push(format!("{name:<24} {partitions:>3} partitions  {records:>10} records  keeps {kept}"));
        for lag in look.lags(None).iter().filter(|lag| lag.topic == spec.name) {
            let note = if lag.has_read { "" } else { "  (has not read yet)" };
            lines.push(format!("  {:<38} {:>10} to read{note}", lag.group, lag.whole().records.to_string()));
        }
    }
    Ok(lines)
}
