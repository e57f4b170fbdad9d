//! `dateline ready`: asks a running service whether it is ready, for health checks of containers without curl.

use super::configuration::ConfigArgs;
use super::service_page::ask;
use super::stdout::stdout;
use anyhow::Context;
use std::io::Write;
use std::process::ExitCode;

/// Ask the service at `http.listen` whether it is ready. Exit status 0: yes.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    config: ConfigArgs,
}

pub(crate) fn run(args: Args) -> anyhow::Result<ExitCode> {
    let configuration = match args.config.load() {
        Ok(configuration) => configuration,
        Err(code) => return Ok(code),
    };
    let listen = configuration.settings.http_listen.context("`http.listen` is off: there is nobody to ask")?;
    let page = ask(&listen, "/readyz")?;
    // The exit status is the answer; the text is for people, and may have no reader.
    let _ = writeln!(stdout(), "{}", page.body.trim_end());
    Ok(if page.ok { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
