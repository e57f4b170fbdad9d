//! `dateline check`: is the configuration in order?

use super::configuration::{ConfigArgs, Configuration};
use super::stdout::stdout;
use article::escaped;
use service::config::Section;
use std::io::Write;
use std::process::ExitCode;

/// Read the configuration, say everything that is wrong with it, start nothing.
///
/// Exit status 0 when it is in order, 78 when it is not. What may be meant and rather is not, is a warning.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    config: ConfigArgs,
}

pub(crate) fn run(args: Args) -> anyhow::Result<ExitCode> {
    let Configuration { settings, warnings, .. } = match args.config.load() {
        Ok(configuration) => configuration,
        Err(code) => return Ok(code),
    };
    let mut out = stdout();
    writeln!(out, "file      {}", escaped(&settings.file))?;
    writeln!(out, "bus       {}", settings.bus)?;
    writeln!(out, "lane      {}", settings.lane.as_str())?;
    writeln!(out, "instance  {}", settings.instance)?;
    writeln!(out, "sources   {}", names(&settings.sources))?;
    writeln!(out, "stores    {}", names(&settings.stores))?;
    writeln!(out, "http      {}", settings.http_listen.as_deref().unwrap_or("off"))?;
    for warning in &warnings {
        writeln!(out, "warning   {warning}")?;
    }
    writeln!(out, "The configuration is in order.")?;
    Ok(ExitCode::SUCCESS)
}

/// Sources or stores with their kinds.
pub(super) fn names(sections: &[Section]) -> String {
    let names: Vec<String> =
        sections.iter().map(|section| format!("{} ({})", section.name(), section.kind())).collect();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}
