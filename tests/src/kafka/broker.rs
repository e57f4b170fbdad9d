//! One broker process, its settings and its data.

use super::{jars, output_of};
use crate::lifeline::{self, Signal};
use crate::{free_port, scratch_dir, wait_for};
use anyhow::Context;
use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, ExitStatus, Stdio};
use std::time::Duration;
use tempfile::TempDir;

/// A start takes 2 s on a quiet machine, 5 s after a crash; one that builds beside it needs several times that.
const START_DEADLINE: Duration = Duration::from_secs(60);
const HEAP: &str = "512m";
/// Any one will do: no two of these nodes ever meet.
const CLUSTER_ID: &str = "ZGF0ZWxpbmUtdGVzdHMtMA";

#[derive(Debug)]
pub(super) struct Broker {
    address: String,
    port: u16,
    classpath: OsString,
    properties: PathBuf,
    log: PathBuf,
    /// `None` while it is down.
    process: Option<Child>,
    _scratch: TempDir,
}

impl Broker {
    pub(super) fn start(port: Option<u16>, data: Option<&Path>, more: &str) -> anyhow::Result<Self> {
        let classpath = jars::classpath()?;
        let scratch = scratch_dir("kafka")?;
        let port = port.map_or_else(free_port, Ok)?;
        let data = data.map_or_else(|| scratch.path().join("data"), Path::to_path_buf);
        let properties = scratch.path().join("server.properties");
        fs::write(&properties, settings(port, free_port()?, &data) + more)
            .context("write the settings of the broker")?;
        if !data.join("meta.properties").exists() {
            let mut format = jars::java(&classpath, "128m");
            format.args(["kafka.tools.StorageTool", "format", "-t", CLUSTER_ID, "-c"]).arg(&properties);
            output_of(&mut format).context("format the directory of the broker")?;
        }
        let mut broker = Self {
            address: format!("127.0.0.1:{port}"),
            port,
            classpath,
            properties,
            log: scratch.path().join("broker.log"),
            process: None,
            _scratch: scratch,
        };
        broker.launch()?;
        Ok(broker)
    }

    pub(super) fn address(&self) -> &str {
        &self.address
    }

    /// Starts the process and waits until it takes connections.
    pub(super) fn launch(&mut self) -> anyhow::Result<()> {
        anyhow::ensure!(self.process.is_none(), "the broker at {} already runs", self.address);
        let log = OpenOptions::new().create(true).append(true).open(&self.log).context("open the broker's log")?;
        let mut java = lifeline::command("java", Signal::Kill, &[]);
        java.args(jars::java_options(HEAP)).arg("-cp").arg(&self.classpath).arg("kafka.Kafka").arg(&self.properties);
        java.stdin(Stdio::null()).stdout(log.try_clone().context("share the broker's log")?).stderr(log);
        let process = self.process.insert(lifeline::spawn(java)?);
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
        let started = wait_for(&format!("the broker at {address}"), START_DEADLINE, || {
            // A process that has ended will never answer: the deadline need not pass.
            if let Ok(Some(status)) = process.try_wait() {
                return Ok(Err(anyhow::anyhow!("the broker ended with {status}")));
            }
            match TcpStream::connect_timeout(&address, Duration::from_millis(200)) {
                Ok(_) => Ok(Ok(())),
                Err(error) => Err(error.to_string()),
            }
        });
        started.and_then(|outcome| outcome).with_context(|| format!("start Kafka; its log ends:\n{}", self.log_tail()))
    }

    pub(super) fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            lifeline::end(&mut process);
        }
    }

    pub(super) fn wait_exit(&mut self, deadline: Duration) -> anyhow::Result<Option<ExitStatus>> {
        let process = self.process.as_mut().context("the broker is down")?;
        // The deadline passing is one of the two answers.
        Ok(lifeline::wait_exit(process, deadline).ok())
    }

    fn log_tail(&self) -> String {
        // No log yet is an empty one.
        let log = fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        lines.iter().skip(lines.len().saturating_sub(20)).copied().collect::<Vec<_>>().join("\n")
    }
}

impl Drop for Broker {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A node that is broker and controller in one. Internal topics have the one replica there can be and few partitions,
/// groups form without a pause, and what waits for a timeout (a crashed broker's registration, an abandoned
/// transaction) waits seconds.
fn settings(port: u16, controller_port: u16, data: &Path) -> String {
    format!(
        "process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller_port}
controller.listener.names=CONTROLLER
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller_port}
advertised.listeners=PLAINTEXT://127.0.0.1:{port}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs={}
auto.create.topics.enable=false
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=4
transaction.abort.timed.out.transaction.cleanup.interval.ms=1000
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
share.coordinator.state.topic.num.partitions=1
broker.heartbeat.interval.ms=500
broker.session.timeout.ms=3000
log.cleaner.dedupe.buffer.size=16777216
log.index.size.max.bytes=1048576
",
        data.display()
    )
}
