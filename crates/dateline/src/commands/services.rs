//! `dateline run`, `consumer`, `enricher`, `sink`: the services, together in one process or each alone.

use super::check::names;
use super::configuration::{About, ConfigArgs, Configuration};
use super::reload;
use super::show;
use super::show::account::Account;
use super::show::palette::Palette;
use article::{StageName, escaped};
use consumer::{BuildSource, PushCounts};
use pipeline::{Health, Metrics, Shutdown};
use prometheus_client::registry::Registry;
use service::config::{LogFormat, Section, Settings};
use service::signals::{self, Hangup};
use service::telemetry::{self, Author, Log};
use service::{Exit, Lifecycle, Process, RunningPart};
use sink::StoreSettings;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

/// Flags of every service.
#[derive(clap::Args)]
#[command(after_help = NOTES)]
pub(crate) struct Args {
    #[command(flatten)]
    config: ConfigArgs,
}

pub(super) const NOTES: &str = "\
Ends by SIGTERM or Ctrl-C: takes nothing new, finishes and commits what is in progress, exits 0. A second signal ends
at once. Exit codes: 0 drained, 1 a part failed, 75 drain deadline passed, 78 configuration, 141 nobody reads stdout.
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

    /// The loops it has with these settings, each with its name.
    pub(crate) fn loops(self, settings: &Settings) -> Vec<(StageName, String)> {
        let named = |stage: StageName| (stage, stage.as_str().to_owned());
        match self {
            Self::Consumer if settings.sources.is_empty() => vec![named(StageName::Extract)],
            Self::Consumer => vec![named(StageName::Ingest), named(StageName::Extract)],
            Self::Enricher => vec![named(StageName::Enrich)],
            Self::Sink => {
                let name = |store: &Section| (StageName::Store, format!("{}/{}", StageName::Store, store.name()));
                settings.stores.iter().map(name).collect()
            }
        }
    }

    /// Whether a warning is for this service: one that reads no sources misses none.
    fn heeds(self, about: About) -> bool {
        match about {
            About::Everything => true,
            About::Sources => matches!(self, Self::Consumer),
            About::Stores => matches!(self, Self::Sink),
        }
    }

    /// Starts its loops.
    fn start(self, process: &Process, ends: &mut Ends) -> anyhow::Result<Vec<RunningPart>> {
        match self {
            Self::Consumer => {
                let others = ends.others.take().unwrap_or_else(|| channel().1);
                consumer::start(process, std::mem::take(&mut ends.sources), others, ends.pushes.clone())
            }
            Self::Enricher => enricher::start(process),
            Self::Sink => sink::start(process, &ends.stores),
        }
    }
}

/// The ends of the pipeline, as configured.
struct Ends {
    sources: Vec<BuildSource>,
    /// Sources that take the place of those.
    others: Option<Receiver<Vec<BuildSource>>>,
    stores: Vec<Box<dyn StoreSettings>>,
    /// Where pushes are counted.
    pushes: PushCounts,
}

/// A process that runs services: its log, and the request to stop.
pub(crate) struct Running {
    pub(crate) log: Log,
    /// What it was started as.
    command: &'static str,
    shutdown: Shutdown,
    /// Told when the configuration is to be read again.
    hangups: Receiver<()>,
}

impl Running {
    /// Begins to log and to obey signals, as the command of this name.
    pub(crate) fn begin(settings: &Settings, command: &'static str) -> std::io::Result<Self> {
        let log = telemetry::init(&settings.log, Author { service: command, instance: &settings.instance })?;
        let shutdown = Shutdown::new();
        let (hangup, hangups) = Hangup::of_stderr();
        signals::listen(&shutdown, hangup, log.clone())?;
        service::end_at_the_latest(&shutdown, settings.drain_deadline)?;
        Ok(Self { log, command, shutdown, hangups })
    }
}

