//! How much of a feed is read.

/// Most entries of a document. Feeds have tens, archives some thousand.
pub(super) const MAX_ENTRIES: usize = 10_000;

/// Most authors and categories kept of an entry.
pub(super) const MAX_LISTED: usize = 64;
