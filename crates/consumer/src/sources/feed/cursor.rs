//! The position of a feed: what is known of its document and which versions of its entries were taken.

use super::entry_identity::{EntryVersion, Known, VERSION_BYTES};
use super::known_article::{ARTICLE_BYTES, FORMER_BYTES, KnownArticle, from_bytes, to_bytes};
use crate::sources::fingerprint::Fingerprint;
use crate::sources::moved::MovedTo;
use crate::sources::pages::{MOST_WAITING, Waiting};
use crate::sources::validators::Validators;
use article::Hints;
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use extract::FeedPace;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::HashSet;
use std::time::Duration;

/// The form of the position that is written.
const FORM: u32 = 4;

/// The form before, which is read: it did not know whose the articles are that entries became.
const WITHOUT_OWNERS: u32 = 3;

/// The form before that, which is read: it knew nothing of the articles that entries became.
const WITHOUT_ARTICLES: u32 = 2;

/// The form before that, which is read: entries had one identity, and what they said was summed up in another way.
const FORMER_FORM: u32 = 1;

/// Entries whose article is remembered: those taken or seen in the feed last. One takes 44 bytes.
const MOST_ARTICLES: usize = 600;

/// Pages of several entries that are remembered. One takes 11 bytes.
const MOST_SHARED: usize = 200;

/// Entries remembered at least, and at most beyond those in the feed. One takes 43 bytes.
const FEWEST_REMEMBERED: usize = 500;
const MOST_REMEMBERED: usize = 5_000;

/// Where a feed source stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct FeedCursor {
    pub(super) validators: Validators,
    /// Entries taken, the longest unseen first.
    taken: Vec<EntryVersion>,
    /// Entries whose page could not be fetched yet.
    pub(super) waiting: Vec<Waiting<EntryVersion>>,
    /// Pages that several entries shared, the longest unseen first.
    pub(super) shared: Vec<Fingerprint>,
    /// Where the feed has moved, if it has.
    pub(super) moved: Option<MovedTo>,
    /// When it says it is to be asked for.
    pub(super) pace: FeedPace,
}

/// Why a position cannot be read.
#[derive(Debug, thiserror::Error)]
pub(super) enum CursorError {
    #[error("it is not the position of a feed")]
    Json(#[from] serde_json::Error),
    #[error("it has form {0}, this version reads {FORMER_FORM} to {FORM}; run the newer version that wrote it")]
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
    /// Of the last of those taken.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    articles: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    shared: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    waiting: Vec<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    moved: Option<MovedTo>,
    #[serde(default, skip_serializing_if = "is_unstated")]
    pace: FeedPace,
}

fn is_unstated(pace: &FeedPace) -> bool {
    *pace == FeedPace::default()
}

/// A position of form 1. What its entries said is not known in today's terms, so they count as taken as they are. The
/// document is looked at anew.
fn former(taken: &[u8], waiting: Vec<Value>) -> Result<FeedCursor, CursorError> {
    #[derive(Deserialize)]
    struct Former {
        identity: String,
        attempts: u32,
        url: String,
        hints: Hints,
    }
    let (versions, rest) = taken.as_chunks::<16>();
    if !rest.is_empty() {
        return Err(CursorError::List);
    }
    let identities = versions.iter().filter_map(|version| Fingerprint::from_bytes(*version.first_chunk::<8>()?));
    let waiting = waiting.into_iter().map(|waiting| {
        let Former { identity, attempts, url, hints } = serde_json::from_value(waiting)?;
        let identity = Fingerprint::parse(&identity).ok_or(CursorError::List)?;
        Ok(Waiting::new(EntryVersion::of_former(identity), (attempts, Duration::ZERO), url, hints))
    });
    Ok(FeedCursor {
        taken: identities.map(EntryVersion::of_former).collect(),
        waiting: waiting.collect::<Result<_, CursorError>>()?,
        ..FeedCursor::default()
    })
}

/// Pieces of bytes that are written one after the other in base64.
fn pieces<const N: usize>(text: &str) -> Result<Vec<[u8; N]>, CursorError> {
    let bytes = STANDARD_NO_PAD.decode(text).map_err(|_| CursorError::List)?;
    let (pieces, rest) = bytes.as_chunks::<N>();
    if rest.is_empty() { Ok(pieces.to_vec()) } else { Err(CursorError::List) }
}

/// Articles, each of so many bytes.
fn articles<const N: usize>(text: &str) -> Result<Vec<Option<KnownArticle>>, CursorError> {
    pieces::<N>(text)?.iter().map(|article| from_bytes(article).map_err(|_| CursorError::List)).collect()
}

impl FeedCursor {
    pub(super) fn decode(cursor: Option<&Value>) -> Result<Self, CursorError> {
        let Some(cursor) = cursor else { return Ok(Self::default()) };
        let json = Json::deserialize(cursor)?;
        match json.form {
            FORM | WITHOUT_OWNERS | WITHOUT_ARTICLES => {
                let versions = pieces::<VERSION_BYTES>(&json.taken)?;
                let mut taken: Vec<EntryVersion> = versions.iter().map(EntryVersion::from_bytes).collect();
                let articles = match json.form {
                    FORM => articles::<ARTICLE_BYTES>(&json.articles)?,
                    _ => articles::<FORMER_BYTES>(&json.articles)?,
                };
                for (version, article) in taken.iter_mut().rev().zip(articles.into_iter().rev()) {
                    version.article = article;
                }
                let shared = pieces::<8>(&json.shared)?.into_iter().filter_map(Fingerprint::from_bytes).collect();
                let waiting = json.waiting.into_iter().map(serde_json::from_value).collect::<Result<_, _>>()?;
                // The document is looked at anew, so that its entries' articles are noted while they are what they were.
                let validators = if json.form == FORM { json.validators } else { Validators::default() };
                Ok(Self { validators, taken, waiting, shared, moved: json.moved, pace: json.pace })
            }
            FORMER_FORM => {
                let taken = STANDARD_NO_PAD.decode(json.taken).map_err(|_| CursorError::List)?;
                former(&taken, json.waiting)
            }
            other => Err(CursorError::Form(other)),
        }
    }

