//! Every setting, typed. The one place that says which keys there are and what holds without them.

use super::allowed_place::AllowedPlace;
use super::bus_address::BusAddress;
use super::document::{CONFIG_VARIABLE, Document};
use super::environment::{Environment, HOST_NAME};
use super::host_name;
use super::kafka::KafkaSecurity;
use super::keys::Keys;
use super::limits::Limits;
use super::moved::{moved_variable, refuse_moved};
use super::named_tables::NamedTables;
use super::problem::{Origin, Problems, short};
use super::push::PushSettings;
use super::register::{AskedKey, Register};
use super::section::Section;
use super::source_files;
use super::substitution::variables_of;
use super::suggestion::closest;
use super::traces::TraceSettings;
use super::units::size_text;
use crate::identity::service_version;
use article::Lane;
use std::path::Path;
use std::time::Duration;
use tracing_subscriber::EnvFilter;

const SECOND: Duration = Duration::from_secs(1);
const DAY: Duration = Duration::from_secs(86_400);
/// What override variables begin with.
pub(super) const PREFIX: &str = "DATELINE_";
/// Variables that tests of the whole pipeline are steered by; no setting.
const TEST_PREFIX: &str = "DATELINE_TEST_";
const DEFAULT_LEVEL: &str = "info";
const DEFAULT_LISTEN: &str = "127.0.0.1:9600";

/// The settings of all services. Sources and stores are left to the crates that know their kinds.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The configuration file as it was named, or that there is none.
    pub file: String,
    /// Where messages wait between stages.
    pub bus: BusAddress,
    /// This process among those of its service; part of every transactional id.
    pub instance: String,
    /// Which flow of news this is; the prefix of all topics.
    pub lane: Lane,
    /// Worker threads of extract and of enrich; 0: one per core.
    pub threads: usize,
    /// How to get into the Kafka cluster.
    pub kafka: KafkaSecurity,
    /// How topics are created.
    pub topics: TopicSettings,
    /// How large a record may be.
    pub limits: Limits,
    /// What is logged, and how.
    pub log: LogSettings,
    /// `host:port` of `/livez`, `/readyz` and `/metrics`; `None`: off.
    pub http_listen: Option<String>,
    /// How long a service may take to finish and commit after SIGTERM.
    pub drain_deadline: Duration,
    /// Of the consumer.
    pub consumer: ConsumerSettings,
    /// Who may push records over HTTP, and how many.
    pub push: PushSettings,
    /// Where links of feeds may lead besides the public internet.
    pub fetch_allow: Vec<AllowedPlace>,
    /// When to stop rather than go on with what is bad.
    pub breaker: BreakerSettings,
    /// Where spans are sent.
    pub traces: TraceSettings,
    /// Whether stores are left to other processes half of the time; not configured, a command decides.
    pub gives_way: bool,
    /// `[[source]]`, in the order of the file, then of the files of `sources_from`; names are unique.
    pub sources: Vec<Section>,
    /// `[[store]]`, in the order of the file; names are unique.
    pub stores: Vec<Section>,
    /// Every key that was asked for: here, and later by those who read the sections.
    pub register: Register,
}

/// How topics are created.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicSettings {
    /// Partitions of raw, articles, enriched and cursors; never change afterwards.
    pub partitions: i32,
    /// Copies of each partition; Kafka only.
    pub replication_factor: i32,
    /// How long raw, articles and enriched are kept.
    pub retention: Duration,
    /// How many bytes of each of them are kept, over all partitions; `None`: no limit.
    pub retention_size: Option<u64>,
    /// How long dead letters are kept.
    pub dead_letter_retention: Duration,
}

/// What is logged, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogSettings {
    /// The form of a line.
    pub format: LogFormat,
    /// Filter directives as of `tracing_subscriber::EnvFilter`; they parse.
    pub level: String,
}

/// The form of a log line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LogFormat {
    /// Human on a terminal, JSON otherwise.
    #[default]
    Auto,
    /// For reading.
    Human,
    /// One JSON object a line.
    Json,
}

/// How the consumer presents itself to the sites it fetches from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsumerSettings {
    /// Product name and version, such as `dateline/0.1.0`.
    pub user_agent: String,
    /// A URL or mail address where the operator can be reached.
    pub contact: Option<String>,
}

/// When to stop rather than go on with what is bad.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BreakerSettings {
    /// Dead letters in a row from one source that pause it.
    pub source_after: u32,
    /// How long it is paused.
    pub source_pause: Duration,
    /// Dead letters in a row, over all sources, that stop a loop: a systemic fault must not drain a topic.
    pub stop_after: u32,
    /// How long all polls of a source must have failed until it counts as broken.
    pub broken_after: Duration,
}

