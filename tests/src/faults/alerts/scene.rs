//! The pipeline that is fired at, and what is done to it.

use super::super::ground::Ground;
use super::super::lane::{Lane, SERVICES};
use super::pages::Pages;
use crate::{KafkaSetup, Launch, Prometheus, put_whole, read_topic, scratch_dir, wait_for};
use anyhow::Context;
use article::{Record, Timestamp};
use bus::{Isolation, Output, TopicPartition};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tempfile::TempDir;

pub(super) const SOON: Duration = Duration::from_secs(60);

pub(super) struct Scene {
    pub(super) ground: Ground,
    pub(super) lane: Lane,
    pub(super) prometheus: Prometheus,
    pub(super) pages: Pages,
    folders: TempDir,
    /// Of files that were put into folders.
    files: usize,
}

impl Scene {
    /// Three services and their sources, all well, and watched.
    pub(super) fn start() -> anyhow::Result<Self> {
        // Rights can be taken away, though nobody logs in.
        let setup = KafkaSetup::new()
            .setting("broker.session.timeout.ms=30000")
            // Transactions stay open for as long as their producer stands still.
            .setting("transaction.abort.timed.out.transaction.cleanup.interval.ms=3600000")
            .setting("authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer")
            .setting("allow.everyone.if.no.acl.found=true");
        let ground = Ground::with(&setup)?;
        let folders = scratch_dir("sources")?;
        let pages = Pages::start()?;
        let mut tables = "[breaker]\nsource_after = 5\nsource_pause = \"10s\"\n".to_owned();
        for (name, more) in [("desk", ""), ("poor", ""), ("much", "records_per_hour = 5\n"), ("seldom", "")] {
            let path = folders.path().join(name);
            std::fs::create_dir(&path).context("make the folder of a source")?;
            tables.push_str(&format!(
                "[[source]]\nname = \"{name}\"\nkind = \"folder\"\npath = \"{}\"\ninterval = \"300ms\"\n{more}",
                path.display()
            ));
        }
        tables.push_str(&format!(
            "[[source]]\nname = \"pages\"\nkind = \"feed\"\nurl = \"{}\"\ninterval = \"500ms\"\n",
            pages.feed()
        ));
        let mut lane = ground.lane("alerts", &ground.plan().tables(tables))?;
        lane.start(&SERVICES)?;
        let scene = Self { ground, lane, prometheus: Prometheus::start()?, pages, folders, files: 0 };
        scene.watch()?;
        Ok(scene)
    }

    pub(super) fn watch(&self) -> anyhow::Result<()> {
        self.prometheus.watch(self.lane.running())
    }

    pub(super) fn folder(&self, source: &str) -> PathBuf {
        self.folders.path().join(source)
    }

    /// A file of its own for a source.
    pub(super) fn put(&mut self, source: &str, bytes: &[u8]) -> anyhow::Result<()> {
        self.files += 1;
        put_whole(&self.folder(source), &format!("{}.txt", self.files), bytes)
    }

    /// A report that nobody has.
    pub(super) fn put_report(&mut self, source: &str) -> anyhow::Result<()> {
        let text = format!("OSLO, May 12 (Example Wire) - Ferry {} was late again on Monday.\n", self.files);
        self.put(source, text.as_bytes())
    }

    /// Kills a service and starts it again in this way.
    pub(super) fn restart_as(&mut self, service: &str, change: impl FnOnce(Launch) -> Launch) -> anyhow::Result<()> {
        self.lane.service(service)?.kill()?;
        let launch = change(self.lane.launch(service));
        self.lane.start_as(service, &launch)?;
        self.watch()?;
        self.lane.wait_ready(&[service])
    }

    pub(super) fn restart(&mut self, service: &str) -> anyhow::Result<()> {
        self.restart_as(service, |launch| launch)
    }

    /// Waits until a sum of a service's samples fits.
    pub(super) fn wait_metric(
        &mut self,
        service: &str,
        name: &str,
        label: &str,
        fits: impl Fn(f64) -> bool,
    ) -> anyhow::Result<()> {
        self.wait_metric_for(SOON, service, name, label, fits)
    }

    pub(super) fn wait_metric_for(
        &mut self,
        deadline: Duration,
        service: &str,
        name: &str,
        label: &str,
        fits: impl Fn(f64) -> bool,
    ) -> anyhow::Result<()> {
        let service = self.lane.service(service)?;
        wait_for(&format!("{name} {label}"), deadline, || match service.metric(name, &[label]) {
            Ok(Some(value)) if fits(value) => Ok(()),
            other => Err(format!("{other:?}")),
        })
    }

