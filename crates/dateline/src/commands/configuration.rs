//! The configuration as commands get it: the `--config` flag, the whole file checked, problems told at once.

use super::stdout::stderr;
use article::{Lane, Topics};
use consumer::BuildSource;
use service::EXIT_CONFIG;
use service::config::{Environment, Problems, Settings};
use sink::StoreSettings;
use std::fmt;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Which configuration to use.
#[derive(clap::Args)]
pub(crate) struct ConfigArgs {
    /// Configuration file [default: $DATELINE_CONFIG, else ./dateline.toml if there is one, else built-in defaults]
    #[arg(long, short, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Another lane than the configuration's, such as `replay` or `backfill`: without the sources, and on the embedded log
    /// with a log of its own
    #[arg(long, value_name = "LANE", value_parser = lane)]
    pub(crate) lane: Option<Lane>,
}

/// A lane on the command line.
pub(crate) fn lane(text: &str) -> Result<Lane, String> {
    Lane::named(text)
        .ok_or_else(|| format!("`{text}` is no lane; write 1 to 40 lower-case letters, digits, `-` or `_`"))
}

/// Everything the file says, read and checked.
pub(crate) struct Configuration {
    pub(crate) settings: Settings,
    /// What may be meant, and rather is not.
    pub(crate) warnings: Vec<Warning>,
    pub(crate) sources: Vec<BuildSource>,
    pub(crate) stores: Vec<Box<dyn StoreSettings>>,
}

/// What may be meant, and rather is not.
#[derive(Clone)]
pub(crate) struct Warning {
    pub(crate) about: About,
    text: String,
}

/// Which services a warning is for.
#[derive(Clone, Copy)]
pub(crate) enum About {
    Everything,
    /// Those that read sources.
    Sources,
    /// Those that write to stores.
    Stores,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Configuration {
    /// The same for another lane beside that of the file. Sources and pushes feed the lane of the file alone.
    pub(crate) fn beside(mut self, lane: Lane) -> Self {
        if lane != self.settings.lane {
            self.settings.sources.clear();
            self.sources.clear();
            self.settings.push.listen = None;
        }
        self.settings = self.settings.beside(lane);
        self
    }
}

impl ConfigArgs {
    /// Reads and checks the whole configuration, also the parts this command does not use. On problems: all of them on
    /// stderr, and the exit code 78.
    pub(crate) fn load(&self) -> Result<Configuration, ExitCode> {
        self.read().map_err(|problems| {
            // With stderr closed there is nowhere left to say it; the exit code still does.
            let _ = writeln!(stderr(), "{problems}");
            ExitCode::from(EXIT_CONFIG)
        })
    }

    /// As [`Self::load`], with the problems.
    pub(crate) fn read(&self) -> Result<Configuration, Problems> {
        let mut problems = Problems::default();
        let settings = Settings::load(self.config.as_deref(), &Environment::of_process(), &mut problems);
        service::check_bus(&settings, &mut problems);
        let sources: Vec<_> =
            settings.sources.iter().filter_map(|section| consumer::read_source(section, &mut problems)).collect();
        let stores: Vec<_> =
            settings.stores.iter().filter_map(|section| sink::read_store(section, &mut problems)).collect();
        let warnings = warnings(&settings, &problems);
        problems.check().map(|()| {
            let configuration = Configuration { settings, warnings, sources, stores };
            match &self.lane {
                Some(lane) => configuration.beside(lane.clone()),
                None => configuration,
            }
        })
    }
}

fn warnings(settings: &Settings, problems: &Problems) -> Vec<Warning> {
    let warning = |about, text| Warning { about, text };
    let told = problems.warnings().iter().map(|told| warning(About::Everything, told.to_string()));
    let mut warnings: Vec<Warning> = told.collect();
    let Settings { file, sources, stores, .. } = settings;
    if sources.is_empty() && settings.push.listen.is_none() {
        let topic = Topics::of(settings.lane.clone()).raw();
        let text = format!("{file}: no [[source]]: nothing comes in but what others write to {topic}");
        warnings.push(warning(About::Sources, text));
    }
    if stores.is_empty() {
        let text = format!("{file}: no [[store]]: articles are kept nowhere but in the topics, and not for long");
        warnings.push(warning(About::Stores, text));
    }
    warnings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_feed_the_lane_of_the_file_alone() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "[[source]]\nname = \"wire\"\nkind = \"folder\"\npath = \"wire\"\n").unwrap();
        for (named, sources) in [(None, 1), (Some("news"), 1), (Some("replay"), 0)] {
            let lane = named.and_then(Lane::named);
            let loaded = ConfigArgs { config: Some(file.path().to_owned()), lane }.load().ok().unwrap();
            assert_eq!((loaded.settings.sources.len(), loaded.sources.len()), (sources, sources), "{named:?}");
        }
    }
}
