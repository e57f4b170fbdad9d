//! How the Kafka client is set up.

use crate::{BusError, Isolation};
use rdkafka::ClientConfig;
use rdkafka::config::RDKafkaLogLevel;

/// How to reach a Kafka cluster.
#[derive(Debug, Clone)]
pub struct KafkaSettings {
    /// `host:port,host:port`.
    pub brokers: String,
    /// Copies of every topic that is created.
    pub replication_factor: i32,
    /// Largest record that is produced or fetched, in bytes.
    pub max_message_bytes: usize,
    /// Encryption and authentication.
    pub credentials: KafkaCredentials,
}

/// Encryption and authentication towards the brokers.
#[derive(Clone, Default)]
pub struct KafkaCredentials {
    /// `plaintext`, `ssl`, `sasl_plaintext` or `sasl_ssl`; `None`: plaintext.
    pub protocol: Option<String>,
    /// Such as `SCRAM-SHA-512`.
    pub sasl_mechanism: Option<String>,
    /// SASL user.
    pub username: Option<String>,
    /// SASL password.
    pub password: Option<String>,
    /// PEM file of the authority that signed the brokers' certificates.
    pub ca_file: Option<String>,
}

impl std::fmt::Debug for KafkaCredentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("KafkaCredentials").field("protocol", &self.protocol).field("username", &self.username).finish()
    }
}

impl KafkaSettings {
    /// Settings for brokers without encryption, one copy of each topic.
    pub fn plaintext(brokers: &str) -> Self {
        Self {
            brokers: brokers.to_owned(),
            replication_factor: 1,
            max_message_bytes: 64 << 20,
            credentials: KafkaCredentials::default(),
        }
    }

    /// Refuses settings this build cannot honour: [`BusError::NoTls`].
    pub fn check(&self) -> Result<(), BusError> {
        let plain = matches!(self.credentials.protocol.as_deref(), None | Some("plaintext"));
        if plain || cfg!(feature = "kafka-tls") { Ok(()) } else { Err(BusError::NoTls) }
    }

    /// What all clients share.
    pub(crate) fn client(&self) -> ClientConfig {
        let mut config = ClientConfig::new();
        config.set("bootstrap.servers", &self.brokers).set("client.id", "dateline");
        // Broker failures are logged by our own context once they last; librdkafka repeats them every second.
        config.set("log.connection.close", "false").set("reconnect.backoff.max.ms", "2000");
        config.set("broker.address.family", "any").set("socket.keepalive.enable", "true");
        config.set_log_level(RDKafkaLogLevel::Warning);
        let credentials = &self.credentials;
        let optional = [
            ("security.protocol", &credentials.protocol),
            ("sasl.mechanism", &credentials.sasl_mechanism),
            ("sasl.username", &credentials.username),
            ("sasl.password", &credentials.password),
            ("ssl.ca.location", &credentials.ca_file),
        ];
        for (name, value) in optional {
            if let Some(value) = value {
                config.set(name, value);
            }
        }
        config
    }

    /// A consumer of committed records.
    pub(crate) fn consumer(&self) -> ClientConfig {
        let mut config = self.client();
        // The largest batch, compressed, and more.
        let batch_max = self.max_message_bytes.max(16 << 20) + (64 << 10);
        // What an answer of a broker may hold, and what a batch may grow to when it is decompressed. The client does not
        // know its size: it tries buffers of twice the compressed size and then three times the last, until one is large
        // enough or larger than this. So there is surely a buffer between the size of a batch and three times that.
        let receive_max = (batch_max * 3 + (64 << 10)).min(i32::MAX as usize);
        config
            .set("isolation.level", "read_committed")
            .set("enable.auto.commit", "false")
            .set("enable.auto.offset.store", "false")
            .set("auto.offset.reset", "earliest")
            .set("allow.auto.create.topics", "false")
            .set("check.crcs", "true")
            // An empty fetch queue is looked at again after 20 ms, not after a second.
            .set("fetch.queue.backoff.ms", "20")
            .set("fetch.wait.max.ms", "100")
            // Per partition: what is fetched ahead is what a backlog costs in memory, and a stage is slower than a fetch.
            .set("queued.min.messages", "200")
            // Before decompression.
            .set("queued.max.messages.kbytes", "2048")
            .set("fetch.message.max.bytes", "262144")
            // Of all partitions together, lest many of them cost much; a batch that is larger comes alone.
            .set("fetch.max.bytes", "2097152")
            .set("receive.message.max.bytes", receive_max.to_string());
        config
    }

