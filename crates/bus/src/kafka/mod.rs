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
mod differences;
mod event;
mod examine;
mod find;
mod flush;
mod heard;
#[cfg(feature = "contract")]
mod interrupted;
mod lag_probe;
mod left_behind;
mod member;
mod poller;
mod rated;
mod read_positions;
mod reader;
mod refusals;
mod seen;
mod settings;
mod shape;
mod shared;
mod size_limits;
mod topics;
mod transactions;
mod trouble;
mod unsettled;

pub use bus::KafkaBus;
#[cfg(feature = "contract")]
pub use interrupted::{Ending, end_interrupted};
pub use settings::{KafkaCredentials, KafkaSettings};
