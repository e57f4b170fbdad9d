//! An entry of a feed as a document of its own, as a source sends one that has no page to be read.
//!
//! In: an entry. Out: bytes, and the same entry from them. Nobody else writes this form, and it says no more than the
//! entry does.

use super::document::{FeedDocument, FeedEntry};
use super::no_feed::NoFeed;
use crate::json::{MOST_VALUES, NoTree, tree};
use crate::language_tag::language_tag;

impl FeedEntry {
    /// The document of this entry alone, of type [`ContentType::Entry`](article::ContentType::Entry).
    pub fn to_document(&self) -> Vec<u8> {
        // Texts alone can always be written.
        serde_json::to_vec(self).unwrap_or_default()
    }
}

/// Reads such a document as a feed of one entry.
pub(super) fn read_own_entry(json: &str) -> Result<FeedDocument, NoFeed> {
    let value = tree(json).map_err(|no_tree| match no_tree {
        NoTree::TooMany => NoFeed::TooManyValues(MOST_VALUES),
        NoTree::Broken(error) => NoFeed::Json(error.to_string()),
    })?;
    let mut entry: FeedEntry = serde_json::from_value(value).map_err(|error| NoFeed::Json(error.to_string()))?;
    entry.language = entry.language.and_then(|tag| language_tag(&tag));
    Ok(FeedDocument { entries: vec![entry], ..FeedDocument::default() })
}

#[cfg(test)]
mod tests {
    use super::super::read::read_feed;
    use article::ContentType;

    #[test]
    fn an_entry_is_read_as_it_was_written() {
        let feed = br#"<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><language>en</language>
            <item><guid isPermaLink="false">b-1</guid><link>https://a.example/1</link><title>AT&amp;amp;T calls</title>
            <author>Mara Lind</author><description>&lt;p&gt;In short.&lt;/p&gt;</description><category>Trade</category>
            <pubDate>Thu, 24 Oct 2024 09:30:00 +0200</pubDate><source url="https://b.example/">The Post</source>
            <media:content url="https://a.example/1.jpg" type="image/jpeg"><media:credit>Lee</media:credit>
            </media:content></item></channel></rss>"#;
        let mut entries = read_feed(feed, None, None).unwrap().entries;
        let again = read_feed(&entries[0].to_document(), Some(ContentType::Entry.as_str()), None).unwrap();
        assert_eq!(again.entries, entries);
        entries[0].language = Some("not a language".to_owned());
        let again = read_feed(&entries[0].to_document(), Some(ContentType::Entry.as_str()), None).unwrap();
        assert_eq!(again.entries[0].language, None);
    }

    #[test]
    fn what_is_no_entry_is_none() {
        for document in ["{", "[]", "{\"title\": 1}", "{\"published\": \"soon\"}"] {
            let read = read_feed(document.as_bytes(), Some(ContentType::Entry.as_str()), None);
            assert!(read.is_err(), "{document}");
        }
    }
}
