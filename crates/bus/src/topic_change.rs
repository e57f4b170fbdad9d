//! What would make a topic as it is configured.

use article::TopicName;
use std::fmt;

/// One way in which a topic is not as it is configured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicChange {
    /// The topic.
    pub topic: TopicName,
    /// What is done about it.
    pub change: Change,
}

/// What is done about a difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// It does not exist and is created.
    Create,
    /// It is given partitions.
    AddPartitions {
        /// How many it has.
        from: i32,
        /// How many it is to have.
        to: i32,
    },
    /// It is given a setting of Kafka's.
    Set {
        /// The setting, as Kafka calls it.
        key: &'static str,
        /// What holds; empty: nothing.
        from: String,
        /// What is to hold.
        to: String,
    },
    /// It stays as it is, since records would be deleted, refused or lost from sight: what differs, and what to do.
    Leave(String),
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Create => f.write_str("create"),
            Self::AddPartitions { from, to } => write!(f, "partitions {from} -> {to}"),
            Self::Set { key, from, to } => write!(f, "{key} {from} -> {to}"),
            Self::Leave(why) => write!(f, "left as it is: {why}"),
        }
    }
}
