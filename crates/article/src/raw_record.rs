//! The raw record: bytes as received, and the few facts that travel beside them.

use crate::{ArticleId, Timestamp};
use base64::Engine;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How far the clock of whoever fetched a document may be ahead of the one that stamped its record.
const CLOCKS_APART_MS: i64 = 10 * 60 * 1_000;

/// What a source produces and what anyone may push.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RawRecord {
    /// The id its source gave it; comes back as `altIds[role=sourceId]`.
    pub id: Option<String>,
    /// The URL it was fetched from.
    pub url: Option<String>,
    /// Media type as received, parameters included; missing: sniffed.
    pub content_type: Option<String>,
    /// When it was fetched.
    pub fetched_at: Option<Timestamp>,
    /// The name of its source.
    pub source: Option<String>,
    /// What a feed entry stated about it.
    pub hints: Option<Hints>,
    /// The bytes as received.
    pub body: Vec<u8>,
}

/// What a feed's entry or a sitemap stated about its article, and what its source knows of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Hints {
    /// The entry's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guid: Option<String>,
    /// Headline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Authors as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub byline: Option<String>,
    /// ISO 8601, at the precision and with the offset given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// ISO 8601, at the precision and with the offset given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<String>,
    /// Language of the text, as a BCP 47 tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Categories and tags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<String>,
    /// Headers that came with the page and say how it may be used, `NAME: VALUE`: `tdm-reservation`, `tdm-policy`,
    /// `x-robots-tag`; then `tdmrep.json/NAME: VALUE`, as its host states the first two.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub usage: Vec<String>,
    /// The article that earlier versions of the entry made. This one is a version of it, wherever its page is now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub article: Option<ArticleId>,
}

/// Why a line is not a raw record.
#[derive(Debug, thiserror::Error)]
pub enum RawRecordError {
    /// Not the JSON object that `docs/messages.md` describes.
    #[error("not a raw record, which is one JSON object a line as docs/messages.md has it")]
    Json(#[from] serde_json::Error),
    /// `bodyBase64` is not base64.
    #[error("bodyBase64 is not base64")]
    Base64(#[from] base64::DecodeError),
    /// Neither or both of `body` and `bodyBase64`.
    #[error("a raw record has either `body` or `bodyBase64`")]
    Body,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct RawRecordJson {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fetched_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hints: Option<Hints>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body_base64: Option<String>,
}

impl RawRecord {
    /// Reads one raw record from its JSON form.
    pub fn from_json(json: &[u8]) -> Result<Self, RawRecordError> {
        let json: RawRecordJson = serde_json::from_slice(json)?;
        let body = match (json.body, json.body_base64) {
            (Some(text), None) => text.into_bytes(),
            (None, Some(encoded)) => base64::engine::general_purpose::STANDARD.decode(encoded.trim())?,
            (Some(_), Some(_)) | (None, None) => return Err(RawRecordError::Body),
        };
        Ok(Self {
            id: json.id,
            url: json.url,
            content_type: json.content_type,
            fetched_at: json.fetched_at,
            source: json.source,
            hints: json.hints,
            body,
        })
    }

    /// Writes the JSON form; bytes that are not UTF-8 as `bodyBase64`.
    pub fn to_json(&self) -> serde_json::Result<Vec<u8>> {
        let text = std::str::from_utf8(&self.body).ok();
        serde_json::to_vec(&RawRecordJson {
            id: self.id.clone(),
            url: self.url.clone(),
            content_type: self.content_type.clone(),
            fetched_at: self.fetched_at,
            source: self.source.clone(),
            hints: self.hints.clone(),
            body: text.map(str::to_owned),
            body_base64: text.is_none().then(|| base64::engine::general_purpose::STANDARD.encode(&self.body)),
        })
    }

    /// When it was fetched: as it says, else when it was written. Whoever fetched it did so before it was written; a time
    /// after that is none, for as a version it would outrank every true fetch until that day comes. Only what the record
    /// says counts, so that its version is the same whatever the clock of its reader shows.
    pub fn fetched_at_or(&self, written_at: Timestamp) -> Timestamp {
        let latest = written_at.millis().saturating_add(CLOCKS_APART_MS);
        self.fetched_at.filter(|at| at.millis() <= latest).unwrap_or(written_at)
    }

    /// The key in the raw topic: the requested URL, else source and its id. `None`: neither is known.
    pub fn key(&self) -> Option<Vec<u8>> {
        match (&self.url, &self.source, &self.id) {
            (Some(url), _, _) => Some(url.clone().into_bytes()),
            (None, source, Some(id)) => Some(format!("{}\0{id}", source.as_deref().unwrap_or_default()).into_bytes()),
            (None, _, None) => None,
        }
    }
}
