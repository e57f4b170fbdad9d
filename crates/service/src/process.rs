//! A process of Dateline: its settings, its bus, and what its loops are told.
//!
//! The one place that derives names of groups and transactional ids, topic shapes and loop bounds from the settings.

use crate::config::{BusAddress, KafkaSecurity, Origin, Problems, Settings};
use crate::{RunningPart, clock, service_version};
use article::{StageName, TopicName, Topics};
use bus::{Bus, BusError, EmbeddedLog, EmbeddedSettings, KafkaBus, KafkaSettings, Retention, TopicSpec};
use pipeline::{
    BreakerSettings, Health, LoopContext, LoopSettings, Metrics, Pace, Part, Shutdown, SourceBreaker, Spans, watch_bus,
};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How often the embedded log removes what it no longer keeps.
const HOUSEKEEPING: Duration = Duration::from_secs(5);
/// A partition with records to read that stands still this long is looked after.
const STALL: Duration = Duration::from_secs(60);

/// The name of the loop that lets embargoed articles go.
const HELD: &str = "held";

/// What the parts of a process share.
#[derive(Clone)]
pub struct Process {
    /// The settings.
    pub settings: Arc<Settings>,
    /// Bus, metrics, health and the request to stop.
    pub context: LoopContext,
    /// Where stores and sources do their I/O.
    pub runtime: tokio::runtime::Handle,
    log: Option<Arc<EmbeddedLog>>,
    /// The topics that the loops of this process read and write.
    used: Arc<Mutex<BTreeSet<TopicName>>>,
}

impl Process {
    /// Opens the bus and creates the topics that are missing. Blocks.
    pub fn open(
        settings: Settings,
        metrics: Metrics,
        health: Health,
        shutdown: Shutdown,
        runtime: tokio::runtime::Handle,
    ) -> Result<Self, BusError> {
        let (bus, log): (Arc<dyn Bus>, _) = match &settings.bus {
            BusAddress::Embedded(path) => {
                create_parent(path)?;
                let log = Arc::new(EmbeddedLog::open_runner(EmbeddedSettings::at(path))?);
                log.expect_groups(reading_groups(&settings));
                (Arc::clone(&log) as Arc<dyn Bus>, Some(log))
            }
            BusAddress::Kafka(brokers) => (Arc::new(open_kafka(&settings, brokers)?), None),
        };
        bus.ensure_topics(&topic_specs(&settings))?;
        tracing::info!(bus = bus.describe(), lane = settings.lane.as_str(), "bus is open");
        let sources = SourceBreaker::new(BreakerSettings {
            in_a_row: settings.breaker.source_after,
            pause: settings.breaker.source_pause,
        });
        let context = LoopContext { bus, metrics, health, shutdown, sources, spans: Spans::default() };
        Ok(Self { settings: Arc::new(settings), context, runtime, log, used: Arc::default() })
    }

    /// The topics of this process's lane.
    pub fn topics(&self) -> Topics {
        Topics::of(self.settings.lane.clone())
    }

    /// What a loop of this process is told. `name` is the loop's, such as `extract` or `store/articles`; `service` the
    /// one it belongs to.
    pub fn loop_settings(&self, stage: StageName, name: &str, service: &str) -> LoopSettings {
        let (settings, topics) = (&self.settings, self.topics());
        let limits = &settings.limits;
        let (input, output, output_limit) = match stage {
            StageName::Ingest => (topics.cursors(), Some(topics.raw()), limits.raw),
            StageName::Extract => (topics.raw(), Some(topics.articles()), limits.articles),
            StageName::Enrich => (topics.articles(), Some(topics.enriched()), limits.enriched),
            StageName::Store => (topics.enriched(), None, limits.enriched),
        };
        let held = (stage == StageName::Store).then(|| topics.held());
        let used = [Some(input.clone()), output, Some(topics.dead_letters(stage)), held].into_iter().flatten();
        self.used.lock().unwrap_or_else(PoisonError::into_inner).extend(used);
        LoopSettings {
            name: name.to_owned(),
            service: service_version(service),
            group: group_of(settings, name),
            input,
            dead_letters: topics.dead_letters(stage),
            transactional_id: self.transactional_id(name),
            takes_replays: true,
            gives_way: settings.gives_way,
            holds: (stage == StageName::Store).then(|| topics.held()),
            output_limit,
            dead_letter_limit: limits.dead_letter,
            threads: self.threads(),
            pace: Pace::default(),
            stop_after_dead_letters: settings.breaker.stop_after,
            one_source: settings.sources.len() + settings.push.tokens.len() <= 1,
            // The loops end a little before the process gives up on them, so that they can say what was left.
            drain: settings.drain_deadline.mul_f64(0.9),
            stall: STALL,
            clock: clock::now,
        }
    }

