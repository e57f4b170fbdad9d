//! A feed's document: its entries, oldest first, or what came instead of a feed.

use super::entry::{EntryText, EntryVersion, FeedEntry, Fingerprint};
use super::stated_times::StatedTimes;
use article::Hints;
use chrono::{DateTime, Utc};
use feed_rs::model::{Content, Entry, Feed, Link, Person, Text};
use feed_rs::parser::{Builder, ParseFeedError};
use std::collections::HashSet;
use url::Url;

/// How much of a document's beginning and end is looked at, in bytes.
const WINDOW: usize = 4_096;

/// Most authors and categories kept of an entry.
const MAX_LISTED: usize = 30;

/// Longest guid, title, author or category, in characters; longer ones are cut for the hints.
const MAX_STATED: usize = 1_000;

/// A feed's document.
#[derive(Debug)]
pub(super) struct FeedDocument {
    /// Each entry once, oldest first.
    pub(super) entries: Vec<FeedEntry>,
}

/// What came instead of a feed.
#[derive(Debug, thiserror::Error)]
pub(super) enum Instead {
    #[error("an empty document")]
    Nothing,
    #[error("an HTML page")]
    Html,
    #[error("an XML document of `<{0}>`")]
    Xml(String),
    #[error("a feed that breaks off before its `</{0}>`")]
    Cut(String),
    #[error("JSON that is not a whole JSON Feed ({0})")]
    Json(String),
    #[error("a feed that is not well-formed ({0})")]
    Malformed(String),
    #[error("text that begins with `{0}`")]
    Text(String),
}

impl FeedDocument {
    /// Reads a document that was fetched from `base`.
    pub(super) fn parse(bytes: &[u8], base: &str) -> Result<Self, Instead> {
        let shape = Shape::of(bytes)?;
        let times = StatedTimes::default();
        let noted = times.clone();
        let parser = Builder::new()
            .base_uri(Some(base))
            .sanitize_content(false)
            // An entry without a guid must stay one.
            .id_generator(|_, _, _| String::new())
            .timestamp_parser(move |text| noted.note(text))
            .build();
        let feed = parser.parse(bytes).map_err(|error| shape.complaint(&error))?;
        Ok(Self { entries: entries(feed, &times, Url::parse(base).ok().as_ref()) })
    }
}

/// What a document looks like from outside.
enum Shape {
    Xml,
    Json,
}

impl Shape {
    fn of(bytes: &[u8]) -> Result<Self, Instead> {
        if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
            // UTF-16, which the parser decodes.
            return Ok(Self::Xml);
        }
        let beginning = String::from_utf8_lossy(bytes.get(..WINDOW).unwrap_or(bytes));
        let beginning = beginning.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        match beginning.chars().next() {
            None => Err(Instead::Nothing),
            Some('{') => Ok(Self::Json),
            Some('<') => {
                let root = root_element(beginning);
                let local = root.rsplit(':').next().unwrap_or(root);
                match local.to_ascii_lowercase().as_str() {
                    "rss" | "feed" | "rdf" | "entry" => check_end(bytes, root).map(|()| Self::Xml),
                    "html" | "head" | "body" | "" => Err(Instead::Html),
                    _ => Err(Instead::Xml(root.chars().take(40).collect())),
                }
            }
            Some(_) => Err(Instead::Text(beginning.chars().take(40).collect())),
        }
    }

    fn complaint(&self, error: &ParseFeedError) -> Instead {
        let text: String = error.to_string().chars().take(200).collect();
        match self {
            Self::Xml => Instead::Malformed(text),
            Self::Json => Instead::Json(text),
        }
    }
}

/// The parser takes a document that was cut off for a short one; the half entry at its end would pass for a whole one.
fn check_end(bytes: &[u8], root: &str) -> Result<(), Instead> {
    let (_, end) = bytes.split_at_checked(bytes.len().saturating_sub(WINDOW)).unwrap_or((&[], bytes));
    let closing = format!("</{root}");
    if end.windows(closing.len()).any(|window| window == closing.as_bytes()) {
        return Ok(());
    }
    Err(Instead::Cut(root.to_owned()))
}

/// The name of the root element; empty when there is none in sight.
fn root_element(mut text: &str) -> &str {
    while let Some((_, after)) = text.split_once('<') {
        let past = |end: &str| after.split_once(end).map_or("", |(_, rest)| rest);
        text = match after {
            comment if comment.starts_with("!--") => past("-->"),
            prologue if prologue.starts_with(['?', '!']) => past(">"),
            element => return element.split(|c: char| c.is_whitespace() || c == '>' || c == '/').next().unwrap_or(""),
        };
    }
    ""
}

