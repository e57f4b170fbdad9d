//! The sources, one file each, and the one list of their kinds.
//!
//! In: a section of the configuration. Out: a [`pipeline::Source`]. A new kind is one new file and its line in the
//! list. A kind that lists pages of a site follows them with what is in `pages/`.

mod address;
mod cache_control;
mod context;
mod document;
mod feed;
mod fingerprint;
mod folder;
mod hourly;
mod moved;
mod origin;
mod pages;
mod sitemap;
mod stated_pace;
mod unanswered;
mod validators;

pub use address::Intervals;
pub use context::{BuildSource, SourceContext};
pub use feed::{FeedSettings, FeedSource};
pub use folder::{FolderSettings, FolderSource};
pub use sitemap::{SitemapSettings, SitemapSource};

use service::config::{AskedKinds, Kinds, Problems, Section};

/// Every kind there is.
const KINDS: Kinds<BuildSource> = Kinds(&[("folder", folder::read), ("feed", feed::read), ("sitemap", sitemap::read)]);

/// Reads a `[[source]]` section of any kind; `None` when a problem was reported.
pub fn read_source(section: &Section, problems: &mut Problems) -> Option<BuildSource> {
    KINDS.read(section, problems)
}

/// Every kind of source with its keys.
pub fn source_kinds() -> AskedKinds {
    KINDS.asked()
}
