//! How a broker is to be started: what differs from the small node of its own that most tests need.

use std::path::PathBuf;

/// A listener beside the one that the tests use.
#[derive(Debug, Clone)]
pub struct Listener {
    /// Its name in the settings, in capitals.
    pub name: String,
    /// `host:port` it listens at.
    pub bind: String,
    /// `host:port` it tells clients to come to.
    pub advertised: String,
    /// `PLAINTEXT`, `SSL`, `SASL_PLAINTEXT` or `SASL_SSL`.
    pub protocol: &'static str,
}

/// What a node is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Role {
    /// Broker and controller in one.
    #[default]
    Both,
    /// The controller of a cluster.
    Controller,
    /// One of several brokers; the controller is node 0.
    Broker,
}

/// A broker to be started.
#[derive(Debug, Clone, Default)]
pub struct KafkaSetup {
    pub(super) port: Option<u16>,
    pub(super) data: Option<PathBuf>,
    pub(super) settings: Vec<String>,
    pub(super) listeners: Vec<Listener>,
    pub(super) node: usize,
    pub(super) role: Role,
    pub(super) format_arguments: Vec<String>,
}

impl KafkaSetup {
    /// One node with the settings of the tests.
    pub fn new() -> Self {
        Self { node: 1, ..Self::default() }
    }

    /// The port it listens at; else a free one.
    #[must_use]
    pub fn port(mut self, port: Option<u16>) -> Self {
        self.port = port;
        self
    }

    /// A directory for its data that stays; else one that goes with it.
    #[must_use]
    pub fn data(mut self, data: Option<PathBuf>) -> Self {
        self.data = data;
        self
    }

    /// A line `name=value` of its settings, in the place of the same name's before.
    #[must_use]
    pub fn setting(mut self, line: impl Into<String>) -> Self {
        self.settings.push(line.into());
        self
    }

    /// One more argument of the formatting of its directory, such as `--add-scram …`.
    #[must_use]
    pub fn format_argument(mut self, argument: impl Into<String>) -> Self {
        self.format_arguments.push(argument.into());
        self
    }

    /// One more listener.
    #[must_use]
    pub fn listener(mut self, listener: Listener) -> Self {
        self.listeners.push(listener);
        self
    }

    /// The text of `server.properties`.
    ///
    /// Internal topics have few partitions, groups form without a pause, and what waits for a timeout (a crashed
    /// broker's registration, an abandoned transaction) waits seconds.
    pub(super) fn properties(&self, port: u16, controller: u16, data: &std::path::Path) -> String {
        let (roles, of_controller, replicas, in_sync) = match self.role {
            Role::Both => ("broker,controller", self.node, 1, 1),
            Role::Controller => ("controller", self.node, 3, 2),
            Role::Broker => ("broker", 0, 3, 2),
        };
        let mut listen = match self.role {
            Role::Both => format!("PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}"),
            Role::Controller => format!("CONTROLLER://127.0.0.1:{controller}"),
            Role::Broker => format!("PLAINTEXT://127.0.0.1:{port}"),
        };
        let mut advertise = match self.role {
            Role::Controller => listen.clone(),
            Role::Both | Role::Broker => format!("PLAINTEXT://127.0.0.1:{port}"),
        };
        let mut protocols = "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT".to_owned();
        for one in &self.listeners {
            listen.push_str(&format!(",{}://{}", one.name, one.bind));
            advertise.push_str(&format!(",{}://{}", one.name, one.advertised));
            protocols.push_str(&format!(",{}:{}", one.name, one.protocol));
        }
        let base = format!(
            "process.roles={roles}
node.id={}
controller.quorum.voters={of_controller}@127.0.0.1:{controller}
controller.listener.names=CONTROLLER
listeners={listen}
advertised.listeners={advertise}
listener.security.protocol.map={protocols}
log.dirs={}
auto.create.topics.enable=false
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
offsets.topic.replication.factor={replicas}
offsets.topic.num.partitions=4
transaction.state.log.replication.factor={replicas}
transaction.state.log.min.isr={in_sync}
transaction.state.log.num.partitions=4
transaction.abort.timed.out.transaction.cleanup.interval.ms=1000
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
share.coordinator.state.topic.num.partitions=1
broker.heartbeat.interval.ms=500
broker.session.timeout.ms=3000
log.cleaner.dedupe.buffer.size=16777216
log.index.size.max.bytes=1048576
",
            self.node,
            data.display()
        );
        let named = |line: &str| line.split('=').next().unwrap_or(line).to_owned();
        let replaced: Vec<String> = self.settings.iter().map(|line| named(line)).collect();
        let kept = base.lines().filter(|line| !replaced.contains(&named(line)));
        kept.chain(self.settings.iter().map(String::as_str)).map(|line| format!("{line}\n")).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_takes_the_place_of_the_one_before() {
        let setup = KafkaSetup::new().setting("offsets.topic.num.partitions=9").setting("log.retention.ms=1");
        let text = setup.properties(1, 2, std::path::Path::new("/x"));
        assert!(text.contains("offsets.topic.num.partitions=9\n") && !text.contains("num.partitions=4\noffsets"));
        assert_eq!(text.matches("offsets.topic.num.partitions").count(), 1);
        assert!(text.contains("log.retention.ms=1\n"));
    }
}
