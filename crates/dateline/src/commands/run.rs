//! `dateline run`: all services in one process.

use super::services::{self, Service};
use super::show::live;
use std::process::ExitCode;

/// Run all stages in one process, on either bus, until Ctrl-C.
///
/// On a terminal it shows every article as it is stored; otherwise the log has a line a minute with counts.
#[derive(clap::Args)]
#[command(after_help = services::NOTES)]
// Clap makes a group of each `Args`, named after the type; this one has another in it.
#[group(skip)]
pub(crate) struct Args {
    #[command(flatten)]
    services: services::Args,
    /// Do not show what is stored
    #[arg(long, short)]
    quiet: bool,
}

pub(crate) fn run(args: Args) -> anyhow::Result<ExitCode> {
    services::run(args.services, "run", Service::ALL, live::is_watched() && !args.quiet)
}
