//! One article that was found.

use super::snippet::snippet;
use super::term::Term;
use crate::stores::origin::{agencies, places, source};
use crate::stores::published::published_as_stated;
use article::Article;
use serde::Deserialize;
use serde_json::Value;

/// An article that was found, and its message.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// `urn:uuid:…`
    pub uri: String,
    /// Headline.
    pub headline: Option<String>,
    /// ISO 8601 at the precision stated; `None`: the article states no date.
    pub published: Option<String>,
    /// When it was first seen, ISO 8601 to the minute.
    pub first_seen: String,
    /// The dateline's place, else the first place named.
    pub place: Option<String>,
    /// Agencies, those of the dateline first.
    pub agencies: Vec<String>,
    /// Name of the source it came from.
    pub source: Option<String>,
    /// The page.
    pub url: Option<String>,
    /// A few words around what was looked for.
    pub snippet: String,
    /// The whole message.
    pub item: Value,
}

impl Hit {
    /// Reads a stored message; `terms` decide which piece of the body is shown.
    pub(crate) fn of(item: Value, terms: &[&Term]) -> Result<Self, serde_json::Error> {
        let article = Article::deserialize(&item)?;
        let body = article.body();
        let text = if terms.is_empty() { article.summary().unwrap_or(body) } else { body };
        let page = article.renditions.iter().find(|rendition| rendition.name == "web");
        Ok(Self {
            uri: article.uri.to_string(),
            headline: article.headline().map(str::to_owned),
            published: published_as_stated(&article),
            first_seen: article.first_created.to_utc().format("%Y-%m-%dT%H:%MZ").to_string(),
            place: places(&article).into_iter().next(),
            agencies: agencies(&article),
            source: source(&article).map(str::to_owned),
            url: page.and_then(|page| page.href.clone()),
            snippet: snippet(text, terms),
            item,
        })
    }
}
