//! The position of a feed: what is known of its document and which versions of its entries were taken.

use super::entry::{EntryVersion, FeedEntry, Fingerprint};
use article::Hints;
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use fetch::Response;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::HashMap;

/// The form of the position that is written and read.
const FORM: u32 = 1;

/// Entries remembered at least, and at most beyond those in the feed. One takes 22 bytes.
const FEWEST_REMEMBERED: usize = 500;
const MOST_REMEMBERED: usize = 5_000;

/// Pages to be tried again that are remembered, about half a kilobyte each. The attempts of more are not counted.
const MOST_WAITING: usize = 200;

/// Where a feed source stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct FeedCursor {
    pub(super) validators: Validators,
    /// Entries taken, the longest unseen first.
    taken: Vec<EntryVersion>,
    /// Entries whose page could not be fetched yet.
    pub(super) waiting: Vec<Waiting>,
}

/// What the server said about the last document, to ask it for changes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Validators {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) etag: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) last_modified: Option<String>,
    /// Of the document; for servers that say nothing. `None`: there is none that is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) body_hash: Option<String>,
}

/// An entry whose page failed, with what is needed to go on when the feed has dropped it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Waiting {
    identity: String,
    content: String,
    pub(super) attempts: u32,
    pub(super) url: String,
    pub(super) hints: Hints,
}

/// Why a position cannot be read.
#[derive(Debug, thiserror::Error)]
pub(super) enum CursorError {
    #[error("it is not the position of a feed")]
    Json(#[from] serde_json::Error),
    #[error("it has form {0}, this version reads form {FORM}")]
    Form(u32),
    #[error("its list of entries is damaged")]
    List,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Json {
    form: u32,
    #[serde(flatten)]
    validators: Validators,
    taken: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    waiting: Vec<Waiting>,
}

impl FeedCursor {
    pub(super) fn decode(cursor: Option<&Value>) -> Result<Self, CursorError> {
        let Some(cursor) = cursor else { return Ok(Self::default()) };
        let json = Json::deserialize(cursor)?;
        if json.form != FORM {
            return Err(CursorError::Form(json.form));
        }
        let bytes = STANDARD_NO_PAD.decode(json.taken).map_err(|_| CursorError::List)?;
        let (versions, rest) = bytes.as_chunks::<16>();
        if !rest.is_empty() || json.waiting.iter().any(|waiting| waiting.version().is_none()) {
            return Err(CursorError::List);
        }
        let taken = versions.iter().map(EntryVersion::from_bytes).collect();
        Ok(Self { validators: json.validators, taken, waiting: json.waiting })
    }

    pub(super) fn encode(&self) -> serde_json::Result<Value> {
        let bytes: Vec<u8> = self.taken.iter().flat_map(|version| version.to_bytes()).collect();
        serde_json::to_value(Json {
            form: FORM,
            validators: self.validators.clone(),
            taken: STANDARD_NO_PAD.encode(bytes),
            waiting: self.waiting.clone(),
        })
    }

    /// Which version of each entry was taken last.
    pub(super) fn taken(&self) -> HashMap<Fingerprint, Fingerprint> {
        self.taken.iter().map(|version| (version.identity, version.content)).collect()
    }

    /// The position after some entries were taken: those of `in_feed`, and as many of the older ones as are worth it,
    /// since a feed may bring an entry back that it dropped.
    pub(super) fn after(&self, in_feed: &[EntryVersion], waiting: Vec<Waiting>, feed_length: usize) -> Self {
        let limit = (2 * feed_length).clamp(FEWEST_REMEMBERED, MOST_REMEMBERED).max(in_feed.len());
        let current: HashMap<_, _> = in_feed.iter().map(|version| (version.identity, version.content)).collect();
        let older = self.taken.iter().filter(|version| !current.contains_key(&version.identity));
        let mut taken: Vec<EntryVersion> = older.chain(in_feed).copied().collect();
        let excess = taken.len().saturating_sub(limit);
        taken.drain(..excess);
        let mut waiting = waiting;
        waiting.truncate(MOST_WAITING);
        Self { validators: self.validators.clone(), taken, waiting }
    }
}

impl Validators {
    pub(super) fn of(response: &Response) -> Self {
        Self {
            etag: response.etag.clone(),
            last_modified: response.last_modified.clone(),
            body_hash: Some(Fingerprint::of(&[&response.bytes]).to_string()),
        }
    }
}

impl Waiting {
    pub(super) fn new(entry: &FeedEntry, url: &str, attempts: u32) -> Self {
        Self {
            identity: entry.version.identity.to_string(),
            content: entry.version.content.to_string(),
            attempts,
            url: url.to_owned(),
            hints: entry.hints.clone(),
        }
    }

    /// The version it waits for; `None`: damaged.
    pub(super) fn version(&self) -> Option<EntryVersion> {
        Some(EntryVersion {
            identity: Fingerprint::parse(&self.identity)?,
            content: Fingerprint::parse(&self.content)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(number: u32) -> EntryVersion {
        EntryVersion {
            identity: Fingerprint::of(&[&number.to_be_bytes()]),
            content: Fingerprint::of(&[b"text", &number.to_be_bytes()]),
        }
    }

    #[test]
    fn a_position_is_read_as_written() {
        let waiting = Waiting {
            identity: version(1).identity.to_string(),
            content: version(1).content.to_string(),
            attempts: 2,
            url: "https://example.org/1".into(),
            hints: Hints { title: Some("One".into()), categories: vec!["World".into()], ..Hints::default() },
        };
        let cursor = FeedCursor {
            validators: Validators { etag: Some("\"a\"".into()), last_modified: None, body_hash: Some("00".into()) },
            taken: vec![version(2), version(3)],
            waiting: vec![waiting],
        };
        assert_eq!(FeedCursor::decode(Some(&cursor.encode().unwrap())).unwrap(), cursor);
    }

    #[test]
    fn entries_still_in_the_feed_are_never_forgotten() {
        let all: Vec<_> = (0..9_000).map(version).collect();
        let full = FeedCursor::default().after(&all[..4_999], Vec::new(), 4_999);
        let next = full.after(&all[4_000..9_000], Vec::new(), 5_000);
        assert_eq!(next.taken.len(), MOST_REMEMBERED);
        let large = next.after(&all[1_000..9_000], Vec::new(), 8_000);
        assert_eq!(large.taken.len(), 8_000);
        let small = large.after(&all[8_990..], Vec::new(), 10);
        assert_eq!(small.taken.len(), FEWEST_REMEMBERED);
        assert!(all[8_990..].iter().all(|version| small.taken().contains_key(&version.identity)));
        assert!(next.encode().unwrap().to_string().len() < 120_000);
    }

    #[test]
    fn a_damaged_position_is_an_error_and_never_a_fresh_start() {
        for cursor in [
            serde_json::json!({ "form": 1, "taken": "AAAA" }),
            serde_json::json!({ "form": 1, "taken": "%" }),
            serde_json::json!({ "form": 9, "taken": "" }),
            serde_json::json!({ "form": 1, "seen": "" }),
            serde_json::json!([]),
        ] {
            assert!(FeedCursor::decode(Some(&cursor)).is_err(), "{cursor}");
        }
    }
}
