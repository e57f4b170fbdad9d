//! A real Prometheus that watches services under test, with the rules of `deploy/observability` at a faster pace.

mod quickened;

use crate::lifeline::{self, Signal};
use crate::process::get;
use crate::{Dateline, free_port, scratch_dir, wait_for};
use anyhow::Context;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::Duration;
use tempfile::TempDir;

pub use quickened::{PACE, quickened};

const START: Duration = Duration::from_secs(60);

/// Runs until it is dropped.
#[derive(Debug)]
pub struct Prometheus {
    address: SocketAddr,
    child: Child,
    home: TempDir,
}

/// What a query gave: labels, and the value.
pub type Sample = (Value, f64);

impl Prometheus {
    /// Starts one with the repository's recording and alert rules, every duration of which is [`PACE`] times shorter. It
    /// watches nobody yet.
    pub fn start() -> anyhow::Result<Self> {
        let home = scratch_dir("prometheus")?;
        let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("../deploy/observability");
        for file in ["recording.yml", "alerts.yml"] {
            let text = fs::read_to_string(rules.join(file)).with_context(|| format!("read {file}"))?;
            fs::write(home.path().join(file), quickened(&text)).with_context(|| format!("write {file}"))?;
        }
        fs::write(home.path().join("targets.json"), "[]").context("write the targets")?;
        // A minute at the rules' own pace: so long one of them leaves for all services to be asked.
        fs::write(
            home.path().join("prometheus.yml"),
            "global: { scrape_interval: 2s, scrape_timeout: 2s, evaluation_interval: 1s }\n\
             rule_files: [recording.yml, alerts.yml]\n\
             scrape_configs:\n  - job_name: dateline\n    file_sd_configs: [{ files: [targets.json], refresh_interval: 1s }]\n",
        )
        .context("write the configuration of Prometheus")?;
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, free_port()?));
        let mut command = lifeline::command("prometheus", Signal::Kill, &[]);
        command.arg(format!("--web.listen-address={address}")).args([
            "--config.file=prometheus.yml",
            "--storage.tsdb.path=data",
            "--log.level=warn",
        ]);
        let log = File::create(home.path().join("log")).context("create the log of Prometheus")?;
        command.current_dir(home.path()).stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
        let child = lifeline::spawn(command).context("Debian: apt-get install prometheus")?;
        let prometheus = Self { address, child, home };
        wait_for("Prometheus", START, || match get(address, "/-/ready") {
            Ok(reply) if reply.status == 200 => Ok(()),
            Ok(reply) => Err(format!("{}: {}", reply.status, prometheus.log())),
            Err(error) => Err(format!("{error:#}: {}", prometheus.log())),
        })?;
        Ok(prometheus)
    }

    fn log(&self) -> String {
        fs::read_to_string(self.home.path().join("log")).unwrap_or_default()
    }

    /// Watches these services from now on, each by a name that it keeps when it is started again at another address.
    pub fn watch<'a>(&self, services: impl IntoIterator<Item = (&'a str, &'a Dateline)>) -> anyhow::Result<()> {
        let groups = services.into_iter().map(|(name, service)| {
            let labels = json!({ "service": name, "instance": format!("{name}:9600") });
            json!({ "targets": [service.address().to_string()], "labels": labels })
        });
        let groups = Value::from_iter(groups);
        // Put in its place whole: Prometheus reads it as soon as it changes.
        let (new, file) = (self.home.path().join("targets.new"), self.home.path().join("targets.json"));
        fs::write(&new, groups.to_string()).context("write the targets")?;
        fs::rename(&new, &file).context("put the targets in place")
    }

    /// What an expression gives now.
    pub fn query(&self, expression: &str) -> anyhow::Result<Vec<Sample>> {
        let encoded: String = expression.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let reply = get(self.address, &format!("/api/v1/query?query={encoded}"))?;
        let answer: Value = serde_json::from_str(&reply.body).with_context(|| format!("read {}", reply.body))?;
        let found = answer.pointer("/data/result").and_then(Value::as_array);
        let found = found.with_context(|| format!("`{expression}` answers {answer}"))?;
        let sample = |one: &Value| {
            let value = one.pointer("/value/1")?.as_str()?.parse().ok()?;
            Some((one.get("metric")?.clone(), value))
        };
        found.iter().map(|one| sample(one).with_context(|| format!("`{expression}` answers {one}"))).collect()
    }

    /// The names of the alerts that fire now.
    pub fn firing(&self) -> anyhow::Result<BTreeSet<String>> {
        let firing = self.query("ALERTS{alertstate=\"firing\"}")?;
        let name = |(labels, _): &Sample| labels.get("alertname").and_then(Value::as_str).map(str::to_owned);
        Ok(firing.iter().filter_map(name).collect())
    }
}

impl Drop for Prometheus {
    fn drop(&mut self) {
        lifeline::end(&mut self.child);
    }
}