impl Settings {
    /// Reads the file `named`, else the one `DATELINE_CONFIG` names, else `dateline.toml` if there is one; else the
    /// defaults hold (the embedded log, one SQLite store `local`, no source). Where there was a problem the default
    /// stands in, so nothing may be started before `problems.check()`.
    pub fn load(named: Option<&Path>, environment: &Environment, problems: &mut Problems) -> Self {
        let mut document = Document::find(named, environment, problems);
        refuse_moved(&mut document, problems);
        let mut file_variables = variables_of(&document.root);
        let settings = Self::read(document, environment, problems);
        file_variables.extend(settings.sources.iter().flat_map(|source| variables_of(&source.table)));
        let overrides: Vec<String> = settings.register.keys().iter().flat_map(AskedKey::variables).collect();
        let known = || overrides.iter().map(String::as_str).chain([CONFIG_VARIABLE]);
        for name in environment.names().filter(|name| !name.starts_with(TEST_PREFIX)) {
            let Some(key) = name.strip_prefix(PREFIX) else { continue };
            if known().any(|known| known == name) || file_variables.contains(name) {
                continue;
            }
            // The prefix they share would make everything look alike.
            let closest = || closest(key, known().filter_map(|known| known.strip_prefix(PREFIX)));
            let text = match (moved_variable(key), closest()) {
                (Some(now), _) => format!("is called {PREFIX}{} now", now.to_uppercase()),
                (None, Some(meant)) => format!("unknown variable; did you mean {PREFIX}{meant}?"),
                (None, None) => {
                    "unknown variable; they are named after keys: topics.partitions is DATELINE_TOPICS__PARTITIONS"
                        .to_owned()
                }
            };
            problems.add(Origin::Variable, name, text);
        }
        settings
    }

    fn read(document: Document, environment: &Environment, problems: &mut Problems) -> Self {
        let file = document.file.to_string();
        let root = Section::root(document.file, document.root, environment.clone(), PREFIX);
        let mut keys = root.keys(problems);
        let default_bus = BusAddress::default_log();
        let bus = keys.parsed("bus", BusAddress::parse).given_or(&default_bus.to_string()).unwrap_or(default_bus);
        let host = environment.get(HOST_NAME);
        let instance = keys.parsed("instance", instance_of);
        let instance = match host {
            Some(host) => instance.given_or(host),
            None => instance.given(),
        };
        let instance = match instance {
            Some(instance) => instance,
            None => host.map_or(Ok("local".to_owned()), instance_of).unwrap_or_else(|why| {
                keys.problem("instance", &format!("the variable HOSTNAME, its default, is unfit: {why}"));
                "local".to_owned()
            }),
        };
        let lane = keys.parsed("lane", lane_of).given_or(Lane::live().as_str()).unwrap_or_else(Lane::live);
        let threads = keys.integer("threads", 0..=1_024).or(0);
        let [kafka, topics, limits, log, http, drain, consumer, push, fetch, breaker, traces] =
            ["kafka", "topics", "limits", "log", "http", "drain", "consumer", "push", "fetch", "breaker", "traces"]
                .map(|name| keys.table(name));
        let source_files = keys.source_files(Path::new(&file));
        let (mut sources, mut stores) = (NamedTables::of("source"), NamedTables::of("store"));
        sources.gather(&mut keys);
        stores.gather(&mut keys);
        keys.finish();
        for file in source_files {
            source_files::gather(file, &root, &mut sources, problems);
        }
        let (sources, stores) = (sources.sections(), stores.sections());

        let mut read = Tables(problems);
        let kafka = read.table(&kafka, |keys| KafkaSecurity::read(&bus, keys));
        let topics = read.table(&topics, TopicSettings::read);
        let limits = read.table(&limits, limits_of);
        let pushed = read.table(&push, |keys| PushSettings::read(limits.ingest, keys));
        pushed.refuse_names_of(&sources, &push, read.0);
        let http_listen = read.table(&http, |keys| {
            let usual = || Some(DEFAULT_LISTEN.to_owned());
            keys.listen("listen", DEFAULT_LISTEN).given_or(DEFAULT_LISTEN).unwrap_or_else(usual)
        });
        pushed.refuse_address_of(http_listen.as_deref(), &push, read.0);
        Self {
            file,
            bus,
            instance,
            lane,
            threads,
            kafka,
            topics,
            limits,
            log: read.table(&log, LogSettings::read),
            http_listen,
            drain_deadline: read.table(&drain, |keys| {
                keys.duration("deadline", SECOND..=Duration::from_secs(3_600)).or(Duration::from_secs(25))
            }),
            consumer: read.table(&consumer, ConsumerSettings::read),
            push: pushed,
            fetch_allow: read.table(&fetch, |keys| keys.list("allow", AllowedPlace::parse)),
            breaker: read.table(&breaker, BreakerSettings::read),
            traces: read.table(&traces, TraceSettings::read),
            gives_way: false,
            sources,
            stores,
            register: root.register.clone(),
        }
    }
}

/// The keys of all services with what they may hold, but for those of the tables of sources and stores.
pub fn known_keys() -> Vec<AskedKey> {
    Settings::read(Document::built_in(), &Environment::default(), &mut Problems::default()).register.keys()
}

/// The environment variables that override a setting, sorted: `DATELINE_` and the path of a key, joined by `__`.
pub fn known_overrides() -> Vec<String> {
    let mut overrides: Vec<String> = known_keys().iter().flat_map(AskedKey::variables).collect();
    overrides.sort();
    overrides
}

