//! Where a member's transactions write, and how one tells what was to become of what it wrote.

use crate::{BusError, Received, TopicPartition};
use article::TopicName;
use std::fmt;

/// Where a member's transactions write. A bus that finds a record there of which it does not know what was to become,
/// because the transaction it was written in is over and was left open, asks here.
pub trait Outputs: Send + Sync {
    /// The topics.
    fn topics(&self) -> Vec<TopicName>;

    /// What each of such records was made of.
    fn origins(&self, records: &[Received]) -> Result<Vec<Origin>, BusError>;
}

/// What a record in an output was made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The record at this offset of the member's input: it counts when the group's place is behind that.
    Input(TopicPartition, i64),
    /// Something else, of which the member knows whether it counts.
    Other {
        /// It does: the transaction was committed, or nobody can say and it must not be lost.
        counts: bool,
    },
}

/// Of a member that writes nothing.
impl Outputs for () {
    fn topics(&self) -> Vec<TopicName> {
        Vec::new()
    }

    fn origins(&self, records: &[Received]) -> Result<Vec<Origin>, BusError> {
        Ok(vec![Origin::Other { counts: true }; records.len()])
    }
}

impl fmt::Debug for dyn Outputs {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.topics()).finish()
    }
}
