//! `dateline backfill`: archives of old news, beside live news.

mod archive;
mod archives;
mod dictionary;
mod entry;
mod files;
mod line;
mod noted;
mod passed_over;
mod unpacked;
mod warc;

use super::configuration::lane;
use super::page::{Table, print};
use super::show::palette::Palette;
use super::side_lane::{self, SideArgs, lane_for, refused};
use super::stdout::stdout;
use archives::Archives;
use article::Lane;
use files::ArchiveFile;
use noted::Noted;
use serde_json::json;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Load archives of raw records, articles and web pages, beside live news.
///
/// An archive is a file of JSON objects, one a line, or a web archive (WARC), as it is or compressed (gzip, zstd); of a
/// directory all files that end in .ndjson, .jsonl or .warc, also with .gz or .zst. Lines are raw records, articles, or enriched
/// articles (docs/messages.md); of a web archive the documents are taken that extract can read. They go through a lane of their own, `backfill`, whose stages and stores run in this process; live news does not wait for them. What
/// was stopped before its end goes on when it is run again; what was loaded before is passed over.
#[derive(clap::Args)]
#[command(after_help = NOTES)]
pub(crate) struct Args {
    /// Archives, and directories of archives
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// Through the topics of this lane [default: backfill]
    #[arg(long, value_name = "LANE", value_parser = lane)]
    into: Option<Lane>,
    /// Load from their beginnings also what was loaded before; stores keep what they have of it
    #[arg(long)]
    again: bool,
    #[command(flatten)]
    side: SideArgs,
}

const NOTES: &str = "\
Exit codes: 0 all is through, or nothing was to be done; 1 the bus or a store cannot be used, or an archive, a line or a record
could not be read; 2 usage; 75 stopped before its end, the same again goes on; 78 configuration.

Examples:
  dateline backfill archive-2024.ndjson.zst archive-2025.ndjson.zst
  dateline backfill --dry-run /srv/archives
  dateline backfill --max-live-lag 2s articles.jsonl.gz crawl-00017.warc.gz";

pub(crate) fn run(args: Args) -> anyhow::Result<ExitCode> {
    let live = match args.side.config.load() {
        Ok(configuration) => configuration,
        Err(code) => return Ok(code),
    };
    let settings = live.settings.clone();
    let lane = match args.into {
        Some(lane) if lane == settings.lane => {
            return Ok(refused(&format!("lane `{}` is that of live news; name another", lane.as_str())));
        }
        Some(lane) => lane,
        None => lane_for(&settings.lane, "backfill")?,
    };
    let files = match files::find(&args.paths) {
        Ok(files) if files.is_empty() => {
            return Ok(refused("no archive is there: they end in .ndjson, .jsonl or .warc, also with .gz or .zst"));
        }
        Ok(files) => files,
        Err(why) => return Ok(refused(&why)),
    };
    let configuration = side_lane::configuration_of(live, lane, true);
    let noted = Noted::all(&configuration.settings)?;
    let mut archives = Vec::new();
    for file in files {
        let known = noted.get(&file.key()).filter(|_| !args.again).cloned();
        if let Some(known) = known.as_ref().filter(|known| !known.is_of(&file)) {
            return Ok(refused(&known.has_changed(&file)));
        }
        let known = known.unwrap_or_else(|| Noted::new(&file));
        archives.push((file, known));
    }
    if args.side.dry_run {
        outline(&archives, configuration.settings.lane.as_str(), args.side.json)?;
        return Ok(ExitCode::SUCCESS);
    }
    let archives = Box::new(Archives::of(archives, &configuration.settings));
    let ended =
        side_lane::run("backfill", &settings, configuration, (args.side.max_live_lag, args.side.nice), archives)?;
    ended.tell(args.side.json, "the same command")
}

fn outline(archives: &[(ArchiveFile, Noted)], lane: &str, json: bool) -> std::io::Result<()> {
    if json {
        let archive = |(file, noted): &(ArchiveFile, Noted)| {
            json!({
                "path": file.name(),
                "bytes": file.bytes,
                "read": noted.entries,
                "passedOver": noted.passed_over,
                "done": noted.done,
            })
        };
        let archives: Vec<_> = archives.iter().map(archive).collect();
        let object = json!({"command": "backfill", "dryRun": true, "lane": lane, "archives": archives});
        return writeln!(stdout(), "{object}");
    }
    let bytes: u64 = archives.iter().filter(|(_, noted)| !noted.done).map(|(file, _)| file.bytes).sum();
    let mut table = Table::new(&["BYTES", "READ", "", "ARCHIVE"]);
    for (file, noted) in archives {
        let state = match noted {
            Noted { done: true, .. } => "loaded",
            Noted { entries: 0, .. } => "new",
            Noted { .. } => "goes on",
        };
        table.push([file.bytes.to_string(), noted.entries.to_string(), state.to_owned(), file.name()].into());
    }
    let head = format!("{bytes} bytes of archives would be loaded through lane `{lane}` (--dry-run)");
    print(&[vec![head, String::new()], table.lines(Palette::of_page(), |_| None)].concat())
}
