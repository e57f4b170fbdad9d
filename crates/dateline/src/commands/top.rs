//! `dateline top`: the pipeline at one glance, live.

mod gather;
mod page;
mod screen;

use super::configuration::ConfigArgs;
use super::page::print;
use super::show::palette::{Look, Palette};
use gather::Gatherer;
use page::{Painted, page};
use std::io::IsTerminal;
use std::process::ExitCode;
use std::time::Duration;

/// Where the size of a terminal is not known: as many lines as there are.
const LONG: usize = 1_000;
/// Between the two looks that one picture takes.
const APART: Duration = Duration::from_secs(1);

/// Show the whole pipeline at one glance, live.
///
/// Stages with lag and rates, how long news takes, sources that are not well, dead letters. `q` ends it.
///
/// IN/S and READ/S count offsets a second since the look before. LATENCY (from fetch) and FRESH (from publication) are
/// medians, told by the services at `http.listen` of the configuration and at every `--service`. Where the output is no
/// terminal, one picture is printed.
#[derive(clap::Args)]
#[command(after_help = NOTES)]
pub(crate) struct Args {
    /// Seconds between two looks
    #[arg(long, value_name = "SECONDS", default_value_t = 2, value_parser = clap::value_parser!(u64).range(1..=3_600))]
    every: u64,
    /// Also ask the service at this address for its metrics; may be given again
    #[arg(long, value_name = "HOST:PORT")]
    service: Vec<String>,
    #[command(flatten)]
    config: ConfigArgs,
}

const NOTES: &str = "\
Exit codes: 0 ended, or one picture printed; 1 the bus cannot be used, or a topic is missing; 2 usage; 78 configuration.

Examples:
  dateline top
  dateline top --service enricher:9600 --service sink:9600
  dateline top | cat";

pub(crate) fn run(args: Args) -> anyhow::Result<ExitCode> {
    let settings = match args.config.load() {
        Ok(configuration) => configuration.settings,
        Err(code) => return Ok(code),
    };
    let mut gatherer = Gatherer::open(settings, args.service)?;
    let out = std::io::stdout();
    if out.is_terminal() && std::io::stdin().is_terminal() {
        // What cannot be used is said before the screen changes.
        gatherer.gather()?;
        screen::show(gatherer, Duration::from_secs(args.every))?;
        return Ok(ExitCode::SUCCESS);
    }
    gatherer.gather()?;
    std::thread::sleep(APART);
    let shown = gatherer.gather()?;
    let palette = Palette::of_page();
    let paint = |line: &Painted| palette.paint(line.look, &palette.cut(&line.text));
    print(&page(&shown, palette.width(), LONG).iter().map(paint).collect::<Vec<_>>())?;
    Ok(ExitCode::SUCCESS)
}

impl Painted {
    fn new(look: Look, text: impl Into<String>) -> Self {
        Self { look, text: text.into() }
    }
}
