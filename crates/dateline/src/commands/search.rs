//! `dateline search`: articles in a store, by text, place, agency, language and time.

use super::configuration::ConfigArgs;
use super::stdout::{painted_stdout, stdout};
use super::terminal;
use anyhow::Context;
use article::Timestamp;
use sink::SEARCHABLE_KINDS;
use sink::search::{Query, print};
use std::io::{IsTerminal, Write};
use std::process::ExitCode;

/// Search the articles of a store.
///
/// On a terminal: a few lines an article, best first (newest first without words). Piped: one message a line (NDJSON).
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Words that must occur; "…" a phrase, `or` either, -word must not occur
    words: Vec<String>,
    /// Filed from this place or naming it; a name or an ISO 3166 code
    #[arg(long)]
    place: Option<String>,
    /// By this agency
    #[arg(long)]
    agency: Option<String>,
    /// In this language, such as `en`
    #[arg(long)]
    language: Option<String>,
    /// Published on this day (YYYY-MM-DD) or at this time (RFC 3339), or later
    #[arg(long, value_parser = point_in_time)]
    since: Option<Timestamp>,
    /// Published before this day or time
    #[arg(long, value_parser = point_in_time)]
    until: Option<Timestamp>,
    /// At most so many articles
    #[arg(long, short = 'n', default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    limit: u32,
    /// Which store, when there are several [default: the first that can be searched]
    #[arg(long, value_name = "NAME")]
    store: Option<String>,
    #[command(flatten)]
    config: ConfigArgs,
}

const EXAMPLES: &str = "\
Examples:
  dateline search flood warning
  dateline search --place Islamabad --since 2024-10-01
  dateline search --agency Reuters -n 100 | jq -r .headlines[0].value";

pub(crate) fn run(args: Args) -> anyhow::Result<ExitCode> {
    let configuration = match args.config.load() {
        Ok(configuration) => configuration,
        Err(code) => return Ok(code),
    };
    let (mut stores, kinds) = (configuration.stores.iter(), SEARCHABLE_KINDS.join(" or "));
    let store = match &args.store {
        Some(name) => {
            let store = stores.find(|store| store.name() == name).with_context(|| {
                let known: Vec<&str> = configuration.stores.iter().map(|store| store.name()).collect();
                format!("no store is named `{name}`; there are: {}", known.join(", "))
            })?;
            let nothing = || format!("store `{name}` keeps nothing to search in; name one of kind {kinds}");
            store.searchable().with_context(nothing)?
        }
        None => stores
            .find_map(|store| store.searchable())
            .with_context(|| format!("no store of the configuration can be searched; add one of kind {kinds}"))?,
    };
    let text = args.words.join(" ");
    let query = Query {
        text: (!text.trim().is_empty()).then_some(text),
        place: args.place,
        agency: args.agency,
        language: args.language,
        since: args.since,
        until: args.until,
        limit: args.limit,
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let hits = runtime.block_on(store.search(&query))?;
    let out = std::io::stdout();
    if out.is_terminal() {
        // Printable but for its own colours.
        let text = print::readable(&hits, terminal::width(&out), terminal::colour(&out));
        painted_stdout().write_all(text.as_bytes())?;
    } else {
        stdout().write_all(print::ndjson(&hits).as_bytes())?;
    }
    Ok(ExitCode::SUCCESS)
}

fn point_in_time(text: &str) -> Result<Timestamp, String> {
    let day = || Timestamp::parse(&format!("{text}T00:00:00Z"));
    Timestamp::parse(text).or_else(day).ok_or_else(|| format!("`{text}` is neither YYYY-MM-DD nor an RFC 3339 time"))
}
