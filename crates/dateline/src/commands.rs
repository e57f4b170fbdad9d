//! The list of commands. A new command is one file in `commands/`, one `mod` line, one variant and one arm here.
//!
//! Each file has an `Args` (its flags and its help) and a `run` that answers with the exit status; an `Err` is
//! printed by `main` as one line.

mod documents;
mod enrich_files;
mod extract_files;
mod in_order;
mod inputs;

use clap::Subcommand;
use std::process::ExitCode;

/// What `dateline` can do.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Read files or stdin and print enriched articles, one a line.
    Enrich(enrich_files::Args),
    /// Read files or stdin and print articles as their bytes declare them, one a line.
    Extract(extract_files::Args),
}

impl Command {
    /// Runs the chosen command to its end.
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        match self {
            Self::Enrich(args) => enrich_files::run(args),
            Self::Extract(args) => extract_files::run(args),
        }
    }
}