fn entries(feed: Feed, times: &StatedTimes, base: Option<&Url>) -> Vec<FeedEntry> {
    let language = feed.language;
    let mut known = HashSet::new();
    let mut entries: Vec<(Option<DateTime<Utc>>, FeedEntry)> = Vec::new();
    for entry in feed.entries {
        let stated_at = entry.published.or(entry.updated);
        let entry = read_entry(entry, language.as_ref(), times, base);
        // Of two entries with one identity the first is the newer one, as feeds are ordered.
        if known.insert(entry.version.identity) {
            entries.push((stated_at, entry));
        }
    }
    entries.reverse();
    if entries.iter().all(|(stated_at, _)| stated_at.is_some()) {
        entries.sort_by_key(|(stated_at, _)| *stated_at);
    }
    entries.into_iter().map(|(_, entry)| entry).collect()
}

fn read_entry(entry: Entry, language: Option<&String>, times: &StatedTimes, base: Option<&Url>) -> FeedEntry {
    let guid = Some(entry.id.trim()).filter(|guid| !guid.is_empty()).map(stated);
    let link = page_link(&entry.links, guid.as_deref(), base);
    let published = entry.published.map(|at| times.stated(at));
    let updated = entry.updated.filter(|at| Some(*at) != entry.published).map(|at| times.stated(at));
    let title = entry.title.map(|title| title.content).filter(|title| !title.trim().is_empty());
    let text = text(entry.content, entry.summary);
    let names: Vec<String> = entry.authors.into_iter().take(MAX_LISTED).filter_map(author).collect();
    let categories = entry.categories.into_iter().map(|category| category.label.unwrap_or(category.term));
    let categories = categories.filter(|category| !category.trim().is_empty()).take(MAX_LISTED);
    let version = version(guid.as_deref(), link.as_deref(), title.as_deref(), text.as_ref(), [&published, &updated]);
    let hints = Hints {
        title: title.as_deref().map(stated),
        byline: (!names.is_empty()).then(|| names.join(", ")),
        published,
        updated,
        categories: categories.map(|category| stated(&category)).collect(),
        guid,
    };
    FeedEntry { version, link, hints, text, language: language.cloned() }
}

fn version(
    guid: Option<&str>,
    link: Option<&str>,
    title: Option<&str>,
    text: Option<&EntryText>,
    [published, updated]: [&Option<String>; 2],
) -> EntryVersion {
    let bytes = |text: Option<&str>| text.unwrap_or("").to_owned().into_bytes();
    let (title, published) = (bytes(title), bytes(published.as_deref()));
    let identity = match (guid, link) {
        (Some(guid), _) => Fingerprint::of(&[b"guid", guid.as_bytes()]),
        (None, Some(link)) => Fingerprint::of(&[b"link", link.as_bytes()]),
        (None, None) => Fingerprint::of(&[b"title", &title, &published]),
    };
    let (link, updated) = (bytes(link), bytes(updated.as_deref()));
    let text = match text {
        Some(EntryText::Html(text) | EntryText::Plain(text)) => text.as_bytes(),
        None => &[],
    };
    EntryVersion { identity, content: Fingerprint::of(&[&title, &link, text, &published, &updated]) }
}

/// The address of the entry's own page: not its feed, comments, enclosures or attachments.
fn page_link(links: &[Link], guid: Option<&str>, base: Option<&Url>) -> Option<String> {
    let own = links.iter().filter(|link| {
        link.target.is_none()
            && link.rel.as_deref().is_none_or(|rel| rel == "alternate")
            && link.media_type.as_deref().is_none_or(|media_type| media_type.contains("html"))
    });
    // A guid that is an address is the page's, unless the entry says otherwise.
    own.map(|link| link.href.as_str()).chain(guid).find_map(|href| {
        let absolute = Url::parse(href).ok();
        let url = absolute.or_else(|| (Some(href) != guid).then(|| base?.join(href).ok()).flatten())?;
        (matches!(url.scheme(), "http" | "https") && url.has_host()).then(|| url.to_string())
    })
}

fn text(content: Option<Content>, summary: Option<Text>) -> Option<EntryText> {
    let content = content.and_then(|content| content.body.map(|body| (body, content.content_type.to_string())));
    let summary = summary.map(|summary| (summary.content, summary.content_type.to_string()));
    let (text, media_type) = content.into_iter().chain(summary).find(|(text, _)| !text.trim().is_empty())?;
    // Descriptions of RSS are HTML in practice and carry no type.
    let html = media_type.contains("html") || text.contains("</") || text.contains("/>");
    Some(if html { EntryText::Html(text) } else { EntryText::Plain(text) })
}

/// The name of an author. RSS writes `mail (name)`, of which the parentheses are left.
fn author(person: Person) -> Option<String> {
    let name = person.name?;
    let name = name.trim().trim_start_matches('(').trim_end_matches(')').trim();
    (!name.is_empty()).then(|| stated(name))
}

fn stated(text: &str) -> String {
    article::collapse_white_space(text).chars().take(MAX_STATED).collect()
}
