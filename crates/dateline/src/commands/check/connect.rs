//! What services would meet: the bus with its topics and groups, the stores, the room on the disk. Nothing is created,
//! written or changed.

use super::super::configuration::Configuration;
use bus::{Bus, BusError, Retention, TopicPartition, TopicSpec};
use service::ReadingLoop;
use service::config::{BusAddress, Settings};
use sink::StoreSettings;
use sink::search::{Query, SearchError};
use std::path::Path;

/// Less room than this is a problem: the embedded log stands still on a full disk.
const LEAST_ROOM: u64 = 1 << 30;

/// What was found of one thing.
pub(super) struct Found {
    /// `bus`, `topic`, `group`, `store` or `disk`.
    pub(super) what: &'static str,
    pub(super) text: String,
    /// It must be mended before services work as configured.
    pub(super) is_problem: bool,
}

impl Found {
    fn fine(what: &'static str, text: String) -> Self {
        Self { what, text, is_problem: false }
    }

    fn problem(what: &'static str, text: String) -> Self {
        Self { what, text, is_problem: true }
    }
}

/// Asks everything that the configuration names, each once.
pub(super) fn connect(configuration: &Configuration) -> anyhow::Result<Vec<Found>> {
    let mut found = ask_bus(&configuration.settings);
    for store in &configuration.stores {
        found.push(ask_store(store.as_ref())?);
    }
    if let BusAddress::Embedded(path) = &configuration.settings.bus {
        found.push(room_at(path));
    }
    Ok(found)
}

fn ask_bus(settings: &Settings) -> Vec<Found> {
    let bus = match service::open_as_guest(settings) {
        Ok(bus) => bus,
        Err(error @ BusError::NoLog { .. }) => return vec![Found::fine("bus", error.to_string())],
        Err(error) => return vec![Found::problem("bus", error.to_string())],
    };
    let mut found = vec![Found::fine("bus", format!("{} answers", bus.describe()))];
    let topics = service::topic_specs(settings);
    found.extend(topics.iter().map(|topic| ask_topic(bus.as_ref(), topic)));
    if found.iter().all(|one| !one.is_problem) {
        found.extend(service::reading_loops(settings).iter().map(|one| ask_group(bus.as_ref(), one)));
    }
    found
}

fn ask_topic(bus: &dyn Bus, topic: &TopicSpec) -> Found {
    let name = &topic.name;
    match bus.check(std::slice::from_ref(name)).and_then(|()| bus.partition_count(name)) {
        // A compacted topic may have any number.
        Ok(count) if count == topic.partitions || matches!(topic.retention, Retention::Compact) => {
            Found::fine("topic", format!("{name}: {count} partitions"))
        }
        Ok(count) => {
            let text = format!(
                "{name}: {count} partitions, topics.partitions says {}: services do not start; `dateline topics plan` \
                 says what to do",
                topic.partitions
            );
            Found::problem("topic", text)
        }
        // It names the topic.
        Err(error) => Found::problem("topic", error.to_string().trim_start_matches("topic ").to_owned()),
    }
}

fn ask_group(bus: &dyn Bus, reading: &ReadingLoop) -> Found {
    let group = &reading.group;
    let positions = bus.partition_count(&reading.topic).and_then(|count| {
        let partitions: Vec<_> = (0..count).map(|number| TopicPartition::new(reading.topic.clone(), number)).collect();
        bus.committed(group, &partitions)
    });
    match positions {
        Ok(positions) if positions.iter().any(Option::is_some) => Found::fine("group", format!("{group} has read")),
        Ok(_) => Found::fine("group", format!("{group} has not read yet: it begins with the oldest record")),
        Err(error) => Found::problem("group", format!("{group}: {error}")),
    }
}

fn ask_store(store: &dyn StoreSettings) -> anyhow::Result<Found> {
    let name = store.name();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let Some(searchable) = store.searchable() else {
        return Ok(match runtime.block_on(store.connects()) {
            None => Found::fine("store", format!("{name}: nothing to ask before it is written to")),
            Some(Ok(text)) => Found::fine("store", format!("{name}: {text}")),
            Some(Err(text)) => Found::problem("store", format!("{name}: {text}")),
        });
    };
    Ok(match runtime.block_on(searchable.search(&Query { limit: 1, ..Query::default() })) {
        Ok(answer) if answer.hits.is_empty() => Found::fine("store", format!("{name} answers; it is empty")),
        Ok(_) => Found::fine("store", format!("{name} answers")),
        Err(error @ (SearchError::NoDatabase(_) | SearchError::NoTables(_) | SearchError::OldTables(_))) => {
            Found::fine("store", format!("{name}: {error}"))
        }
        Err(error) => Found::problem("store", format!("{name}: {:#}", anyhow::Error::new(error))),
    })
}

/// The room where a file is, or will be made.
fn room_at(path: &Path) -> Found {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let Some(folder) = path.ancestors().skip(1).find(|folder| folder.exists()) else {
        return Found::problem("disk", format!("there is no folder above {}", path.display()));
    };
    match rustix::fs::statvfs(folder) {
        Ok(disk) => {
            let room = disk.f_bavail.saturating_mul(disk.f_frsize);
            let text = format!("{:.1} GiB free at {}", gib(room), folder.display());
            if room < LEAST_ROOM {
                return Found::problem("disk", format!("{text}; make room, or give `bus` a path on another disk"));
            }
            Found::fine("disk", text)
        }
        Err(error) => Found::problem("disk", format!("{}: {error}", folder.display())),
    }
}

#[expect(clippy::cast_precision_loss, reason = "a rounded size")]
fn gib(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 30)
}
