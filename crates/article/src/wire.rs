//! Between messages and records of a topic. An article is encoded up to a limit and not further; what else is produced
//! is checked by whoever produces.

use crate::headers::header;
use crate::{Article, ArticleId, EnrichedArticle, Headers, Hints, RawRecord, Record, Timestamp, new_traceparent};
use std::io::{self, Write};

/// What an encoded record says about its making.
#[derive(Debug, Clone, Copy)]
pub struct EncodeContext<'a> {
    /// CloudEvents source, such as `dateline/extract`.
    pub source: &'a str,
    /// Time of the event and timestamp of the record.
    pub at: Timestamp,
    /// Headers of the record it was made from: the trace, a replay mark, source and fetch time are carried on.
    pub from: Option<&'a Headers>,
}

/// A value that is not the message its topic holds.
#[derive(Debug, thiserror::Error)]
pub enum DecodeError {
    /// A record without a value where a message is expected.
    #[error("the record is a tombstone")]
    Tombstone,
    /// Not JSON, or not an article message.
    #[error("not an article message; only Dateline writes to this topic, see who else does")]
    Json(#[from] serde_json::Error),
    /// `x-record-hints` is not the JSON object it should be.
    #[error("header x-record-hints is not a hints object; leave it out or write what docs/messages.md says")]
    Hints(#[source] serde_json::Error),
    /// A header that must be text is not UTF-8, or is not in its form.
    #[error("header {0} cannot be read")]
    Header(&'static str),
}

/// An article that gives no record.
#[derive(Debug, thiserror::Error)]
pub enum EncodeError {
    /// It is larger than its topic takes.
    #[error("more than {limit} bytes, the limit of the next topic; raise limits.ingest to take larger ones")]
    TooLarge {
        /// Bytes of key, value and headers.
        limit: usize,
    },
    /// It cannot be written as JSON.
    #[error(transparent)]
    Json(serde_json::Error),
}

/// CloudEvents type of each message.
const RAW: &str = "dateline.raw.v1";
const ARTICLE: &str = "dateline.article.v1";
const ENRICHED: &str = "dateline.enriched.v1";
const NINJS: &str = "application/vnd.iptc.ninjs+json";

/// Headers that follow an article from topic to topic: what a replay, latency and per-source judgements need without
/// reading the value.
const CARRIED: [&str; 3] = [header::REPLAY, header::RECORD_SOURCE, header::RECORD_FETCHED_AT];

/// A raw record as it travels in the raw topic: the bytes untouched, the rest in headers.
pub fn encode_raw(raw: RawRecord, context: EncodeContext<'_>) -> serde_json::Result<Record> {
    let key = raw.key();
    let mut headers = Headers::new();
    let optional = [(header::RECORD_ID, &raw.id), (header::RECORD_URL, &raw.url), (header::RECORD_SOURCE, &raw.source)];
    for (name, value) in optional {
        if let Some(value) = value {
            headers.push(name, value.as_bytes());
        }
    }
    if let Some(at) = raw.fetched_at {
        headers.push(header::RECORD_FETCHED_AT, at.to_string());
    }
    if let Some(hints) = &raw.hints {
        headers.push(header::RECORD_HINTS, serde_json::to_vec(hints)?);
    }
    if let Some(content_type) = &raw.content_type {
        headers.push(header::CONTENT_TYPE, content_type.as_bytes());
    }
    let id = raw.id.as_deref().or(raw.url.as_deref()).unwrap_or("unnamed");
    let seed = [key.as_deref().unwrap_or_default(), context.at.to_string().as_bytes()].concat();
    cloud_event(&mut headers, RAW, id, &seed, context);
    Ok(Record { key, value: Some(raw.body), headers, timestamp: context.at.millis() })
}

/// Reads a record of the raw topic, whoever produced it. A missing fetch time is the record's timestamp.
pub fn decode_raw(record: &Record) -> Result<RawRecord, DecodeError> {
    let value = record.value.as_ref().ok_or(DecodeError::Tombstone)?;
    let text = |name: &'static str| match record.headers.get(name) {
        None => Ok(None),
        Some(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Some(text.to_owned())),
            Err(_) => Err(DecodeError::Header(name)),
        },
    };
    let fetched_at = match text(header::RECORD_FETCHED_AT)? {
        Some(at) => Timestamp::parse(&at).ok_or(DecodeError::Header(header::RECORD_FETCHED_AT))?,
        None => Timestamp::from_millis(record.timestamp),
    };
    let hints: Option<Hints> = match record.headers.get(header::RECORD_HINTS) {
        Some(json) => Some(serde_json::from_slice(json).map_err(DecodeError::Hints)?),
        None => None,
    };
    Ok(RawRecord {
        id: text(header::RECORD_ID)?,
        url: text(header::RECORD_URL)?,
        content_type: text(header::CONTENT_TYPE)?,
        fetched_at: Some(fetched_at),
        source: text(header::RECORD_SOURCE)?,
        hints,
        body: value.clone(),
    })
}

/// An article as it travels in the articles topic, whose records take `limit` bytes.
pub fn encode_article(article: &Article, limit: usize, context: EncodeContext<'_>) -> Result<Record, EncodeError> {
    encode(article, ARTICLE, limit, context)
}

/// An enriched article as it travels in the enriched topic, whose records take `limit` bytes.
pub fn encode_enriched(
    article: &EnrichedArticle,
    limit: usize,
    context: EncodeContext<'_>,
) -> Result<Record, EncodeError> {
    encode(&article.0, ENRICHED, limit, context)
}

/// Reads an article message.
pub fn decode_article(record: &Record) -> Result<Article, DecodeError> {
    let value = record.value.as_ref().ok_or(DecodeError::Tombstone)?;
    Ok(serde_json::from_slice(value)?)
}

/// The key of an article's records: its id as text.
fn key_of(id: ArticleId) -> Vec<u8> {
    id.to_string().into_bytes()
}

fn encode(article: &Article, ce_type: &str, limit: usize, context: EncodeContext<'_>) -> Result<Record, EncodeError> {
    let (id, key) = (article.uri.to_string(), key_of(article.uri));
    let mut headers = Headers::new();
    headers.push(header::CONTENT_TYPE, NINJS);
    let seed = format!("{id}{}", article.version);
    cloud_event(&mut headers, ce_type, &id, seed.as_bytes(), context);
    let mut value = Bounded { bytes: Vec::new(), room: limit.saturating_sub(key.len() + headers.size()) };
    match serde_json::to_writer(&mut value, article) {
        Ok(()) => Ok(Record { key: Some(key), value: Some(value.bytes), headers, timestamp: context.at.millis() }),
        // Nothing else fails on this writer.
        Err(error) if error.is_io() => Err(EncodeError::TooLarge { limit }),
        Err(error) => Err(EncodeError::Json(error)),
    }
}

/// Bytes up to a limit. The write that passes it fails, so that nothing much larger is ever built.
struct Bounded {
    bytes: Vec<u8>,
    room: usize,
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.room = self.room.checked_sub(bytes.len()).ok_or(io::ErrorKind::FileTooLarge)?;
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn cloud_event(headers: &mut Headers, ce_type: &str, id: &str, seed: &[u8], context: EncodeContext<'_>) {
    headers.push(header::CE_ID, id);
    headers.push(header::CE_SOURCE, context.source);
    headers.push(header::CE_TYPE, ce_type);
    headers.push(header::CE_SPECVERSION, "1.0");
    headers.push(header::CE_TIME, context.at.to_string());
    let carried = context.from.and_then(|from| from.get(header::TRACEPARENT));
    match carried {
        Some(parent) => headers.push(header::TRACEPARENT, parent),
        None => headers.push(header::TRACEPARENT, new_traceparent(seed)),
    }
    for name in CARRIED {
        if let Some(value) = context.from.and_then(|from| from.get(name)) {
            headers.push(name, value);
        }
    }
}
