//! `dateline dlq`: dead letters, listed, shown, given back to who refused them, or dropped.

mod change;
mod document;
mod drop;
mod filter;
mod json;
mod lane;
mod list;
mod place;
mod put_away;
mod retry;
mod show;

use clap::Subcommand;
use std::process::ExitCode;

/// Look into dead letters, and give them back to the stage or store that refused them.
///
/// A letter that was retried or dropped is marked, and left out from then on.
#[derive(clap::Args)]
#[command(after_help = NOTES)]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    List(list::Args),
    Show(show::Args),
    Retry(retry::Args),
    Drop(drop::Args),
}

const NOTES: &str = "\
Exit codes: 0 done, or nothing was to be done; 1 the bus cannot be used, a letter that was named is not there, or one
that was chosen cannot be retried; 2 usage; 78 configuration.

Examples:
  dateline dlq list --since 2h
  dateline dlq show extract/0/17
  dateline dlq retry --stage store/articles --class refused_by_store --dry-run
  dateline dlq list --json | jq -r .class | sort | uniq -c";

pub(crate) fn run(args: Args) -> anyhow::Result<ExitCode> {
    match args.action {
        Action::List(args) => list::run(args),
        Action::Show(args) => show::run(args),
        Action::Retry(args) => retry::run(args),
        Action::Drop(args) => drop::run(args),
    }
}
