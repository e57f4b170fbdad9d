//! `dateline demo`: all stages in one process on the embedded log, with articles that come with the program.
//!
//! Articles are moved into a folder one after the other; the usual services take them from there, and what they make
//! of them is read from the topics and shown. What the demo writes is an ordinary installation in a directory of its own:
//! with its configuration `dateline run` goes on, and `dateline search` finds the articles.

mod folder;
mod journal;
mod play;
mod samples;

use super::configuration::{ConfigArgs, Configuration};
use super::services::{self, Running, Service};
use super::show::watched_store::watched;
use anyhow::Context;
use article::Lane;
use consumer::{BuildSource, FolderSettings, FolderSource};
use folder::DemoFolder;
use play::{NextSteps, Play};
use samples::SOURCE;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

/// How often the folder is looked at: so often that it feels live.
const INTERVAL: Duration = Duration::from_millis(100);

/// Prefix of the topics on a bus that others may use: their services would take the articles out of the show.
const LANE: &str = "demo";

/// Beside the data of `dateline run`, never among them.
const DIRECTORY: &str = "dateline-demo";

/// Show the whole pipeline at work on sample articles, with nothing installed.
///
/// Plays bundled articles as a live stream through all stages in one process and shows what each stage finds. The
/// articles can be searched afterwards. Ends by Ctrl-C, or with --once when all are stored.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// End when all sample articles are stored
    #[arg(long)]
    once: bool,
    /// Where the log, the articles and the played files go
    #[arg(long, value_name = "DIR", default_value = DIRECTORY)]
    dir: PathBuf,
    /// Seconds between two articles
    #[arg(long, value_name = "SECONDS", default_value_t = 1.0, value_parser = seconds)]
    pace: f64,
    /// Use the bus and the stores of this configuration instead of files in DIR; its topics get the prefix `demo`
    #[arg(long, short, value_name = "FILE")]
    config: Option<PathBuf>,
}

pub(crate) fn run(args: Args) -> anyhow::Result<ExitCode> {
    let folder = DemoFolder::prepare(args.dir.join("demo"), &samples::names())?;
    let (file, is_own) = match args.config {
        Some(file) => (file, false),
        None => (write_configuration(&args.dir, folder.path())?, true),
    };
    let configuration = match (ConfigArgs { config: Some(file.clone()), lane: None }).load() {
        Ok(configuration) => configuration,
        Err(code) => return Ok(code),
    };
    let Configuration { mut settings, warnings, stores, .. } = configuration;
    if settings.log.level == "info" && std::env::var_os("DATELINE_LOG__LEVEL").is_none() {
        // What the show itself tells is not told twice.
        settings.log.level = "warn,dateline_pipeline::run=error".to_owned();
    }
    if is_own && std::env::var_os("DATELINE_HTTP__LISTEN").is_none() {
        // The usual port may belong to a service that is running already.
        settings.http_listen = None;
    }
    if !is_own && let Some(lane) = Lane::named(LANE) {
        settings.lane = lane;
    }
    let running = Running::begin(&settings, "demo")?;
    let next_steps = NextSteps {
        config: file,
        searchable: stores.iter().any(|store| store.searchable().is_some()),
        folder: folder.path().to_owned(),
    };
    let (stores, written) = watched(stores);
    let configuration = Configuration { settings, warnings, sources: vec![source(folder.path())], stores };
    let code =
        services::run_until(configuration, Service::ALL, &running, std::sync::mpsc::channel().1, move |process| {
            let pace = Duration::from_secs_f64(args.pace);
            let play = Play::prepare(process, folder, written, next_steps, pace, args.once)?;
            Ok(vec![process.spawn("demo", move || play.run())?])
        });
    running.log.flush();
    Ok(code?.into())
}

/// The one source: the folder the samples are moved into.
fn source(path: &Path) -> BuildSource {
    let settings =
        FolderSettings { name: SOURCE.to_owned(), path: path.to_owned(), interval: INTERVAL, encoding: None };
    Box::new(move |context| Box::new(FolderSource::new(settings, context.ingest_limit)))
}

/// Writes the configuration the demo runs with, for the commands that come after it.
fn write_configuration(directory: &Path, folder: &Path) -> anyhow::Result<PathBuf> {
    let file = directory.join("demo.toml");
    let text = format!(
        "# Written by `dateline demo`: what it runs with. A start for a configuration of your own.\n\
         bus = {}\n\n[[source]]\nname = \"{SOURCE}\"\nkind = \"folder\"\npath = {}\ninterval = \"{}ms\"\n\n\
         [[store]]\nname = \"local\"\nkind = \"sqlite\"\npath = {}\n",
        quoted("embedded:", &directory.join("log.db"))?,
        quoted("", folder)?,
        INTERVAL.as_millis(),
        quoted("", &directory.join("articles.db"))?,
    );
    std::fs::write(&file, text).with_context(|| format!("write {}", file.display()))?;
    Ok(file)
}

/// A TOML string: JSON's escapes are among TOML's, and `${` would be taken for a variable.
fn quoted(prefix: &str, path: &Path) -> anyhow::Result<String> {
    let text = path.to_str().with_context(|| format!("the path {} is not UTF-8", path.display()))?;
    Ok(serde_json::to_string(&format!("{prefix}{text}"))?.replace("${", "$${"))
}

fn seconds(text: &str) -> Result<f64, String> {
    let seconds = text.parse().ok().filter(|seconds| (0.0..=60.0).contains(seconds));
    seconds.ok_or_else(|| format!("`{text}` is no pause; write seconds from 0 to 60, such as 0.5"))
}
