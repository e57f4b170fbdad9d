//! The twin without a network: answers by URL from memory or from a directory, as a server that follows HTTP would.

use crate::reach;
use crate::robots::{self, Rules};
use crate::source_address::shown_text;
use crate::{Fetch, FetchError, Request, Response, body};
use async_trait::async_trait;
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use url::Url;

/// The index of a directory of recordings: a JSON list of pages.
const INDEX: &str = "index.json";

/// As whom recordings are asked.
const TOKEN: &str = "Dateline";

/// A page as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RecordedPage {
    /// `ETag`
    pub etag: Option<String>,
    /// `Last-Modified`
    pub last_modified: Option<String>,
    /// `Content-Type`
    pub content_type: Option<String>,
    /// `Cache-Control`
    pub cache_control: Option<String>,
    /// As [`Response::usage`] has it.
    pub usage: Vec<String>,
    /// The body.
    pub bytes: Vec<u8>,
}

/// What is to be found at a URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recorded {
    /// A page.
    Page(RecordedPage),
    /// An answer with this status and no page.
    Status(u16),
    /// A permanent redirect to another recorded URL.
    MovedTo(String),
    /// 429 with `Retry-After`.
    LeaveAlone(Duration),
    /// No answer in time.
    Silence,
    /// No connection.
    Unreachable,
}

/// Answers from recordings; a URL that is not recorded is a 404. Honours conditions and size limits.
#[derive(Debug, Default)]
pub struct RecordedFetch {
    urls: Mutex<HashMap<String, Recorded>>,
    /// Hosts that somebody else asks all the time.
    busy: Mutex<HashSet<String>>,
}

/// Why a directory of recordings cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum RecordingError {
    /// A file is missing or unreadable.
    #[error("read recording `{}`", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The index is not the list it should be.
    #[error("`{}` is not a list of recorded pages", path.display())]
    Index {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: serde_json::Error,
    },
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct IndexEntry {
    url: String,
    file: PathBuf,
    content_type: Option<String>,
    etag: Option<String>,
    last_modified: Option<String>,
}

impl RecordedFetch {
    /// Reads `index.json` of a directory, a list of `{url, file, contentType?, etag?, lastModified?}`, and its files.
    pub fn open(directory: &Path) -> Result<Self, RecordingError> {
        let read = |path: PathBuf| std::fs::read(&path).map_err(|source| RecordingError::Read { path, source });
        let path = directory.join(INDEX);
        let index = read(path.clone())?;
        let index: Vec<IndexEntry> =
            serde_json::from_slice(&index).map_err(|source| RecordingError::Index { path, source })?;
        let recorded = Self::default();
        for entry in index {
            let page = RecordedPage {
                etag: entry.etag,
                last_modified: entry.last_modified,
                content_type: entry.content_type,
                cache_control: None,
                usage: Vec::new(),
                bytes: read(directory.join(entry.file))?,
            };
            recorded.put(entry.url, Recorded::Page(page));
        }
        Ok(recorded)
    }

    /// From now on this is found at the URL.
    pub fn put(&self, url: impl Into<String>, recorded: Recorded) {
        self.urls.lock().unwrap_or_else(PoisonError::into_inner).insert(url.into(), recorded);
    }

    /// From now on somebody else asks this host: only requests that wait for their turn get an answer.
    pub fn keep_busy(&self, host: impl Into<String>) {
        self.busy.lock().unwrap_or_else(PoisonError::into_inner).insert(host.into());
    }

    fn is_busy(&self, host: &str) -> bool {
        self.busy.lock().unwrap_or_else(PoisonError::into_inner).contains(host)
    }

    /// As the recorded `robots.txt` of its host says; none is recorded of most.
    fn robots_allow(&self, url: &str, host: &str, request: &Request) -> Result<(), FetchError> {
        let Some(url) = Url::parse(url).ok().filter(|_| request.asks_robots()) else { return Ok(()) };
        let (host, token) = (host.to_owned(), TOKEN.to_owned());
        match robots::address(&url).and_then(|file| self.at(file.as_str())) {
            Some(Recorded::Page(page)) if !Rules::parse(&page.bytes, &token).allow(&url) => {
                Err(FetchError::Disallowed { host, token })
            }
            Some(Recorded::LeaveAlone(retry_after)) => Err(FetchError::RateLimited { host, retry_after }),
            Some(Recorded::Status(500..) | Recorded::Silence | Recorded::Unreachable) => {
                Err(FetchError::NoRobots { host, why: "it is recorded so".to_owned() })
            }
            Some(Recorded::Page(_) | Recorded::Status(_) | Recorded::MovedTo(_)) | None => Ok(()),
        }
    }

