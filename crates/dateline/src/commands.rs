//! The list of commands. A new command is one file in `commands/`, one `mod` line, one variant and one arm here.
//!
//! Each file has an `Args` (its flags and its help) and a `run` that answers with the exit status; an `Err` is
//! printed by `main` as one line.

mod articles_of_files;
mod as_json;
mod backfill;
mod bounded_line;
mod check;
mod config;
mod configuration;
mod demo;
mod dlq;
mod enrich_files;
mod extract_files;
mod inputs;
mod lag;
mod manual;
mod ordered_workers;
mod page;
mod point_in_time;
mod print_found;
mod progress;
mod quotes;
mod ready;
mod reload;
mod replay;
mod run;
mod search;
mod searched_store;
mod service_page;
mod services;
mod show;
mod side_lane;
mod sources;
mod stdout;
mod tail;
mod terminal;
mod toml_text;
mod top;
mod topics;
mod trace;
mod unfinished;
mod units;
mod why_nothing;

use crate::large_pieces;
use clap::Subcommand;
use services::Service;
use std::process::ExitCode;
pub(crate) use stdout::{is_reader_gone, stderr, tell_usage};

/// What `dateline` can do.
#[derive(Subcommand)]
pub(crate) enum Command {
    Demo(demo::Args),
    Run(run::Args),
    /// Run the consumer service alone: sources to raw records, raw records to articles
    Consumer(services::Args),
    /// Run the enricher service alone: articles to enriched articles
    Enricher(services::Args),
    /// Run the sink service alone: enriched articles to the stores
    Sink(services::Args),
    Search(search::Args),
    Quotes(quotes::Args),
    Enrich(enrich_files::Args),
    Extract(extract_files::Args),
    Check(check::Args),
    Config(config::Args),
    Topics(topics::Args),
    Dlq(dlq::Args),
    Replay(replay::Args),
    Backfill(backfill::Args),
    Lag(lag::Args),
    Sources(sources::Args),
    Trace(trace::Args),
    Tail(tail::Args),
    Top(top::Args),
    Ready(ready::Args),
    Manual(manual::Args),
}

impl Command {
    /// Whether documents go through its process for as long as it runs.
    fn runs_stages(&self) -> bool {
        match self {
            Self::Demo(_)
            | Self::Run(_)
            | Self::Consumer(_)
            | Self::Enricher(_)
            | Self::Sink(_)
            | Self::Replay(_)
            | Self::Backfill(_) => true,
            Self::Search(_)
            | Self::Quotes(_)
            | Self::Enrich(_)
            | Self::Extract(_)
            | Self::Check(_)
            | Self::Config(_)
            | Self::Topics(_)
            | Self::Dlq(_)
            | Self::Lag(_)
            | Self::Sources(_)
            | Self::Trace(_)
            | Self::Tail(_)
            | Self::Top(_)
            | Self::Ready(_)
            | Self::Manual(_) => false,
        }
    }

    /// Runs the chosen command to its end. `cli` describes all of them.
    pub(crate) fn run(self, cli: fn() -> clap::Command) -> anyhow::Result<ExitCode> {
        if self.runs_stages() {
            large_pieces::give_back();
        }
        match self {
            Self::Demo(args) => demo::run(args),
            Self::Run(args) => run::run(args),
            Self::Consumer(args) => services::run(args, "consumer", &[Service::Consumer], false),
            Self::Enricher(args) => services::run(args, "enricher", &[Service::Enricher], false),
            Self::Sink(args) => services::run(args, "sink", &[Service::Sink], false),
            Self::Search(args) => search::run(args),
            Self::Quotes(args) => quotes::run(args),
            Self::Enrich(args) => enrich_files::run(args),
            Self::Extract(args) => extract_files::run(args),
            Self::Check(args) => check::run(args),
            Self::Config(args) => config::run(args),
            Self::Topics(args) => topics::run(args),
            Self::Dlq(args) => dlq::run(args),
            Self::Replay(args) => replay::run(args),
            Self::Backfill(args) => backfill::run(args),
            Self::Lag(args) => lag::run(args),
            Self::Sources(args) => sources::run(args),
            Self::Trace(args) => trace::run(args),
            Self::Tail(args) => tail::run(args),
            Self::Top(args) => top::run(args),
            Self::Ready(args) => ready::run(args),
            Self::Manual(args) => manual::run(args, cli()),
        }
    }
}
