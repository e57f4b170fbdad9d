//! A pure stage: a function from record to outcome.

use crate::Outcome;
use article::{Record, RecordRef, StageName, Timestamp, TopicName, decode_article};
use bus::Received;

/// Extract or enrich. It cannot wait and cannot fail otherwise than by its outcome; a panic in it is caught and makes
/// the record a dead letter. Called from several threads at once.
pub trait Stage: Send + Sync {
    /// Which stage this is.
    fn name(&self) -> StageName;

    /// What becomes of a record. `at` is the time to write into provenance.
    fn process(&self, input: &Received, at: Timestamp) -> Outcome;

    /// The topic of all its outputs, if they tell what they were made of.
    fn output(&self) -> Option<TopicName> {
        None
    }

    /// What one of its outputs was made of.
    fn made_from(&self, output: &Record) -> Option<RecordRef> {
        decode_article(output).ok()?.enrichment.provenance.pop()?.from
    }
}
