//! HTML pages: the story and its byline by a page reader, dates, language and address as the markup declares them.

use crate::Reject;
use crate::charset::decode_markup;
use crate::dates::IsoDate;
use crate::declared::declared;
use crate::format::{Extractor, Found, Input, Story};
use crate::identity::page_url;
use crate::page_reader::PageReader;
use article::{ContentType, DateFrom, DateRole, collapse_white_space};

/// HTML pages, read by this reader.
pub(crate) struct Page {
    pub(crate) reader: &'static dyn PageReader,
}

impl Extractor for Page {
    fn content_types(&self) -> &'static [ContentType] {
        &[ContentType::Html]
    }

    fn extract(&self, input: &Input<'_>) -> Result<Vec<Found>, Reject> {
        let html = decode_markup(&input.raw.body, input.raw.content_type.as_deref());
        let found = self.reader.read(&html, input.url.as_ref())?;
        let body = without_headline(&found.text, &found.headline).to_owned();
        if body.len() < found.text.len() {
            input.notes.cut("headline repeated", || ("p".to_owned(), found.headline.clone()));
        }
        if body.is_empty() {
            return Err(Reject::new("no_text", "no story was found in the page"));
        }
        let stated = declared(&html, input.url.as_ref(), input.received_at);
        let mut dates = stated.dates;
        if !dates.iter().any(|date| date.role == DateRole::Published) {
            let day = found.published.and_then(|day| IsoDate::parse(&day.to_string()));
            dates.extend(day.and_then(|day| day.stated(DateRole::Published, DateFrom::Meta, input.received_at)));
        }
        let line = |text: &str| Some(collapse_white_space(text)).filter(|text| !text.is_empty());
        Ok(vec![Found::Story(Box::new(Story {
            page: page_url(input.url.as_ref(), stated.canonical.as_deref()),
            source_id: input.raw.id.clone(),
            guid: None,
            headline: line(&found.headline),
            byline: line(&found.byline.replace("; ", ", ")),
            summary: line(&found.summary),
            language: stated.language,
            keywords: found.keywords,
            dates,
            body,
        }))])
    }
}

/// The story without a first paragraph that is the headline once more.
fn without_headline<'a>(text: &'a str, headline: &str) -> &'a str {
    match text.split_once("\n\n") {
        Some((first, rest)) if collapse_white_space(first) == collapse_white_space(headline) => rest,
        Some(_) | None => text,
    }
}
