//! A real Apache Kafka broker: one node, KRaft, loopback, small.
//!
//! Its jars come from Maven Central through `tests/kafka/pom.xml`, once. `KAFKA_BROKERS` set: those brokers are used
//! instead, and nothing is started.

mod broker;
mod cluster;
mod jars;
mod setup;
mod tool;

pub(crate) use jars::{class_path, java_options};

pub use cluster::KafkaCluster;
pub use setup::{KafkaSetup, Listener};

use crate::lifeline::Signal;
use anyhow::{anyhow, bail};
use broker::Broker;
use std::path::Path;
use std::process::ExitStatus;
use std::sync::OnceLock;
use std::time::Duration;
use tool::run_tool;

/// A Kafka that tests can use.
#[derive(Debug)]
pub struct Kafka(Origin);

#[derive(Debug)]
enum Origin {
    Started(Broker),
    Given(String),
}

impl Kafka {
    /// The broker that all tests of this process share; started at the first call. Tests keep apart by lanes and
    /// groups of their own ([`crate::unique_name`]).
    pub fn shared() -> anyhow::Result<&'static Self> {
        static SHARED: OnceLock<Result<Kafka, String>> = OnceLock::new();
        let shared = SHARED.get_or_init(|| {
            let kafka = match std::env::var("KAFKA_BROKERS") {
                Ok(brokers) if !brokers.trim().is_empty() => Ok(Self(Origin::Given(brokers.trim().to_owned()))),
                Ok(_) | Err(_) => Self::start(),
            };
            kafka.map_err(|error| format!("{error:#}"))
        });
        shared.as_ref().map_err(|error| anyhow!("{error}"))
    }

    /// A broker of the caller's own, for tests that stop or restart it. `KAFKA_BROKERS` is not asked: brokers that
    /// somebody else runs cannot be restarted.
    pub fn start() -> anyhow::Result<Self> {
        Self::start_as(&KafkaSetup::new())
    }

    /// A broker of the caller's own with settings more than the tests' own, as lines of `server.properties`.
    pub fn start_with(settings: &str) -> anyhow::Result<Self> {
        Self::start_as(&settings.lines().fold(KafkaSetup::new(), KafkaSetup::setting))
    }

    /// A broker at a port, and with its data in a directory that stays, as far as given.
    pub fn start_at(port: Option<u16>, data: Option<&Path>) -> anyhow::Result<Self> {
        Self::start_as(&KafkaSetup::new().port(port).data(data.map(Path::to_path_buf)))
    }

    /// A broker of the caller's own with settings of its own.
    pub fn start_as(setup: &KafkaSetup) -> anyhow::Result<Self> {
        Ok(Self(Origin::Started(Broker::start(setup)?)))
    }

    /// Its bootstrap servers: `host:port`, with commas between several.
    pub fn brokers(&self) -> &str {
        match &self.0 {
            Origin::Started(broker) => broker.address(),
            Origin::Given(brokers) => brokers,
        }
    }

    /// What `bus` is set to for it.
    pub fn bus(&self) -> String {
        format!("kafka://{}", self.brokers())
    }

    /// Kills the broker, as a crash would.
    pub fn kill(&mut self) -> anyhow::Result<()> {
        self.started("killed")?.kill();
        Ok(())
    }

    /// Starts the broker again after [`Self::kill`], on the same data and port.
    pub fn resume(&mut self) -> anyhow::Result<()> {
        self.started("started")?.launch()
    }

    /// Kills the broker and starts it again on the same data and port; returns when it answers.
    pub fn restart(&mut self) -> anyhow::Result<()> {
        self.kill()?;
        self.resume()
    }

    /// Asks the broker to end (SIGTERM), as its own scripts do.
    pub fn stop(&mut self) -> anyhow::Result<()> {
        self.started("stopped")?.stop()
    }

    /// Makes the broker stand still (SIGSTOP) until [`Self::go_on`].
    pub fn pause(&mut self) -> anyhow::Result<()> {
        self.started("paused")?.signal(Signal::Stop)
    }

    /// Lets the broker go on after [`Self::pause`].
    pub fn go_on(&mut self) -> anyhow::Result<()> {
        self.started("continued")?.signal(Signal::Continue)
    }

    /// Kills the broker and starts it at another port, on the same data.
    pub fn move_to(&mut self, port: u16) -> anyhow::Result<()> {
        self.started("moved")?.move_to(port)
    }

    /// Whether its process runs; brokers that somebody else runs count as running.
    pub fn is_running(&mut self) -> bool {
        match &mut self.0 {
            Origin::Started(broker) => broker.is_running(),
            Origin::Given(_) => true,
        }
    }

    /// The end of the broker's log.
    pub fn log_tail(&self) -> String {
        match &self.0 {
            Origin::Started(broker) => broker.log_tail(),
            Origin::Given(_) => String::new(),
        }
    }

    /// Waits until the broker ends by itself or is stopped from outside; `None` after `deadline`.
    pub fn wait_exit(&mut self, deadline: Duration) -> anyhow::Result<Option<ExitStatus>> {
        self.started("awaited")?.wait_exit(deadline)
    }

    /// Runs one of Kafka's own command-line tools by its class, such as `org.apache.kafka.tools.TopicCommand`, against
    /// these brokers; gives what it prints. Takes about a second.
    pub fn tool(&self, class: &str, arguments: &[&str]) -> anyhow::Result<String> {
        run_tool(self.brokers(), class, arguments)
    }

    fn started(&mut self, verb: &str) -> anyhow::Result<&mut Broker> {
        match &mut self.0 {
            Origin::Started(broker) => Ok(broker),
            Origin::Given(brokers) => bail!("the brokers at {brokers} come from KAFKA_BROKERS and cannot be {verb}"),
        }
    }
}
