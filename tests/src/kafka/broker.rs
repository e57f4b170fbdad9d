//! One broker process, its settings and its data.

use super::jars;
use super::setup::KafkaSetup;
use super::tool::output_of;
use crate::lifeline::{self, Signal};
use crate::{free_port, scratch_dir, wait_for};
use anyhow::Context;
use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::os::unix::fs::DirBuilderExt;
use std::path::PathBuf;
use std::process::{Child, ExitStatus, Stdio};
use std::time::Duration;
use tempfile::TempDir;

/// A start takes 2 s on a quiet machine, 5 s after a crash; one that builds beside it needs many times that.
const START_DEADLINE: Duration = Duration::from_secs(180);
const STOP_DEADLINE: Duration = Duration::from_secs(60);
const HEAP: &str = "512m";
/// Any one will do: nodes of two clusters never meet.
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
    pub(super) fn start(setup: &KafkaSetup) -> anyhow::Result<Self> {
        let controller = free_port()?;
        let mut broker = Self::prepare(setup, controller)?;
        broker.launch()?;
        Ok(broker)
    }

    /// Settings and formatted directory of a broker that is not started yet.
    pub(super) fn prepare(setup: &KafkaSetup, controller: u16) -> anyhow::Result<Self> {
        let classpath = jars::classpath()?;
        let scratch = scratch_dir("kafka")?;
        let port = setup.port.map_or_else(free_port, Ok)?;
        let data = setup.data.clone().unwrap_or_else(|| scratch.path().join("data"));
        if setup.data.is_some() {
            // It stays, and everything that was sent is in it.
            let mut private = fs::DirBuilder::new();
            private.recursive(true).mode(0o700).create(&data).with_context(|| format!("create {}", data.display()))?;
        }
        let properties = scratch.path().join("server.properties");
        fs::write(&properties, setup.properties(port, controller, &data))
            .context("write the settings of the broker")?;
        if !data.join("meta.properties").exists() {
            let mut format = jars::java(&classpath, "128m");
            format.args(["kafka.tools.StorageTool", "format", "-t", CLUSTER_ID, "-c"]).arg(&properties);
            format.args(&setup.format_arguments);
            output_of(&mut format).context("format the directory of the broker")?;
        }
        Ok(Self {
            address: format!("127.0.0.1:{port}"),
            port,
            classpath,
            properties,
            log: scratch.path().join("broker.log"),
            process: None,
            _scratch: scratch,
        })
    }

    /// Starts it at another port: it has moved.
    pub(super) fn move_to(&mut self, port: u16) -> anyhow::Result<()> {
        self.kill();
        let text = fs::read_to_string(&self.properties).context("read the settings of the broker")?;
        let text = text.replace(&format!("PLAINTEXT://{}", self.address), &format!("PLAINTEXT://127.0.0.1:{port}"));
        fs::write(&self.properties, text).context("write the settings of the broker")?;
        (self.port, self.address) = (port, format!("127.0.0.1:{port}"));
        self.launch()
    }

    pub(super) fn address(&self) -> &str {
        &self.address
    }

    /// Starts the process and waits until it takes connections.
    pub(super) fn launch(&mut self) -> anyhow::Result<()> {
        self.spawn()?;
        self.wait_up()
    }

    /// Starts the process.
    pub(super) fn spawn(&mut self) -> anyhow::Result<()> {
        anyhow::ensure!(self.process.is_none(), "the broker at {} already runs", self.address);
        let log = OpenOptions::new().create(true).append(true).open(&self.log).context("open the broker's log")?;
        let mut java = lifeline::command("java", Signal::Kill, &[]);
        java.args(jars::java_options(HEAP)).arg("-cp").arg(&self.classpath).arg("kafka.Kafka").arg(&self.properties);
        java.stdin(Stdio::null()).stdout(log.try_clone().context("share the broker's log")?).stderr(log);
        self.process = Some(lifeline::spawn(java)?);
        Ok(())
    }

    /// Waits until the process takes connections.
    pub(super) fn wait_up(&mut self) -> anyhow::Result<()> {
        let process = self.process.as_mut().context("the broker is down")?;
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

    pub(super) fn stop(&mut self) -> anyhow::Result<()> {
        let Some(mut process) = self.process.take() else { return Ok(()) };
        let ended = lifeline::signal(&process, Signal::Term)
            .and_then(|()| lifeline::wait_exit(&mut process, STOP_DEADLINE).map(drop));
        if ended.is_err() {
            lifeline::end(&mut process);
        }
        ended
    }

    pub(super) fn signal(&self, signal: Signal) -> anyhow::Result<()> {
        lifeline::signal(self.process.as_ref().context("the broker is down")?, signal)
    }

    pub(super) fn is_running(&mut self) -> bool {
        self.process.as_mut().is_some_and(|process| matches!(process.try_wait(), Ok(None)))
    }

    pub(super) fn wait_exit(&mut self, deadline: Duration) -> anyhow::Result<Option<ExitStatus>> {
        let process = self.process.as_mut().context("the broker is down")?;
        // The deadline passing is one of the two answers.
        Ok(lifeline::wait_exit(process, deadline).ok())
    }

    pub(super) fn log_tail(&self) -> String {
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
