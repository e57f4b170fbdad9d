//! What an enricher is, and what it is told of the work it is part of.

use crate::reading::Reading;
use article::{Article, RecordRef, Timestamp};

/// One thing that reading a text tells.
pub trait Enricher: Send + Sync {
    /// What it adds, by the name of its place in the message.
    fn name(&self) -> &'static str;

    /// Name and version of the model it works with, if it has one; stated in provenance.
    fn model(&self) -> Option<(&'static str, &str)> {
        None
    }

    /// Whether it can read this article; what it leaves out is stated in provenance.
    fn reads(&self, _article: &Article) -> bool {
        true
    }

    /// Writes what it finds. Meanwhile the text is lent to `reading`: `article.bodies` is empty.
    fn enrich(&self, reading: &Reading<'_>, article: &mut Article);
}

/// Who enriches, when, and from which record.
#[derive(Debug, Clone)]
pub struct EnrichContext<'a> {
    /// Service and version, such as `enricher/0.1.0`.
    pub by: &'a str,
    /// The time of the work.
    pub at: Timestamp,
    /// The record the article was read from, if it came from a topic.
    pub from: Option<RecordRef>,
}