    /// A consumer outside any group, of what is committed or of all there is. It asks for a group's places in the same
    /// way: once what is in progress has ended, or as of what has ended.
    pub(crate) fn reader(&self, isolation: Isolation) -> ClientConfig {
        let mut config = self.consumer();
        config.set(
            "isolation.level",
            match isolation {
                Isolation::Committed => "read_committed",
                Isolation::Uncommitted => "read_uncommitted",
            },
        );
        config
    }

    /// A member of a consumer group.
    pub(crate) fn group_member(&self, group: &str) -> ClientConfig {
        let mut config = self.consumer();
        config
            .set("group.id", group)
            .set("group.protocol", "classic")
            .set("partition.assignment.strategy", "cooperative-sticky")
            .set("session.timeout.ms", "10000")
            .set("heartbeat.interval.ms", "1500")
            .set("enable.partition.eof", "true")
            .set("max.poll.interval.ms", "300000");
        config
    }

    /// A transactional producer.
    pub(crate) fn producer(&self, transactional_id: &str) -> ClientConfig {
        let mut config = self.client();
        config
            .set("transactional.id", transactional_id)
            .set("transaction.timeout.ms", "15000")
            // A record that cannot be delivered within its transaction's life is given up with it.
            .set("message.timeout.ms", "15000")
            .set("enable.idempotence", "true")
            .set("partitioner", "murmur2_random")
            .set("compression.type", "zstd")
            .set("linger.ms", "5")
            .set("message.max.bytes", (self.max_message_bytes + (16 << 10)).to_string())
            .set("queue.buffering.max.kbytes", (128 << 10).max(self.max_message_bytes >> 9).to_string())
            .set("allow.auto.create.topics", "false");
        config
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rdkafka::consumer::BaseConsumer;
    use rdkafka::producer::BaseProducer;

    /// What librdkafka would choose, and why not: docs/adr/0001 and the client's own issue tracker.
    #[test]
    fn no_default_of_the_client_that_loses_doubles_or_stalls_is_left() {
        let settings = KafkaSettings::plaintext("127.0.0.1:1");
        let consumer = settings.group_member("group");
        for (name, expected) in [
            // Offsets travel in transactions only.
            ("enable.auto.commit", "false"),
            ("enable.auto.offset.store", "false"),
            ("isolation.level", "read_committed"),
            // A new group begins with what is there.
            ("auto.offset.reset", "earliest"),
            ("allow.auto.create.topics", "false"),
            // An empty queue is looked at again at once, and holds little per partition.
            ("fetch.queue.backoff.ms", "20"),
            ("queued.min.messages", "200"),
            ("queued.max.messages.kbytes", "2048"),
            ("fetch.message.max.bytes", "262144"),
            ("fetch.max.bytes", "2097152"),
            ("group.protocol", "classic"),
            ("partition.assignment.strategy", "cooperative-sticky"),
            ("session.timeout.ms", "10000"),
        ] {
            assert_eq!(consumer.get(name), Some(expected), "consumer: {name}");
        }
        let producer = settings.producer("id");
        for (name, expected) in [
            ("transactional.id", "id"),
            ("transaction.timeout.ms", "15000"),
            ("enable.idempotence", "true"),
            // As Kafka's own clients hash keys.
            ("partitioner", "murmur2_random"),
            ("compression.type", "zstd"),
            ("queue.buffering.max.kbytes", "131072"),
            ("allow.auto.create.topics", "false"),
        ] {
            assert_eq!(producer.get(name), Some(expected), "producer: {name}");
        }
        // The client knows every name and takes every value.
        consumer.create::<BaseConsumer>().unwrap();
        producer.create::<BaseProducer>().unwrap();
    }
}
