//! One quote that was found, and where it was reported.

use super::hit::Hit;
use crate::stores::published::published;
use article::{Article, Quote, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A quote that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct QuoteHit {
    /// What was said, by whom, with which attribution, as the message has it.
    pub quote: Quote,
    /// The article that reports it.
    pub article: Hit,
    /// When that was published: the beginning of the year, the month, the day … stated.
    pub published: Option<Timestamp>,
    /// `year`, `month`, `day`, `minute` or `second`.
    pub published_precision: Option<&'static str>,
    /// When that was first seen.
    pub first_created: Timestamp,
    /// BCP 47.
    pub language: Option<String>,
}

/// A quote as a line of JSON: flat, every property of one type.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Line<'a> {
    text: &'a str,
    kind: article::QuoteKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    speaker: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mention: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cue: Option<&'a str>,
    start: u32,
    end: u32,
    uri: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    headline: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published_precision: Option<&'a str>,
    first_created: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
}

impl QuoteHit {
    /// Reads a stored message; `None`: it has no quote at this position.
    pub(crate) fn of(item: Value, position: usize) -> Result<Option<Self>, serde_json::Error> {
        let article = Article::deserialize(&item)?;
        let published = published(&article);
        let Some(quote) = article.enrichment.quotes.get(position).cloned() else { return Ok(None) };
        Ok(Some(Self {
            quote,
            article: Hit::of(item, &[])?,
            published: published.map(|published| published.at),
            published_precision: published.map(|published| published.precision),
            first_created: article.first_created,
            language: article.language,
        }))
    }

    /// One line of JSON.
    pub(crate) fn line(&self) -> Result<String, serde_json::Error> {
        let Self { quote, article, .. } = self;
        serde_json::to_string(&Line {
            text: &quote.text,
            kind: quote.kind,
            speaker: quote.speaker.as_ref().map(|speaker| speaker.name.as_str()),
            mention: quote.mention.as_deref(),
            cue: quote.cue.as_deref(),
            start: quote.span.start,
            end: quote.span.end,
            uri: &article.uri,
            headline: article.headline.as_deref(),
            published: self.published,
            published_precision: self.published_precision,
            first_created: self.first_created,
            place: article.place.as_deref(),
            source: article.source.as_deref(),
            url: article.url.as_deref(),
            language: self.language.as_deref(),
        })
    }
}
