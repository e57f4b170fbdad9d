//! What `dlq retry` and `dlq drop` are told alike, and the lines that they print for programs.

use super::filter::{CHOOSING, FilterArgs};
use crate::commands::configuration::ConfigArgs;
use crate::commands::stdout::stdout;
use clap::ArgGroup;
use std::io::Write;

/// Which letters, and how it is told.
#[derive(clap::Args)]
#[command(group(ArgGroup::new("chosen").args(CHOOSING).arg("all").required(true).multiple(true)))]
pub(super) struct ChangeArgs {
    #[command(flatten)]
    pub(super) filter: FilterArgs,
    /// All of them
    #[arg(long)]
    all: bool,
    /// Only say what would be done
    #[arg(long)]
    pub(super) dry_run: bool,
    /// One JSON object a line: each letter, once its transaction is committed
    #[arg(long)]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) config: ConfigArgs,
}

impl ChangeArgs {
    /// Prints lines of JSON where these are wanted.
    pub(super) fn print_json(&self, lines: &[String]) -> std::io::Result<()> {
        let mut out = stdout();
        lines.iter().filter(|_| self.json).try_for_each(|line| writeln!(out, "{line}"))
    }
}
