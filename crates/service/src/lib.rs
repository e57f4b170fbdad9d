//! What every service shares: configuration, telemetry, health endpoints, signals, the run to the end.
//!
//! In: one TOML file, the environment, signals. Out: typed settings, log lines on stderr, `/livez` `/readyz`
//! `/metrics`, an exit code. This crate never reads a topic and knows no source or store.

pub mod clock;
pub mod config;
mod connections;
mod exit;
mod http;
mod identity;
mod lifecycle;
mod log_queue;
mod panics;
mod process;
pub mod process_metrics;
pub mod signals;
mod spans;
pub mod telemetry;

pub use connections::Connections;
pub use exit::{EXIT_CONFIG, Exit, end_at_the_latest};
pub use identity::service_version;
pub use lifecycle::{Lifecycle, RunningPart};
pub use process::{Process, ReadingLoop, check_bus, open_as_guest, reading_groups, reading_loops, topic_specs};
pub use spans::spans;
