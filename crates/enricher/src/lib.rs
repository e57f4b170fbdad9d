//! The enricher service: reads articles, adds what reading them tells, writes enriched articles.
//!
//! What it adds is the `enrich` crate's; how it reads and commits is the `pipeline` crate's.

mod app;
mod stage;

pub use app::start;
pub use stage::EnrichStage;
