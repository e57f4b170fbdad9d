//! `dateline replay`: the code of today over the records of yesterday.

mod offsets;
mod outline;
mod plan;
mod records;

use super::configuration::lane;
use super::point_in_time::point_in_time;
use super::side_lane::{self, SideArgs, lane_for, refused};
use super::stdout::tell;
use article::{Lane, StageName, Timestamp, Topics};
use clap::ArgGroup;
use offsets::Offsets;
use outline::Outline;
use plan::{KEY, Plan};
use records::Records;
use service::clock;
use service::config::Settings;
use std::process::ExitCode;

/// Read records again with the code of today: into the stores, or into the topics of another lane.
///
/// The records go through a lane of their own, `replay`, whose stages and stores run in this process; live news does not
/// wait for them. Each makes the version that it made before. A store replaces that version by the new reading of it, once;
/// what is newer stays. Stores that hand news on (http, stdout) pass a replay over, unless they have `replays = true`.
#[derive(clap::Args)]
#[command(after_help = NOTES)]
#[command(group(ArgGroup::new("which").args(["from", "offsets", "resume", "abandon"]).required(true)))]
pub(crate) struct Args {
    /// Which stage reads them, and those behind it: `extract` reads raw records, `enrich` reads articles
    #[arg(long, value_name = "STAGE", value_parser = a_stage, required_unless_present_any = ["resume", "abandon"])]
    stage: Option<StageName>,
    /// Records of this day (YYYY-MM-DD), this time (RFC 3339), so long ago (2h, 7d), and later
    #[arg(long, value_name = "TIME", value_parser = point_in_time)]
    from: Option<Timestamp>,
    /// Only those before this day or time [default: now]
    #[arg(long, value_name = "TIME", value_parser = point_in_time, requires = "from")]
    to: Option<Timestamp>,
    /// Records by their places: PARTITION/FIRST-LAST, or PARTITION/FIRST- for all that follow; once for each partition
    #[arg(long, value_name = "PLACES")]
    offsets: Vec<Offsets>,
    /// Into the topics of this lane, and into no store
    #[arg(long, value_name = "LANE", value_parser = lane)]
    into: Option<Lane>,
    /// Go on with a replay that was stopped before its end
    #[arg(long, conflicts_with = "stage")]
    resume: bool,
    /// Give up a replay that was stopped before its end, so that another can begin
    #[arg(long, conflicts_with = "stage")]
    abandon: bool,
    #[command(flatten)]
    side: SideArgs,
}

const NOTES: &str = "\
Exit codes: 0 all is through, or nothing was to be done; 1 the bus or a store cannot be used, a record could not be taken,
or another replay is not finished; 2 usage; 75 stopped before its end, --resume goes on; 78 configuration.

Examples:
  dateline replay --stage enrich --from 2026-03-01 --to 2026-03-02 --dry-run
  dateline replay --stage extract --from 2h
  dateline replay --stage enrich --offsets 0/1200-1299 --into trial";

fn a_stage(text: &str) -> Result<StageName, String> {
    let stage = StageName::named(text).filter(|stage| plan::input(*stage, &Topics::of(Lane::live())).is_some());
    stage.ok_or_else(|| format!("`{text}` reads nothing again; there are extract and enrich"))
}

pub(crate) fn run(args: Args) -> anyhow::Result<ExitCode> {
    let live = match args.side.config.load() {
        Ok(configuration) => configuration,
        Err(code) => return Ok(code),
    };
    let settings = live.settings.clone();
    let lane = match &args.into {
        Some(lane) if *lane == settings.lane => {
            return Ok(refused(&format!("lane `{}` is the one that is replayed; name another", lane.as_str())));
        }
        Some(lane) => lane.clone(),
        None => lane_for(&settings.lane, "replay")?,
    };
    let configuration = side_lane::configuration_of(live, lane, args.into.is_none());
    let outline = Outline::of(&configuration);
    if args.into.is_none() && !args.abandon && !outline.has_store() {
        return Ok(refused("no store of this configuration takes a replay; name a lane for it with --into"));
    }
    let noted = Plan::noted(&configuration.settings)?;
    if args.abandon {
        return abandon(&configuration.settings, noted);
    }
    let plan = match (args.resume, noted) {
        (true, Some(plan)) => plan,
        (true, None) => {
            tell(&format!("no replay in lane `{}` was stopped before its end", configuration.settings.lane.as_str()));
            return Ok(ExitCode::SUCCESS);
        }
        (false, Some(plan)) => return Ok(refused(&plan.is_in_the_way())),
        (false, None) => match begin(&args, &settings)? {
            Ok(plan) => plan,
            Err(why) => {
                tell(&why);
                return Ok(ExitCode::SUCCESS);
            }
        },
    };
    let bus = service::open_as_guest(&settings)?;
    if args.side.dry_run {
        outline.print(&plan, bus.as_ref(), args.side.json)?;
        return Ok(ExitCode::SUCCESS);
    }
    let into = args.into.map_or_else(String::new, |lane| format!(" --into {}", lane.as_str()));
    let records = Box::new(Records::of(plan, bus.as_ref(), &configuration.settings)?);
    drop(bus);
    let ended = side_lane::run("replay", &settings, configuration, (args.side.max_live_lag, args.side.nice), records)?;
    ended.tell(args.side.json, &format!("dateline replay --resume{into}"))
}

/// What is to be replayed; an error says why that is nothing.
fn begin(args: &Args, settings: &Settings) -> anyhow::Result<Result<Plan, String>> {
    let bus = service::open_as_guest(settings)?;
    let Some(stage) = args.stage else { anyhow::bail!("--stage says which stage reads the records") };
    let topics = Topics::of(settings.lane.clone());
    let plan = match args.from {
        Some(from) => Plan::of_times(bus.as_ref(), &topics, stage, from, args.to, clock::now())?,
        None => Plan::of_offsets(bus.as_ref(), &topics, stage, &args.offsets, clock::now())?,
    };
    if plan.is_empty() { plan.why_empty(bus.as_ref()).map(Err) } else { Ok(Ok(plan)) }
}

fn abandon(settings: &Settings, noted: Option<Plan>) -> anyhow::Result<ExitCode> {
    let Some(plan) = noted else {
        tell(&format!("no replay in lane `{}` was stopped before its end", settings.lane.as_str()));
        return Ok(ExitCode::SUCCESS);
    };
    let none = pipeline::position(&Topics::of(settings.lane.clone()), KEY, None, clock::now());
    service::open_as_guest(settings)?.append(vec![none])?;
    tell(&format!("given up: {}; what it wrote stands", plan.said()));
    Ok(ExitCode::SUCCESS)
}
