//! One pipeline of a scenario's own: topics, store, services, and how they are broken and asked.

use super::books;
use super::sender::{Sender, Way};
use super::sent::Sent;
use super::stored::Store;
use super::tally::Tally;
use crate::{Database, Dateline, Launch, scratch_dir, unique_name, wait_for};
use anyhow::Context;
use article::Topics;
use bus::{Bus, EmbeddedLog, KafkaBus, KafkaSettings};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The three services in the order of the data's way.
pub(crate) const SERVICES: [&str; 3] = ["consumer", "enricher", "sink"];
/// A start takes a second; one on a busy machine, or beside a broker that is down, takes longer.
pub(crate) const START: Duration = Duration::from_secs(90);
/// Within this a service is started again when it has ended.
const START_AT_ALL: Duration = Duration::from_secs(180);
const STOP: Duration = Duration::from_secs(60);

/// How a lane is laid out.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    /// What services are told as `bus`.
    bus: String,
    /// Where the books are read from: `host:port` of brokers.
    brokers: String,
    /// Tables of the configuration beside `[topics]`.
    tables: String,
    /// Keys of `[topics]`.
    topics: String,
}

impl Plan {
    /// Services and books come to the same brokers.
    pub(crate) fn new(brokers: &str) -> Self {
        let bus = format!("kafka://{brokers}");
        Self { bus, brokers: brokers.to_owned(), tables: String::new(), topics: "partitions = 6\n".to_owned() }
    }

    /// Services come to the brokers by another way.
    pub(crate) fn services_at(mut self, brokers: &str) -> Self {
        self.bus = format!("kafka://{brokers}");
        self
    }

    pub(crate) fn tables(mut self, tables: impl AsRef<str>) -> Self {
        self.tables.push_str(tables.as_ref());
        self
    }

    pub(crate) fn topics(mut self, keys: &str) -> Self {
        keys.clone_into(&mut self.topics);
        self
    }
}

/// A running pipeline.
pub(crate) struct Lane {
    pub(crate) topics: Topics,
    pub(crate) bus: Arc<dyn Bus>,
    pub(crate) store: Store,
    pub(crate) config: String,
    name: String,
    home: TempDir,
    services: BTreeMap<String, Dateline>,
    /// What processes wrote that others took the place of.
    earlier_logs: BTreeMap<String, String>,
}

impl Lane {
    /// A lane on Kafka with a database of its own; no service is started yet.
    pub(crate) fn on_kafka(plan: &Plan, name: &str, database: Database) -> anyhow::Result<Self> {
        let name = unique_name(name);
        let home = home()?;
        let store = Store::Postgres(database);
        let config = format!(
            "bus = \"{}\"\nlane = \"{name}\"\n[topics]\n{}{}{}{}",
            plan.bus,
            plan.topics,
            plan.tables,
            source(&home.path().join("wire")),
            store.config()
        );
        let bus: Arc<dyn Bus> = Arc::new(KafkaBus::connect(KafkaSettings::plaintext(&plan.brokers))?);
        Ok(Self {
            topics: topics(&name)?,
            bus,
            store,
            config,
            name,
            home,
            services: BTreeMap::new(),
            earlier_logs: BTreeMap::new(),
        })
    }

    /// A lane on the embedded log and SQLite. Its one process must have run once before the books can be read, so it
    /// is started.
    pub(crate) fn embedded(name: &str) -> anyhow::Result<Self> {
        Self::embedded_at(name, None)
    }

    /// The same with log and store in a directory of the caller's.
    pub(crate) fn embedded_at(name: &str, data: Option<&Path>) -> anyhow::Result<Self> {
        Self::embedded_as(name, data, "", &[])
    }

    /// The same with more tables in the configuration and variables in the environment.
    pub(crate) fn embedded_among(name: &str, tables: &str, variables: &[(&str, &str)]) -> anyhow::Result<Self> {
        Self::embedded_as(name, None, tables, variables)
    }

