//! The configuration as commands get it: the `--config` flag, the whole file checked, problems told at once.

use article::Topics;
use consumer::BuildSource;
use service::EXIT_CONFIG;
use service::config::{Environment, Problems, Settings};
use sink::StoreSettings;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Which configuration to use.
#[derive(clap::Args)]
pub(crate) struct ConfigArgs {
    /// Configuration file [default: $DATELINE_CONFIG, else ./dateline.toml if there is one, else built-in defaults]
    #[arg(long, short, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
}

/// Everything the file says, read and checked.
pub(crate) struct Configuration {
    pub(crate) settings: Settings,
    /// What may be meant, and rather is not.
    pub(crate) warnings: Vec<String>,
    pub(crate) sources: Vec<BuildSource>,
    pub(crate) stores: Vec<Box<dyn StoreSettings>>,
}

impl ConfigArgs {
    /// Reads and checks the whole configuration, also the parts this command does not use. On problems: all of them on
    /// stderr, and the exit code 78.
    pub(crate) fn load(&self) -> Result<Configuration, ExitCode> {
        let mut problems = Problems::default();
        let settings = Settings::load(self.config.as_deref(), &Environment::of_process(), &mut problems);
        service::check_bus(&settings, &mut problems);
        let sources: Vec<_> =
            settings.sources.iter().filter_map(|section| consumer::read_source(section, &mut problems)).collect();
        let stores: Vec<_> =
            settings.stores.iter().filter_map(|section| sink::read_store(section, &mut problems)).collect();
        let warnings = warnings(&settings, &problems);
        match problems.check() {
            Ok(()) => Ok(Configuration { settings, warnings, sources, stores }),
            Err(problems) => {
                // With stderr closed there is nowhere left to say it; the exit code still does.
                let _ = writeln!(std::io::stderr(), "{problems}");
                Err(ExitCode::from(EXIT_CONFIG))
            }
        }
    }
}

fn warnings(settings: &Settings, problems: &Problems) -> Vec<String> {
    let mut warnings: Vec<String> = problems.warnings().iter().map(ToString::to_string).collect();
    let Settings { file, sources, stores, .. } = settings;
    if sources.is_empty() {
        let topic = Topics::of(settings.lane.clone()).raw();
        warnings.push(format!("{file}: no [[source]]: nothing comes in but what others write to {topic}"));
    }
    if stores.is_empty() {
        warnings.push(format!("{file}: no [[store]]: articles are kept nowhere but in the topics, and not for long"));
    }
    warnings
}
