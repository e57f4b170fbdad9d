//! The raw record of an entry that is sent itself: what it states, as a document of its own.

use super::known_entry::KnownEntry;
use crate::sources::origin::Origin;
use article::{ContentType, Hints, RawRecord};

/// The raw record of an entry that is sent itself.
pub(super) fn entry_record(entry: &KnownEntry, origin: &Origin) -> RawRecord {
    let (id, hints) = (entry.id_without_link(), &entry.hints);
    let mut document = entry.stated.clone();
    document.guid = Some(id.clone());
    document.link.clone_from(&entry.link);
    document.title.clone_from(&hints.title);
    document.categories.clone_from(&hints.categories);
    if hints.updated.is_none() {
        document.updated = None;
    }
    RawRecord {
        id: Some(id),
        url: entry.link.clone(),
        content_type: Some(ContentType::Entry.as_str().to_owned()),
        fetched_at: Some(origin.fetched_at),
        source: Some(origin.source.clone()),
        // The document states the rest.
        hints: entry.by_itself.map(|article| Hints { article: Some(article), ..Hints::default() }),
        body: document.to_document(),
    }
}

/// Whether a record of this source is an entry itself and not its page.
pub(super) fn is_entry(record: &RawRecord) -> bool {
    record.hints.as_ref().is_none_or(|hints| hints.article.is_some() && hints.title.is_none() && hints.guid.is_none())
        && record.content_type.as_deref() == Some(ContentType::Entry.as_str())
}
