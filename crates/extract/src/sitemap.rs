//! Sitemaps: the pages that a site lists, and the sitemaps that an index lists, handed on one by one.
//!
//! In: the bytes of one document, no longer packed, and where it was fetched from: XML, a list of addresses as text, or
//! a feed that serves as a sitemap. Out: its items in the order of the document, or [`NoSitemap`]: what came instead.
//! No more than one item is held at a time. What was handed on counts only when the document was read to its end.

use crate::charset::decode_feed;
use crate::dates::setting::Setting;
use crate::dates::value::IsoDate;
use crate::feed::address::resolve;
use crate::feed::{FeedDate, NoFeed, read_feed};
use crate::language_tag::language_tag;
use crate::xml::element::Element;
use crate::xml::entities::{left_alone, with_own_entities};
use crate::xml::events::{Unreadable, Visit, Vocabulary, read};
use crate::xml::namespace::Namespace;
use std::borrow::Cow;
use url::Url;

/// Most keywords and genres kept of a page.
const MAX_LISTED: usize = 30;

/// Sitemaps and indexes of them.
static SITEMAPS: Vocabulary = Vocabulary {
    namespace: Namespace::Sitemap,
    containers: &["urlset", "sitemapindex"],
    whole: "urlset",
    frame: "",
    entries: &["url", "sitemap"],
    alone: &[],
    empty_with: ("link", "href"),
};

/// One thing that a sitemap lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SitemapItem {
    /// A page of the site.
    Page(SitemapPage),
    /// Another sitemap: the document is an index.
    Part(SitemapPart),
}

/// A page as a sitemap states it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SitemapPage {
    /// Absolute, http or https.
    pub address: String,
    /// `lastmod`
    pub modified: Option<FeedDate>,
    /// `news:publication_date`
    pub published: Option<FeedDate>,
    /// `news:title`, on one line.
    pub title: Option<String>,
    /// `news:language`, as a BCP 47 tag.
    pub language: Option<String>,
    /// `news:keywords` and `news:genres`, one by one.
    pub keywords: Vec<String>,
}

/// A sitemap as an index states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SitemapPart {
    /// Absolute, http or https.
    pub address: String,
    /// `lastmod`
    pub modified: Option<FeedDate>,
}

/// What came instead of a sitemap. Places are counted in bytes from the beginning of the text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoSitemap {
    /// No bytes but white space.
    #[error("an empty document")]
    Nothing,
    /// A page.
    #[error("an HTML page")]
    Html,
    /// XML of another kind.
    #[error("an XML document of `<{0}>`")]
    Xml(String),
    /// A document whose end is missing.
    #[error("a sitemap that breaks off at byte {at}, before its `</{root}>`")]
    Cut {
        /// The element that is not closed.
        root: String,
        /// Where.
        at: usize,
    },
    /// An entity that stands for more than a short text, or for something elsewhere, or that makes the document grow. None is
    /// looked up.
    #[error(
        "XML whose entity `&{name};` at byte {at} points outside, or holds more than a short text, or is used too often"
    )]
    Entity {
        /// Its name.
        name: String,
        /// Where it is referred to.
        at: usize,
    },
    /// Elements in elements in elements.
    #[error("a sitemap whose elements are nested more than {0} deep at byte {1}")]
    TooDeep(usize, usize),
    /// A page of more elements than any has.
    #[error("a sitemap with an entry of more than {0} elements")]
    TooManyPieces(usize),
    /// A feed that cannot be read.
    #[error("{0}")]
    Feed(#[from] NoFeed),
    /// No markup, and no address in its first line.
    #[error("text that begins with `{0}`")]
    Text(String),
}

