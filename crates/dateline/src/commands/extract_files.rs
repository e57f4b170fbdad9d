//! `dateline extract`: what `dateline enrich` does, stopped before enrichment.

use super::{articles_of_files, inputs::InputArgs};
use std::process::ExitCode;

/// Read files or stdin and print articles as their bytes declare them, one a line.
///
/// This is `dateline enrich` stopped before enrichment: text, headline, byline and stated dates, nothing concluded.
/// An input that cannot be taken is one line on stderr, the others are still done, and the exit status is 1.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES, verbatim_doc_comment)]
pub(crate) struct Args {
    #[command(flatten)]
    inputs: InputArgs,
    /// Print for people why: which rule gave each field and what was cut away.
    #[arg(long)]
    explain: bool,
}

const EXAMPLES: &str = "\
Examples:
  dateline extract page.html
  dateline extract --explain page.html | less
  dateline extract --format feed feed.xml | jq -r .headlines[0].value
  dateline extract --format record records.ndjson > articles.ndjson";

pub(crate) fn run(args: Args) -> anyhow::Result<ExitCode> {
    articles_of_files::print_each(args.inputs, move |raw| {
        if args.explain {
            articles_of_files::explained(&raw)
        } else {
            articles_of_files::lines(articles_of_files::articles(&raw)?)
        }
    })
}
