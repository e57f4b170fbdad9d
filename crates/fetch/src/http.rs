//! Fetching over the network.

use crate::politeness::{Hosts, Turn};
use crate::{Fetch, FetchError, FetchSettings, Request, Response, body, retry_after};
use async_trait::async_trait;
use reqwest::header::{self, HeaderMap, HeaderName};
use std::error::Error;
use std::io;
use std::sync::OnceLock;
use std::time::{Duration, Instant, SystemTime};
use url::Url;

/// Redirects followed before giving up.
const MAX_REDIRECTS: usize = 5;

/// The pause after a 429 that does not say how long.
const UNSTATED_PAUSE: Duration = Duration::from_secs(60);

/// Fetches over HTTP and HTTPS. One instance serves a whole process: it knows whose turn it is at every host.
#[derive(Debug)]
pub struct HttpFetch {
    settings: FetchSettings,
    /// Made at the first request: who fetches nothing needs no certificates.
    client: OnceLock<reqwest::Client>,
    hosts: Hosts,
}

/// What one request brought.
enum Step {
    Answer(Response),
    Redirect { to: Url, for_good: bool },
}

impl HttpFetch {
    /// Nothing is sent or set up yet.
    pub fn new(settings: FetchSettings) -> Self {
        Self { client: OnceLock::new(), hosts: Hosts::new(settings.host_delay), settings }
    }

    fn client(&self) -> Result<&reqwest::Client, FetchError> {
        if let Some(client) = self.client.get() {
            return Ok(client);
        }
        // An error means that a provider is installed already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .user_agent(self.settings.agent())
            .connect_timeout(self.settings.connect_timeout)
            // Redirects are followed here, so that each hop waits for its host's turn.
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .pool_max_idle_per_host(1)
            .pool_idle_timeout(Duration::from_secs(60))
            .build()
            .map_err(|error| FetchError::Setup(Box::new(error)))?;
        Ok(self.client.get_or_init(|| client))
    }

    /// Asks one host, within what is `left` of the time for the whole answer.
    async fn hop(&self, url: Url, host: &str, request: &Request, left: &mut Duration) -> Result<Step, FetchError> {
        let turn = self.hosts.turn(host, request.waits_for(host)).await?;
        let asked_at = Instant::now();
        let hop = self.ask(url, host, request, &turn);
        let timeout = FetchError::Timeout { host: host.to_owned(), after: self.settings.total_timeout };
        let step = tokio::time::timeout(*left, hop).await.map_err(|_elapsed| timeout)?;
        *left = left.saturating_sub(asked_at.elapsed());
        step
    }

    async fn ask(&self, url: Url, host: &str, request: &Request, turn: &Turn) -> Result<Step, FetchError> {
        let mut get = self.client()?.get(url.clone()).header(header::ACCEPT, request.accept);
        if let Some(etag) = &request.if_none_match {
            get = get.header(header::IF_NONE_MATCH, etag);
        }
        if let Some(at) = &request.if_modified_since {
            get = get.header(header::IF_MODIFIED_SINCE, at);
        }
        let response = get.send().await.map_err(|error| classify(error, host))?;
        let status = response.status().as_u16();
        match status {
            200..=299 | 304 => {}
            301 | 302 | 303 | 307 | 308 => {
                let to = redirect_target(&url, host, response.headers())?;
                return Ok(Step::Redirect { to, for_good: matches!(status, 301 | 308) });
            }
            other => return Err(refusal(other, host, response.headers(), turn)),
        }
        let (headers, final_url) = (response.headers().clone(), url.to_string());
        let bytes = if status == 304 { Vec::new() } else { body::read(response, host, request.max_bytes).await? };
        Ok(Step::Answer(Response {
            status,
            final_url,
            moved_to: None,
            etag: text(&headers, header::ETAG),
            last_modified: text(&headers, header::LAST_MODIFIED),
            content_type: text(&headers, header::CONTENT_TYPE),
            cache_control: text(&headers, header::CACHE_CONTROL),
            bytes,
        }))
    }
}

#[async_trait]
impl Fetch for HttpFetch {
    async fn get(&self, request: &Request) -> Result<Response, FetchError> {
        let not_http = || FetchError::Url(request.url.chars().take(200).collect());
        let mut url = Url::parse(&request.url).ok().filter(is_http).ok_or_else(not_http)?;
        let mut left = self.settings.total_timeout;
        let (mut for_good_so_far, mut moved_to) = (true, None);
        for _ in 0..=MAX_REDIRECTS {
            let host = url.host_str().ok_or_else(not_http)?.to_owned();
            match self.hop(url, &host, request, &mut left).await? {
                Step::Answer(response) => return Ok(Response { moved_to, ..response }),
                Step::Redirect { to, for_good } => {
                    for_good_so_far &= for_good;
                    if for_good_so_far {
                        moved_to = Some(to.to_string());
                    }
                    url = to;
                }
            }
        }
        let host = url.host_str().ok_or_else(not_http)?.to_owned();
        Err(FetchError::Redirect { host, problem: format!("more than {MAX_REDIRECTS} times") })
    }
}

fn is_http(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https") && url.host_str().is_some_and(|host| !host.is_empty())
}

/// A header as text. One that is not visible ASCII says nothing to us and counts as absent.
fn text(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

fn redirect_target(from: &Url, host: &str, headers: &HeaderMap) -> Result<Url, FetchError> {
    let refuse = |problem: String| FetchError::Redirect { host: host.to_owned(), problem };
    let location = text(headers, header::LOCATION).ok_or_else(|| refuse("without saying where to".to_owned()))?;
    let shown: String = location.chars().take(200).collect();
    match from.join(&location) {
        Ok(to) if is_http(&to) => Ok(to),
        Ok(_) | Err(_) => Err(refuse(format!("to `{shown}`, which is not an http or https URL"))),
    }
}

fn refusal(status: u16, host: &str, headers: &HeaderMap, turn: &Turn) -> FetchError {
    let stated = text(headers, header::RETRY_AFTER).and_then(|at| retry_after::parse(&at, SystemTime::now()));
    let wait = match status {
        429 => Some(stated.unwrap_or(UNSTATED_PAUSE)),
        503 => stated,
        _ => None,
    };
    let host = host.to_owned();
    match wait {
        Some(retry_after) => {
            turn.leave_alone(retry_after);
            FetchError::RateLimited { host, retry_after }
        }
        None => FetchError::Status { host, status },
    }
}

/// Names what went wrong below HTTP.
pub(crate) fn classify(error: reqwest::Error, host: &str) -> FetchError {
    let host = host.to_owned();
    let (tls, connect) = (is_tls(&error), error.is_connect());
    // The URL may carry a key in its query.
    let source = Box::new(error.without_url());
    match (tls, connect) {
        (true, _) => FetchError::Tls { host, source },
        (false, true) => FetchError::Connect { host, source },
        (false, false) => FetchError::Broken { host, source },
    }
}

fn is_tls(error: &reqwest::Error) -> bool {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if error.is::<rustls::Error>() {
            return true;
        }
        // An I/O error hides what it wraps from `source`.
        let inside = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        cause = inside.map(|error| error as &(dyn Error + 'static)).or_else(|| error.source());
    }
    false
}
