//! An entry of a feed: what it is, which version of it this is, and what it states.

use super::ladder::EntryVersion;
use article::{ArticleId, Hints, Timestamp};
use sha2::{Digest, Sha256};
use std::fmt;

/// The first 64 bits of a hash. Among the 5,000 entries of a feed two are mistaken for each other with a probability
/// below one in a thousand thousand million.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Fingerprint([u8; 8]);

/// An entry.
#[derive(Debug, Clone)]
pub(super) struct FeedEntry {
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

/// What all records of one harvest share.
#[derive(Debug, Clone)]
pub(super) struct Origin {
    /// The source's name.
    pub(super) source: String,
    /// When it was polled.
    pub(super) fetched_at: Timestamp,
}

impl FeedEntry {
    /// Its id at its source: the guid, when it states one of its own.
    pub(super) fn id(&self) -> Option<String> {
        self.hints.guid.clone()
    }

    /// The id of a record that has no URL to be known by: without a guid what it is called, so that a later version
    /// gets the same one.
    pub(super) fn id_without_link(&self) -> String {
        self.id().unwrap_or_else(|| self.name.to_string())
    }
}

impl Fingerprint {
    /// Of some parts; where one ends and the next begins counts.
    pub(super) fn of(parts: &[&[u8]]) -> Self {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            hash.update(part);
        }
        let mut start = [0; 8];
        for (kept, byte) in start.iter_mut().zip(hash.finalize()) {
            *kept = byte;
        }
        Self(start)
    }

    pub(super) fn to_bytes(self) -> [u8; 8] {
        self.0
    }

    /// Zeros stand for none.
    pub(super) fn from_bytes(bytes: [u8; 8]) -> Option<Self> {
        (bytes != [0; 8]).then_some(Self(bytes))
    }

    /// Reads the written form.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let fits = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        fits.then(|| u64::from_str_radix(text, 16).ok().map(|bits| Self(bits.to_be_bytes()))).flatten()
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", u64::from_be_bytes(self.0))
    }
}
