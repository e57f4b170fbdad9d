//! `dateline quotes`: who said what, when and where it was reported.

use super::print_found::print_found;
use super::searched_store::{FilterArgs, StoreArgs, a_name};
use super::unfinished::tell_unfinished;
use super::why_nothing::tell_why_nothing;
use clap::ArgGroup;
use sink::search::{Answer, print_quotes};
use std::process::ExitCode;

/// Look up who said what in the articles of a store.
///
/// Quotes of the newest articles come first. On a terminal: a few lines a quote. Piped: one quote a line (NDJSON), with the
/// article that reports it. Names match without case and accents; of people the last name is enough.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES, group(ArgGroup::new("asked").args(["words", "by"]).required(true).multiple(true)))]
pub(crate) struct Args {
    /// Words that must occur in what was said; "…" a phrase, `or` either, -word must not occur
    words: Vec<String>,
    /// Who said it: a person or an organisation
    #[arg(long, value_name = "NAME", value_parser = a_name)]
    by: Option<String>,
    #[command(flatten)]
    filters: FilterArgs,
    /// At most so many quotes
    #[arg(long, short = 'n', default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    limit: u32,
    #[command(flatten)]
    store: StoreArgs,
}

const EXAMPLES: &str = "\
Examples:
  dateline quotes --by Merkel
  dateline quotes --by Merkel budget --since 2024-10-01
  dateline quotes '\"interest rates\"' --source wire | jq -r '[.speaker, .text] | @tsv'";

pub(crate) fn run(args: Args) -> anyhow::Result<ExitCode> {
    let store = match args.store.open()? {
        Ok(store) => store,
        Err(code) => return Ok(code),
    };
    let query = args.filters.query(&args.words, args.by.into_iter().collect(), args.limit);
    let Answer { hits, filling } = store.ask(|searchable| searchable.quotes(&query))?;
    print_found(|width, colour| print_quotes::readable(&hits, width, colour), || print_quotes::ndjson(&hits))?;
    match filling {
        Some(filling) => tell_unfinished(&store, filling),
        None if hits.is_empty() => tell_why_nothing(&store, &query, "quote")?,
        None => {}
    }
    Ok(ExitCode::SUCCESS)
}
