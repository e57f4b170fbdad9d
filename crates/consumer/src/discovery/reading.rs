//! What is at an address: a feed, a sitemap, a page with links, or something else.
//!
//! In: an answer. Out: what of it is to be told or followed. Reading is work, and a document may be hostile: it is done off
//! the runtime, where a panic ends only this attempt.

use crate::unpack::unpack;
use extract::{FeedDate, FeedLink, NoFeed, NoSitemap, SitemapItem, SitemapPart, feed_links, read_feed, read_sitemap};
use fetch::Response;

/// Most addresses by which a document is known again, and most parts of an index that are remembered.
const MOST_LINKS: usize = 50;
const MOST_PARTS: usize = 1_000;

/// What was read.
pub(super) enum Document {
    Feed(Contents),
    NewsSitemap(Contents),
    /// A sitemap of so many pages without news, or of other sitemaps.
    Sitemap(usize, Vec<SitemapPart>),
    Page(Vec<FeedLink>),
    /// By its name.
    Other(String),
}

/// What a feed or a sitemap says of itself.
#[derive(Default)]
pub(super) struct Contents {
    pub(super) title: Option<String>,
    pub(super) language: Option<String>,
    pub(super) entries: usize,
    pub(super) newest: Option<FeedDate>,
    /// Where its first entries lead, by which it is told from others.
    pub(super) links: Vec<String>,
}

/// Reads an answer.
pub(super) async fn read(response: Response) -> Document {
    let read = tokio::task::spawn_blocking(move || document(response)).await;
    read.unwrap_or_else(|_| Document::Other("a document that cannot be read".to_owned()))
}

fn document(response: Response) -> Document {
    let Response { bytes, content_type, final_url, .. } = response;
    let bytes = match unpack(bytes) {
        Ok(bytes) => bytes,
        Err(what) => return Document::Other(what),
    };
    match read_feed(&bytes, content_type.as_deref(), Some(&final_url)) {
        Ok(feed) => {
            let mut contents = Contents {
                title: feed.title,
                language: feed.language,
                entries: feed.entries.len(),
                ..Contents::default()
            };
            for entry in feed.entries {
                contents.note(entry.published.or(entry.updated), entry.link.or(entry.guid));
            }
            Document::Feed(contents)
        }
        Err(NoFeed::Html) => Document::Page(feed_links(&bytes, content_type.as_deref(), &final_url)),
        Err(no_feed) => {
            sitemap(&bytes, content_type.as_deref(), &final_url).unwrap_or_else(|no_sitemap| match no_sitemap {
                NoSitemap::Html => Document::Page(feed_links(&bytes, content_type.as_deref(), &final_url)),
                NoSitemap::Feed(_) | NoSitemap::Nothing | NoSitemap::Xml(_) | NoSitemap::Text(_) => {
                    Document::Other(no_feed.to_string())
                }
                broken => Document::Other(broken.to_string()),
            })
        }
    }
}

fn sitemap(bytes: &[u8], content_type: Option<&str>, url: &str) -> Result<Document, NoSitemap> {
    let (mut contents, mut parts, mut has_news) = (Contents::default(), Vec::new(), false);
    read_sitemap(bytes, content_type, Some(url), &mut |item| match item {
        SitemapItem::Page(page) => {
            has_news |= page.published.is_some();
            contents.entries += 1;
            contents.language = contents.language.take().or(page.language);
            contents.note(page.published.or(page.modified), Some(page.address));
        }
        SitemapItem::Part(part) if parts.len() < MOST_PARTS => parts.push(part),
        SitemapItem::Part(_) => {}
    })?;
    Ok(if has_news { Document::NewsSitemap(contents) } else { Document::Sitemap(contents.entries, parts) })
}

impl Contents {
    fn note(&mut self, date: Option<FeedDate>, link: Option<String>) {
        if date.as_ref().map(|date| date.at) > self.newest.as_ref().map(|date| date.at) {
            self.newest = date;
        }
        if self.links.len() < MOST_LINKS {
            self.links.extend(link);
        }
    }
}
