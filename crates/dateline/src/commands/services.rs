//! `dateline run`, `consumer`, `enricher`, `sink`: the services, together in one process or each alone.

use super::configuration::{ConfigArgs, Configuration};
use consumer::BuildSource;
use pipeline::{Health, Metrics, Shutdown};
use prometheus_client::registry::Registry;
use service::{Exit, Lifecycle, Process, RunningPart, signals, telemetry};
use sink::StoreSettings;
use std::process::ExitCode;
use std::sync::Arc;

/// Flags of every service.
#[derive(clap::Args)]
#[command(after_help = NOTES)]
pub(crate) struct Args {
    #[command(flatten)]
    config: ConfigArgs,
}

const NOTES: &str = "\
Ends by SIGTERM or Ctrl-C: takes nothing new, finishes and commits what is in progress, exits 0. A second signal ends
at once. Exit codes: 0 drained, 1 a part failed, 75 drain deadline passed, 78 configuration.
Health and metrics: http://127.0.0.1:9600/readyz, /livez and /metrics (http.listen).";

/// A service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Service {
    Consumer,
    Enricher,
    Sink,
}

impl Service {
    /// All of them in one process.
    pub(crate) const ALL: &'static [Self] = &[Self::Consumer, Self::Enricher, Self::Sink];

    /// Starts its loops.
    fn start(self, process: &Process, ends: &mut Ends) -> anyhow::Result<Vec<RunningPart>> {
        match self {
            Self::Consumer => consumer::start(process, std::mem::take(&mut ends.sources)),
            Self::Enricher => enricher::start(process),
            Self::Sink => sink::start(process, &ends.stores),
        }
    }
}

/// The ends of the pipeline, as configured.
struct Ends {
    sources: Vec<BuildSource>,
    stores: Vec<Box<dyn StoreSettings>>,
}

/// Runs services until they are asked to stop.
pub(crate) fn run(args: Args, services: &'static [Service]) -> anyhow::Result<ExitCode> {
    match args.config.load() {
        Ok(configuration) => {
            telemetry::init(&configuration.settings.log);
            let shutdown = Shutdown::new();
            signals::listen(&shutdown)?;
            run_until(configuration, services, shutdown, |_| Ok(Vec::new()))
        }
        Err(code) => Ok(code),
    }
}

/// Runs services, and whatever `beside` starts next to them, until `shutdown` is requested.
pub(crate) fn run_until(
    configuration: Configuration,
    services: &'static [Service],
    shutdown: Shutdown,
    beside: impl FnOnce(&Process) -> anyhow::Result<Vec<RunningPart>>,
) -> anyhow::Result<ExitCode> {
    let Configuration { settings, sources, stores } = configuration;
    let mut ends = Ends { sources, stores };
    let mut registry = Registry::default();
    let metrics = Metrics::register(&mut registry);
    let health = Health::default();
    // Before the endpoints are offered: a process that has not started its parts yet is not ready.
    let bus = health.bus();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let lifecycle = Lifecycle::of(&settings, health.clone(), Arc::new(registry), shutdown.clone());
    let handle = runtime.handle().clone();
    let exit = runtime.block_on(lifecycle.run(|| {
        tokio::task::block_in_place(|| {
            let process = Process::open(settings, metrics, health, shutdown, handle)?;
            let mut parts = process.bus_parts(bus.clone())?;
            for service in services {
                parts.extend(service.start(&process, &mut ends)?);
            }
            parts.extend(beside(&process)?);
            bus.ready();
            Ok(parts)
        })
    }));
    end(exit, runtime)
}

/// Ends the process with the service's code. Work that is stuck in the runtime is left behind.
fn end(exit: Exit, runtime: tokio::runtime::Runtime) -> anyhow::Result<ExitCode> {
    runtime.shutdown_background();
    Ok(exit.into())
}
