//! An entry of a feed: what it is, which version of it this is, and what it states.

use article::{Hints, Timestamp};
use sha2::{Digest, Sha256};
use std::fmt;

/// The first 64 bits of a hash. Among the 5,000 entries of a feed two are mistaken for each other with a probability
/// below one in a thousand thousand million.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Fingerprint([u8; 8]);

/// One version of one entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct EntryVersion {
    /// Of its guid, else its link, else its title and date.
    pub(super) identity: Fingerprint,
    /// Of what it says.
    pub(super) content: Fingerprint,
}

/// An entry.
#[derive(Debug, Clone)]
pub(super) struct FeedEntry {
    pub(super) version: EntryVersion,
    /// Its page: absolute, http or https.
    pub(super) link: Option<String>,
    pub(super) hints: Hints,
    /// Its text, as HTML or plain; a summary when it has nothing longer.
    pub(super) text: Option<EntryText>,
    /// Of the feed, lower case.
    pub(super) language: Option<String>,
}

/// The text of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum EntryText {
    Html(String),
    Plain(String),
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
    /// Its id at its source: the guid, when it states one.
    pub(super) fn id(&self) -> Option<String> {
        self.hints.guid.clone()
    }

    /// The id of a record that has no URL to be known by: without a guid the identity, so that a later version gets
    /// the same one.
    pub(super) fn id_without_link(&self) -> String {
        self.id().unwrap_or_else(|| self.version.identity.to_string())
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

impl EntryVersion {
    pub(super) fn to_bytes(self) -> [u8; 16] {
        (u128::from(u64::from_be_bytes(self.identity.0)) << 64 | u128::from(u64::from_be_bytes(self.content.0)))
            .to_be_bytes()
    }

    pub(super) fn from_bytes(bytes: &[u8; 16]) -> Self {
        let mut halves = [[0; 8]; 2];
        for (byte, kept) in bytes.iter().zip(halves.iter_mut().flatten()) {
            *kept = *byte;
        }
        let [identity, content] = halves;
        Self { identity: Fingerprint(identity), content: Fingerprint(content) }
    }
}
