//! The configuration as commands get it: the `--config` flag, the whole file checked, problems told at once.

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
    pub(crate) sources: Vec<BuildSource>,
    pub(crate) stores: Vec<Box<dyn StoreSettings>>,
}

impl ConfigArgs {
    /// Reads and checks the whole configuration, also the parts this command does not use. On problems: all of them on
    /// stderr, and the exit code 78.
    pub(crate) fn load(&self) -> Result<Configuration, ExitCode> {
        let mut problems = Problems::default();
        let settings = Settings::load(self.config.as_deref(), &Environment::of_process(), &mut problems);
        let sources: Vec<_> =
            settings.sources.iter().filter_map(|section| consumer::read_source(section, &mut problems)).collect();
        let stores: Vec<_> =
            settings.stores.iter().filter_map(|section| sink::read_store(section, &mut problems)).collect();
        match problems.check() {
            Ok(()) => Ok(Configuration { settings, sources, stores }),
            Err(problems) => {
                // With stderr closed there is nowhere left to say it; the exit code still does.
                let _ = writeln!(std::io::stderr(), "{problems}");
                Err(ExitCode::from(EXIT_CONFIG))
            }
        }
    }
}
