//! One article an entry, from the entry alone. The pages behind the entries are for whoever follows links.

use super::document::{FeedDate, FeedEntry, FeedText, Outlet};
use super::read::read_feed;
use crate::Reject;
use crate::association::{Medium, MediumKind};
use crate::dates::value::IsoDate;
use crate::format::{Extractor, Found, Input, Story};
use crate::uri::as_uri;
use article::{CanonicalUrl, ContentType, DateFrom, DateRole, Extra, InfoSource, StatedDate, collapse_white_space};

/// RSS, Atom, JSON Feed, and entries that their source sends themselves.
pub(crate) struct Feed;

impl Extractor for Feed {
    fn content_types(&self) -> &'static [ContentType] {
        &[ContentType::Rss, ContentType::Atom, ContentType::JsonFeed, ContentType::Entry]
    }

    fn extract(&self, input: &Input<'_>) -> Result<Vec<Found>, Reject> {
        let raw = input.raw;
        let document = read_feed(&raw.body, raw.content_type.as_deref(), raw.url.as_deref())?;
        // A quiet feed is in order: there is nothing to extract from it.
        if document.entries.is_empty() {
            return Ok(Vec::new());
        }
        // The document holds one entry, so that the record is the entry's.
        let alone = document.entries.len() == 1;
        let feed = document.id.as_deref().or(raw.url.as_deref()).or(raw.id.as_deref()).unwrap_or_default();
        let stories = document.entries.into_iter().map(|entry| story(entry, alone, feed, input));
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

fn story(entry: FeedEntry, alone: bool, feed: &str, input: &Input<'_>) -> Story {
    let page = page(&entry, alone, input);
    let own_id = own_id(&entry, feed, input.raw.id.as_deref());
    let (body, summary) = body_and_summary(&entry);
    let byline = entry.authors.join(", ");
    let dates = [(entry.published, DateRole::Published), (entry.updated, DateRole::Modified)];
    let dates = dates.into_iter().filter_map(|(date, role)| stated(&date?, role, input));
    let guid = entry.guid.filter(|_| !entry.shares_guid);
    Story {
        page,
        source_id: input.raw.id.clone().filter(|_| alone),
        guid,
        own_id: Some(own_id),
        headline: entry.title,
        byline: Some(byline).filter(|byline| !byline.is_empty()),
        summary: summary.map(|summary| collapse_white_space(&summary)),
        language: entry.language,
        keywords: entry.categories,
        dates: dates.collect(),
        picture: entry.picture.and_then(|picture| Medium { kind: MediumKind::Picture, ..picture }.with_uris()),
        media: entry.media.into_iter().filter_map(Medium::with_uris).collect(),
        info_sources: info_sources(entry.outlet, entry.publisher),
        rights: entry.rights,
        usage_terms: entry.licence,
        body,
        ..Story::default()
    }
}

/// What names an entry among all those of its source where its page does not: its guid, within the feed unless it is one
/// of those that are good everywhere; else its title and date within the feed. `None`: what it says names it.
///
/// A record whose id is the guid is the entry's own, and no document of a feed that happens to have one entry.
fn own_id(entry: &FeedEntry, feed: &str, record: Option<&str>) -> Option<String> {
    match (entry.id(), entry.title.as_deref(), &entry.published) {
        (Some(guid), _, _) if record == Some(guid) || is_good_everywhere(guid) => Some(guid.to_owned()),
        (Some(guid), _, _) => Some(format!("{feed}\0{guid}")),
        (None, Some(title), Some(published)) => Some(format!("{feed}\0{title}\0{}", published.value)),
        (None, _, _) => None,
    }
}

/// Whether a guid says itself whose it is: an address, a tag, a URN.
fn is_good_everywhere(guid: &str) -> bool {
    let scheme = guid.split_once(':').map(|(scheme, rest)| (scheme.to_ascii_lowercase(), rest));
    scheme.is_some_and(|(scheme, rest)| !rest.is_empty() && matches!(scheme.as_str(), "http" | "https" | "tag" | "urn"))
}

/// The fullest text, and another one that says it in short.
fn body_and_summary(entry: &FeedEntry) -> (String, Option<String>) {
    let words = |text: &Option<FeedText>| text.as_ref().map(FeedText::plain).filter(|text| !text.is_empty());
    let (body, summary) = match (words(&entry.content), words(&entry.summary)) {
        // Some feeds put the text where others put the summary, and the other way round.
        (Some(content), Some(summary)) if summary.len() > 2 * content.len() => (summary, Some(content)),
        (Some(content), summary) => (content, summary),
        (None, Some(summary)) => (summary, None),
        (None, None) => (String::new(), None),
    };
    let said = collapse_white_space(&body);
    (body, summary.filter(|summary| collapse_white_space(summary) != said))
}

/// The page of an entry. A record that holds just this entry may have the page as its own URL.
fn page(entry: &FeedEntry, alone: bool, input: &Input<'_>) -> Option<CanonicalUrl> {
    let own = alone && input.raw.hints.is_some();
    entry.page().or_else(|| input.url.clone().filter(|_| own))
}

fn stated(date: &FeedDate, role: DateRole, input: &Input<'_>) -> Option<StatedDate> {
    IsoDate::parse(&date.value)?.stated(role, DateFrom::Feed, input.received_at)
}

/// The outlet a story was taken from, and who published it.
fn info_sources(outlet: Option<Outlet>, publisher: Option<String>) -> Vec<InfoSource> {
    let named =
        |name, role: Option<&str>, uri| InfoSource { name, role: role.map(str::to_owned), uri, extra: Extra::new() };
    let outlet = outlet.map(|outlet| named(outlet.name, None, outlet.uri.as_deref().and_then(as_uri)));
    let publisher = publisher.map(|name| named(Some(name), Some("publisher"), None));
    outlet.into_iter().chain(publisher).collect()
}
