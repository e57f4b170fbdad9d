//! Which entry of an earlier poll an entry is. Feeds leave guids out, give every entry the same one, or make new ones at
//! every poll, so an entry is known by its guid, else by the address of its page, else by what it says; whichever of
//! them names it alone in its document.

use super::known_article::KnownArticle;
use crate::sources::fingerprint::Fingerprint;
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::HashMap;

/// What one entry is known by, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Keys {
    /// Its guid, where no other entry carries it.
    pub(super) guid: Option<Fingerprint>,
    /// The address of its page: spelled loosely, or as it is where another entry's differs in spelling only.
    pub(super) page: Option<Fingerprint>,
    /// Its title and text.
    pub(super) words: Option<Fingerprint>,
    /// What a position of form 1 calls it; only looked up, never kept.
    pub(super) former: Option<Fingerprint>,
}

/// One version of one entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct EntryVersion {
    pub(super) keys: Keys,
    /// Of what it says. `None`, in positions of form 1: it is not known, and whatever the entry says was taken.
    pub(super) content: Option<Fingerprint>,
    /// Of what it says but for its page, where other entries have that, too; only looked up, never kept.
    pub(super) content_apart: Option<Fingerprint>,
    /// What it has become, as far as that is known.
    pub(super) article: Option<KnownArticle>,
}

/// Bytes of a version in a position.
pub(super) const VERSION_BYTES: usize = 32;

impl Keys {
    fn all(&self) -> impl Iterator<Item = Fingerprint> + use<> {
        [self.guid, self.page, self.words, self.former].into_iter().flatten()
    }

    /// The surest of them, by which an entry is told from the others of its document.
    pub(super) fn identity(&self) -> Option<Fingerprint> {
        self.all().next()
    }
}

impl EntryVersion {
    /// What a position of form 1 tells of an entry.
    pub(super) fn of_former(identity: Fingerprint) -> Self {
        let keys = Keys { guid: Some(identity), ..Keys::default() };
        Self { keys, content: None, content_apart: None, article: None }
    }

    /// Whether the version known before is this one.
    pub(super) fn says_the_same(&self, version: &Self) -> bool {
        let content = self.content;
        content.is_none() || content == version.content || content == version.content_apart
    }

    /// Guid, page, words and content, absent ones as zeros.
    pub(super) fn to_bytes(self) -> [u8; VERSION_BYTES] {
        let Keys { guid, page, words, former: _ } = self.keys;
        let mut bytes = [0; VERSION_BYTES];
        for (kept, part) in bytes.as_chunks_mut::<8>().0.iter_mut().zip([guid, page, words, self.content]) {
            *kept = part.map(Fingerprint::to_bytes).unwrap_or_default();
        }
        bytes
    }

    pub(super) fn from_bytes(bytes: &[u8; VERSION_BYTES]) -> Self {
        let mut parts = bytes.as_chunks::<8>().0.iter().map(|part| Fingerprint::from_bytes(*part));
        let mut next = || parts.next().flatten();
        let keys = Keys { guid: next(), page: next(), words: next(), former: None };
        Self { keys, content: next(), content_apart: None, article: None }
    }
}

/// As its bytes in base64.
impl Serialize for EntryVersion {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD_NO_PAD.encode(self.to_bytes()))
    }
}

impl<'de> Deserialize<'de> for EntryVersion {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let bytes = STANDARD_NO_PAD.decode(String::deserialize(deserializer)?).map_err(D::Error::custom)?;
        let bytes: [u8; VERSION_BYTES] =
            bytes.try_into().map_err(|_| D::Error::custom("not the bytes of a version"))?;
        Ok(Self::from_bytes(&bytes))
    }
}

/// Versions that are known, to be found by any of their keys.
#[derive(Debug, Default)]
pub(super) struct Known {
    versions: Vec<EntryVersion>,
    by_key: HashMap<Fingerprint, usize>,
}

impl Known {
    /// Of versions the latest of which counts where several have a key.
    pub(super) fn of(versions: impl IntoIterator<Item = EntryVersion>) -> Self {
        let versions: Vec<EntryVersion> = versions.into_iter().collect();
        let keys = versions.iter().enumerate().flat_map(|(at, version)| version.keys.all().map(move |key| (key, at)));
        let by_key = keys.collect();
        Self { versions, by_key }
    }

    /// The place of the version of the same entry: one that says the same, by whatever key; else the one that the
    /// surest key finds. A guid that was another entry's before does not hide the entry itself.
    pub(super) fn find(&self, version: &EntryVersion) -> Option<usize> {
        let same = self.candidates(version).find(|(_, known)| known.says_the_same(version));
        same.or_else(|| self.candidates(version).next()).map(|(at, _)| at)
    }

    /// Whether this very version is known.
    pub(super) fn has(&self, version: &EntryVersion) -> bool {
        self.candidates(version).any(|(_, known)| known.says_the_same(version))
    }

    /// The versions that share a key, that of the surest key first.
    pub(super) fn candidates(&self, version: &EntryVersion) -> impl Iterator<Item = (usize, &EntryVersion)> {
        let places = version.keys.all().filter_map(|key| self.by_key.get(&key));
        places.filter_map(|at| Some((*at, self.versions.get(*at)?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(guid: &str, page: &str, words: &str) -> EntryVersion {
        let key = |kind: &[u8], text: &str| (!text.is_empty()).then(|| Fingerprint::of(&[kind, text.as_bytes()]));
        let keys =
            Keys { guid: key(b"guid", guid), page: key(b"page", page), words: key(b"words", words), former: None };
        EntryVersion { keys, content: key(b"content", words), content_apart: None, article: None }
    }

    #[test]
    fn an_entry_is_known_by_any_key() {
        let known = Known::of([version("1", "/a", "A"), version("2", "/b", "B"), version("", "", "C")]);
        for (entry, place, is_known) in [
            (version("1", "/a", "A"), Some(0), true),
            // A new guid for the same page, and one for the same words.
            (version("9", "/b", "B"), Some(1), true),
            (version("9", "", "C"), Some(2), true),
            // A change is a change by whichever key it is found.
            (version("1", "/moved", "A changed"), Some(0), false),
            (version("9", "/b", "B changed"), Some(1), false),
            // Guids that are numbers of places move on with every new entry.
            (version("2", "/a", "A"), Some(0), true),
            (version("1", "/new", "New"), Some(0), false),
            (version("9", "/new", "New"), None, false),
        ] {
            assert_eq!((known.find(&entry), known.has(&entry)), (place, is_known), "{entry:?}");
        }
    }

    #[test]
    fn a_version_is_read_as_written() {
        for version in [version("1", "/a", "A"), version("", "/a", ""), version("", "", "C")] {
            assert_eq!(EntryVersion::from_bytes(&version.to_bytes()), version);
        }
    }
}
