//! What is asked of a server and what it answered.

use crate::FetchError;
use async_trait::async_trait;

/// A GET of one URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Absolute, http or https.
    pub url: String,
    /// The entity tag of the last answer, as received.
    pub if_none_match: Option<String>,
    /// `Last-Modified` of the last answer, as received.
    pub if_modified_since: Option<String>,
    /// The media types wanted, as an `Accept` header.
    pub accept: &'static str,
    /// The longest body that is taken, in bytes, counted after decompression.
    pub max_bytes: u64,
    /// The hosts to wait for while somebody else asks them; at others, reached by a redirect too, the answer is then
    /// [`FetchError::Busy`]. `None`: all.
    pub waits_for: Option<Vec<String>>,
}

impl Request {
    /// An unconditional request that waits for its turn.
    pub fn new(url: impl Into<String>, accept: &'static str, max_bytes: u64) -> Self {
        Self { url: url.into(), if_none_match: None, if_modified_since: None, accept, max_bytes, waits_for: None }
    }

    /// Whether to wait for this host while somebody else asks it.
    pub(crate) fn waits_for(&self, host: &str) -> bool {
        self.waits_for.as_ref().is_none_or(|hosts| hosts.iter().any(|one| one == host))
    }
}

/// An answer with a status of 2xx, or 304. Every other status is an error.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Response {
    /// 200 to 299, or 304.
    pub status: u16,
    /// The URL that answered, after redirects.
    pub final_url: String,
    /// Where the URL has moved for good: the end of the permanent redirects (301, 308) it began with.
    pub moved_to: Option<String>,
    /// `ETag`
    pub etag: Option<String>,
    /// `Last-Modified`
    pub last_modified: Option<String>,
    /// `Content-Type`, parameters included.
    pub content_type: Option<String>,
    /// `Cache-Control`
    pub cache_control: Option<String>,
    /// The body as received, after decompression; empty for a 304.
    pub bytes: Vec<u8>,
}

impl Response {
    /// Whether the server says that nothing changed since the last answer.
    pub fn is_not_modified(&self) -> bool {
        self.status == 304
    }
}

/// Something that can get a URL.
#[async_trait]
pub trait Fetch: Send + Sync {
    /// Gets a URL: one attempt, bounded in time and size, redirects and waiting included.
    async fn get(&self, request: &Request) -> Result<Response, FetchError>;
}
