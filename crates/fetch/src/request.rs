//! What is asked of a server and what it answered.

use crate::source_address::shown_text;
use crate::{FetchError, Reach, SourceAddress};
use async_trait::async_trait;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// A GET of one URL.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// Absolute, http or https. A login in it is not sent.
    pub url: String,
    /// On whose word it is asked, which says where it may lead. Of a link: what came with the answer it stood in.
    pub reach: Reach,
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
    /// Whether it is asked for only where the `robots.txt` of each host on the way lets us, unless the operator of its
    /// source says that none is obeyed.
    pub obeys_robots: bool,
}

impl Request {
    /// An unconditional request that waits for its turn, of a URL that a stranger wrote.
    pub fn new(url: impl Into<String>, accept: &'static str, max_bytes: u64) -> Self {
        Self {
            url: url.into(),
            reach: Reach::default(),
            if_none_match: None,
            if_modified_since: None,
            accept,
            max_bytes,
            waits_for: None,
            obeys_robots: true,
        }
    }

    /// An unconditional request that waits for its turn, of a source that an operator configured: a feed is there to be
    /// asked for by programs, and none that crawls found it, so that no `robots.txt` is asked.
    pub fn of_source(source: &Arc<SourceAddress>, accept: &'static str, max_bytes: u64) -> Self {
        let reach = Reach::of_source(Arc::clone(source));
        Self { reach, obeys_robots: false, ..Self::new(source.url().as_str(), accept, max_bytes) }
    }

    /// Whether the `robots.txt` of hosts is asked first.
    pub(crate) fn asks_robots(&self) -> bool {
        self.obeys_robots && !self.reach.ignores_robots()
    }

    /// Whether to wait for this host while somebody else asks it.
    pub(crate) fn waits_for(&self, host: &str) -> bool {
        self.waits_for.as_ref().is_none_or(|hosts| hosts.iter().any(|one| one == host))
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request").field("url", &shown_text(&self.url)).finish_non_exhaustive()
    }
}

/// An answer with a status of 2xx, or 304. Every other status is an error.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Response {
    /// 200 to 299, or 304.
    pub status: u16,
    /// The URL that answered, after redirects: its scheme, host, port and path. What else it says may be secret.
    pub final_url: String,
    /// Where links in the answer may lead.
    pub links: Reach,
    /// Where the URL has moved for good, shown as `final_url`: the end of the permanent redirects (301, 308) it began
    /// with.
    pub moved_to: Option<String>,
    /// Whether that is all of the new address: it has nothing that is not shown.
    pub moved_to_is_whole: bool,
    /// `ETag`
    pub etag: Option<String>,
    /// `Last-Modified`
    pub last_modified: Option<String>,
    /// `Content-Type`, parameters included.
    pub content_type: Option<String>,
    /// `Cache-Control`
    pub cache_control: Option<String>,
    /// How long it holds by its `Expires`.
    pub expires_in: Option<Duration>,
    /// Headers that say how the answer may be used, `NAME: VALUE`, names in lower case: `tdm-reservation`, `tdm-policy`,
    /// `x-robots-tag`; then the first two as `tdmrep.json` of its host states them, `tdmrep.json/NAME: VALUE`, where that
    /// was asked.
    pub usage: Vec<String>,
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
