//! What the loops of a process share.

use crate::breaker::SourceBreaker;
use crate::{Health, Metrics, Shutdown, Spans};
use bus::Bus;
use std::sync::Arc;

/// What the loops of a process share.
#[derive(Clone)]
pub struct LoopContext {
    /// Where messages are.
    pub bus: Arc<dyn Bus>,
    /// What is counted.
    pub metrics: Metrics,
    /// Who is ready.
    pub health: Health,
    /// The request to stop.
    pub shutdown: Shutdown,
    /// Sources that deliver nothing but dead letters.
    pub sources: SourceBreaker,
    /// Where what became of each record is told to who traces.
    pub spans: Spans,
}