/// Runs services until they are asked to stop. `watched`: somebody looks on, and sees what is stored.
pub(crate) fn run(
    args: Args,
    command: &'static str,
    services: &'static [Service],
    watched: bool,
) -> anyhow::Result<ExitCode> {
    let mut configuration = match args.config.load() {
        Ok(configuration) => configuration,
        Err(code) => return Ok(code),
    };
    let mut running = Running::begin(&configuration.settings, command)?;
    let others = reload::listen(std::mem::replace(&mut running.hangups, channel().1), args.config, &configuration)?;
    let watched = watched && configuration.settings.log.format != LogFormat::Json;
    introduce(&configuration, command, services, watched.then_some(&running.log));
    if watched {
        let (stores, told) = show::watched_store::watched(std::mem::take(&mut configuration.stores));
        configuration.stores = stores;
        let (log, palette) = (running.log.clone(), Palette::of(&std::io::stderr()));
        // Ends with the stores; nothing waits for it.
        std::thread::Builder::new()
            .name("show".to_owned())
            .spawn(move || show::live::show(&told, palette, |line| log.say(line)))?;
    }
    let loops = services.iter().flat_map(|service| service.loops(&configuration.settings)).collect();
    let mut account = None;
    let code = run_until(configuration, services, &running, others, |process| {
        let counted = account.insert(Account::new(process.context.metrics.clone(), loops)).clone();
        if !watched {
            let shutdown = process.context.shutdown.clone();
            std::thread::Builder::new()
                .name("account".to_owned())
                .spawn(move || counted.log_every_minute(&shutdown))?;
        }
        Ok(Vec::new())
    });
    match account {
        Some(account) if watched => running.log.say(&account.in_all()),
        Some(account) => account.log_in_all(),
        // It did not come so far.
        None => {}
    }
    running.log.flush();
    Ok(code?.into())
}

/// Says what runs, on what.
fn introduce(configuration: &Configuration, command: &str, services: &[Service], people: Option<&Log>) {
    let Configuration { settings, warnings, .. } = configuration;
    let (version, file, bus) = (env!("CARGO_PKG_VERSION"), &settings.file, settings.bus.to_string());
    let (sources, stores) = (names(&settings.sources), names(&settings.stores));
    match people {
        Some(log) => {
            log.say(&escaped(&format!("Dateline {version} · {file} · bus {bus}")));
            log.say(&escaped(&format!("sources: {sources} · stores: {stores} · Ctrl-C ends it")));
        }
        None => tracing::info!(version, configuration = file, bus, sources, stores, "dateline {command} starts"),
    }
    for warning in warnings.iter().filter(|warning| services.iter().any(|service| service.heeds(warning.about))) {
        tracing::warn!("{warning}");
    }
}

/// Runs services, and whatever `beside` starts next to them, until the end is requested. The log is left to flush.
pub(crate) fn run_until(
    configuration: Configuration,
    services: &'static [Service],
    running: &Running,
    others: Receiver<Vec<BuildSource>>,
    beside: impl FnOnce(&Process) -> anyhow::Result<Vec<RunningPart>>,
) -> anyhow::Result<Exit> {
    let shutdown = running.shutdown.clone();
    let Configuration { settings, sources, stores, .. } = configuration;
    let mut registry = Registry::default();
    let metrics = Metrics::register(&mut registry);
    let pushes = PushCounts::register(&mut registry);
    let mut ends = Ends { sources, others: Some(others), stores, pushes };
    running.log.register(&mut registry);
    service::process_metrics::register(&mut registry);
    let (spans, delivery) = service::spans(&settings, running.command, &mut registry)?;
    let health = Health::default();
    // Before the endpoints are offered: a process that has not started its parts yet is not ready.
    let bus = health.bus();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let lifecycle = Lifecycle::of(&settings, health.clone(), Arc::new(registry), shutdown.clone());
    let handle = runtime.handle().clone();
    let exit = runtime.block_on(lifecycle.run(|| {
        tokio::task::block_in_place(|| {
            let delivery = delivery.map(|delivery| {
                let (shutdown, runtime) = (shutdown.clone(), handle.clone());
                let sent = async move {
                    delivery.run(shutdown).await;
                    Ok(())
                };
                RunningPart::task("traces", runtime.spawn(sent))
            });
            let mut process = Process::open(settings, metrics, health, shutdown, handle)?;
            process.context.spans = spans;
            let mut parts = process.bus_parts(bus.clone())?;
            parts.extend(delivery);
            for service in services {
                parts.extend(service.start(&process, &mut ends)?);
            }
            parts.extend(beside(&process)?);
            bus.ready();
            Ok(parts)
        })
    }));
    // Work that is stuck in the runtime is left behind.
    runtime.shutdown_background();
    Ok(exit)
}