    pub(super) fn encode(&self) -> serde_json::Result<Value> {
        let bytes: Vec<u8> = self.taken.iter().flat_map(|version| version.to_bytes()).collect();
        let older = self.taken.len().saturating_sub(MOST_ARTICLES);
        let articles: Vec<u8> = self.taken.iter().skip(older).flat_map(|version| to_bytes(version.article)).collect();
        let shared: Vec<u8> = self.shared.iter().flat_map(|page| page.to_bytes()).collect();
        serde_json::to_value(Json {
            form: FORM,
            validators: self.validators.clone(),
            taken: STANDARD_NO_PAD.encode(bytes),
            articles: STANDARD_NO_PAD.encode(articles),
            shared: STANDARD_NO_PAD.encode(shared),
            waiting: self.waiting.iter().map(serde_json::to_value).collect::<Result<_, _>>()?,
            moved: self.moved.clone(),
            pace: self.pace,
        })
    }

    /// Which version of each entry was taken last.
    pub(super) fn known(&self) -> Known {
        Known::of(self.taken.iter().copied())
    }

    /// The position after some entries were taken: those of `in_feed`, and as many of the older ones as are worth it,
    /// since a feed may bring an entry back that it dropped.
    pub(super) fn after(
        &self,
        in_feed: &[EntryVersion],
        waiting: Vec<Waiting<EntryVersion>>,
        feed_length: usize,
    ) -> Self {
        let limit = (2 * feed_length).clamp(FEWEST_REMEMBERED, MOST_REMEMBERED).max(in_feed.len());
        let known = self.known();
        let replaced: HashSet<usize> = in_feed.iter().filter_map(|version| known.find(version)).collect();
        let older = self.taken.iter().enumerate().filter(|(at, _)| !replaced.contains(at)).map(|(_, version)| version);
        let mut taken: Vec<EntryVersion> = older.chain(in_feed).copied().collect();
        let excess = taken.len().saturating_sub(limit);
        taken.drain(..excess);
        let mut waiting = waiting;
        waiting.truncate(MOST_WAITING);
        Self { taken, waiting, ..self.clone() }
    }

    /// Notes pages that several entries of a document share.
    pub(super) fn note_shared(&mut self, pages: &[Fingerprint]) {
        self.shared.retain(|page| !pages.contains(page));
        self.shared.extend(pages);
        let excess = self.shared.len().saturating_sub(MOST_SHARED);
        self.shared.drain(..excess);
    }
}

#[cfg(test)]
mod tests {
    use super::super::entry_identity::Keys;
    use super::super::known_article::Owner;
    use super::*;
    use article::ArticleId;

    fn version(number: u32) -> EntryVersion {
        let key = |kind: &[u8]| Some(Fingerprint::of(&[kind, &number.to_be_bytes()]));
        let keys = Keys { guid: key(b"guid"), page: key(b"page"), words: key(b"words"), former: None };
        EntryVersion { keys, content: key(b"text"), content_apart: None, article: None }
    }

    #[test]
    fn a_position_is_read_as_written() {
        let hints = Hints { title: Some("One".into()), categories: vec!["World".into()], ..Hints::default() };
        let spent = (2, Duration::from_millis(1_500));
        let waiting = Waiting::new(version(1), spent, "https://example.org/1".into(), hints);
        let id = ArticleId::of_source("world", "3");
        let article = KnownArticle { id, is_sure: true, published: None, owner: Owner::Source };
        let cursor = FeedCursor {
            validators: Validators { etag: Some("\"a\"".into()), last_modified: None, body_hash: Some("00".into()) },
            taken: vec![version(2), EntryVersion { article: Some(article), ..version(3) }],
            waiting: vec![waiting],
            shared: vec![Fingerprint::of(&[b"page"])],
            moved: None,
            pace: serde_json::from_value(serde_json::json!({ "minutes": 60, "skipHours": 3 })).unwrap(),
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
        assert!(all[8_990..].iter().all(|version| small.known().has(version)));
        let length = next.encode().unwrap().to_string().len();
        assert!(length < 240_000, "{length}");
    }

    #[test]
    fn a_damaged_position_is_an_error_and_never_a_fresh_start() {
        for cursor in [
            serde_json::json!({ "form": 1, "taken": "AAAA" }),
            serde_json::json!({ "form": 2, "taken": "AAAA" }),
            serde_json::json!({ "form": 3, "taken": "AAAA" }),
            serde_json::json!({ "form": 3, "taken": "", "articles": "AAAA" }),
            serde_json::json!({ "form": 4, "taken": "", "articles": "AAAA" }),
            serde_json::json!({ "form": 3, "taken": "", "shared": "AAAA" }),
            serde_json::json!({ "form": 2, "taken": "", "waiting": [{ "version": "AAAA" }] }),
            serde_json::json!({ "form": 1, "taken": "%" }),
            serde_json::json!({ "form": 9, "taken": "" }),
            serde_json::json!({ "form": 1, "seen": "" }),
            serde_json::json!([]),
        ] {
            assert!(FeedCursor::decode(Some(&cursor)).is_err(), "{cursor}");
        }
    }
}
