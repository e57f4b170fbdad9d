//! `dateline dlq list`: which dead letters there are.

use super::filter::FilterArgs;
use super::json;
use super::lane::{Lane, letters};
use crate::commands::configuration::ConfigArgs;
use crate::commands::page::{self, Table, time};
use crate::commands::show::palette::Palette;
use crate::commands::stdout::stdout;
use article::Timestamp;
use pipeline::letters::{Letter, LetterId, Mark};
use service::clock;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::io::Write;
use std::process::ExitCode;

/// Of a message in characters: one line of the widest page.
const MESSAGE: usize = 400;

/// List dead letters: how many of each stage and class, and the newest of them.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    filter: FilterArgs,
    /// Also those that were retried or dropped
    #[arg(long)]
    marked: bool,
    /// Show at most so many; all are counted [default: 20, with --json all]
    #[arg(long, short = 'n', value_parser = clap::value_parser!(u32).range(1..=10_000))]
    limit: Option<u32>,
    /// One JSON object a line, partition by partition, oldest first; with -n the newest
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    config: ConfigArgs,
}

/// The newest letters and how many there are in all.
#[derive(Default)]
struct Summary {
    /// By stage and class: how many, and when the newest was given up.
    counts: BTreeMap<(String, String), (u64, Timestamp)>,
    newest: BinaryHeap<Reverse<Newest>>,
}

/// A letter without its document, ordered by time.
struct Newest {
    at: Timestamp,
    id: LetterId,
    row: Vec<String>,
    message: String,
    json: String,
}

pub(crate) fn run(args: Args) -> anyhow::Result<ExitCode> {
    let lane = match Lane::open(&args.config)? {
        Ok(lane) => lane,
        Err(code) => return Ok(code),
    };
    let now = clock::now();
    let json_of = |letter: &Letter, mark| {
        let no_retry = lane.retries.of(letter, now).err();
        serde_json::to_string(&json::letter(letter, mark, no_retry.as_ref()))
    };
    if args.json && args.limit.is_none() {
        let mut out = stdout();
        let seen =
            lane.each(&args.filter, args.marked, |letter, mark| Ok(writeln!(out, "{}", json_of(&letter, mark)?)?))?;
        drop(out);
        return Ok(lane.tell(&args.filter, &seen));
    }
    let limit = usize::try_from(args.limit.unwrap_or(20)).unwrap_or(usize::MAX);
    let mut summary = Summary::default();
    let seen = lane.each(&args.filter, args.marked, |letter, mark| {
        let json = if args.json { json_of(&letter, mark)? } else { String::new() };
        summary.note(&letter, mark, json, limit);
        Ok(())
    })?;
    let newest: Vec<Newest> = summary.newest.into_sorted_vec().into_iter().map(|Reverse(one)| one).collect();
    if args.json {
        let mut out = stdout();
        newest.iter().try_for_each(|one| writeln!(out, "{}", one.json))?;
    } else if !newest.is_empty() {
        page::print(&readable(&summary.counts, &newest, Palette::of_page()))?;
    }
    Ok(lane.tell(&args.filter, &seen))
}

impl Summary {
    fn note(&mut self, letter: &Letter, mark: Option<Mark>, json: String, limit: usize) {
        let at = letter.given_up_at();
        let key = (letter.stage().to_owned(), letter.class().to_owned());
        let (count, newest) = self.counts.entry(key).or_insert((0, at));
        *count += 1;
        *newest = at.max(*newest);
        if self.newest.len() >= limit && self.newest.peek().is_some_and(|Reverse(oldest)| at <= oldest.at) {
            return;
        }
        let class = match mark {
            None => letter.class().to_owned(),
            Some(mark) => format!("{} ({})", letter.class(), mark.mark.as_str()),
        };
        let row = vec![letter.id.to_string(), time(at), class, letter.source().unwrap_or_default()];
        let message = letter.message().chars().take(MESSAGE).collect();
        self.newest.push(Reverse(Newest { at, id: letter.id, row, message, json }));
        if self.newest.len() > limit {
            self.newest.pop();
        }
    }
}

fn readable(counts: &BTreeMap<(String, String), (u64, Timestamp)>, newest: &[Newest], palette: Palette) -> Vec<String> {
    let all: u64 = counts.values().map(|(count, _)| count).sum();
    let mut table = Table::new(&["STAGE", "CLASS", "LETTERS", "NEWEST (UTC)"]);
    for ((stage, class), (count, at)) in counts {
        table.push(vec![stage.clone(), class.clone(), count.to_string(), time(*at)]);
    }
    let mut lines = vec![letters(all), String::new()];
    lines.extend(table.lines(palette, |_| None));
    let mut table = Table::new(&["LETTER", "GIVEN UP (UTC)", "CLASS", "SOURCE"]);
    newest.iter().for_each(|one| table.push(one.row.clone()));
    lines.push(String::new());
    lines.extend(table.lines(palette, |index| newest.get(index).map(|one| one.message.clone())));
    let left = all - newest.len() as u64;
    if left > 0 {
        lines.extend([String::new(), format!("{left} older ones are not shown: -n shows more, --json all")]);
    }
    lines
}

impl Newest {
    fn order(&self) -> (Timestamp, &'static str, i32, i64) {
        (self.at, self.id.stage.as_str(), self.id.partition, self.id.offset)
    }
}

impl PartialEq for Newest {
    fn eq(&self, other: &Self) -> bool {
        self.order() == other.order()
    }
}

impl Eq for Newest {}

impl PartialOrd for Newest {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Newest {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.order().cmp(&other.order())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use article::{Headers, Record, header};

    fn letter(offset: i64, class: &str, minute: i64) -> Letter {
        let headers = [
            (header::ERROR_STAGE, "extract"),
            (header::ERROR_CLASS, class),
            (
                header::ERROR_MESSAGE,
                "the text is not valid UTF-8 from byte 6 on; convert it and send it again, or state it",
            ),
            (header::RECORD_SOURCE, "wire"),
        ];
        let headers: Headers =
            headers.map(|(name, value)| (name.to_owned(), value.as_bytes().to_vec())).into_iter().collect();
        let timestamp = 1_790_000_000_000 + minute * 60_000;
        let id = format!("extract/0/{offset}").parse().unwrap();
        Letter { id, record: Record { headers, timestamp, ..Record::default() } }
    }

    #[test]
    fn all_are_counted_and_the_newest_are_shown() {
        let mut summary = Summary::default();
        for (offset, class, minute) in [(0, "not_utf8", 3), (1, "no_text", 1), (2, "not_utf8", 2), (3, "not_utf8", 9)] {
            summary.note(&letter(offset, class, minute), None, String::new(), 2);
        }
        let newest: Vec<Newest> = summary.newest.into_sorted_vec().into_iter().map(|Reverse(one)| one).collect();
        let expected = [
            "4 dead letters",
            "",
            "STAGE    CLASS     LETTERS  NEWEST (UTC)",
            "extract  no_text         1  2026-09-21 14:14:20",
            "extract  not_utf8        3  2026-09-21 14:22:20",
            "",
            "LETTER       GIVEN UP (UTC)       CLASS     SOURCE",
            "extract/0/3  2026-09-21 14:22:20  not_utf8  wire",
            "    the text is not valid UTF-8 from byte 6 on; convert it and send it again, …",
            "extract/0/0  2026-09-21 14:16:20  not_utf8  wire",
            "    the text is not valid UTF-8 from byte 6 on; convert it and send it again, …",
            "",
            "2 older ones are not shown: -n shows more, --json all",
        ];
        assert_eq!(readable(&summary.counts, &newest, Palette::plain(79)), expected);
    }
}
