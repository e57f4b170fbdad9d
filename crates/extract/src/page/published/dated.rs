//! What the search for dates knows of a page.

use super::order;
use crate::dates::printed::NumberOrder;
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
    /// What stands first in its dates of numbers.
    pub(crate) order: NumberOrder,
}

impl<'a> Dated<'a> {
    /// Brings together what is known, and finds out in which order the page writes its dates of numbers.
    pub(crate) fn new(
        document: &'a Document,
        facts: &'a PageFacts,
        url: Option<&'a CanonicalUrl>,
        story: Option<Range<NodeId>>,
    ) -> Self {
        let declared = &facts.declared;
        let order = order::order(document, declared, facts.language.as_deref(), url);
        Self { document, declared, url, headline: facts.headline_at, story, order }
    }
}
