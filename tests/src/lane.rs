//! A lane of a test's own on the shared broker: its topics, its services, and what lies in them.

use crate::{Kafka, Launch, push_enriched, read_topic, unique_name, wait_for_count};
use anyhow::Context;
use article::{Article, TopicName, Topics};
use bus::{Bus, KafkaBus, KafkaSettings, Received, TopicPartition};
use std::time::Duration;

/// Topics that no other test writes to, made by the first service that is started.
pub struct SharedLane {
    /// The prefix of its topics and groups.
    pub name: String,
    /// Its topics.
    pub topics: Topics,
    /// The test's own way to them.
    pub bus: KafkaBus,
    kafka: &'static Kafka,
}

impl SharedLane {
    /// A new one, whose name begins so.
    pub fn new(prefix: &str) -> anyhow::Result<Self> {
        let kafka = Kafka::shared()?;
        let name = unique_name(prefix);
        let topics = Topics::of(article::Lane::named(&name).with_context(|| format!("`{name}` is no name of a lane"))?);
        let bus = KafkaBus::connect(KafkaSettings::plaintext(kafka.brokers()))?;
        Ok(Self { name, topics, bus, kafka })
    }

    /// A service of it, to be started; `tables` go into its configuration.
    pub fn service(&self, service: &str, instance: &str, tables: &str) -> Launch {
        Launch::new([service]).config(self.config(instance, tables))
    }

    /// A configuration of it with these tables.
    pub fn config(&self, instance: &str, tables: &str) -> String {
        format!("bus = \"{}\"\nlane = \"{}\"\ninstance = \"{instance}\"\n{tables}", self.kafka.bus(), self.name)
    }

    /// Where the broker is, as clients have it told.
    pub fn broker(&self) -> &str {
        self.kafka.brokers()
    }

    /// Produces articles as enrich would.
    pub fn push_enriched(&self, articles: impl IntoIterator<Item = Article>) -> anyhow::Result<()> {
        push_enriched(&self.bus, &self.topics, articles)
    }

    /// Every committed record of a topic.
    pub fn read(&self, topic: &TopicName) -> anyhow::Result<Vec<Received>> {
        read_topic(&self.bus, topic)
    }

    /// Waits until a topic has so many records, for as long as more come within `still`.
    pub fn wait_read(&self, topic: &TopicName, least: usize, still: Duration) -> anyhow::Result<()> {
        wait_for_count(&format!("records in {}", topic.as_str()), least, still, || {
            let found = self.read(topic).map_err(|error| format!("{error:#}"))?;
            Ok(found.len().min(least))
        })
    }

    /// The offsets that a store's group has committed.
    pub fn committed(&self, store: &str) -> anyhow::Result<Vec<Option<i64>>> {
        let topic = self.topics.enriched();
        let partitions = self.bus.partition_count(&topic)?;
        let partitions: Vec<_> = (0..partitions).map(|one| TopicPartition::new(topic.clone(), one)).collect();
        Ok(self.bus.committed(&format!("{}.store.{store}", self.name), &partitions)?)
    }
}
