//! `dateline sources`: how each source is; and how sources are found, taken over and handed on.

mod discover;
mod export;
mod import;
mod names;
mod table;

use super::as_json::known;
use super::configuration::ConfigArgs;
use super::page::{NONE, Table, print};
use super::show::palette::Palette;
use super::stdout::{stdout, tell};
use super::units::span;
use article::{Timestamp, Topics};
use clap::Subcommand;
use pipeline::{SourceState, first_day, read_sources};
use serde_json::{Value, json};
use service::clock;
use state::{Letters, NextPoll, SourceLook};
use std::io::Write;
use std::process::ExitCode;

/// Show how each source is: its last news, its rhythm, its next poll, what is wrong.
///
/// LAST NEW is how long ago a poll brought something; USUALLY is how many polls a day do, learned from its own history; a
/// source that has been silent for clearly longer is `quiet` (docs/sources.md says how that is told, and what cannot be).
/// Beneath it stands what is wrong, and how many of its records of seven days became dead letters.
///
/// With a command it finds sources of a site, or takes and gives lists of them.
#[derive(clap::Args)]
#[command(after_help = NOTES, args_conflicts_with_subcommands = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Option<Action>,
    /// Only those that are not well: quiet, failing, broken, paused, limited, or polled by nobody
    #[arg(long)]
    unwell: bool,
    /// One JSON object a line
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    config: ConfigArgs,
}

#[derive(Subcommand)]
enum Action {
    Discover(discover::Args),
    Import(import::Args),
    Export(export::Args),
}

const NOTES: &str = "\
Exit codes: 0 told; 1 the bus cannot be used, or a topic is missing; 2 usage; 78 configuration.

Examples:
  dateline sources
  dateline sources discover https://example.org
  dateline sources --unwell --json | jq -r '[.name, .state, .cause] | @tsv'";

pub(crate) fn run(args: Args) -> anyhow::Result<ExitCode> {
    match args.action {
        None => tell_all(args),
        Some(Action::Discover(args)) => discover::run(args),
        Some(Action::Import(args)) => import::run(&args),
        Some(Action::Export(args)) => export::run(&args),
    }
}

fn tell_all(args: Args) -> anyhow::Result<ExitCode> {
    let settings = match args.config.load() {
        Ok(configuration) => configuration.settings,
        Err(code) => return Ok(code),
    };
    let names: Vec<(String, String)> =
        settings.sources.iter().map(|section| (section.name().to_owned(), section.kind().to_owned())).collect();
    if names.is_empty() {
        tell(&format!("{}: no [[source]]; docs/sources.md says how to add one", settings.file));
        return Ok(ExitCode::SUCCESS);
    }
    let (bus, topics, now) = (service::open_as_guest(&settings)?, Topics::of(settings.lane.clone()), clock::now());
    let notes = read_sources(bus.as_ref(), &topics.cursors())?;
    let letters = Letters::since(bus.as_ref(), &topics, first_day(now))?;
    let all = SourceLook::of_all(&names, &notes, &letters, now);
    let sources: Vec<SourceLook> = all.into_iter().filter(|source| !args.unwell || !is_well(source)).collect();
    if args.json {
        let mut out = stdout();
        sources.iter().map(|source| in_json(source, now)).try_for_each(|line| writeln!(out, "{line}"))?;
    } else if !sources.is_empty() {
        print(&readable(&sources, now, Palette::of_page()))?;
    }
    if sources.is_empty() {
        tell(&format!("all {} sources are well", names.len()));
    }
    let is_left = |source: &&SourceLook| matches!(source.next_poll, NextPoll::Never | NextPoll::Overdue(_));
    let left = sources.iter().filter(is_left).count();
    if left > 0 {
        tell(&format!("nobody polls {left} of these sources; start `dateline run` or `dateline consumer`"));
    }
    Ok(ExitCode::SUCCESS)
}

fn is_well(source: &SourceLook) -> bool {
    let polled = matches!(source.next_poll, NextPoll::In(_) | NextPoll::Within(_));
    polled && source.health.as_ref().is_some_and(|health| health.state == SourceState::Ok)
}

fn readable(sources: &[SourceLook], now: Timestamp, palette: Palette) -> Vec<String> {
    let mut table = Table::new(&["SOURCE", "STATE", "LAST NEW", "USUALLY", "NEXT POLL"]);
    for source in sources {
        let state = source.health.as_ref().map_or("unknown", |health| health.state.name());
        let last = source.silent_for(now).map_or(NONE.to_owned(), span);
        let next = match source.next_poll {
            NextPoll::Never => NONE.to_owned(),
            NextPoll::In(time) => format!("in {}", span(time)),
            NextPoll::Within(time) => format!("within {}", span(time)),
            NextPoll::Overdue(time) => format!("{} late", span(time)),
        };
        let row = [source.name.clone(), state.to_owned(), last, usually(source), next];
        table.push(row.into());
    }
    let beneath = |index: usize| {
        let source = sources.get(index)?;
        let told = cause(source, now).into_iter().chain(refused(source)).chain(kept_back(source, now));
        let told: Vec<String> = told.collect();
        (!told.is_empty()).then(|| told.join("; "))
    };
    table.whole_lines(palette, beneath)
}

/// What is wrong with it, and for how long.
fn cause(source: &SourceLook, now: Timestamp) -> Option<String> {
    let health = source.health.as_ref().filter(|health| !health.cause.is_empty())?;
    let since = health.failing_since.map(|since| format!("for {}: ", span(ago(since, now)))).unwrap_or_default();
    Some(format!("{since}{}", health.cause))
}

