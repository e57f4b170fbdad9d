//! Processes are killed, drained, joined and left: every article once, none twice, on Kafka and PostgreSQL.
#![cfg(test)]

mod drains;
mod kills;
mod rebalances;
mod two_consumers;
