//! Kafka through rdkafka.
//!
//! A member is a consumer polled on its own thread plus a transactional producer used from the member's thread. The
//! settings that librdkafka gets wrong for this use are corrected in one place, [`settings`].

mod append;
mod bus;
mod context;
mod convert;
mod member;
mod poller;
mod reach;
mod reader;
mod settings;
mod topics;
mod transactions;

pub use bus::KafkaBus;
pub use settings::{KafkaSecurity, KafkaSettings};