/// Reads one table after the other.
struct Tables<'a>(&'a mut Problems);

impl Tables<'_> {
    fn table<T>(&mut self, section: &Section, read: impl FnOnce(&mut Keys<'_>) -> T) -> T {
        let mut keys = section.keys(self.0);
        let settings = read(&mut keys);
        keys.finish();
        settings
    }
}

impl TopicSettings {
    fn read(keys: &mut Keys<'_>) -> Self {
        // Kafka's own limit on a cluster is far above; a thousand partitions of one topic is a mistake here.
        let partitions = keys.integer("partitions", 1..=1_000).or(6);
        let retention = Duration::from_secs(3_600)..=DAY * 3_650;
        Self {
            partitions,
            replication_factor: keys.integer("replication_factor", 1..=10).or(1),
            retention: keys.duration("retention", retention.clone()).or(DAY * 7),
            retention_size: keys.size("retention_size", (1 << 20)..=(1 << 50)).given(),
            dead_letter_retention: keys.duration("dead_letter_retention", retention).or(DAY * 30),
        }
    }

    /// `retention_size` as each of the partitions may use it.
    pub fn retention_size_per_partition(&self) -> Option<u64> {
        let partitions = u64::try_from(self.partitions).unwrap_or(1).max(1);
        self.retention_size.map(|bytes| bytes.div_ceil(partitions))
    }
}

fn limits_of(keys: &mut Keys<'_>) -> Limits {
    let (least, most) = (*Limits::INGEST_RANGE.start() as u64, *Limits::INGEST_RANGE.end() as u64);
    let usual = Limits::default();
    let ingest = keys.size("ingest", least..=most).given_or(&size_text(usual.ingest as u64));
    let ingest = ingest.and_then(|bytes| usize::try_from(bytes).ok());
    let records = keys.integer("feed_records_per_hour", 1..=1_000_000_000).or(usual.feed_records_per_hour);
    let bytes = keys.size("feed_bytes_per_hour", (1 << 20)..=(1 << 50));
    let bytes = bytes.given_or(&size_text(usual.feed_bytes_per_hour)).unwrap_or(usual.feed_bytes_per_hour);
    let limits = ingest.map_or(usual, Limits::of);
    Limits { feed_records_per_hour: records, feed_bytes_per_hour: bytes, ..limits }
}

impl LogSettings {
    fn read(keys: &mut Keys<'_>) -> Self {
        let formats = [("auto", LogFormat::Auto), ("human", LogFormat::Human), ("json", LogFormat::Json)];
        let format = keys.one_of("format", &formats).given_or("auto").unwrap_or_default();
        let level = keys.parsed("level", |text| match EnvFilter::builder().parse(text) {
            Ok(_) => Ok(text.to_owned()),
            // What the parser says is about its grammar, not about the part that is wrong.
            Err(_) => Err(format!("`{}` is no log filter; write info, or info,dateline_fetch=debug", short(text))),
        });
        let level = level.given_or(DEFAULT_LEVEL).unwrap_or_else(|| DEFAULT_LEVEL.to_owned());
        Self { format, level }
    }
}

impl ConsumerSettings {
    fn read(keys: &mut Keys<'_>) -> Self {
        let header_text = |text: &str| {
            let fits = |c: char| c == ' ' || c.is_ascii_graphic();
            let fits = text.len() <= 200 && text.chars().all(fits);
            fits.then(|| text.to_owned())
                .ok_or_else(|| "cannot stand in an HTTP header; write at most 200 plain ASCII characters".to_owned())
        };
        let ours = service_version("dateline");
        Self {
            user_agent: keys.parsed("user_agent", header_text).given_or(&ours).unwrap_or(ours),
            contact: keys.parsed("contact", header_text).given(),
        }
    }
}

impl BreakerSettings {
    fn read(keys: &mut Keys<'_>) -> Self {
        let letters = 1..=1_000_000_000;
        let source_after = keys.integer("source_after", letters.clone()).or(50);
        let stop_after = keys.integer("stop_after", letters).or(1_000);
        if source_after > stop_after {
            let text = format!(
                "is {source_after}, more than stop_after ({stop_after}): one bad source stops the process before it is \
                 paused; write less than stop_after"
            );
            keys.warning("source_after", &text);
        }
        Self {
            source_after,
            source_pause: keys.duration("source_pause", SECOND..=DAY).or(Duration::from_secs(600)),
            stop_after,
            broken_after: keys.duration("broken_after", SECOND..=DAY * 365).or(DAY),
        }
    }
}

/// Goes into transactional ids and so into the broker's metrics and logs.
fn instance_of(text: &str) -> Result<String, String> {
    if text.len() <= host_name::LONGEST && text.chars().all(host_name::fits) {
        return Ok(text.to_owned());
    }
    Err(format!("`{text}` is no instance name; write at most 100 letters, digits, `.`, `_` or `-`"))
}

fn lane_of(text: &str) -> Result<Lane, String> {
    let refuse = || format!("`{text}` is no lane; write 1 to 40 lower-case letters, digits, `-` or `_`");
    Lane::named(text).ok_or_else(refuse)
}
