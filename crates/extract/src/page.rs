//! HTML pages: the story as readers see it, and everything the page says about it.

mod bounds;
mod byline;
pub(crate) mod document;
mod facts;
mod feed_links;
mod headline;
mod image;
mod interstitial;
mod language;
mod metadata;
mod outside_story;
mod parse;
mod parts;
mod printed_line;
mod published;
mod script_templates;
mod section;
pub(crate) mod story;
mod tokenizer;
mod tree_builder;
mod words;

use crate::Reject;
use crate::association::Medium;
use crate::charset::decode_markup;
use crate::format::{Extractor, Found, Input, Story};
use crate::identity::page_url;
use crate::sniff::{is_noise, sniff};
use article::{CanonicalUrl, ContentType, RawRecord, collapse_white_space, drop_unseen, has_words};
use document::Document;
use facts::facts;
pub use feed_links::{FeedLink, feed_links};
use interstitial::interstitial;
use metadata::Metadata;
use published::{Dated, dates, without_date_lines};
use script_templates::with_open_templates;
use story::{NO_TEXT, story};

/// HTML pages.
pub(crate) struct Page;

impl Extractor for Page {
    fn content_types(&self) -> &'static [ContentType] {
        &[ContentType::Html]
    }

    fn extract(&self, input: &Input<'_>) -> Result<Vec<Found>, Reject> {
        let html = decode_markup(&input.raw.body, input.raw.content_type.as_deref());
        if is_noise(&html) {
            return Err(Reject::new("binary", "the page is full of characters that no page has, so it is no text"));
        }
        match read(&html, input) {
            Err(reject) if reject.class == NO_TEXT => {
                with_open_templates(&html).map_or(Err(reject), |html| read(&html, input))
            }
            answer => answer,
        }
    }
}

/// The address of a page that was fetched: what it declares itself, where it may, else the one it was asked for at.
/// `None` when it was fetched from no page's address.
pub fn page_address(raw: &RawRecord) -> Option<CanonicalUrl> {
    let fetched = CanonicalUrl::parse(raw.url.as_deref()?).ok()?;
    let declared = raw.content_type.as_deref().and_then(ContentType::parse);
    if sniff(&raw.body, declared) != ContentType::Html {
        return Some(fetched);
    }
    let document = Document::parse(&decode_markup(&raw.body, raw.content_type.as_deref())).ok();
    let declared = document.and_then(|document| Metadata::read(&document).canonical);
    page_url(Some(&fetched), declared.as_deref())
}

/// Reads a page.
fn read(html: &str, input: &Input<'_>) -> Result<Vec<Found>, Reject> {
    let document = Document::parse(html)?;
    let facts = facts(&document, input.url.as_ref(), input.notes);
    let story = story(&document, &facts, input.notes);
    let mut headline = facts.headline.clone().unwrap_or_default();
    drop_unseen(&mut headline);
    // A page that asks for something first may print nothing that reads like a story.
    if let Some(reject) = interstitial(&document, &facts, &headline, story.as_ref().map_or("", |story| &story.text)) {
        return Err(reject);
    }
    let story = story?;
    let body = without_headline(&story.text, &headline).to_owned();
    if body.len() < story.text.len() {
        input.notes.cut("headline repeated", || ("p".to_owned(), headline.clone()));
    }
    if !has_words(&body) {
        return Err(Reject::new(NO_TEXT, "the page holds its headline and no story"));
    }
    let dated = Dated::new(&document, &facts, input.url.as_ref(), story.place);
    let dates = dates(&dated, input.received_at, input.notes);
    let body = without_date_lines(&body, &dated, &dates.dates, facts.byline.as_deref(), input.notes).to_owned();
    let line = |text: &str| Some(collapse_white_space(text)).filter(|text| !text.is_empty());
    Ok(vec![Found::Story(Box::new(Story {
        page: page_url(input.url.as_ref(), facts.declared.canonical.as_deref()),
        source_id: input.raw.id.clone(),
        guid: None,
        headline: line(&headline),
        byline: facts.byline,
        summary: facts.summary,
        language: facts.language,
        sections: facts.sections,
        keywords: facts.keywords,
        picture: facts.picture.map(|picture| Medium::picture(picture.href, picture.caption)),
        reservations: facts.declared.reservations(),
        published_at: dates.moment,
        dates: dates.dates,
        body,
        ..Story::default()
    }))])
}

/// The story without a first paragraph that is the headline once more.
fn without_headline<'a>(text: &'a str, headline: &str) -> &'a str {
    let (first, rest) = text.split_once("\n\n").unwrap_or((text, ""));
    if collapse_white_space(first) == collapse_white_space(headline) { rest } else { text }
}
