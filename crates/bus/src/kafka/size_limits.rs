//! How large a record of each topic may be, and the limit a topic needs on the broker for that.

use crate::{BusError, Output};
use article::TopicName;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// A producer puts several records into one batch up to this size (librdkafka's `batch.size`).
const BATCH: usize = 1_000_000;
/// Headers and framing of a batch around its records.
const FRAMING: usize = 64 << 10;

/// The largest record of each topic, as far as this process has been told. Brokers check compressed batches, which says
/// little; we check the record itself, before anything is produced.
#[derive(Debug, Clone, Default)]
pub(super) struct SizeLimits(Arc<Mutex<HashMap<TopicName, usize>>>);

impl SizeLimits {
    pub(super) fn set(&self, topic: &TopicName, bytes: usize) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(topic.clone(), bytes);
    }

    /// The largest record of a topic, if one was told.
    pub(super) fn of(&self, topic: &str) -> Option<usize> {
        let limits = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        limits.iter().find(|(name, _)| name.as_str() == topic).map(|(_, bytes)| *bytes)
    }

    pub(super) fn check(&self, outputs: &[Output]) -> Result<(), BusError> {
        let limits = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for output in outputs {
            let size = output.record.size();
            if let Some(limit) = limits.get(&output.topic).filter(|limit| size > **limit) {
                return Err(too_large(output, *limit));
            }
        }
        Ok(())
    }
}

/// The refusal of a record over the limit.
pub(super) fn too_large(output: &Output, limit: usize) -> BusError {
    let detail =
        format!("a record of {} bytes is over the limit of {limit}; nothing was written", output.record.size());
    BusError::Topic { topic: output.topic.to_string(), detail }
}

/// The topic setting `max.message.bytes` for records up to `largest` bytes. The broker's limit is for a batch with its
/// framing; ours, for a record, is checked before producing.
pub(super) fn batch_limit(largest: usize) -> usize {
    largest.max(BATCH) + FRAMING
}
