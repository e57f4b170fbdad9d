//! What the search for dates knows of a page.

use super::order;
use crate::dates::setting::Setting;
use crate::page::document::{Document, NodeId};
use crate::page::facts::PageFacts;
use crate::page::metadata::Metadata;
use article::CanonicalUrl;
use std::ops::Range;

/// A page with its facts and the place of its story.
pub(crate) struct Dated<'a> {
    pub(crate) document: &'a Document,
    pub(crate) declared: &'a Metadata,
    pub(crate) url: Option<&'a CanonicalUrl>,
    pub(crate) headline: Option<NodeId>,
    /// From the first words of the story up to what follows it.
    pub(crate) story: Option<Range<NodeId>>,
    /// What its dates are read by.
    pub(crate) setting: Setting,
}

impl<'a> Dated<'a> {
    /// Brings together what is known, and finds out in which order the page writes its dates of numbers and where it is from.
    pub(crate) fn new(
        document: &'a Document,
        facts: &'a PageFacts,
        url: Option<&'a CanonicalUrl>,
        story: Option<Range<NodeId>>,
    ) -> Self {
        let declared = &facts.declared;
        let order = order::order(document, declared, facts.language.as_deref(), url);
        let tags = [facts.language.as_deref(), declared.meta(&["og:locale"]), declared.meta(&["content-language"])];
        let setting = Setting::of(order, &tags, url.map(CanonicalUrl::as_str));
        Self { document, declared, url, headline: facts.headline_at, story, setting }
    }
}
