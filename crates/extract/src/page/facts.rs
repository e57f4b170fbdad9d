//! What a page says about its story, each field by its own file. The dates wait until it is known where the story stands.
//!
//! In: the parsed page and its URL. Out: the facts, unknown ones absent.

use super::byline::byline;
use super::document::{Document, NodeId};
use super::headline::headline;
use super::image::image;
use super::language::language;
use super::metadata::Metadata;
use super::section::{keywords, sections};
use crate::json_ld::Picture;
use crate::notes::Notes;
use article::CanonicalUrl;

/// The facts of one page.
pub(crate) struct PageFacts {
    pub(crate) headline: Option<String>,
    /// Where the page prints it.
    pub(crate) headline_at: Option<NodeId>,
    pub(crate) byline: Option<String>,
    pub(crate) summary: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) sections: Vec<String>,
    pub(crate) keywords: Vec<String>,
    pub(crate) picture: Option<Picture>,
    /// The declarations that the facts are read from.
    pub(crate) declared: Metadata,
}

/// Gathers the facts of a page.
pub(crate) fn facts(document: &Document, url: Option<&CanonicalUrl>, notes: &Notes) -> PageFacts {
    let declared = Metadata::read(document);
    let host = url.and_then(|url| url.as_str().split('/').nth(2));
    let headline = headline(document, &declared, host, notes);
    let language = language(&declared, notes);
    let summary = declared.meta(&["og:description", "description", "twitter:description", "dc.description"]);
    if let Some(summary) = summary {
        notes.chose("summary", "meta description", || summary.to_owned());
    }
    if let Some(canonical) = &declared.canonical {
        notes.chose("canonical", "link rel=canonical, og:url", || canonical.clone());
    }
    PageFacts {
        byline: byline(document, &declared, headline.at, notes),
        sections: sections(document, &declared, notes),
        keywords: keywords(&declared, notes),
        picture: image(document, &declared, url.map(CanonicalUrl::as_str), notes),
        summary: summary.map(str::to_owned),
        headline: headline.text,
        headline_at: headline.at,
        language,
        declared,
    }
}
