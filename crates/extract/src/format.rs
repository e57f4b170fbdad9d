//! What every format module takes and gives.

use crate::Reject;
use crate::association::Medium;
use crate::notes::Notes;
use crate::reservations::Reservations;
use article::{Article, CanonicalUrl, ContentType, InfoSource, RawRecord, RecordRef, StatedDate, Timestamp};

/// One format, or a family of formats one parser reads.
pub(crate) trait Extractor: Send + Sync {
    /// The content types it reads.
    fn content_types(&self) -> &'static [ContentType];

    /// Reads one document. An `Ok` holds at least one article.
    fn extract(&self, input: &Input<'_>) -> Result<Vec<Found>, Reject>;
}

/// When and by whom a record is extracted.
#[derive(Debug, Clone)]
pub struct ExtractContext<'a> {
    /// When the record was received: it was fetched then, where it does not say when, and at no later time.
    pub received_at: Timestamp,
    /// Name and version of the service, such as `consumer/0.1.0`.
    pub by: &'a str,
    /// Where the raw record was read.
    pub from: Option<RecordRef>,
    /// The time now, for provenance.
    pub at: Timestamp,
}

/// A raw record with what is known about it before it is read.
pub(crate) struct Input<'a> {
    /// The record. Its body is not empty.
    pub(crate) raw: &'a RawRecord,
    /// The canonical form of `raw.url`.
    pub(crate) url: Option<CanonicalUrl>,
    /// When it was fetched, or else received.
    pub(crate) received_at: Timestamp,
    /// Where to note how the document was read.
    pub(crate) notes: &'a Notes,
}

/// An article found in a document.
pub(crate) enum Found {
    /// Facts from which an article is made.
    Story(Box<Story>),
    /// An article message that came as one.
    Item(Box<Article>),
}

/// What a document declares about one article.
#[derive(Default)]
pub(crate) struct Story {
    /// The page it stands on.
    pub(crate) page: Option<CanonicalUrl>,
    /// The id its source gave it.
    pub(crate) source_id: Option<String>,
    /// The guid of its feed entry.
    pub(crate) guid: Option<String>,
    /// What names it among all of its source where its page does not, `Some(None)` for nothing; `None`: the id its source
    /// gave it does, or its guid.
    pub(crate) own_id: Option<Option<String>>,
    /// Headline, white space collapsed.
    pub(crate) headline: Option<String>,
    /// Byline as printed.
    pub(crate) byline: Option<String>,
    /// What the document says the article is about.
    pub(crate) summary: Option<String>,
    /// BCP 47 tag as declared.
    pub(crate) language: Option<String>,
    /// The sections its source files it under, the outermost first.
    pub(crate) sections: Vec<String>,
    /// Keywords and categories.
    pub(crate) keywords: Vec<String>,
    /// The picture shown with it.
    pub(crate) picture: Option<Medium>,
    /// What else is shown or played with it.
    pub(crate) media: Vec<Medium>,
    /// The outlets and publishers it came through.
    pub(crate) info_sources: Vec<InfoSource>,
    /// A notice about the rights in it.
    pub(crate) rights: Option<String>,
    /// The terms under which it may be used.
    pub(crate) usage_terms: Option<String>,
    /// What it lets programs do with it, by its own word.
    pub(crate) reservations: Reservations,
    /// The moment of publication, where none of the dates holds it.
    pub(crate) published_at: Option<Timestamp>,
    /// Stated dates in any order.
    pub(crate) dates: Vec<StatedDate>,
    /// The story, paragraphs separated by one blank line.
    pub(crate) body: String,
}