    /// What the loop that lets embargoed articles go is told.
    pub fn held_settings(&self) -> LoopSettings {
        let settings = self.loop_settings(StageName::Store, HELD, "sink");
        LoopSettings { input: self.topics().held(), holds: None, ..settings }
    }

    /// The transactional id of a loop, or of who else writes, of this name: stable, and no other process has it.
    pub fn transactional_id(&self, name: &str) -> String {
        format!("{}.{}.{}", self.settings.lane.as_str(), self.settings.instance, dotted(name))
    }

    /// Starts a loop on a thread of its own. From now on, not only from its first step, the process waits for its input
    /// before it calls itself ready, and its series are there.
    pub fn spawn_loop(
        &self,
        stage: StageName,
        name: &str,
        body: impl FnOnce() -> anyhow::Result<()> + Send + 'static,
    ) -> std::io::Result<RunningPart> {
        self.context.health.input_of(name);
        self.context.metrics.begin(stage, name);
        self.spawn(name, body)
    }

    /// Starts a part on a thread of its own.
    pub fn spawn(
        &self,
        name: &str,
        body: impl FnOnce() -> anyhow::Result<()> + Send + 'static,
    ) -> std::io::Result<RunningPart> {
        let thread = std::thread::Builder::new().name(name.to_owned()).spawn(body)?;
        Ok(RunningPart::thread(name, thread))
    }

    /// What the bus itself needs done in this process: it is watched for `health`, and on the embedded log there is
    /// housekeeping.
    pub fn bus_parts(&self, health: Part) -> std::io::Result<Vec<RunningPart>> {
        let (context, used) = (self.context.clone(), Arc::clone(&self.used));
        let watch = self.spawn("bus watch", move || {
            let topics = || used.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect();
            watch_bus(context.bus.as_ref(), topics, &health, &context.shutdown);
            Ok(())
        })?;
        let Some(log) = self.log.clone() else { return Ok(vec![watch]) };
        let shutdown = self.context.shutdown.clone();
        let part = self.spawn("housekeeping", move || {
            while !shutdown.wait_timeout(HOUSEKEEPING) {
                let kept = match log.housekeep(clock::now().millis()) {
                    Ok(kept) => kept,
                    // The loops say so and wait; there may be room the next time.
                    Err(error) if error.is_disk_full() => {
                        tracing::debug!(%error, "housekeeping put off");
                        continue;
                    }
                    Err(error) => return Err(error.into()),
                };
                tracing::debug!(?kept, "housekeeping");
                if kept.held_back > 0 {
                    tracing::warn!(
                        partitions = kept.held_back,
                        "records past their retention stay because a group has not read them; the log file grows"
                    );
                }
            }
            Ok(())
        })?;
        Ok(vec![watch, part])
    }

    fn threads(&self) -> usize {
        match self.settings.threads {
            // A system that does not say how many cores it has gets one thread.
            0 => std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
            threads => threads,
        }
    }
}

/// Opens the bus beside a process that may be running on it: to look, to append, to create topics.
pub fn open_as_guest(settings: &Settings) -> Result<Box<dyn Bus>, BusError> {
    Ok(match &settings.bus {
        BusAddress::Embedded(path) => Box::new(EmbeddedLog::open_guest(path)?),
        BusAddress::Kafka(brokers) => Box::new(open_kafka(settings, brokers)?),
    })
}