/// `31/day`, `2/week`.
fn usually(source: &SourceLook) -> String {
    let per_day = source.health.as_ref().and_then(|health| health.rhythm.per_day());
    match per_day {
        None => "learning".to_owned(),
        Some(rate) if rate >= 9.5 => format!("{rate:.0}/day"),
        Some(rate) if rate >= 1.0 => format!("{rate:.1}/day"),
        Some(rate) => format!("{:.1}/week", rate * 7.0),
    }
}

/// How many of its records were refused, if any were.
fn refused(source: &SourceLook) -> Option<String> {
    let SourceLook { records, refused, .. } = source;
    let share = share(source).map(|share| format!(" ({:.1} %)", share * 100.0)).unwrap_or_default();
    (*refused > 0).then(|| format!("{refused} of {records} records of seven days refused{share}"))
}

/// How many of its pages `robots.txt` kept back, if it did.
fn kept_back(source: &SourceLook, now: Timestamp) -> Option<String> {
    let pages = source.health.as_ref()?.kept_back_lately(now);
    let noun = if pages == 1 { "page" } else { "pages" };
    (pages > 0).then(|| format!("{pages} {noun} of seven days kept back by the robots.txt of their hosts"))
}

/// Of its records; `None`: it had none.
fn share(source: &SourceLook) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "a share for people")]
    let (refused, records) = (source.refused as f64, source.records as f64);
    (source.records > 0).then(|| (refused / records).min(1.0))
}

fn ago(at: Timestamp, now: Timestamp) -> std::time::Duration {
    std::time::Duration::from_millis(u64::try_from(now.millis() - at.millis()).unwrap_or(0))
}

/// What is not known is left out.
fn in_json(source: &SourceLook, now: Timestamp) -> Value {
    let health = source.health.as_ref();
    let rhythm = health.map(|health| &health.rhythm);
    let overdue = match source.next_poll {
        NextPoll::Overdue(time) => Some(time.as_secs()),
        NextPoll::Never | NextPoll::In(_) | NextPoll::Within(_) => None,
    };
    Value::from(known([
        ("name", Some(json!(source.name))),
        ("kind", Some(json!(source.kind))),
        ("state", health.map(|health| json!(health.state.name()))),
        ("quiet", health.map(|health| json!(health.state == SourceState::Quiet))),
        ("cause", health.filter(|health| !health.cause.is_empty()).map(|health| json!(health.cause))),
        ("failingSince", health.and_then(|health| health.failing_since).map(|at| json!(at))),
        ("lastNewAt", rhythm.and_then(|rhythm| rhythm.last_news_at()).map(|at| json!(at))),
        ("silentSeconds", source.silent_for(now).map(|silent| json!(silent.as_secs()))),
        (
            "usualPollsWithNewsPerDay",
            rhythm.and_then(|rhythm| rhythm.per_day()).map(|rate| json!((rate * 10.0).round() / 10.0)),
        ),
        ("polledAt", health.and_then(|health| health.polled_at).map(|at| json!(at))),
        ("nextPollAt", health.and_then(|health| health.next_poll_at).map(|at| json!(at))),
        ("overdueSeconds", overdue.map(|seconds| json!(seconds))),
        ("records", Some(json!(source.records))),
        ("deadLetters", Some(json!(source.refused))),
        (
            "pagesKeptBackByRobots",
            health.map(|health| health.kept_back_lately(now)).filter(|pages| *pages > 0).map(|pages| json!(pages)),
        ),
        ("deadLetterShare", share(source).map(|share| json!(share))),
    ]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use pipeline::SourceHealth;
    use std::time::Duration;

    #[test]
    fn a_source_is_a_line_and_what_is_wrong_with_it_another() {
        let now = Timestamp::parse("2026-03-02T12:00:00Z").unwrap();
        let ago = |minutes: i64| Timestamp::from_millis(now.millis() - minutes * 60_000);
        let mut fine = SourceHealth::default();
        (0..30).rev().for_each(|number| fine.rhythm.note(number % 2 == 1, ago(number * 30)));
        fine.kept_back(4, now);
        let gone = SourceHealth {
            state: SourceState::Failing,
            cause: "https://example.org/rss answered 503; it is tried again".to_owned(),
            failing_since: Some(ago(125)),
            ..SourceHealth::default()
        };
        let source = |name: &str, health, next_poll, records, refused| SourceLook {
            name: name.to_owned(),
            kind: "feed".to_owned(),
            health,
            next_poll,
            records,
            refused,
        };
        let sources = [
            source("world", Some(fine), NextPoll::In(Duration::from_secs(200)), 210, 3),
            source("wire", Some(gone), NextPoll::Overdue(Duration::from_secs(7_300)), 0, 0),
            source("new", None, NextPoll::Never, 0, 0),
        ];
        let expected = [
            "SOURCE  STATE    LAST NEW  USUALLY   NEXT POLL",
            "world   ok       30 min    24/day    in 3 min 20 s",
            "    3 of 210 records of seven days refused (1.4 %); 4 pages of seven days kept",
            "    back by the robots.txt of their hosts",
            "wire    failing  -         learning  2 h 1 min late",
            "    for 2 h 5 min: https://example.org/rss answered 503; it is tried again",
            "new     unknown  -         learning  -",
        ];
        assert_eq!(readable(&sources, now, Palette::plain(80)), expected);
        assert_eq!(sources.iter().filter(|source| !is_well(source)).count(), 2);
        let line = in_json(&sources[1], now);
        assert_eq!(line.pointer("/overdueSeconds"), Some(&json!(7_300)));
        assert_eq!(line.pointer("/quiet"), Some(&json!(false)));
        assert_eq!(line.get("lastNewAt"), None);
    }
}