    fn embedded_as(name: &str, data: Option<&Path>, tables: &str, variables: &[(&str, &str)]) -> anyhow::Result<Self> {
        let name = unique_name(name);
        let home = home()?;
        let data = data.unwrap_or(home.path());
        let store = Store::Sqlite(data.to_path_buf());
        let log = data.join("log.db");
        let config = format!(
            "bus = \"embedded:{}\"\nlane = \"{name}\"\n{tables}{}{}",
            log.display(),
            source(&home.path().join("wire")),
            store.config()
        );
        let mut launch = Launch::new(["run"]).config(&config).directory(home.path());
        for (variable, value) in variables {
            launch = launch.variable(variable, *value);
        }
        let mut process = launch.start()?;
        process.wait_ready(START)?;
        let bus: Arc<dyn Bus> = Arc::new(EmbeddedLog::open_guest(&log)?);
        let services = BTreeMap::from([("run".to_owned(), process)]);
        Ok(Self { topics: topics(&name)?, bus, store, config, name, home, services, earlier_logs: BTreeMap::new() })
    }

    /// Its name: the prefix of its topics and groups.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The folder that its source reads.
    pub(crate) fn inbox(&self) -> PathBuf {
        self.home.path().join("wire")
    }

    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// A service of this lane, `consumer` or `consumer/second` for one more instance, to be started as it is or
    /// changed before.
    pub(crate) fn launch(&self, service: &str) -> Launch {
        let (kind, instance) = service.split_once('/').unwrap_or((service, "one"));
        Launch::new([kind])
            .config(&self.config)
            .variable("DATELINE_INSTANCE", instance)
            .variable("DATELINE_LOG__FORMAT", "json")
            .directory(self.home.path())
    }

    /// Starts services and waits until they are ready.
    pub(crate) fn start(&mut self, services: &[&str]) -> anyhow::Result<()> {
        for service in services {
            let launch = self.launch(service);
            self.start_as(service, &launch)?;
        }
        self.wait_started(services)
    }

    /// Waits until services that were started as they are by default are ready. One that gave up, because a broker that
    /// has just started on a busy machine took longer than it waits, is started again, as an orchestrator would.
    pub(crate) fn wait_started(&mut self, services: &[&str]) -> anyhow::Result<()> {
        let until = Instant::now() + START_AT_ALL;
        for service in services {
            while let Err(error) = self.service(service)?.wait_ready(START) {
                if Instant::now() >= until || self.service(service)?.is_running()? {
                    return Err(error);
                }
                let launch = self.launch(service);
                self.start_as(service, &launch)?;
            }
        }
        Ok(())
    }

    pub(crate) fn wait_ready(&mut self, services: &[&str]) -> anyhow::Result<()> {
        services.iter().try_for_each(|service| self.service(service)?.wait_ready(START))
    }

    /// Starts a service in a way of its own, in the place of the one that was there.
    pub(crate) fn start_as(&mut self, service: &str, launch: &Launch) -> anyhow::Result<()> {
        if let Some(before) = self.services.remove(service) {
            let log = before.stderr();
            self.earlier_logs.entry(service.to_owned()).or_default().push_str(&log);
        }
        self.services.insert(service.to_owned(), launch.start()?);
        Ok(())
    }

    pub(crate) fn service(&mut self, name: &str) -> anyhow::Result<&mut Dateline> {
        self.services.get_mut(name).with_context(|| format!("no service {name} runs in {}", self.name))
    }

    /// The services that were started and not ended, by name.
    pub(crate) fn running(&self) -> impl Iterator<Item = (&str, &Dateline)> {
        self.services.iter().map(|(name, service)| (name.as_str(), service))
    }

    /// Kills a service and starts it again at once.
    pub(crate) fn kill_and_restart(&mut self, name: &str) -> anyhow::Result<()> {
        self.service(name)?.kill()?;
        let launch = self.launch(name);
        self.start_as(name, &launch)
    }

    /// Asks a service to stop and takes its end.
    pub(crate) fn terminate(&mut self, name: &str) -> anyhow::Result<()> {
        let mut service = self.services.remove(name).with_context(|| format!("no service {name} runs"))?;
        service.terminate()?;
        let ended = service.wait_exit(STOP);
        self.earlier_logs.entry(name.to_owned()).or_default().push_str(&service.stderr());
        let status = ended?;
        anyhow::ensure!(status.success(), "{name} ended with {status}");
        Ok(())
    }

