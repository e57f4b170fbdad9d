//! `dateline enrich`: files or stdin in, enriched articles out, without broker, database or network.

use super::{articles_of_files, inputs::InputArgs};
use anyhow::Context;
use enrich::{EnrichContext, Enrichers};
use service::clock;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Version of the stage as provenance states it.
const BY: &str = concat!("enricher/", env!("CARGO_PKG_VERSION"));

/// Read files or stdin and print enriched articles, one a line.
///
/// Every article is one line of JSON (IPTC ninjs 3.0 plus `enrichment`), in the order of the input. An input that
/// cannot be taken is one line on stderr, the others are still done, and the exit status is 1.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES, verbatim_doc_comment)]
pub(crate) struct Args {
    #[command(flatten)]
    inputs: InputArgs,
    /// Read the models from the files of this directory instead of the built-in ones.
    #[arg(long, value_name = "DIR")]
    models: Option<PathBuf>,
    /// Print for people why: which rule or model found what.
    #[arg(long)]
    explain: bool,
}

const EXAMPLES: &str = "\
Examples:
  dateline enrich wire-article.txt
  dateline enrich --url https://example.org/news/1 page.html
  dateline enrich --explain wire-article.txt | less
  dateline enrich pages/*.html > articles.ndjson
  dateline enrich --format record records.ndjson | jq .enrichment.dateline";

pub(crate) fn run(args: Args) -> anyhow::Result<ExitCode> {
    let enrichers = match &args.models {
        None => Enrichers::built_in(),
        Some(directory) => Enrichers::load(read_models(directory)?)
            .with_context(|| format!("load models of {}", directory.display()))?,
    };
    articles_of_files::print_each(args.inputs, move |raw| {
        let articles = articles_of_files::articles(&raw)?;
        let context = EnrichContext { by: BY, at: clock::now(), from: None };
        if !args.explain {
            return articles_of_files::lines(articles.into_iter().map(|article| enrichers.enrich(article, &context).0));
        }
        let mut text = Vec::new();
        for article in articles {
            let explanation = enrichers.explain(article, &context).map_err(|error| error.to_string())?;
            writeln!(text, "{explanation}").map_err(|error| error.to_string())?;
        }
        Ok(text)
    })
}

/// Every file of the directory, by its name without extension.
fn read_models(directory: &Path) -> anyhow::Result<BTreeMap<String, Vec<u8>>> {
    let mut models = BTreeMap::new();
    let unreadable = || format!("read models directory {}", directory.display());
    for entry in std::fs::read_dir(directory).with_context(unreadable)? {
        let path = entry.with_context(unreadable)?.path();
        let Some(name) = path.file_stem().filter(|_| path.is_file()) else {
            continue;
        };
        let bytes = std::fs::read(&path).with_context(|| format!("read model {}", path.display()))?;
        models.insert(name.to_string_lossy().into_owned(), bytes);
    }
    Ok(models)
}
