//! `dateline dlq show`: dead letters with their documents.

use super::document::Document;
use super::filter::{CHOOSING, FilterArgs};
use super::json;
use super::lane::{Lane, letters};
use super::place::{Place, named};
use crate::commands::as_json::{body, key_and_headers};
use crate::commands::configuration::ConfigArgs;
use crate::commands::page::{one_line, paragraph, print, time};
use crate::commands::show::palette::{Look, Palette};
use crate::commands::stdout::{stdout, tell};
use clap::ArgGroup;
use pipeline::letters::{Letter, Mark, NoRetry};
use serde_json::{Map, Value, json};
use service::clock;
use std::io::Write;
use std::process::ExitCode;

/// Columns of what a fact is called.
const NAME: usize = 12;

/// Show dead letters with their documents, and mark the place that the message names.
#[derive(clap::Args)]
#[command(group(ArgGroup::new("chosen").args(CHOOSING).required(true).multiple(true)))]
pub(crate) struct Args {
    #[command(flatten)]
    filter: FilterArgs,
    /// Show at most so many, the oldest of each partition first; those that are named by id are all shown
    #[arg(long, short = 'n', default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    limit: u32,
    /// Show all of a document, not only the surroundings of the place
    #[arg(long)]
    all: bool,
    /// One JSON object a line, with headers and all of the document (`body`, or `bodyBase64` when it is no text)
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    config: ConfigArgs,
}

pub(crate) fn run(args: Args) -> anyhow::Result<ExitCode> {
    let lane = match Lane::open(&args.config)? {
        Ok(lane) => lane,
        Err(code) => return Ok(code),
    };
    let (now, palette) = (clock::now(), Palette::of_page());
    let (mut shown, mut left) = (0, 0);
    // Whoever asks for a letter by name is shown it, whatever was done with it.
    let marked = !args.filter.letters.is_empty();
    let seen = lane.each(&args.filter, marked, |letter, mark| {
        if shown >= args.limit && !marked {
            left += 1;
            return Ok(());
        }
        shown += 1;
        let no_retry = lane.retries.of(&letter, now).err();
        if args.json {
            return Ok(writeln!(stdout(), "{}", Value::from(in_json(&letter, mark, no_retry.as_ref())?))?);
        }
        let mut lines = readable(&letter, mark, no_retry.as_ref(), args.all, palette);
        lines.push(String::new());
        Ok(print(&lines)?)
    })?;
    if left > 0 {
        tell(&format!("{} more are like that; -n shows more of them", letters(left)));
    }
    Ok(lane.tell(&args.filter, &seen))
}

fn in_json(letter: &Letter, mark: Option<Mark>, no_retry: Option<&NoRetry>) -> serde_json::Result<Map<String, Value>> {
    let mut object = json::letter(letter, mark, no_retry);
    let record = &letter.record;
    object.extend(key_and_headers(record));
    if let Some(Place { header, byte }) = named(letter.message(), &record.headers, record.value()) {
        let mut place = Map::new();
        place.extend(header.map(|header| ("header".to_owned(), json!(header))));
        place.extend(byte.map(|byte| ("byte".to_owned(), json!(byte))));
        object.insert("place".to_owned(), Value::from(place));
    }
    object.extend(body(record.value())?);
    Ok(object)
}

fn readable(
    letter: &Letter,
    mark: Option<Mark>,
    no_retry: Option<&NoRetry>,
    all: bool,
    palette: Palette,
) -> Vec<String> {
    let place = named(letter.message(), &letter.record.headers, letter.record.value());
    let mut lines = vec![palette.paint(Look::Strong, &letter.id.to_string())];
    let mut fact = |name: &str, text: String| lines.extend(paragraph(palette, &format!("  {name}"), NAME, &text));
    fact("class", letter.class().to_owned());
    fact("why", letter.message().to_owned());
    let attempts = letter.attempts().map(|attempts| format!(", attempts: {attempts}")).unwrap_or_default();
    let service = letter.service().map(|service| format!(" ({service}{attempts})")).unwrap_or_default();
    fact("stage", format!("{}{service}", letter.stage()));
    fact("given up", format!("{} UTC", time(letter.given_up_at())));
    if let Some(from) = letter.origin() {
        fact("read from", format!("{}[{}] offset {}", from.topic, from.partition, from.offset));
    }
    if let Some(source) = letter.source() {
        fact("source", source);
    }
    if let Some(mark) = mark {
        fact("done", format!("{} at {} UTC", mark.mark.as_str(), time(mark.at)));
    }
    match no_retry {
        Some(why) => fact("retry", format!("not possible: {why}")),
        None => fact("retry", format!("dateline dlq retry {}", letter.id)),
    }
    let own = letter.record.headers.iter().filter(|(name, _)| !name.starts_with("x-error-"));
    for (index, (name, value)) in own.enumerate() {
        let head = if index == 0 { "  headers" } else { "" };
        let here = place.as_ref().filter(|place| place.header.as_deref() == Some(name));
        lines.push(palette.cut(&format!(
            "{head:<NAME$}{}: {}",
            one_line(name),
            one_line(&String::from_utf8_lossy(value))
        )));
        if let Some(place) = here {
            lines.push(palette.paint(Look::Bad, &format!("{:1$}^ here", "", NAME + name.chars().count() + 2)));
            lines.extend(laid_out(value, all, place.byte, palette));
        }
    }
    let value = letter.record.value();
    let size = match letter.omitted_bytes() {
        Some(bytes) => format!("  its {bytes} bytes are not kept"),
        None => format!("  {} bytes", value.len()),
    };
    lines.extend([String::new(), palette.paint(Look::Quiet, &size)]);
    if !value.is_empty() {
        let byte = place.filter(|place| place.header.is_none()).and_then(|place| place.byte);
        lines.extend(laid_out(value, all, byte, palette));
    }
    lines
}

fn laid_out(bytes: &[u8], all: bool, mark: Option<usize>, palette: Palette) -> Vec<String> {
    let rows = Document::lay_out(bytes, palette.width(), mark).rows(all);
    let look = |is_mark| if is_mark { Look::Bad } else { Look::Plain };
    rows.into_iter().map(|(row, is_mark)| palette.paint(look(is_mark), &row)).collect()
}
