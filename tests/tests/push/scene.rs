//! A whole pipeline that takes pushes, on either bus, what lies in its raw topic and what in its store.

use article::{Article, Lane, RawRecord, Topics, decode_raw};
use bus::{Bus, EmbeddedLog};
use dateline_tests::{
    Dateline, Kafka, Launch, PUSH_TABLE, PushClient, SharedLane, free_port, read_topic, scratch_dir, wait_for_count,
};
use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;
use tempfile::TempDir;

/// Longer than anything takes on a machine that does much else.
pub(super) const SOON: Duration = Duration::from_secs(120);

/// A pipeline that takes pushes.
pub(super) struct Scene {
    home: TempDir,
    /// On Kafka: where.
    lane: Option<SharedLane>,
    pub(super) address: SocketAddr,
    config: String,
    pub(super) service: Dateline,
}

impl Scene {
    /// On the embedded log; `keys` go into the table `[push]`.
    pub(super) fn embedded(keys: &str) -> Self {
        Self::start(None, keys)
    }

    /// On Kafka.
    pub(super) fn kafka(keys: &str) -> Self {
        Self::start(Some(SharedLane::new("push").unwrap()), keys)
    }

    /// On a broker of the test's own.
    pub(super) fn on(kafka: &Kafka) -> Self {
        let tables = "[topics]\npartitions = 1\n";
        Self::start_with(None, &format!("bus = \"{}\"\n{tables}", kafka.bus()), "")
    }

    /// One on each bus.
    pub(super) fn both(keys: &str) -> [Self; 2] {
        [Self::embedded(keys), Self::kafka(keys)]
    }

    fn start(lane: Option<SharedLane>, keys: &str) -> Self {
        let bus =
            lane.as_ref().map_or_else(|| "bus = \"embedded:log.db\"\n".to_owned(), |lane| lane.config("only", ""));
        Self::start_with(lane, &bus, keys)
    }

    fn start_with(lane: Option<SharedLane>, bus: &str, keys: &str) -> Self {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, free_port().unwrap()));
        let tables = format!(
            "[limits]\ningest = \"64KiB\"\n[[store]]\nname = \"local\"\nkind = \"sqlite\"\npath = \"articles.db\"\n\
             [push]\nlisten = \"{address}\"\n{keys}\n{PUSH_TABLE}"
        );
        let config = format!("{bus}{tables}");
        let home = scratch_dir("push").unwrap();
        let service = Launch::new(["run"]).config(&config).directory(home.path()).start().unwrap();
        let mut scene = Self { home, lane, address, config, service };
        scene.service.wait_ready(SOON).unwrap();
        scene
    }

    fn launch(&self, arguments: &[&str]) -> Dateline {
        Launch::new(arguments.iter().copied()).config(&self.config).directory(self.home.path()).start().unwrap()
    }

    /// Starts it anew.
    pub(super) fn start_again(&mut self) {
        self.service = self.launch(&["run"]);
    }

    /// Somebody who pushes.
    pub(super) fn client(&self) -> PushClient {
        PushClient::connect(self.address).unwrap()
    }

    /// The raw records that are there.
    pub(super) fn records(&self) -> Vec<RawRecord> {
        let read = |bus: &dyn Bus, topics: &Topics| {
            let found = read_topic(bus, &topics.raw()).unwrap();
            found.iter().map(|one| decode_raw(&one.record).unwrap()).collect()
        };
        match &self.lane {
            None => {
                let log = EmbeddedLog::open_guest(&self.home.path().join("log.db")).unwrap();
                read(&log, &Topics::of(Lane::live()))
            }
            Some(lane) => read(&lane.bus, &lane.topics),
        }
    }

    /// Waits until the store has so many articles, and no more; gives how often each of their sources' ids is there.
    pub(super) fn stored(&self, count: usize) -> BTreeMap<String, usize> {
        let found = || {
            let mut search = self.launch(&["search", "-n", "10000"]);
            search.wait_exit(SOON).map_err(|error| format!("{error:#}"))?;
            Ok::<_, String>(search.stdout())
        };
        wait_for_count("articles in the store", count, SOON, || Ok(found()?.lines().count())).unwrap();
        let mut stored = BTreeMap::new();
        for line in found().unwrap().lines() {
            let article: Article = serde_json::from_str(line).unwrap();
            *stored.entry(article.alt_id("sourceId").unwrap().to_owned()).or_default() += 1;
        }
        stored
    }
}
