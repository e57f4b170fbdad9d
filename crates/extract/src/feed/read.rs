//! A feed's document of any format.
//!
//! In: bytes, however badly they are written. Out: a [`FeedDocument`], or [`NoFeed`]: what came instead of one. A feed
//! that was cut is no feed: half an entry would pass for the whole.

use super::document::FeedDocument;
use super::entry_identity;
use super::json_feed::read_json;
use super::no_feed::NoFeed;
use super::own_entry::read_own_entry;
use super::xml_feed::read_xml;
use crate::charset::decode_feed;
use crate::xml::entities::with_own_entities;
use article::ContentType;
use url::Url;

/// Reads a document that was fetched from `url` as `content_type`.
pub fn read_feed(bytes: &[u8], content_type: Option<&str>, url: Option<&str>) -> Result<FeedDocument, NoFeed> {
    let text = decode_feed(bytes, content_type);
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\0'));
    // Without a base only absolute addresses name anything.
    let base = url.and_then(|url| Url::parse(url).ok());
    let mut document = match text.chars().next() {
        None => return Err(NoFeed::Nothing),
        Some('{') if content_type.and_then(ContentType::parse) == Some(ContentType::Entry) => read_own_entry(text)?,
        Some('{') => read_json(text, base.as_ref())?,
        Some(_) => read_xml(&with_own_entities(text), base.as_ref()).map_err(|no_feed| no_feed.of_text(text))?,
    };
    entry_identity::settle(&mut document.entries);
    Ok(document)
}
