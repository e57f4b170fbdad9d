//! `dateline config`: what the configuration comes to, and what it may say.

mod reference;
mod schema;
mod show;

use super::configuration::ConfigArgs;
use super::stdout::stdout;
use clap::Subcommand;
use std::io::Write;
use std::process::ExitCode;

/// Show what the configuration comes to, and describe what it may say.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    Show(Show),
    /// Print a JSON Schema of the configuration, for editors.
    ///
    /// Editors that read TOML with a schema complete keys, show their meaning and underline mistakes: write the schema into
    /// a file and name it in the first line of the configuration, as `#:schema ./dateline.schema.json`.
    Schema,
    /// Print every key with what it may hold, what holds without it and what it means, as Markdown.
    Reference,
}

/// Print every key with what holds: from the file, from a variable, or by default. Secrets are not shown.
///
/// What is printed is a configuration itself. Variables in it are replaced.
#[derive(clap::Args)]
#[command(after_help = NOTES)]
struct Show {
    /// One JSON object a line: each key
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    config: ConfigArgs,
}

const NOTES: &str = "\
Exit codes: 0 shown; 2 usage; 78 configuration.

Examples:
  dateline config show
  dateline config show --json | jq -r 'select(.from != \"default\") | .key'
  dateline config schema > dateline.schema.json";

pub(crate) fn run(args: Args) -> anyhow::Result<ExitCode> {
    match args.action {
        Action::Show(args) => {
            let settings = match args.config.load() {
                Ok(configuration) => configuration.settings,
                Err(code) => return Ok(code),
            };
            let keys = settings.register.keys();
            if args.json {
                show::lines(&mut stdout(), &keys)?;
            } else {
                show::file(&mut stdout(), &settings.file, &keys)?;
            }
        }
        Action::Schema => writeln!(stdout(), "{:#}", schema::schema())?,
        Action::Reference => write!(stdout(), "{}", reference::markdown())?,
    }
    Ok(ExitCode::SUCCESS)
}
