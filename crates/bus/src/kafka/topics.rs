//! Creating topics, adding partitions to them, and setting what they keep.

use super::context::Quiet;
use super::convert::client_error;
use super::settings::KafkaSettings;
use super::size_limits::batch_limit;
use crate::{BusError, Retention, TopicSpec};
use article::TopicName;
use rdkafka::admin::{
    AdminClient, AdminOptions, AlterConfig, ConfigResource, ConfigSource, NewPartitions, NewTopic, ResourceSpecifier,
    TopicReplication,
};
use rdkafka::error::{KafkaResult, RDKafkaErrorCode};
use std::collections::BTreeMap;
use std::time::Duration;

/// Creates those that do not exist; the caller checks the shape of those that do.
pub(super) fn create(settings: &KafkaSettings, topics: &[&TopicSpec]) -> Result<(), BusError> {
    let configs: Vec<Vec<(&str, String)>> = topics.iter().map(|topic| settings.topic_config(topic)).collect();
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
    let results =
        administer(settings, "create topics", async |admin, options| admin.create_topics(&wanted, options).await)?;
    for result in results {
        match result {
            Ok(_) | Err((_, RDKafkaErrorCode::TopicAlreadyExists)) => {}
            Err((topic, code)) if is_passing(code) => {
                let detail =
                    format!("topic {topic}: {code}; see that as many brokers run as topics.replication_factor says");
                return Err(BusError::Client { action: "create topics", detail });
            }
            Err((topic, code)) => {
                let detail = format!(
                    "does not exist and cannot be created: {code}; create it with `dateline topics create` as somebody \
                     who may"
                );
                return Err(BusError::Topic { topic, detail });
            }
        }
    }
    Ok(())
}

/// What a cluster says while its brokers are starting, or while another controller takes over.
fn is_passing(code: RDKafkaErrorCode) -> bool {
    matches!(
        code,
        RDKafkaErrorCode::InvalidReplicationFactor
            | RDKafkaErrorCode::NotController
            | RDKafkaErrorCode::RequestTimedOut
            | RDKafkaErrorCode::BrokerNotAvailable
            | RDKafkaErrorCode::LeaderNotAvailable
            | RDKafkaErrorCode::NetworkException
            | RDKafkaErrorCode::UnknownTopicOrPartition
    )
}

/// Gives topics that have fewer the partitions that are configured.
pub(super) fn grow(settings: &KafkaSettings, topics: &[&TopicSpec]) -> Result<(), BusError> {
    let count = |topic: &TopicSpec| usize::try_from(topic.partitions).unwrap_or(0);
    let wanted: Vec<NewPartitions<'_>> =
        topics.iter().map(|topic| NewPartitions::new(topic.name.as_str(), count(topic))).collect();
    let results =
        administer(settings, "add partitions", async |admin, options| admin.create_partitions(&wanted, options).await)?;
    for result in results {
        if let Err((topic, code)) = result {
            if is_passing(code) {
                return Err(BusError::Client { action: "add partitions", detail: format!("topic {topic}: {code}") });
            }
            return Err(BusError::Topic { topic, detail: format!("cannot be given more partitions: {code}") });
        }
    }
    Ok(())
}

/// The settings of a topic that exists, as they hold, and whether they were given to this topic.
pub(super) type Held = BTreeMap<String, (String, bool)>;

/// The settings of topics that exist, in the same order.
pub(super) fn describe(settings: &KafkaSettings, topics: &[&TopicName]) -> Result<Vec<Held>, BusError> {
    const ACTION: &str = "ask for the settings of topics";
    let asked: Vec<_> = topics.iter().map(|topic| ResourceSpecifier::Topic(topic.as_str())).collect();
    let results = administer(settings, ACTION, async |admin, options| admin.describe_configs(&asked, options).await)?;
    let mut held = Vec::new();
    for (result, topic) in results.into_iter().zip(topics) {
        let ConfigResource { entries, .. } = result.map_err(|code| BusError::Topic {
            topic: topic.to_string(),
            detail: format!("cannot be described: {code}"),
        })?;
        let one = |entry: rdkafka::admin::ConfigEntry| {
            let given = matches!(entry.source, ConfigSource::DynamicTopic);
            entry.value.map(|value| (entry.name, (value, given)))
        };
        held.push(entries.into_iter().filter_map(one).collect());
    }
    Ok(held)
}

/// Gives a topic these settings besides those that it was given: the request replaces all of them.
pub(super) fn alter(
    settings: &KafkaSettings,
    topic: &TopicName,
    held: &Held,
    wanted: &[(&str, String)],
) -> Result<(), BusError> {
    let given = held.iter().filter(|(_, (_, given))| *given).map(|(key, (value, _))| (key.as_str(), value.as_str()));
    let all: BTreeMap<&str, &str> = given.chain(wanted.iter().map(|(key, value)| (*key, value.as_str()))).collect();
    let change =
        all.into_iter().fold(AlterConfig::new(ResourceSpecifier::Topic(topic.as_str())), |change, (key, value)| {
            change.set(key, value)
        });
    let change = [change];
    let results =
        administer(settings, "set topics", async |admin, options| admin.alter_configs(&change, options).await)?;
    results.into_iter().try_for_each(|result| result.map(|_| ())).map_err(|(_, code)| BusError::Topic {
        topic: topic.to_string(),
        detail: format!("cannot be set: {code}; run `dateline topics apply` as somebody who may"),
    })
}

/// The client answers through futures; they are waited for on a thread of their own, which any caller may do.
fn administer<T: Send>(
    settings: &KafkaSettings,
    action: &'static str,
    request: impl AsyncFnOnce(&AdminClient<Quiet>, &AdminOptions) -> KafkaResult<Vec<T>> + Send,
) -> Result<Vec<T>, BusError> {
    let admin: AdminClient<Quiet> = settings
        .client()
        .create_with_context(Quiet::default())
        .map_err(|error| BusError::Setting(error.to_string()))?;
    let options = AdminOptions::new().operation_timeout(Some(Duration::from_secs(20)));
    let results = std::thread::scope(|scope| {
        let waiting = scope.spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().build()?;
            Ok::<_, std::io::Error>(runtime.block_on(request(&admin, &options)))
        });
        waiting.join()
    });
    let failed = |detail: String| BusError::Client { action, detail };
    results
        .map_err(|_| failed("the client panicked".to_owned()))?
        .map_err(|error| failed(error.to_string()))?
        .map_err(|error| client_error(action, &settings.brokers, &error))
}

impl KafkaSettings {
    /// The settings of Kafka that a topic is made with.
    pub fn topic_config(&self, topic: &TopicSpec) -> Vec<(&'static str, String)> {
        let mut config = vec![("max.message.bytes", batch_limit(topic.max_message_bytes).to_string())];
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
        if self.replication_factor >= 3 {
            config.push(("min.insync.replicas", "2".to_owned()));
        }
        config
    }
}