    /// Services that have ended though nobody told them to are started again, as an orchestrator would; gives how
    /// often.
    pub(crate) fn revive(&mut self) -> anyhow::Result<Vec<String>> {
        let mut ended = Vec::new();
        for (name, service) in &mut self.services {
            if !service.is_running()? {
                let status = service.wait_exit(STOP)?;
                let log = service.stderr();
                let last = log.lines().rev().find(|line| line.contains("ERROR")).unwrap_or_default();
                ended.push((name.clone(), format!("{name} ended with {status}: {}", head(last, 300))));
            }
        }
        for (name, _) in &ended {
            let launch = self.launch(name);
            self.start_as(name, &launch)?;
        }
        Ok(ended.into_iter().map(|(_, said)| said).collect())
    }

    /// Services that were killed and not started again are no longer looked after.
    pub(crate) fn forget_ended(&mut self) -> anyhow::Result<()> {
        let names: Vec<String> = self.services.keys().cloned().collect();
        for name in names {
            if !self.service(&name)?.is_running()? {
                self.services.remove(&name);
            }
        }
        Ok(())
    }

    /// Sends articles into the raw topic.
    pub(crate) fn push(&self, seed: u64, rate: u32) -> Sender {
        Sender::start(Way::Push(Arc::clone(&self.bus), self.topics.clone()), seed, rate)
    }

    /// Puts articles into the folder.
    pub(crate) fn drop_files(&self, seed: u64, rate: u32) -> Sender {
        Sender::start(Way::Files(self.inbox()), seed, rate)
    }

    /// How many versions of articles are stored; `None` while nobody can say.
    pub(crate) fn stored(&self) -> Option<usize> {
        self.store.count(self.bus.as_ref(), &self.topics).ok()
    }

    pub(crate) fn wait_stored(&self, least: usize, deadline: Duration) -> anyhow::Result<()> {
        wait_for("articles to be stored", deadline, || {
            let stored = self.stored();
            if stored.is_some_and(|stored| stored >= least) {
                return Ok(());
            }
            // Each look starts a process.
            std::thread::sleep(Duration::from_millis(150));
            Err(format!("{stored:?} of {least} in {}", self.name))
        })
    }

    /// Waits until all that was sent is stored, ends the services and closes the books.
    pub(crate) fn settle(&mut self, sent: &Sent, deadline: Duration) -> anyhow::Result<Tally> {
        let waited = self.wait_stored(sent.count(), deadline);
        let names: Vec<String> = self.services.keys().cloned().collect();
        let mut problems = Vec::new();
        for name in &names {
            if let Err(error) = self.terminate(name) {
                problems.push(format!("{error:#}"));
            }
        }
        let mut tally = books::close(self.bus.as_ref(), &self.topics, &self.store, &self.config, sent)
            .with_context(|| format!("close the books of {}", self.name))?;
        if let Err(error) = waited {
            problems.push(format!("{error:#}"));
        }
        tally.problems.extend(problems);
        if !tally.is_good() {
            self.keep_logs();
        }
        Ok(tally)
    }

    /// Keeps what the services wrote, of a lane that was found wanting.
    pub(crate) fn keep_logs(&self) {
        self.earlier_logs.iter().for_each(|(service, log)| keep_log(&self.name, service, log));
    }
}

fn home() -> anyhow::Result<TempDir> {
    let home = scratch_dir("lane")?;
    std::fs::create_dir(home.path().join("wire")).context("make the folder of the source")?;
    Ok(home)
}

fn source(folder: &Path) -> String {
    format!("[[source]]\nname = \"wire\"\nkind = \"folder\"\npath = \"{}\"\ninterval = \"300ms\"\n", folder.display())
}

fn topics(name: &str) -> anyhow::Result<Topics> {
    Ok(Topics::of(article::Lane::named(name).with_context(|| format!("`{name}` is no name of a lane"))?))
}

pub(crate) fn head(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

/// The log of a service that was found wanting, kept beside where the program was started.
fn keep_log(lane: &str, service: &str, log: &str) {
    let directory = std::env::temp_dir().join("dateline-faults");
    // Without it the row still says what was wrong.
    let _ = std::fs::create_dir_all(&directory)
        .and_then(|()| std::fs::write(directory.join(format!("{lane}-{}.log", service.replace('/', "-"))), log));
}
