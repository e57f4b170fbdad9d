//! Sources, stages, stores, their outcomes, and the one run loop that drives them.
//!
//! A service supplies a [`Stage`], a [`Store`] or [`Source`]s; reading, parallel work, order, backoff, dead letters,
//! commit, drain and metrics are here. Loops run on plain threads; only stores and sources use the async runtime.

mod backoff;
mod blockade;
mod breaker;
mod bus_watch;
mod context;
mod cursors;
mod dead_letter;
mod delay;
mod error;
mod error_line;
mod evidence;
mod health;
mod ingest;
mod input_health;
mod joining;
mod known_series;
mod lag_watch;
mod left_open;
pub mod letters;
mod meant_for;
mod metrics;
mod outcome;
mod outputs;
mod positions;
mod rhythm;
mod run;
mod second_way;
mod settings;
mod shutdown;
mod source;
mod source_health;
mod spans;
mod stage;
mod store;
mod store_driver;
mod tally;
mod whole_topic;
mod window;
mod workers;

pub use backoff::{Backoff, jitter};
pub use breaker::{BreakerSettings, SourceBreaker};
pub use bus_watch::watch_bus;
pub use context::LoopContext;
pub use cursors::{SourceNote, read_sources};
pub use error::LoopError;
pub use error_line::error_line;
pub use health::{Health, Part};
pub use ingest::{Polling, Sources, run_ingest};
pub use known_series::Counts;
pub use metrics::{Metrics, OutcomeLabel, PartitionLabel, StageLabel};
pub use outcome::{Outcome, Reason};
pub use positions::{position, read_positions};
pub use rhythm::Rhythm;
pub use run::{run_stage, run_store};
pub use second_way::replayed;
pub use settings::{Clock, LoopSettings, Pace};
pub use shutdown::Shutdown;
pub use source::{Harvest, HourlyLimit, Refused, Source, SourceError};
pub use source_health::{SourceHealth, SourceState, first_day};
pub use spans::{Operation, Span, Spans};
pub use stage::Stage;
pub use store::{Delivery, Store, StoreError, Written};
