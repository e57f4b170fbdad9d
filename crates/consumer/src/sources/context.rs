//! What a source is given by the process it runs in.

use fetch::Fetch;
use pipeline::{HourlyLimit, Source};
use std::fmt;
use std::sync::Arc;

/// What a source needs of the process it runs in.
#[derive(Clone)]
pub struct SourceContext {
    /// Shared by all sources, so that a host is asked by one of them at a time.
    pub fetch: Arc<dyn Fetch>,
    /// The largest document that is taken, in bytes.
    pub ingest_limit: u64,
    /// How much may come of a feed or a sitemap in an hour, unless its section says otherwise.
    pub feed_limit: HourlyLimit,
}

impl fmt::Debug for SourceContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SourceContext").field("ingest_limit", &self.ingest_limit).finish_non_exhaustive()
    }
}

/// A source whose settings are read and that can be built.
pub type BuildSource = Box<dyn FnOnce(&SourceContext) -> Box<dyn Source> + Send>;
