//! Feed documents (RSS, RDF, Atom, JSON Feed): the one reading of them, for whoever follows their entries to pages and
//! for whoever makes an article of each entry.
//!
//! In: bytes, however badly they are written. Out: a [`FeedDocument`], or [`NoFeed`]: what came instead of one. A feed
//! that was cut is no feed: half an entry would pass for the whole.

mod address;
mod date;
mod document;
mod element;
mod entities;
mod entry;
mod json_feed;
mod media;
mod outline;
mod own;
mod person;
mod space;
mod stories;
mod text;
mod xml_feed;

pub use document::{FeedDate, FeedDocument, FeedEntry, FeedPicture, FeedText, NoFeed, Outlet};
pub(crate) use stories::Feed;

use crate::charset::decode_feed;
use entities::with_own_entities;
use json_feed::read_json;
use url::Url;
use xml_feed::read_xml;

/// Most entries of a document. Feeds have tens, archives some thousand.
const MAX_ENTRIES: usize = 10_000;

/// Most authors and categories kept of an entry.
const MAX_LISTED: usize = 64;

/// The property of an item of JSON Feed that holds what the format has no place for, as custom objects are named there.
pub const EXTENSION: &str = "_dateline";

/// Reads a document that was fetched from `url` as `content_type`.
pub fn read_feed(bytes: &[u8], content_type: Option<&str>, url: Option<&str>) -> Result<FeedDocument, NoFeed> {
    let text = decode_feed(bytes, content_type);
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\0'));
    // Without a base only absolute addresses name anything.
    let base = url.and_then(|url| Url::parse(url).ok());
    let mut document = match text.chars().next() {
        None => return Err(NoFeed::Nothing),
        Some('{') => read_json(text, base.as_ref())?,
        Some(_) => read_xml(&with_own_entities(text), base.as_ref()).map_err(|no_feed| no_feed.of_text(text))?,
    };
    own::settle(&mut document.entries);
    Ok(document)
}
