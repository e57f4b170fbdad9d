//! Kafka through rdkafka.
//!
//! A member is a consumer polled on its own thread plus a transactional producer used from the member's thread. The
//! settings that librdkafka gets wrong for this use are corrected in one place, [`settings`].

mod append;
mod attempt;
mod behind;
mod bounded;
mod bus;
mod cause;
mod context;
mod convert;
mod deliveries;
mod detour;
mod event;
mod examine;
mod heard;
mod lag_probe;
mod member;
mod poller;
mod rated;
mod read_positions;
mod reader;
mod refusals;
mod settings;
mod shape;
mod shared;
mod size_limits;
mod topics;
mod transactions;
mod trouble;

pub use bus::KafkaBus;
pub use settings::{KafkaCredentials, KafkaSettings};
