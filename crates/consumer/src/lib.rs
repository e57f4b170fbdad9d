//! The consumer service: polls sources for raw records, takes those that are pushed, and extracts articles from them.
//!
//! In: feeds, sitemaps, folders, pushes; records of the raw topic. Out: records of the raw and the articles topic. A new source is one
//! new file in `sources/` and its line in the list there; what of a site can be one, `discovery` finds out. Extraction itself is the `extract` crate's.

mod app;
mod discovery;
mod polite_fetch;
mod push;
mod sources;
mod stage;
mod unpack;

pub use app::start;
pub use discovery::{Because, Discovery, Found, FoundKind, Tried, discover};
pub use polite_fetch::polite_fetch;
pub use push::PushCounts;
pub use sources::{
    BuildSource, FeedSettings, FeedSource, FolderSettings, FolderSource, Intervals, SitemapSettings, SitemapSource,
    SourceContext, read_source, source_kinds,
};