/// Adds what this build cannot do of what is configured.
pub fn check_bus(settings: &Settings, problems: &mut Problems) {
    if let BusAddress::Kafka(brokers) = &settings.bus
        && let Err(error) = kafka_settings(settings, brokers).check()
    {
        problems.add(Origin::File(settings.file.as_str().into()), "kafka.security_protocol", error.to_string());
    }
}

fn open_kafka(settings: &Settings, brokers: &str) -> Result<KafkaBus, BusError> {
    KafkaBus::connect(kafka_settings(settings, brokers))
}

fn kafka_settings(settings: &Settings, brokers: &str) -> KafkaSettings {
    let KafkaSecurity { protocol, sasl, ca_file } = &settings.kafka;
    KafkaSettings {
        brokers: brokers.to_owned(),
        replication_factor: settings.topics.replication_factor,
        max_message_bytes: settings.limits.dead_letter,
        credentials: bus::KafkaCredentials {
            protocol: Some(protocol.as_str().to_owned()),
            sasl_mechanism: sasl.as_ref().map(|sasl| sasl.mechanism.as_str().to_owned()),
            username: sasl.as_ref().map(|sasl| sasl.username.expose().to_owned()),
            password: sasl.as_ref().map(|sasl| sasl.password.expose().to_owned()),
            ca_file: ca_file.as_ref().map(|path| path.display().to_string()),
        },
    }
}

fn create_parent(path: &Path) -> Result<(), BusError> {
    match path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        None => Ok(()),
        Some(parent) => std::fs::create_dir_all(parent).map_err(|source| BusError::File {
            path: parent.to_owned(),
            action: "create the directory",
            source,
        }),
    }
}

/// A loop that reads news, as whichever process runs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadingLoop {
    /// `extract`, `enrich`, `store/NAME`.
    pub name: String,
    /// Its consumer group.
    pub group: String,
    /// What it reads.
    pub topic: TopicName,
}

/// The loops that read news in this configuration, in the order of the data's way.
pub fn reading_loops(settings: &Settings) -> Vec<ReadingLoop> {
    let topics = Topics::of(settings.lane.clone());
    let stages = [(StageName::Extract, topics.raw()), (StageName::Enrich, topics.articles())];
    let stages = stages.map(|(stage, topic)| (stage.as_str().to_owned(), topic));
    let stores = settings.stores.iter().map(|store| (format!("store/{}", store.name()), topics.enriched()));
    let loops = stages.into_iter().chain(stores);
    loops.map(|(name, topic)| ReadingLoop { group: group_of(settings, &name), name, topic }).collect()
}

/// The consumer groups of these loops, and what each reads.
pub fn reading_groups(settings: &Settings) -> Vec<(String, TopicName)> {
    reading_loops(settings).into_iter().map(|one| (one.group, one.topic)).collect()
}

/// The consumer group of a loop.
fn group_of(settings: &Settings, name: &str) -> String {
    format!("{}.{}", settings.lane.as_str(), dotted(name))
}

/// A loop's name as part of a group's name or a transactional id.
fn dotted(name: &str) -> String {
    name.replace('/', ".")
}

/// Every topic of the lane as the settings shape it.
pub fn topic_specs(settings: &Settings) -> Vec<TopicSpec> {
    let (topics, limits, shape) = (Topics::of(settings.lane.clone()), &settings.limits, &settings.topics);
    let spec = |name: TopicName, retention, max_message_bytes| TopicSpec {
        name,
        partitions: shape.partitions,
        retention,
        max_message_bytes,
    };
    let news = Retention::Delete { age: shape.retention, bytes: shape.retention_size_per_partition() };
    let letters = Retention::Delete { age: shape.dead_letter_retention, bytes: None };
    let mut specs = vec![
        spec(topics.raw(), news, limits.raw),
        spec(topics.articles(), news, limits.articles),
        spec(topics.enriched(), news, limits.enriched),
        spec(topics.cursors(), Retention::Compact, limits.raw),
        spec(topics.dead_letter_marks(), Retention::Compact, limits.raw),
        spec(topics.held(), Retention::Compact, limits.enriched),
    ];
    specs.extend(StageName::ALL.map(|stage| spec(topics.dead_letters(stage), letters, limits.dead_letter)));
    specs
}
