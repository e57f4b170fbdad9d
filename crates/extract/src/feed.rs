//! Feed documents (RSS, Atom, JSON Feed): one article an entry, from the entry alone. The pages behind the entries are
//! for whoever follows links.

use crate::Reject;
use crate::bounds::check_xml;
use crate::charset::{decode_markup, decode_strictly, xml_declaration};
use crate::dates::{IsoDate, feed_moment};
use crate::declared::language_tag;
use crate::format::{Extractor, Found, Input, Story};
use crate::identity::page_url;
use crate::markup::{Tag, Token, Tokens};
use crate::plain_text::{looks_like_html, plain_line, plain_text};
use article::{CanonicalUrl, ContentType, DateFrom, DateRole, StatedDate, collapse_white_space, tidy_paragraphs};
use chrono::{DateTime, Utc};
use feed_rs::model::{Category, Entry, FeedType, Link};
use feed_rs::parser::Builder;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// RSS, Atom and JSON Feed.
pub(crate) struct Feed;

impl Extractor for Feed {
    fn content_types(&self) -> &'static [ContentType] {
        &[ContentType::Rss, ContentType::Atom, ContentType::JsonFeed]
    }

    fn extract(&self, input: &Input<'_>) -> Result<Vec<Found>, Reject> {
        let text = decode(input)?;
        let (feed, dates) = parse(&text, input.url.as_ref())?;
        // A quiet feed is in order: there is nothing to extract from it.
        if feed.entries.is_empty() {
            return Ok(Vec::new());
        }
        let language = feed.language.as_deref().and_then(language_tag);
        let reader =
            EntryReader { input, dates, language, rss: is_rss(&feed.feed_type), alone: feed.entries.len() == 1 };
        let stories = feed.entries.into_iter().map(|entry| reader.story(entry));
        let stories: Vec<Found> = stories
            .filter(|story| story.headline.is_some() || !story.body.is_empty())
            .map(|story| Found::Story(Box::new(story)))
            .collect();
        if stories.is_empty() {
            return Err(Reject::new("no_text", "the feed has no entry with a title or a text"));
        }
        Ok(stories)
    }
}

/// The dates a feed states, by the moment the feed library knows them as.
type StatedDates = HashMap<DateTime<Utc>, IsoDate>;

fn decode(input: &Input<'_>) -> Result<String, Reject> {
    let content_type = input.raw.content_type.as_deref();
    if input.content_type == ContentType::JsonFeed {
        return decode_strictly(&input.raw.body, content_type);
    }
    let text = decode_markup(&input.raw.body, content_type);
    check_xml(&text)?;
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let root = root_of(text)?;
    let versioned = with_known_version(text, root);
    let text = versioned.as_deref().unwrap_or(text);
    // The text is decoded; what its declaration says about bytes no longer holds.
    let declaration = xml_declaration(text).map_or(0, |inner| inner.len() + "<?xml?>".len());
    Ok(text.split_at_checked(declaration).map_or(text, |(_, rest)| rest).to_owned())
}

/// The start tag of the document. A feed that was cut is refused: it would end in the middle of an entry, which then
/// passed for the whole.
fn root_of(xml: &str) -> Result<Tag<'_>, Reject> {
    let root = Tokens::of_xml(xml).find_map(|token| match token {
        Token::Start(tag) => Some(tag),
        Token::Text(_) | Token::Raw(_) | Token::CData(_) | Token::End(_) => None,
    });
    let Some(root) = root else { return Err(broken("it has no root element")) };
    if xml.contains(&format!("</{}", root.name)) {
        return Ok(root);
    }
    Err(broken(&format!("it ends before `</{}>`", root.name)))
}

/// Versions of RSS that the feed library knows; all others are read as 2.0, whose readers must accept them.
const RSS_VERSIONS: &[&str] = &["0.91", "0.92", "2.0"];

/// Gives an RSS document of a missing or unknown version the version 2.0.
fn with_known_version(xml: &str, root: Tag<'_>) -> Option<String> {
    let version = root.attribute("version");
    if !root.is("rss") || version.as_deref().is_some_and(|version| RSS_VERSIONS.contains(&version)) {
        return None;
    }
    let attributes = root.attributes.replacen("version", "data-version", 1);
    let tag = format!("<{}{}>", root.name, root.attributes);
    Some(xml.replacen(&tag, &format!("<rss version=\"2.0\"{attributes}>"), 1))
}

fn broken(why: &str) -> Reject {
    Reject::new("broken_feed", format!("the feed cannot be read: {why}"))
}

