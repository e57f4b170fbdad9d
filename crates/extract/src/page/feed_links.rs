//! Where a page says that feeds are: links that declare one, and links that look as if they led to one.
//!
//! In: the bytes of a page and where it was fetched from. Out: addresses in the order of the page, the declared ones first.
//! Nobody has looked what is there.

use super::document::{Document, NodeId};
use crate::charset::decode_markup;
use crate::feed::address::resolve;
use url::Url;

/// Most links of a page, of either way.
const MOST: usize = 50;

/// What feeds are declared as.
const TYPES: &[&str] = &[
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
    "application/x.atom+xml",
    "application/xml",
    "text/xml",
];

/// Words of addresses that lead to feeds.
const WORDS: &[&str] = &["rss", "rss2", "feed", "feeds", "atom", "rdf", "xml"];

/// What links to feeds read.
const TEXTS: &[&str] = &["rss", "rss feed", "rss feeds", "feed", "feeds", "atom", "atom feed"];

/// A link that may lead to a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedLink {
    /// Absolute, http or https.
    pub address: String,
    /// Whether the page declares that a feed is there (`<link rel=alternate type=…>`).
    pub is_declared: bool,
}

/// The links of a page that was fetched from `url` as `content_type`. What is no page has none.
pub fn feed_links(bytes: &[u8], content_type: Option<&str>, url: &str) -> Vec<FeedLink> {
    let Ok(document) = Document::parse(&decode_markup(bytes, content_type)) else { return Vec::new() };
    let page = Url::parse(url).ok();
    let stated = document.elements("base").find_map(|id| document.attribute(id, "href"));
    let stated = stated.and_then(|href| resolve(href, page.as_ref())).and_then(|base| Url::parse(&base).ok());
    let base = stated.or(page);
    let link = |id: NodeId, is_declared| {
        let address = resolve(document.attribute(id, "href")?, base.as_ref())?;
        Some(FeedLink { address, is_declared })
    };
    let declared = document.elements("link").filter(|id| is_declared(&document, *id));
    let declared = declared.filter_map(|id| link(id, true)).take(MOST);
    let seeming = document.elements("a").filter_map(|id| link(id, false).map(|link| (id, link)));
    let seeming = seeming.filter(|(id, link)| looks_like_feed(&document, *id, &link.address));
    declared.chain(seeming.map(|(_, link)| link).take(MOST)).collect()
}

fn is_declared(document: &Document, id: NodeId) -> bool {
    let has = |name: &str, words: &[&str]| {
        let value = document.attribute(id, name).unwrap_or_default();
        value.split_whitespace().any(|word| words.iter().any(|known| known.eq_ignore_ascii_case(word)))
    };
    let kind = document.attribute(id, "type").unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    // Much else is called JSON.
    let is_json_feed = kind == "application/json" && document.attribute(id, "href").is_some_and(has_word_of_feeds);
    has("rel", &["feed"]) || (has("rel", &["alternate"]) && (TYPES.contains(&kind.as_str()) || is_json_feed))
}

fn looks_like_feed(document: &Document, id: NodeId, address: &str) -> bool {
    let text = document.text_of(id).trim().to_lowercase();
    has_word_of_feeds(address) || TEXTS.contains(&text.as_str()) || is_of_feed_host(address)
}

/// Whether one of the last two parts of its path, or its query, has such a word in it.
fn has_word_of_feeds(address: &str) -> bool {
    let address = address.split('#').next().unwrap_or_default();
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let path = path.split_once("://").map_or(path, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    let parts = path.trim_end_matches('/').rsplit('/').take(2).chain([query]);
    let words = parts.flat_map(|part| part.split(|c: char| !c.is_ascii_alphanumeric()));
    words.into_iter().any(|word| WORDS.iter().any(|known| known.eq_ignore_ascii_case(word)))
}

fn is_of_feed_host(address: &str) -> bool {
    let host = address.split_once("://").map_or(address, |(_, rest)| rest);
    ["feeds.", "rss.", "feed."].iter().any(|begin| host.starts_with(begin))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declared_links_come_first_and_those_that_look_like_feeds_behind() {
        let page = r##"<html><head><base href="/desk/">
            <link rel="stylesheet" type="text/css" href="/feed.css">
            <link rel="Alternate" type="application/RSS+xml; charset=utf-8" title="News" href="news.xml">
            <link rel=alternate type="application/json" href="/api/posts/1">
            <link rel=alternate type="application/json" href="/feed.json">
            <link rel="alternate" hreflang="fr" href="/fr"></head>
            <body><a href="/feedback">Tell us</a><a href="/about">RSS</a><a href="/sport/rss/">Sport</a>
            <a href="/index.xml#top">All</a><a href="/?feed=rss2">Feed us</a><a href="mailto:rss@a.example">rss</a>
            <a href="https://feeds.b.example/harbour">Harbour</a><a href="/2024/rss/a/story">A story</a></body></html>"##;
        let links = feed_links(page.as_bytes(), Some("text/html"), "https://a.example/x/y");
        let of = |is_declared: bool| {
            let of = links.iter().filter(move |link| link.is_declared == is_declared);
            of.map(|link| link.address.as_str()).collect::<Vec<_>>()
        };
        assert_eq!(of(true), ["https://a.example/desk/news.xml", "https://a.example/feed.json"]);
        let expected = [
            "https://a.example/about",
            "https://a.example/sport/rss/",
            "https://a.example/index.xml#top",
            "https://a.example/?feed=rss2",
            "https://feeds.b.example/harbour",
        ];
        assert_eq!(of(false), expected);
        assert!(links.iter().position(|link| !link.is_declared) == Some(2));
    }

    #[test]
    fn a_page_of_links_gives_no_more_than_so_many() {
        let page = "<a href='/rss'>RSS</a><link rel=alternate type=text/xml href=/a.xml>".repeat(1_000);
        assert_eq!(feed_links(page.as_bytes(), None, "https://a.example/").len(), 2 * MOST);
    }
}
