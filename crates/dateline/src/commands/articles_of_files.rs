//! From inputs to what is printed: each raw record is taken a step or two along the pipeline, in input order.
//!
//! A closed stdout (`| head`) ends it quietly; an input that cannot be taken is one line on stderr.

use super::inputs::InputArgs;
use super::ordered_workers::{InOrder, Panicked, in_order};
use super::progress;
use super::stdout::{stderr, stdout};
use anyhow::Context;
use article::{Article, RawRecord, escaped};
use extract::ExtractContext;
use service::clock;
use std::io::{BufWriter, Write};
use std::process::ExitCode;
use std::time::Instant;

/// Version of the extract stage as provenance states it.
const BY: &str = concat!("consumer/", env!("CARGO_PKG_VERSION"));

/// Text that is ready, or why there is none.
pub(crate) type Printed = Result<Vec<u8>, String>;

/// Prints what `step` makes of every record of the inputs. The status is a failure when an input could not be taken.
pub(crate) fn print_each(
    inputs: InputArgs,
    step: impl Fn(RawRecord) -> Printed + Send + Sync + 'static,
) -> anyhow::Result<ExitCode> {
    inputs.check()?;
    let results =
        in_order(move |feed| inputs.read(&mut |name, input| feed.put(name, input)), move |input| step(input.raw()?))?;
    print_all(results).context("write to stdout")
}

fn print_all(mut results: InOrder<Printed>) -> std::io::Result<ExitCode> {
    let mut out = BufWriter::new(stdout());
    let mut status = ExitCode::SUCCESS;
    let mut progress = progress::on_stderr();
    loop {
        if results.must_wait() {
            out.flush()?;
        }
        let Some((name, result)) = results.next() else { break };
        let reason = match result {
            Ok(Ok(lines)) => {
                out.write_all(&lines)?;
                progress.count(false, Instant::now());
                continue;
            }
            Ok(Err(reason)) => reason,
            Err(Panicked) => "reading it failed inside dateline; please report this input".to_owned(),
        };
        status = ExitCode::FAILURE;
        progress.clear();
        // With stderr closed the exit status still tells.
        let _ = writeln!(stderr(), "dateline: {}: {}", escaped(&name), one_line(&reason));
        progress.count(true, Instant::now());
    }
    progress.clear();
    out.flush()?;
    Ok(status)
}

/// The articles of a record, or why there are none.
pub(crate) fn articles(raw: &RawRecord) -> Result<Vec<Article>, String> {
    extract::extract(raw, &context(raw)).map_err(|reject| refusal(&reject))
}

/// How the articles of a record, or its refusal, came about.
pub(crate) fn explained(raw: &RawRecord) -> Printed {
    let (read, explanation) = extract::explain(raw, &context(raw));
    let mut text = explanation.to_string().into_bytes();
    match read {
        Ok(articles) => {
            for article in articles {
                text.extend(format!("{}\n\n", article.uri).into_bytes());
            }
        }
        Err(reject) => text.extend(format!("refused: {}\n\n", one_line(&refusal(&reject))).into_bytes()),
    }
    Ok(text)
}

fn context(raw: &RawRecord) -> ExtractContext<'static> {
    let at = clock::now();
    ExtractContext { received_at: raw.fetched_at.unwrap_or(at), by: BY, from: None, at }
}

fn refusal(reject: &extract::Reject) -> String {
    format!("{} ({})", reject.message, reject.class)
}

/// Articles as lines of JSON.
pub(crate) fn lines(articles: impl IntoIterator<Item = Article>) -> Printed {
    let mut lines = Vec::new();
    for article in articles {
        serde_json::to_writer(&mut lines, &article).map_err(|error| error.to_string())?;
        lines.push(b'\n');
    }
    Ok(lines)
}

/// Reasons may quote the input; a line break in one must not look like a second error.
fn one_line(text: &str) -> String {
    article::collapse_white_space(text)
}
