//! `dateline ready`: asks a running service whether it is ready, for health checks of containers without curl.

use super::configuration::ConfigArgs;
use super::stdout::stdout;
use anyhow::Context;
use std::io::{Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::process::ExitCode;
use std::time::Duration;

const TIMEOUT: Duration = Duration::from_secs(3);

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
    // A service that listens everywhere is asked here.
    let address = listen.replace("0.0.0.0:", "127.0.0.1:").replace("[::]:", "[::1]:");
    let answer = ask(&address).with_context(|| format!("ask {address}; is the service running there?"))?;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    // The exit status is the answer; the text is for people, and may have no reader.
    let _ = writeln!(stdout(), "{}", body.trim_end());
    Ok(if head.starts_with("HTTP/1.1 200") { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn ask(address: &str) -> anyhow::Result<String> {
    let resolved = address.to_socket_addrs()?.next().context("the address resolves to nothing")?;
    let mut stream = TcpStream::connect_timeout(&resolved, TIMEOUT)?;
    stream.set_read_timeout(Some(TIMEOUT))?;
    stream.set_write_timeout(Some(TIMEOUT))?;
    write!(stream, "GET /readyz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.take(64 << 10).read_to_string(&mut answer)?;
    Ok(answer)
}
