//! `dateline manual`: what `--help` says, as man pages, as Markdown and as completions of shells.

use super::stdout::stdout;
use anyhow::Context;
use clap::{Command, Subcommand};
use clap_complete::Shell;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Print the manual of all commands: man pages, completions for a shell, or Markdown.
#[derive(clap::Args)]
#[command(after_help = NOTES)]
pub(crate) struct Args {
    #[command(subcommand)]
    form: Form,
}

#[derive(Subcommand)]
enum Form {
    /// Write a man page for each command into a directory.
    Man {
        /// Created if it is not there
        #[arg(value_name = "DIRECTORY")]
        to: PathBuf,
    },
    /// Print what completes commands and flags in a shell.
    Completions {
        /// Which shell
        shell: Shell,
    },
    /// Print the help of all commands as Markdown, as it stands in docs/commands.md.
    Markdown,
}

const NOTES: &str = "\
Exit codes: 0 printed or written; 1 a file cannot be written; 2 usage.

Examples:
  dateline manual completions bash > ~/.local/share/bash-completion/completions/dateline
  dateline manual man ~/.local/share/man/man1";

pub(crate) fn run(args: Args, mut cli: Command) -> anyhow::Result<ExitCode> {
    match args.form {
        Form::Man { to } => {
            std::fs::create_dir_all(&to).with_context(|| format!("cannot make {}", to.display()))?;
            clap_mangen::generate_to(cli, &to).with_context(|| {
                format!("cannot write into {}; name a directory that may be written to", to.display())
            })?;
        }
        Form::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut cli, "dateline", &mut script);
            stdout().write_all(&script)?;
        }
        Form::Markdown => {
            cli.build();
            write!(stdout(), "# Commands\n\nWhat `--help` says of each. Made by `dateline manual markdown`.\n")?;
            pages(&mut stdout(), &mut cli, &[])?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The help of a command, and of those below it.
fn pages(out: &mut impl Write, command: &mut Command, above: &[String]) -> std::io::Result<()> {
    let path: Vec<String> = above.iter().cloned().chain([command.get_name().to_owned()]).collect();
    let help = command.render_long_help().to_string();
    let help: Vec<&str> = help.lines().map(str::trim_end).collect();
    writeln!(out, "\n## {}\n\n```text\n{}\n```", path.join(" "), help.join("\n").trim_end())?;
    let below = command.get_subcommands_mut().filter(|command| command.get_name() != "help" && !command.is_hide_set());
    below.into_iter().try_for_each(|command| pages(out, command, &path))
}