/// Reads a document that was fetched from `url` as `content_type`, and hands on what it lists.
pub fn read_sitemap(
    bytes: &[u8],
    content_type: Option<&str>,
    url: Option<&str>,
    take: &mut dyn FnMut(SitemapItem),
) -> Result<(), NoSitemap> {
    // The usual one is not copied, since it may be large.
    let text = match std::str::from_utf8(bytes) {
        Ok(text) if !text.get(..2).is_some_and(|first| first.contains('\0')) => Cow::Borrowed(text),
        Ok(_) | Err(_) => Cow::Owned(decode_feed(bytes, content_type)),
    };
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\0'));
    let base = url.and_then(|url| Url::parse(url).ok());
    let first_line = text.lines().next().unwrap_or_default();
    if text.is_empty() {
        return Err(NoSitemap::Nothing);
    }
    if !text.starts_with('<') && resolve(first_line, None).is_some() {
        text.lines().filter_map(|line| resolve(line, None)).for_each(|address| {
            take(SitemapItem::Page(SitemapPage { address, ..SitemapPage::default() }));
        });
        return Ok(());
    }
    let xml = with_own_entities(text);
    if let Some((name, at)) = left_alone(&xml) {
        return Err(NoSitemap::Entity { name: name.chars().take(40).collect(), at });
    }
    let mut reader = Reader { base, take };
    match read(&xml, &SITEMAPS, &mut reader) {
        Ok(()) => Ok(()),
        Err(Unreadable::OtherRoot(_)) if !text.starts_with('<') => {
            Err(NoSitemap::Text(first_line.chars().take(40).collect()))
        }
        Err(Unreadable::OtherRoot(None)) => Err(NoSitemap::Text(first_line.chars().take(40).collect())),
        Err(Unreadable::OtherRoot(Some(root))) => of_other_root(&root, bytes, content_type, url, take),
        Err(Unreadable::Cut(root)) => Err(NoSitemap::Cut { root, at: xml.len() }),
        Err(Unreadable::TooDeep(most, at)) => Err(NoSitemap::TooDeep(most, at)),
        Err(Unreadable::TooManyPieces(most)) => Err(NoSitemap::TooManyPieces(most)),
    }
}

/// A feed may serve as a sitemap.
fn of_other_root(
    root: &str,
    bytes: &[u8],
    content_type: Option<&str>,
    url: Option<&str>,
    take: &mut dyn FnMut(SitemapItem),
) -> Result<(), NoSitemap> {
    let local = root.rsplit(':').next().unwrap_or(root).to_ascii_lowercase();
    match local.as_str() {
        "html" | "head" | "body" => return Err(NoSitemap::Html),
        "rss" | "feed" | "rdf" => {}
        _ => return Err(NoSitemap::Xml(root.chars().take(40).collect())),
    }
    for entry in read_feed(bytes, content_type, url)?.entries {
        let Some(address) = entry.link else { continue };
        take(SitemapItem::Page(SitemapPage {
            address,
            modified: entry.updated,
            published: entry.published,
            title: entry.title,
            language: entry.language,
            keywords: entry.categories.into_iter().take(MAX_LISTED).collect(),
        }));
    }
    Ok(())
}

struct Reader<'t> {
    base: Option<Url>,
    take: &'t mut dyn FnMut(SitemapItem),
}

impl<'a> Visit<'a> for Reader<'_> {
    fn container(&mut self, _element: &Element<'a>) {}

    fn child(&mut self, element: Element<'a>) {
        let address =
            element.at(&["loc"]).and_then(Element::some_text).and_then(|loc| resolve(&loc, self.base.as_ref()));
        let Some(address) = address else { return };
        let modified = date(element.at(&["lastmod"]));
        if element.is(Namespace::Sitemap, "sitemap") {
            (self.take)(SitemapItem::Part(SitemapPart { address, modified }));
        } else if element.is(Namespace::Sitemap, "url") {
            let page = SitemapPage { address, modified, ..SitemapPage::default() };
            let news = element.child(Namespace::SitemapNews, "news");
            (self.take)(SitemapItem::Page(news.map_or(page.clone(), |news| with_news(page, news))));
        }
    }
}

/// The elements in it are often in no vocabulary or in the wrong one.
fn with_news(page: SitemapPage, news: &Element<'_>) -> SitemapPage {
    let language = news.at(&["publication", "language"]).or_else(|| news.at(&["language"]));
    let mut keywords = Vec::new();
    for line in ["genres", "keywords"].into_iter().filter_map(|name| news.at(&[name])).filter_map(Element::line) {
        let words = line.split(',').map(str::trim).filter(|word| !word.is_empty());
        keywords.extend(words.take(MAX_LISTED.saturating_sub(keywords.len())).map(str::to_owned));
    }
    SitemapPage {
        published: date(news.at(&["publication_date"])),
        title: news.at(&["title"]).and_then(Element::line),
        language: language.and_then(Element::some_text).and_then(|tag| language_tag(&tag)),
        keywords,
        ..page
    }
}

/// At the precision and with the offset that is stated.
fn date(element: Option<&Element<'_>>) -> Option<FeedDate> {
    let text = element?.some_text()?;
    IsoDate::read(&text, &Setting::default()).map(Into::into)
}
