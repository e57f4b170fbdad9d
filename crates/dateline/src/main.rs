//! The `dateline` command: reads the command line, runs one command, answers with its exit status.
//!
//! Every command is one file under `commands/` and one line in `commands::Command`. The clock is read only in
//! the services' wiring and in the commands: everything below takes time as an argument.

mod commands;
mod large_pieces;

use article::escaped;
use clap::{CommandFactory, Parser};
use rustix::fs::Mode;
use rustix::process::umask;
use std::io::Write;
use std::process::ExitCode;

/// Live news in, enriched articles out.
///
/// Dateline reads news as it is published, turns every item into one article message (IPTC ninjs 3.0), adds what
/// reading it tells (language, dateline, dates, summary …) and delivers it where people use it.
#[derive(Parser)]
#[command(name = "dateline", version, arg_required_else_help = true, after_help = EXAMPLES, verbatim_doc_comment)]
struct Cli {
    #[command(subcommand)]
    command: commands::Command,
}

const EXAMPLES: &str = "\
Examples:
  dateline enrich article.txt             what one wire story says, as one line of JSON
  dateline enrich --url https://example.org/news/1 page.html
  curl -s https://example.org/feed.xml | dateline extract --format feed

`dateline help COMMAND` explains a command.";

/// What a process of Dateline writes is for its user alone: directories 0700, files 0600, whichever library makes them
/// and whatever the shell it is started from allows. What is there already keeps its permissions.
fn keep_new_files_private() {
    let private = Mode::RWXG | Mode::RWXO;
    let inherited = umask(private);
    umask(inherited | private);
}

fn main() -> ExitCode {
    keep_new_files_private();
    match Cli::try_parse().map_or_else(|told| commands::tell_usage(&told), |cli| cli.command.run(Cli::command)) {
        Ok(status) => status,
        Err(error) if commands::is_reader_gone(&error) => ExitCode::SUCCESS,
        Err(error) => {
            // With stderr closed there is nowhere left to say it; the exit status still does.
            let _ = writeln!(commands::stderr(), "dateline: {}", escaped(&format!("{error:#}")));
            ExitCode::FAILURE
        }
    }
}