    pub(super) fn metric(&mut self, service: &str, name: &str, label: &str) -> anyhow::Result<f64> {
        self.lane.service(service)?.metric(name, &[label])?.with_context(|| format!("there is no {name}"))
    }

    /// Everything in the topic of articles is deleted, read or not.
    pub(super) fn delete_articles(&self) -> anyhow::Result<()> {
        let topic = self.lane.topics.articles();
        let mut places = Vec::new();
        for number in 0..self.lane.bus.partition_count(&topic)? {
            let end = self.lane.bus.end_offset(&TopicPartition::new(topic.clone(), number), Isolation::Uncommitted)?;
            places.push(json!({ "topic": topic.as_str(), "partition": number, "offset": end }));
        }
        let file = self.lane.home().join("delete.json");
        std::fs::write(&file, json!({ "partitions": places, "version": 1 }).to_string()).context("write the places")?;
        let file = file.display().to_string();
        self.ground.kafka.tool("org.apache.kafka.tools.DeleteRecordsCommand", &["--offset-json-file", &file])?;
        Ok(())
    }

    /// The latest enriched article once more, as if it had come so long ago.
    pub(super) fn enriched_before(&self, ago: Duration) -> anyhow::Result<()> {
        let topic = self.lane.topics.enriched();
        let latest = read_topic(self.lane.bus.as_ref(), &topic)?.pop().context("nothing was enriched yet")?;
        let timestamp = now().millis() - i64::try_from(ago.as_millis())?;
        let record = Record { timestamp, ..latest.record };
        Ok(self.lane.bus.append(vec![Output { topic, partition: Some(latest.partition), record }])?)
    }

    /// Among the cursors it is noted of a source that it usually has news every few minutes, and has had none for hours.
    /// Its consumer must not run.
    pub(super) fn note_silence(&self, source: &str) -> anyhow::Result<()> {
        let topic = self.lane.topics.cursors();
        let key = format!("health/{source}");
        let mut latest = None;
        for received in read_topic(self.lane.bus.as_ref(), &topic)? {
            if received.record.key.as_deref() == Some(key.as_bytes()) {
                latest = Some(received);
            }
        }
        let latest = latest.with_context(|| format!("nothing is noted of {source}"))?;
        let mut health: Value = serde_json::from_slice(latest.record.value()).context("read what is noted")?;
        let hours_ago = Timestamp::from_millis(now().millis() - 3 * 3_600_000);
        let day = now().millis() / 86_400_000;
        if let Some(health) = health.as_object_mut() {
            let rhythm = json!({
                "news": vec![20_000; 16], "hours": vec![4_000; 16], "day": day, "missing": 20_000, "most": 0,
                "lookedAt": now(), "lastNewsAt": hours_ago,
            });
            health.insert("rhythm".to_owned(), rhythm);
        }
        let value = Some(health.to_string().into_bytes());
        let record = Record { value, timestamp: 0, ..latest.record };
        Ok(self.lane.bus.append(vec![Output { topic, partition: Some(latest.partition), record }])?)
    }

    /// Whether anybody may write to the topic of enriched articles.
    pub(super) fn may_write(&self, may: bool) -> anyhow::Result<()> {
        const ACL: &str = "org.apache.kafka.tools.AclCommand";
        let topic = self.lane.topics.enriched();
        let rule = ["--topic", topic.as_str(), "--operation", "Write", "--deny-principal", "User:ANONYMOUS"];
        if may {
            self.ground.kafka.tool(ACL, &[&["--remove", "--force"][..], &rule].concat())?;
            return Ok(());
        }
        // With one rule about a topic, what no rule allows is forbidden.
        let all = ["--add", "--topic", topic.as_str(), "--operation", "All", "--allow-principal", "User:*"];
        self.ground.kafka.tool(ACL, &all)?;
        self.ground.kafka.tool(ACL, &[&["--add"][..], &rule].concat())?;
        Ok(())
    }
}

fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap_or(0))
}

/// `YYYY-MM-DDTHH:MM:SSZ`, so long ago.
pub(super) fn time_before(ago: Duration) -> String {
    Timestamp::from_millis(now().millis() - i64::try_from(ago.as_millis()).unwrap_or(0)).to_string()
}
