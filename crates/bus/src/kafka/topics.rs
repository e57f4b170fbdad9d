//! Creating topics.

use super::context::Quiet;
use super::convert::client_error;
use super::settings::KafkaSettings;
use crate::{BusError, Retention, TopicSpec};
use rdkafka::admin::{AdminClient, AdminOptions, NewTopic, TopicReplication};
use rdkafka::error::RDKafkaErrorCode;
use std::time::Duration;

/// A producer puts several records into one batch up to this size (librdkafka's `batch.size`).
const BATCH: usize = 1_000_000;
/// Headers and framing of a batch around its records.
const FRAMING: usize = 64 << 10;

/// Creates those that do not exist; the caller checks the shape of those that do.
pub(super) fn create(settings: &KafkaSettings, topics: &[TopicSpec]) -> Result<(), BusError> {
    let configs: Vec<Vec<(&str, String)>> = topics.iter().map(|topic| config_of(settings, topic)).collect();
    let wanted: Vec<NewTopic<'_>> = topics
        .iter()
        .zip(&configs)
        .map(|(topic, config)| NewTopic {
            name: topic.name.as_str(),
            num_partitions: topic.partitions,
            replication: TopicReplication::Fixed(settings.replication_factor),
            config: config.iter().map(|(name, value)| (*name, value.as_str())).collect(),
        })
        .collect();
    let admin: AdminClient<Quiet> =
        settings.client().create_with_context(Quiet).map_err(|error| BusError::Setting(error.to_string()))?;
    let options = AdminOptions::new().operation_timeout(Some(Duration::from_secs(20)));
    // The client answers through futures; they are waited for on a thread of their own, which any caller may do.
    let results = std::thread::scope(|scope| {
        let waiting = scope.spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().build()?;
            Ok::<_, std::io::Error>(runtime.block_on(admin.create_topics(&wanted, &options)))
        });
        waiting.join()
    });
    let failed = |detail: String| BusError::Client { action: "create topics", detail };
    let results = results
        .map_err(|_| failed("the client panicked".to_owned()))?
        .map_err(|error| failed(error.to_string()))?
        .map_err(|error| client_error("create topics", &settings.brokers, &error))?;
    for result in results {
        match result {
            Ok(_) | Err((_, RDKafkaErrorCode::TopicAlreadyExists)) => {}
            Err((topic, code)) => {
                return Err(BusError::Topic { topic, detail: format!("cannot be created: {code}") });
            }
        }
    }
    Ok(())
}

fn config_of(settings: &KafkaSettings, topic: &TopicSpec) -> Vec<(&'static str, String)> {
    // The broker's limit is for a batch with its framing; ours, for a record, is checked before producing.
    let largest_batch = topic.max_message_bytes.max(BATCH) + FRAMING;
    let mut config = vec![("max.message.bytes", largest_batch.to_string())];
    match topic.retention {
        Retention::Delete { age, bytes } => {
            config.push(("cleanup.policy", "delete".to_owned()));
            config.push(("retention.ms", age.as_millis().to_string()));
            if let Some(bytes) = bytes {
                config.push(("retention.bytes", bytes.to_string()));
            }
        }
        Retention::Compact => {
            config.push(("cleanup.policy", "compact".to_owned()));
            // Cursors are read from the beginning at every change of owner: keep that short.
            config.push(("segment.ms", "3600000".to_owned()));
            config.push(("min.cleanable.dirty.ratio", "0.1".to_owned()));
        }
    }
    if settings.replication_factor >= 3 {
        config.push(("min.insync.replicas", "2".to_owned()));
    }
    config
}
