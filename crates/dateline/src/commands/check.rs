//! `dateline check`: is the configuration in order, and does what it names answer?

mod connect;

use super::configuration::{ConfigArgs, Configuration};
use super::stdout::stdout;
use article::escaped;
use connect::connect;
use service::config::Section;
use std::collections::BTreeMap;
use std::io::Write;
use std::process::ExitCode;

/// More sources or stores than so many are counted, not named.
const MOST_NAMES: usize = 30;

/// Read the configuration, say everything that is wrong with it, start nothing.
///
/// What may be meant and rather is not, is a warning. With --connect the bus, its topics and groups, the stores and the room
/// on the disk are asked, too; nothing is created, written or changed, so rights to write show only when services run.
#[derive(clap::Args)]
#[command(after_help = NOTES)]
pub(crate) struct Args {
    /// Also ask what the configuration names: does it answer, and is it as it must be?
    #[arg(long)]
    connect: bool,
    #[command(flatten)]
    config: ConfigArgs,
}

const NOTES: &str = "\
Exit codes: 0 in order; 1 something that was asked does not answer, or is not as it must be; 2 usage; 78 configuration.

Examples:
  dateline check
  dateline check --connect --config dateline.toml";

pub(crate) fn run(args: Args) -> anyhow::Result<ExitCode> {
    let configuration = match args.config.load() {
        Ok(configuration) => configuration,
        Err(code) => return Ok(code),
    };
    let Configuration { settings, warnings, .. } = &configuration;
    let mut out = stdout();
    writeln!(out, "file      {}", escaped(&settings.file))?;
    writeln!(out, "bus       {}", settings.bus)?;
    writeln!(out, "lane      {}", settings.lane.as_str())?;
    writeln!(out, "instance  {}", settings.instance)?;
    writeln!(out, "sources   {}", names(&settings.sources))?;
    writeln!(out, "stores    {}", names(&settings.stores))?;
    writeln!(out, "http      {}", settings.http_listen.as_deref().unwrap_or("off"))?;
    if let Some(address) = &settings.push.listen {
        writeln!(out, "push      {}", escaped(address))?;
    }
    for warning in warnings {
        writeln!(out, "warning   {warning}")?;
    }
    writeln!(out, "The configuration is in order.")?;
    if !args.connect {
        return Ok(ExitCode::SUCCESS);
    }
    let found = connect(&configuration)?;
    for one in &found {
        let mark = if one.is_problem { "PROBLEM " } else { "" };
        writeln!(out, "{:<9} {mark}{}", one.what, escaped(&one.text))?;
    }
    match found.iter().filter(|one| one.is_problem).count() {
        0 => writeln!(out, "What was asked answers.")?,
        1 => writeln!(out, "1 problem.")?,
        many => writeln!(out, "{many} problems.")?,
    }
    let fine = found.iter().all(|one| !one.is_problem);
    Ok(if fine { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Sources or stores with their kinds; of many only how many there are of each kind.
pub(super) fn names(sections: &[Section]) -> String {
    if sections.len() > MOST_NAMES {
        let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
        sections.iter().for_each(|section| *kinds.entry(section.kind()).or_default() += 1);
        let kinds: Vec<String> = kinds.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
        return format!("{} ({})", sections.len(), kinds.join(", "));
    }
    let names: Vec<String> =
        sections.iter().map(|section| format!("{} ({})", section.name(), section.kind())).collect();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}
