//! `dateline topics`: the topics of the lane, created or listed.

use super::configuration::ConfigArgs;
use bus::{Isolation, Retention, TopicPartition};
use clap::Subcommand;
use service::config::BusAddress;
use std::io::Write;
use std::process::ExitCode;

/// Create or list the topics of the lane.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Create the topics that do not exist. Services do so too when they start; this is for clusters where they may not.
    Create(ConfigArgs),
    /// List the topics with partitions, end offsets and what they keep.
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
    let mut out = std::io::stdout().lock();
    if create && let BusAddress::Embedded(path) = &settings.bus {
        writeln!(out, "The embedded log at {} needs no creating: `dateline run` does it.", path.display())?;
        return Ok(ExitCode::SUCCESS);
    }
    let bus = service::open_as_guest(&settings)?;
    if create {
        bus.ensure_topics(&specs)?;
    }
    for spec in specs {
        let count = bus.partition_count(&spec.name)?;
        let mut records = 0;
        for partition in 0..count {
            records += bus.end_offset(&TopicPartition::new(spec.name.clone(), partition), Isolation::Committed)?;
        }
        let kept = match spec.retention {
            Retention::Delete { age, .. } => format!("{} days", age.as_secs() / 86_400),
            Retention::Compact => "latest of each key".to_owned(),
        };
        writeln!(out, "{:<24} {count:>3} partitions  end offsets {records:>10}  keeps {kept}", spec.name.as_str())?;
    }
    Ok(ExitCode::SUCCESS)
}
