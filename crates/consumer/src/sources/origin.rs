//! What all records of one harvest share.

use article::Timestamp;

/// Where records of one harvest come from.
#[derive(Debug, Clone)]
pub(crate) struct Origin {
    /// The source's name.
    pub(crate) source: String,
    /// When it was polled.
    pub(crate) fetched_at: Timestamp,
}
