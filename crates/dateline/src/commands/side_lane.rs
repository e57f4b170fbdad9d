//! A lane beside the live one, in a process that feeds it, runs its stages and stores and ends when everything is through:
//! what `replay` and `backfill` are.
//!
//! In: what is to be fed, and the settings of both lanes. Out: an account. The process gives way to live news: it has the
//! lowest priority, feeds little at a time, leaves stores to others half of the time, and feeds nothing while a live stage or
//! store is behind.

mod ended;
mod feed;
mod known;
mod live;
mod progress;
mod supply;
mod unread;

use super::configuration::{ConfigArgs, Configuration};
use super::services::{self, Running, Service};
use super::show::account::Account;
use article::Lane;
use feed::Feed;
use live::Live;
use progress::Progress;
use rustix::process::nice;
use service::config::{Settings, parse_duration};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::channel;
use std::time::Duration;
use unread::Unread;

pub(super) use ended::Ended;
pub(super) use known::known;
pub(super) use supply::{Came, PARCEL_BYTES, PARCEL_RECORDS, Supply};

/// What both commands are told alike.
#[derive(clap::Args)]
pub(super) struct SideArgs {
    /// Feed nothing while a stage or store of the live lane has left news unread for longer: 500ms, 10s, 5m
    #[arg(long, value_name = "DURATION", default_value = "10s", value_parser = duration)]
    pub(super) max_live_lag: Duration,
    /// How far everything else that runs here goes before: 0, as services do, to 19
    #[arg(long, value_name = "NICENESS", default_value_t = 19, value_parser = clap::value_parser!(i32).range(0..=19))]
    pub(super) nice: i32,
    /// Only say what would be read
    #[arg(long)]
    pub(super) dry_run: bool,
    /// One JSON object on stdout at the end, behind what a store prints there
    #[arg(long)]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) config: ConfigArgs,
}

fn duration(text: &str) -> Result<Duration, String> {
    parse_duration(text).ok_or_else(|| format!("`{text}` is not a duration; write 500ms, 10s, 5m or 2h"))
}

/// The lane that old news has beside this one unless another is named: `backfill`, of a lane `sport` `sport-backfill`.
pub(super) fn lane_for(live: &Lane, purpose: &str) -> anyhow::Result<Lane> {
    let name = if *live == Lane::live() { purpose.to_owned() } else { format!("{}-{purpose}", live.as_str()) };
    Lane::named(&name).ok_or_else(|| anyhow::anyhow!("`{name}` is too long for a lane; name one with --into"))
}

/// The configuration of a lane beside the live one. It has nothing to do with the endpoints of services.
pub(super) fn configuration_of(live: Configuration, lane: Lane, stores: bool) -> Configuration {
    let mut configuration = live.beside(lane);
    let settings = &mut configuration.settings;
    settings.http_listen = None;
    if settings.log.level == "info" && std::env::var_os("DATELINE_LOG__LEVEL").is_none() {
        // What the command tells itself is not told twice.
        settings.log.level = "warn".to_owned();
    }
    if !stores {
        configuration.settings.stores.clear();
        configuration.stores.clear();
    }
    configuration
}

/// Feeds the lane of this configuration, and runs it until everything is through or the end is asked for.
pub(super) fn run(
    command: &'static str,
    live: &Settings,
    mut configuration: Configuration,
    (max_live_lag, niceness): (Duration, i32),
    supply: Box<dyn Supply>,
) -> anyhow::Result<Ended> {
    // Threads have the priority of the one that started them. Where a system refuses, live news only waits a little more.
    let _ = nice(niceness);
    configuration.settings.gives_way = niceness > 0;
    let running = Running::begin(&configuration.settings, command)?;
    let live = Live::of(live, max_live_lag)?;
    let lane = configuration.settings.lane.clone();
    let services = Service::ALL.iter().flat_map(|service| service.loops(&configuration.settings)).collect();
    let loops = service::reading_loops(&configuration.settings);
    let (through, mut account, came) = (Arc::new(AtomicBool::new(false)), None, Arc::default());
    let exit = services::run_until(configuration, Service::ALL, &running, channel().1, |process| {
        account = Some(Account::new(process.context.metrics.clone(), services));
        let feed = Feed {
            bus: Arc::clone(&process.context.bus),
            lane: Unread::of(Arc::clone(&process.context.bus), loops)?,
            live,
            supply,
            shutdown: process.context.shutdown.clone(),
            progress: Progress::of(running.log.clone()),
            through: Arc::clone(&through),
            came: Arc::clone(&came),
        };
        Ok(vec![process.spawn("feed", move || feed.run())?])
    });
    running.log.flush();
    let came: Came = came.lock().map(|came| *came).unwrap_or_default();
    Ok(Ended { command, lane, exit: exit?, through: through.load(Ordering::Acquire), came, account })
}

/// The exit code of a command that did nothing but say why.
pub(super) fn refused(why: &str) -> ExitCode {
    super::stdout::tell(why);
    ExitCode::FAILURE
}