    fn at(&self, url: &str) -> Option<Recorded> {
        self.urls.lock().unwrap_or_else(PoisonError::into_inner).get(url).cloned()
    }
}

#[async_trait]
impl Fetch for RecordedFetch {
    async fn get(&self, request: &Request) -> Result<Response, FetchError> {
        let host = host_of(&request.url).ok_or_else(|| FetchError::Url(shown_text(&request.url)))?;
        may_lead_to(&request.url, request)?;
        let asks = |host: &str| match self.is_busy(host) && !request.waits_for(host) {
            true => Err(FetchError::Busy { host: host.to_owned() }),
            false => Ok(()),
        };
        asks(&host)?;
        self.robots_allow(&request.url, &host, request)?;
        match self.at(&request.url) {
            None => Err(FetchError::Status { host, status: 404 }),
            Some(Recorded::Status(status)) => Err(FetchError::Status { host, status }),
            Some(Recorded::MovedTo(url)) => {
                host_of(&url).map_or(Ok(()), |host| asks(&host))?;
                may_lead_to(&url, request)?;
                self.robots_allow(&url, &host, request)?;
                match self.at(&url) {
                    Some(Recorded::Page(page)) => {
                        let response = answer(page, url.clone(), &host, request).await?;
                        let shown = shown_text(&url);
                        Ok(Response { moved_to_is_whole: shown == url, moved_to: Some(shown), ..response })
                    }
                    Some(_) | None => {
                        Err(FetchError::Redirect { host, problem: format!("to `{url}`, which has no page") })
                    }
                }
            }
            Some(Recorded::LeaveAlone(retry_after)) => Err(FetchError::RateLimited { host, retry_after }),
            Some(Recorded::Silence) => Err(FetchError::Timeout { host, after: Duration::from_secs(30) }),
            Some(Recorded::Unreachable) => {
                Err(FetchError::Connect { host, source: "connection refused by the recording".into() })
            }
            Some(Recorded::Page(page)) => answer(page, request.url.clone(), &host, request).await,
        }
    }
}

fn host_of(url: &str) -> Option<String> {
    Url::parse(url).ok()?.host_str().map(str::to_owned)
}

/// The rule as it holds on the network, as far as URLs tell.
fn may_lead_to(url: &str, request: &Request) -> Result<(), FetchError> {
    let Ok(url) = Url::parse(url) else { return Ok(()) };
    request.reach.leave(&url, &reach::Rules::default()).map(|_| ())
}

async fn answer(page: RecordedPage, url: String, host: &str, request: &Request) -> Result<Response, FetchError> {
    let known = |have: &Option<String>, asked: &Option<String>| have.is_some() && have == asked;
    // As RFC 9110 has it: with an entity tag in the request, the date does not count.
    let unchanged = match &request.if_none_match {
        Some(_) => known(&page.etag, &request.if_none_match),
        None => known(&page.last_modified, &request.if_modified_since),
    };
    if !unchanged && u64::try_from(page.bytes.len()).is_ok_and(|length| length > request.max_bytes) {
        return Err(body::too_large(host, request.max_bytes, page.bytes).await);
    }
    Ok(Response {
        status: if unchanged { 304 } else { 200 },
        final_url: shown_text(&url),
        links: Url::parse(&url)
            .map(|url| request.reach.of_links(&url, None, &reach::Rules::default()))
            .unwrap_or_default(),
        moved_to: None,
        moved_to_is_whole: false,
        etag: page.etag,
        last_modified: page.last_modified,
        content_type: page.content_type,
        cache_control: page.cache_control,
        expires_in: None,
        usage: page.usage,
        bytes: if unchanged { Vec::new() } else { page.bytes },
    })
}
