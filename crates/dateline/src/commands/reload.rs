//! SIGHUP: the configuration is read again, and its sources take the place of those there are. One that has mistakes changes
//! nothing.

use super::configuration::{ConfigArgs, Configuration};
use consumer::BuildSource;
use service::config::AskedKey;
use std::collections::BTreeSet;
use std::io;
use std::sync::mpsc::{Receiver, Sender, channel};

/// Reads the configuration again for each of `hangups`. The sources it then has come out here.
pub(super) fn listen(
    hangups: Receiver<()>,
    config: ConfigArgs,
    running: &Configuration,
) -> io::Result<Receiver<Vec<BuildSource>>> {
    let (sources, others) = channel();
    let held = others_than_sources(running);
    // Ends with the process, there is nothing to join.
    std::thread::Builder::new().name("reload".to_owned()).spawn(move || {
        for () in hangups {
            reload(&config, &held, &sources);
        }
    })?;
    Ok(others)
}

fn reload(config: &ConfigArgs, held: &[AskedKey], sources: &Sender<Vec<BuildSource>>) {
    let configuration = match config.read() {
        Ok(configuration) => configuration,
        Err(problems) => {
            for problem in problems.iter() {
                tracing::error!("{problem}");
            }
            tracing::error!("SIGHUP: the configuration has mistakes and was not taken; all goes on as before");
            return;
        }
    };
    for warning in &configuration.warnings {
        tracing::warn!("{warning}");
    }
    let changed = changed(held, &others_than_sources(&configuration));
    if !changed.is_empty() {
        let keys = changed.into_iter().collect::<Vec<_>>().join(", ");
        tracing::warn!(keys, "SIGHUP: only sources are taken over; restart to have the rest hold");
    }
    let count = configuration.settings.sources.len();
    if sources.send(configuration.sources).is_err() {
        tracing::warn!(
            sources = count,
            "SIGHUP: this process reads no sources, or was started without one; restart the one that is to read them"
        );
    }
}

/// The keys besides those of sources, of which there may be many, and where they stand.
fn others_than_sources(configuration: &Configuration) -> Vec<AskedKey> {
    let is_of_sources = |key: &AskedKey| key.table.starts_with("source.") || key.path() == "sources_from";
    configuration.settings.register.keys_where(|key| !is_of_sources(key))
}

/// The keys that hold something else now.
fn changed(before: &[AskedKey], now: &[AskedKey]) -> BTreeSet<String> {
    type Held = BTreeSet<(String, String)>;
    let held = |keys: &[AskedKey]| -> Held {
        let given = keys.iter().filter_map(|key| key.given.as_ref().map(|(value, _)| (key, value)));
        given.map(|(key, value)| (key.path(), format!("{value:?}"))).collect()
    };
    let (before, now) = (held(before), held(now));
    before.symmetric_difference(&now).map(|(key, _)| key.clone()).collect()
}
