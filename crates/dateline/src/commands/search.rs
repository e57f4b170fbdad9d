//! `dateline search`: articles in a store, by text, names, topic, source, language and time.

use super::print_found::print_found;
use super::searched_store::{FilterArgs, StoreArgs, a_name};
use super::unfinished::tell_unfinished;
use super::why_nothing::tell_why_nothing;
use sink::search::{Answer, print};
use std::process::ExitCode;

/// Search the articles of a store.
///
/// On a terminal: a few lines an article, best first (newest first without words). Piped: one message a line (NDJSON).
/// Names match without case and accents; of people the last name is enough.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Words that must occur; "…" a phrase, `or` either, -word must not occur
    words: Vec<String>,
    #[command(flatten)]
    filters: FilterArgs,
    /// Quoting this person or organisation; may be given again, for both
    #[arg(long, value_name = "NAME", value_parser = a_name)]
    speaker: Vec<String>,
    /// At most so many articles
    #[arg(long, short = 'n', default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    limit: u32,
    #[command(flatten)]
    store: StoreArgs,
}

const EXAMPLES: &str = "\
Examples:
  dateline search flood warning
  dateline search --place Islamabad --since 2024-10-01
  dateline search --person Merkel --organisation UN budget
  dateline search --agency Reuters -n 100 | jq -r .headlines[0].value";

pub(crate) fn run(args: Args) -> anyhow::Result<ExitCode> {
    let store = match args.store.open()? {
        Ok(store) => store,
        Err(code) => return Ok(code),
    };
    let query = args.filters.query(&args.words, args.speaker, args.limit);
    let Answer { hits, filling } = store.ask(|searchable| searchable.search(&query))?;
    print_found(|width, colour| print::readable(&hits, width, colour), || Ok(print::ndjson(&hits)))?;
    match filling {
        Some(filling) => tell_unfinished(&store, filling),
        None if hits.is_empty() => tell_why_nothing(&store, &query, "article")?,
        None => {}
    }
    Ok(ExitCode::SUCCESS)
}