fn parse(text: &str, url: Option<&CanonicalUrl>) -> Result<(feed_rs::model::Feed, StatedDates), Reject> {
    // The library keeps moments only; the offset and precision of each date is noted on the way.
    let dates: Arc<Mutex<StatedDates>> = Arc::default();
    let seen = Arc::clone(&dates);
    let parser = Builder::new()
        .base_uri(url.map(CanonicalUrl::as_str))
        // An entry without an id has none; made-up ids would differ from poll to poll.
        .id_generator(|_, _, _| String::new())
        .timestamp_parser(move |text| {
            let date = IsoDate::parse(text)?;
            let moment = feed_moment(&date);
            seen.lock().unwrap_or_else(PoisonError::into_inner).insert(moment, date);
            Some(moment)
        })
        .build();
    let feed = parser.parse(text.as_bytes()).map_err(|error| broken(&error.to_string()))?;
    let dates = std::mem::take(&mut *dates.lock().unwrap_or_else(PoisonError::into_inner));
    Ok((feed, dates))
}

fn is_rss(feed_type: &FeedType) -> bool {
    match feed_type {
        FeedType::RSS0 | FeedType::RSS1 | FeedType::RSS2 => true,
        FeedType::Atom | FeedType::JSON => false,
    }
}

struct EntryReader<'a> {
    input: &'a Input<'a>,
    dates: StatedDates,
    language: Option<String>,
    /// RSS does not say whether a text is HTML; the others do.
    rss: bool,
    /// The document holds one entry, so that the record is the entry's.
    alone: bool,
}

impl EntryReader<'_> {
    fn story(&self, entry: Entry) -> Story {
        let content = entry.content.as_ref().and_then(|content| {
            let body = content.body.as_deref()?;
            Some(self.text(body, content.content_type.as_str())).filter(|text| !text.is_empty())
        });
        let summary = entry.summary.as_ref().map(|summary| self.text(&summary.content, summary.content_type.as_str()));
        let summary = summary.filter(|text| !text.is_empty());
        let (body, summary) = match (content, summary) {
            (Some(body), summary) => (body, summary),
            (None, Some(summary)) => (summary, None),
            (None, None) => (String::new(), None),
        };
        let title = entry.title.as_ref().map(|title| self.line(&title.content, title.content_type.as_str()));
        let names = entry.authors.iter().filter_map(|author| author.name.as_deref().or(author.email.as_deref()));
        let byline = names.map(collapse_white_space).filter(|name| !name.is_empty()).collect::<Vec<_>>().join(", ");
        // Where RSS states no change, the library repeats the publication.
        let updated = entry.updated.filter(|_| !self.rss || entry.updated != entry.published);
        let published = self.stated(entry.published, DateRole::Published);
        let modified = self.stated(updated, DateRole::Modified);
        Story {
            page: self.page(&entry.links),
            source_id: self.input.raw.id.clone().filter(|_| self.alone),
            guid: Some(entry.id.trim().to_owned()).filter(|id| !id.is_empty()),
            headline: title.filter(|title| !title.is_empty()),
            byline: Some(byline).filter(|byline| !byline.is_empty()),
            summary: summary
                .map(|summary| collapse_white_space(&summary))
                .filter(|summary| *summary != collapse_white_space(&body)),
            language: entry.language.as_deref().and_then(language_tag).or_else(|| self.language.clone()),
            keywords: entry.categories.iter().map(keyword).collect(),
            dates: [published, modified].into_iter().flatten().collect(),
            body,
            ..Story::default()
        }
    }

    /// The page of an entry: its alternate link. A record that holds just this entry may have the page as its own URL.
    fn page(&self, links: &[Link]) -> Option<CanonicalUrl> {
        let alternate = |link: &&Link| link.rel.as_deref().is_none_or(|rel| rel == "alternate");
        let link = links.iter().find(alternate).map(|link| link.href.as_str());
        let joined = match (&self.input.url, link) {
            (Some(base), Some(link)) => base.join(link).ok().filter(|url| !url.is_home_page()),
            (None, link) => page_url(None, link),
            (Some(_), None) => None,
        };
        let own = self.alone && self.input.raw.hints.is_some();
        joined.or_else(|| self.input.url.clone().filter(|_| own))
    }

    fn stated(&self, moment: Option<DateTime<Utc>>, role: DateRole) -> Option<StatedDate> {
        self.dates.get(&moment?)?.clone().stated(role, DateFrom::Feed, self.input.received_at)
    }

    fn text(&self, text: &str, media_type: &str) -> String {
        if self.is_html(text, media_type) { plain_text(text) } else { tidy_paragraphs(text) }
    }

    fn line(&self, text: &str, media_type: &str) -> String {
        if self.is_html(text, media_type) { plain_line(text) } else { collapse_white_space(text) }
    }

    fn is_html(&self, text: &str, media_type: &str) -> bool {
        if self.rss { looks_like_html(text) } else { media_type != "text/plain" && looks_like_html(text) }
    }
}

fn keyword(category: &Category) -> String {
    category.label.clone().unwrap_or_else(|| category.term.clone())
}
