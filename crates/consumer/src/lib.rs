//! The consumer service: polls sources for raw records, and extracts articles from raw records.
//!
//! In: feeds, sitemaps, folders; records of the raw topic. Out: records of the raw and the articles topic. A new source is one
//! new file in `sources/` and its line in the list there. Extraction itself is the `extract` crate's.

mod app;
mod sources;
mod stage;

pub use app::start;
pub use sources::{
    BuildSource, FeedSettings, FeedSource, FolderSettings, FolderSource, Intervals, SitemapSettings, SitemapSource,
    SourceContext, read_source, source_kinds,
};
