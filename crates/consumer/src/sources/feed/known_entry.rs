//! An entry of a feed: what it is, which version of it this is, and what it states.

use super::entry_identity::EntryVersion;
use crate::sources::fingerprint::Fingerprint;
use crate::sources::pages::Listed;
use article::{ArticleId, Hints};

/// An entry.
#[derive(Debug, Clone)]
pub(super) struct KnownEntry {
    pub(super) version: EntryVersion,
    /// Its own page: absolute, http or https.
    pub(super) link: Option<String>,
    pub(super) hints: Hints,
    /// All that it states; nothing when it has left the feed.
    pub(super) stated: extract::FeedEntry,
    /// What it is called where it has no guid.
    pub(super) name: Fingerprint,
    /// The article that it is when it is sent itself, where its link does not lead there.
    pub(super) by_itself: Option<ArticleId>,
}

impl Listed for KnownEntry {
    fn identity(&self) -> Option<Fingerprint> {
        self.version.keys.identity()
    }

    fn link(&self) -> Option<&str> {
        self.link.as_deref()
    }

    /// The guid, when it states one of its own.
    fn id(&self) -> Option<&str> {
        self.hints.guid.as_deref()
    }

    fn hints(&self) -> &Hints {
        &self.hints
    }
}

impl KnownEntry {
    /// The id of a record that has no URL to be known by: without a guid what it is called, so that a later version
    /// gets the same one.
    pub(super) fn id_without_link(&self) -> String {
        self.id().map_or_else(|| self.name.to_string(), str::to_owned)
    }
}
