//! `dateline tail`: follow a topic, or what a store takes, as it happens.

mod lane;
mod line;

use super::configuration::ConfigArgs;
use super::page::print;
use super::point_in_time::point_in_time;
use super::searched_store::AboutArgs;
use super::show::palette::Palette;
use super::stdout::{stdout, tell};
use article::{Timestamp, Topics};
use bus::{Bus, Isolation, Received, TopicPartition};
use lane::Followed;
use line::{Wanted, in_json, readable};
use service::ReadingLoop;
use std::collections::HashMap;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;
use std::time::Duration;

/// One wait for records.
const WAIT: Duration = Duration::from_millis(200);

/// Follow a topic, or what a store takes, as it happens: some lines a record, or one of JSON.
///
/// WHAT is `raw`, `articles`, `enriched`, `letters` (all dead letters), or `store/NAME`: enriched articles as that store's
/// group passes them. Filters hold as they do in `search`, but words are compared whole; raw records and dead letters have a
/// source and a text only. Ctrl-C ends it.
#[derive(clap::Args)]
#[command(after_help = NOTES)]
pub(crate) struct Args {
    /// raw, articles, enriched, letters or store/NAME
    #[arg(value_name = "WHAT", default_value = "enriched")]
    what: Followed,
    /// Begin with records from this day (YYYY-MM-DD), this time (RFC 3339), or so long ago (2h, 7d) [default: now]
    #[arg(long, value_name = "TIME", value_parser = point_in_time)]
    from: Option<Timestamp>,
    /// End after so many records
    #[arg(long, short = 'n', value_parser = clap::value_parser!(u64).range(1..))]
    limit: Option<u64>,
    /// End with what is there now, instead of waiting for more
    #[arg(long)]
    no_follow: bool,
    /// These words in headline, summary or body; `"…"`: a phrase; `or` between words: either; `-word`: not
    #[arg(long, value_name = "WORDS")]
    text: Option<String>,
    #[command(flatten)]
    about: AboutArgs,
    /// One JSON object a line, with where it stands; the default when piped
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    config: ConfigArgs,
}

const NOTES: &str = "\
Exit codes: 0 ended by Ctrl-C, -n or --no-follow; 1 the bus cannot be used, or a topic is missing; 2 usage; 78 configuration.

Examples:
  dateline tail --from 2h --language en --place Nairobi
  dateline tail store/articles --json | jq -r .article.headlines[0].value
  dateline tail letters --source world --from 1d --no-follow";

pub(crate) fn run(args: Args) -> anyhow::Result<ExitCode> {
    let settings = match args.config.load() {
        Ok(configuration) => configuration.settings,
        Err(code) => return Ok(code),
    };
    let (bus, topics) = (service::open_as_guest(&settings)?, Topics::of(settings.lane.clone()));
    let bus = bus.as_ref();
    let group = match args.what.group(&service::reading_loops(&settings)) {
        Ok(group) => group,
        Err(why) => {
            tell(&why);
            return Ok(ExitCode::from(2));
        }
    };
    let (from, ends) = beginnings(bus, &args.what, &topics, args.from)?;
    let wanted = Wanted { query: args.about.query(&args.text.unwrap_or_default()), since: args.from };
    let out = std::io::stdout();
    let (json, palette) = (args.json || !out.is_terminal(), Palette::of(&out));
    let show = |received: &Received| -> anyhow::Result<bool> {
        if !wanted.is_met_by(received, &topics) {
            return Ok(false);
        }
        if json {
            let mut out = stdout();
            writeln!(out, "{}", in_json(received))?;
            out.flush()?;
        } else {
            print(&readable(received, &topics, palette))?;
        }
        Ok(true)
    };
    let mut reader = bus.reader(&from)?;
    let (mut waiting, mut shown) = (Vec::new(), 0);
    let mut left: HashMap<TopicPartition, i64> = ends.into_iter().filter(|(_, end)| *end > 0).collect();
    loop {
        let caught_up = reader.caught_up();
        for received in reader.read(WAIT)? {
            let at = TopicPartition::new(received.topic.clone(), received.partition);
            if left.get(&at).is_some_and(|end| received.offset + 1 >= *end) {
                left.remove(&at);
            }
            waiting.push(received);
        }
        let ready = match &group {
            Some(group) => passed(bus, group, &mut waiting)?,
            None => std::mem::take(&mut waiting),
        };
        for received in &ready {
            shown += u64::from(show(received)?);
            if args.limit.is_some_and(|limit| shown >= limit) {
                return Ok(ExitCode::SUCCESS);
            }
        }
        if args.no_follow && (caught_up || left.is_empty()) {
            if shown == 0 {
                tell(&format!(
                    "nothing like that in {}; leave out a filter, or begin earlier with --from 7d",
                    args.what
                ));
            }
            return Ok(ExitCode::SUCCESS);
        }
    }
}

type Offsets = Vec<(TopicPartition, i64)>;

/// Where to begin in each partition, and where each ends now.
fn beginnings(
    bus: &dyn Bus,
    what: &Followed,
    topics: &Topics,
    from: Option<Timestamp>,
) -> anyhow::Result<(Offsets, Offsets)> {
    let (mut beginnings, mut ends) = (Vec::new(), Vec::new());
    for topic in what.topics(topics) {
        for number in 0..bus.partition_count(&topic)? {
            let at = TopicPartition::new(topic.clone(), number);
            let end = bus.end_offset(&at, Isolation::Committed)?;
            let first = match from {
                Some(from) => bus.offset_at(&at, from.millis())?,
                None => end,
            };
            if first < end {
                ends.push((at.clone(), end));
            }
            beginnings.push((at, first));
        }
    }
    Ok((beginnings, ends))
}

/// Those that a group has read, in order; the others go on waiting.
fn passed(bus: &dyn Bus, reading: &ReadingLoop, waiting: &mut Vec<Received>) -> anyhow::Result<Vec<Received>> {
    if waiting.is_empty() {
        return Ok(Vec::new());
    }
    let mut numbers: Vec<i32> = waiting.iter().map(|received| received.partition).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let partitions: Vec<_> = numbers.iter().map(|number| TopicPartition::new(reading.topic.clone(), *number)).collect();
    let places = bus.settled(&reading.group, &partitions)?;
    let place = |partition: i32| {
        let at = numbers.iter().position(|number| *number == partition)?;
        places.get(at).copied().flatten()
    };
    let is_passed = |received: &Received| place(received.partition).is_some_and(|next| received.offset < next);
    let (passed, left) = std::mem::take(waiting).into_iter().partition(is_passed);
    *waiting = left;
    Ok(passed)
}
