//! Kafka through rdkafka.
//!
//! A member is a consumer polled on its own thread plus a transactional producer used from the member's thread. The
//! settings that librdkafka gets wrong for this use are corrected in one place, [`settings`].

mod append;
mod behind;
mod bus;
mod context;
mod convert;
mod detour;
mod examine;
mod heard;
mod member;
mod poller;
mod rated;
mod reach;
mod reader;
mod settings;
mod topics;
mod transactions;

pub use bus::KafkaBus;
pub use settings::{KafkaSecurity, KafkaSettings};
