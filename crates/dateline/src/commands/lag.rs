//! `dateline lag`: how far behind each stage and store is.

use super::as_json::known;
use super::configuration::ConfigArgs;
use super::page::{NONE, Table, print};
use super::show::palette::Palette;
use super::stdout::{stdout, tell};
use super::units::span;
use serde_json::{Value, json};
use service::clock;
use state::{GroupLag, Look, PartitionLag};
use std::io::Write;
use std::process::ExitCode;
use std::time::Duration;

/// A transaction that is open for so long holds something up; usual ones last a tenth of a second.
const OPEN: Duration = Duration::from_secs(2);

/// Show how far behind each stage and store is, in records and in time.
///
/// A number with ~ counts offsets, as `topics list` does. Partitions are shown where something waits. HELD UP counts offsets
/// that nobody may read because a transaction on the topic has stayed open for two seconds or more (Kafka only).
#[derive(clap::Args)]
#[command(after_help = NOTES)]
pub(crate) struct Args {
    /// Show every partition, not only those in which something waits
    #[arg(long)]
    all: bool,
    /// One JSON object a line: each partition of each stage and store
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    config: ConfigArgs,
}

const NOTES: &str = "\
Exit codes: 0 told; 1 the bus cannot be used, or a topic is missing; 2 usage; 78 configuration.

Examples:
  dateline lag
  dateline lag --json | jq -r 'select(.seconds > 300) | .stage'";

pub(crate) fn run(args: Args) -> anyhow::Result<ExitCode> {
    let settings = match args.config.load() {
        Ok(configuration) => configuration.settings,
        Err(code) => return Ok(code),
    };
    let bus = service::open_as_guest(&settings)?;
    let look = || Look::of(bus.as_ref(), service::reading_loops(&settings), clock::now());
    let mut lags = look()?;
    let lags = if lags.is_any_open() {
        std::thread::sleep(OPEN);
        let earlier = std::mem::replace(&mut lags, look()?);
        lags.lags(Some(&earlier))
    } else {
        lags.lags(None)
    };
    if args.json {
        let mut out = stdout();
        lags.iter().flat_map(in_json).try_for_each(|line| writeln!(out, "{line}"))?;
        return Ok(ExitCode::SUCCESS);
    }
    print(&readable(&lags, args.all, Palette::of_page()))?;
    if let Some(group) = lags.iter().find(|group| group.whole().held_up > 0) {
        tell(&format!(
            "a transaction on {} has been open for {} s or more; if it stays, see \"A transaction that Kafka leaves open\" in \
             docs/reliability.md",
            group.topic,
            OPEN.as_secs()
        ));
    }
    Ok(ExitCode::SUCCESS)
}

fn readable(lags: &[GroupLag], all: bool, palette: Palette) -> Vec<String> {
    let mut table = Table::new(&["STAGE", "PARTITION", "TO READ", "OLDEST", "HELD UP", ""]);
    for lag in lags {
        let note = if lag.has_read { "" } else { "has not read yet" };
        table.push(row(lag.stage.clone(), "all".to_owned(), &lag.whole(), note));
        for (number, partition) in lag.partitions.iter().enumerate() {
            if all || !partition.is_none() {
                table.push(row(String::new(), number.to_string(), partition, ""));
            }
        }
    }
    table.lines(palette, |_| None)
}

fn row(stage: String, partition: String, lag: &PartitionLag, note: &str) -> Vec<String> {
    let none_if_zero = |number: u64| if number == 0 { NONE.to_owned() } else { number.to_string() };
    let age = lag.age.map_or(NONE.to_owned(), span);
    vec![stage, partition, lag.records.to_string(), age, none_if_zero(lag.held_up), note.to_owned()]
}

/// One object a partition. What is not known is left out.
fn in_json(lag: &GroupLag) -> Vec<Value> {
    let one = |(number, partition): (usize, &PartitionLag)| {
        Value::from(known([
            ("stage", Some(json!(lag.stage))),
            ("group", Some(json!(lag.group))),
            ("topic", Some(json!(lag.topic.as_str()))),
            ("partition", Some(json!(number))),
            ("records", Some(json!(partition.records.number()))),
            ("exact", Some(json!(partition.records.is_exact()))),
            ("seconds", partition.age.map(|age| json!(age.as_secs()))),
            ("heldUpOffsets", Some(json!(partition.held_up))),
            ("hasRead", Some(json!(lag.has_read))),
        ]))
    };
    lag.partitions.iter().enumerate().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use article::TopicName;
    use state::Count;

    fn lags() -> Vec<GroupLag> {
        let lag = |stage: &str, has_read, partitions| GroupLag {
            stage: stage.to_owned(),
            group: format!("news.{stage}"),
            topic: TopicName::new("news.raw.v1"),
            has_read,
            partitions,
        };
        let behind =
            |records, seconds, held_up| PartitionLag { records, age: Some(Duration::from_secs(seconds)), held_up };
        vec![
            lag("extract", true, vec![PartitionLag::default(), PartitionLag::default()]),
            lag("store/articles", false, vec![behind(Count::Offsets(1_204), 200, 0), behind(Count::Exactly(3), 2, 17)]),
        ]
    }

    #[test]
    fn what_waits_is_shown_by_partition_and_the_rest_by_stage() {
        let expected = [
            "STAGE           PARTITION  TO READ  OLDEST      HELD UP",
            "extract         all              0  -                 -",
            "store/articles  all          ~1207  3 min 20 s       17  has not read yet",
            "                0            ~1204  3 min 20 s        -",
            "                1                3  2.0 s            17",
        ];
        assert_eq!(readable(&lags(), false, Palette::plain(80)), expected);
        assert_eq!(readable(&lags(), true, Palette::plain(80)).len(), 7);
    }

    #[test]
    fn programs_get_each_partition_with_what_is_known() {
        let lines: Vec<Value> = lags().iter().flat_map(in_json).collect();
        assert_eq!(lines.len(), 4);
        assert_eq!(
            lines[3],
            json!({"stage": "store/articles", "group": "news.store/articles", "topic": "news.raw.v1", "partition": 1,
                "records": 3, "exact": true, "seconds": 2, "heldUpOffsets": 17, "hasRead": false})
        );
        assert_eq!(lines[0].get("seconds"), None);
    }
}
