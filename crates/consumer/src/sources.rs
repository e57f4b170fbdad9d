//! The sources, one file each, and the one list of their kinds.
//!
//! In: a section of the configuration. Out: a [`Source`]. A new kind is one new file and its line in [`SOURCE_KINDS`].

mod causes;
mod feed;
mod folder;
mod hourly;

pub use feed::{FeedSettings, FeedSource};
pub use folder::{FolderSettings, FolderSource};

use fetch::Fetch;
use hourly::Limited;
use pipeline::{HourlyLimit, Source};
use service::config::{Problems, Section};
use std::fmt;
use std::sync::Arc;

/// What a source needs of the process it runs in.
#[derive(Clone)]
pub struct SourceContext {
    /// Shared by all sources, so that a host is asked by one of them at a time.
    pub fetch: Arc<dyn Fetch>,
    /// The largest document that is taken, in bytes.
    pub ingest_limit: u64,
    /// How much may come of a feed in an hour, unless its section says otherwise.
    pub feed_limit: HourlyLimit,
}

impl fmt::Debug for SourceContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SourceContext").field("ingest_limit", &self.ingest_limit).finish_non_exhaustive()
    }
}

/// A source whose settings are read and that can be built.
pub type BuildSource = Box<dyn FnOnce(&SourceContext) -> Box<dyn Source> + Send>;

/// What a section of some kind says: how much may come of the source in an hour, as far as it says so; and the rest.
type ReadSource = (HourlyLimit, BuildSource);

/// A kind of source.
#[derive(Debug)]
struct SourceKind {
    /// What `kind` says in the configuration.
    name: &'static str,
    /// Reads its section; `None` when a problem was reported.
    read: fn(&Section, &mut Problems) -> Option<ReadSource>,
    /// How much may come of such a source in an hour, unless its section says otherwise.
    limit: fn(&SourceContext) -> HourlyLimit,
}

/// Every kind there is.
const SOURCE_KINDS: &[SourceKind] = &[
    // Its own people fill it, an archive at once; what the topics may hold is limited by their retention.
    SourceKind { name: "folder", read: folder::read, limit: |_| HourlyLimit::default() },
    // Strangers decide what is in it.
    SourceKind { name: "feed", read: feed::read, limit: |context| context.feed_limit },
];

/// Reads a `[[source]]` section of any kind; `None` when a problem was reported.
pub fn read_source(section: &Section, problems: &mut Problems) -> Option<BuildSource> {
    match SOURCE_KINDS.iter().find(|kind| kind.name == section.kind()) {
        Some(kind) => {
            let (own, build) = (kind.read)(section, problems)?;
            Some(Box::new(move |context| Box::new(Limited::new(build(context), own, (kind.limit)(context)))))
        }
        None => {
            let known: Vec<&str> = SOURCE_KINDS.iter().map(|kind| kind.name).collect();
            section.refuse_kind(&known, problems);
            None
        }
    }
}
