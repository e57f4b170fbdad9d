//! Spans to a collector of OpenTelemetry, over OTLP with protobuf and HTTP.
//!
//! In: [`pipeline::Span`]s of what was committed. Out: requests to the collector. It is a side road: a collector that is
//! slow, away or refuses costs spans, which are counted, and never an article, nor memory beyond a fixed queue.
//!
//! The names of attributes are those of OpenTelemetry's semantic conventions for messaging, 1.36.

mod collector;
mod counts;
mod delivery;
mod otlp;

pub use collector::{Collector, CollectorError};
pub use counts::SpanCounts;
pub use delivery::{Delivery, deliver};
