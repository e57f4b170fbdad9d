//! A pure stage: a function from record to outcome.

use crate::Outcome;
use article::{StageName, Timestamp};
use bus::Received;

/// Extract or enrich. It cannot wait and cannot fail otherwise than by its outcome; a panic in it is caught and makes
/// the record a dead letter. Called from several threads at once.
pub trait Stage: Send + Sync {
    /// Which stage this is.
    fn name(&self) -> StageName;

    /// What becomes of a record. `at` is the time to write into provenance.
    fn process(&self, input: &Received, at: Timestamp) -> Outcome;
}
