//! Runs a real Apache Kafka broker on this machine, for whoever has Java and Maven but no Docker.

#![expect(clippy::print_stdout, reason = "a command line program talks to its user")]

use anyhow::{Context, bail};
use dateline_tests::Kafka;
use std::path::PathBuf;
use std::time::Duration;

const USAGE: &str = "usage: local-kafka [--port PORT] [--data DIR]
Runs one Apache Kafka broker on 127.0.0.1 until Ctrl-C.
  --port PORT  where it listens (default 9092)
  --data DIR   keeps its data there; else it is gone at the end";

struct Options {
    port: u16,
    data: Option<PathBuf>,
}

fn main() -> anyhow::Result<()> {
    let Some(options) = parse(std::env::args().skip(1))? else {
        println!("{USAGE}");
        return Ok(());
    };
    println!("starting Apache Kafka (the first time its jars are fetched with Maven) …");
    let mut kafka = Kafka::start_at(Some(options.port), options.data.as_deref())?;
    let bus = kafka.bus();
    println!("Kafka listens on {}; Ctrl-C ends it", kafka.brokers());
    println!("  DATELINE_BUS={bus} cargo run --release -- topics create");
    println!("  DATELINE_BUS={bus} cargo run --release -- run");
    loop {
        if let Some(status) = kafka.wait_exit(Duration::from_secs(3600))? {
            bail!("the broker ended with {status}");
        }
    }
}

/// `None`: help is wanted.
fn parse(mut arguments: impl Iterator<Item = String>) -> anyhow::Result<Option<Options>> {
    let mut options = Options { port: 9092, data: None };
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().with_context(|| format!("{argument} needs a value\n{USAGE}"));
        match argument.as_str() {
            "--port" => options.port = value()?.parse().context("--port takes a number up to 65535")?,
            "--data" => options.data = Some(std::path::absolute(value()?).context("resolve the directory")?),
            "--help" | "-h" => return Ok(None),
            _ => bail!("unknown argument {argument}\n{USAGE}"),
        }
    }
    Ok(Some(options))
}
