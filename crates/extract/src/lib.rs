//! Raw bytes to articles: what the bytes themselves declare, and nothing that must be concluded from reading them.
//!
//! In: one [`article::RawRecord`], the time and the place it was read from. Out: its articles with ids, versions,
//! content hash and provenance, or a [`Reject`] that names why the record cannot be taken. One file per format; the
//! list of them is in `extract.rs`. This crate never reads a clock, a file or the network, and no input makes it panic,
//! overflow the stack or run without bound.

mod assemble;
mod association;
mod base64_text;
mod byline_names;
mod byline_words;
mod character_reference;
mod charset;
mod concept;
mod dates;
mod extract;
mod feed;
mod format;
mod identity;
mod item;
mod json;
mod json_ld;
mod language_tag;
mod markup;
mod newsml;
mod newsroom_xml;
mod ninjs;
mod nitf;
mod notes;
mod opml;
mod page;
mod plain_text;
mod reject;
mod reservations;
mod sitemap;
mod sniff;
mod uri;
mod wire;
mod wire_message;
mod xml;

pub use association::{Medium, MediumForm, MediumKind};
pub use dates::first_moment;
pub use extract::{explain, extract, is_feed};
pub use feed::{FeedDate, FeedDocument, FeedEntry, FeedPace, FeedText, NoFeed, Outlet, read_feed};
pub use format::ExtractContext;
pub use notes::{Explanation, Note};
pub use opml::{NoOpml, OpmlFeed, read_opml};
#[cfg(feature = "training")]
pub use page::story::training;
pub use page::{FeedLink, feed_links, page_address};
pub use reject::Reject;
pub use sitemap::{NoSitemap, SitemapItem, SitemapPage, SitemapPart, read_sitemap};
