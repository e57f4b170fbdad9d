//! What most scenarios stand on: a broker, a database server, one lane with its three services.

use super::lane::{Lane, Plan, SERVICES};
use crate::{Kafka, KafkaSetup, Postgres};
use std::time::Duration;

/// How long a lane may take to come to rest after its last fault.
pub(crate) const SETTLE: Duration = Duration::from_secs(240);

/// A broker and a database server of the scenario's own.
pub(crate) struct Ground {
    pub(crate) kafka: Kafka,
    pub(crate) postgres: Postgres,
}

impl Ground {
    pub(crate) fn new() -> anyhow::Result<Self> {
        Self::with(&KafkaSetup::new())
    }

    /// The same for scenarios in which the broker is never away: it counts as dead after 30 s only. On a starved machine
    /// the tests' own 3 s pass without any fault, its partitions are without a leader for a moment, and transactions that
    /// end in it stay open for ever (KAFKA-20734): a fault that the scenario is not about.
    pub(crate) fn unbroken() -> anyhow::Result<Self> {
        Self::with(&KafkaSetup::new().setting("broker.session.timeout.ms=30000"))
    }

    pub(crate) fn with(setup: &KafkaSetup) -> anyhow::Result<Self> {
        Ok(Self { kafka: Kafka::start_as(setup)?, postgres: Postgres::start()? })
    }

    pub(crate) fn plan(&self) -> Plan {
        Plan::new(self.kafka.brokers())
    }

    /// A lane without services.
    pub(crate) fn lane(&self, name: &str, plan: &Plan) -> anyhow::Result<Lane> {
        Lane::on_kafka(plan, name, self.postgres.create_database()?)
    }

    /// A lane whose three services are ready.
    pub(crate) fn running(&self, name: &str) -> anyhow::Result<Lane> {
        let mut lane = self.lane(name, &self.plan())?;
        lane.start(&SERVICES)?;
        Ok(lane)
    }
}
