//! Fetching over the network.

use crate::allowed::AllowList;
use crate::clients::Clients;
use crate::names::{Names, SystemNames};
use crate::politeness::{Hosts, Turn};
use crate::reach::{Leave, Rules};
use crate::refusals::Refusals;
use crate::source_address::shown_text;
use crate::transport_error::classify;
use crate::{Fetch, FetchError, FetchSettings, Request, Response, body, proxies, retry_after};
use article::{shown_url, strip_login};
use async_trait::async_trait;
use reqwest::header::{self, HeaderMap, HeaderName};
use std::sync::Arc;
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
    clients: Clients,
    hosts: Hosts,
    refusals: Refusals,
}

/// What one request brought.
enum Step {
    Answer(Response),
    Redirect { to: Url, for_good: bool },
}

impl HttpFetch {
    /// Nothing is sent or set up yet. Proxies of the environment are honoured.
    pub fn new(settings: FetchSettings) -> Self {
        Self::with_names(settings, Arc::new(SystemNames))
    }

    /// The same, with names looked up elsewhere than in the system.
    pub fn with_names(settings: FetchSettings, names: Arc<dyn Names>) -> Self {
        let rules = Rules { allowed: AllowList(settings.allowed.clone()), proxies: proxies::names() };
        let hosts = Hosts::new(settings.host_delay);
        Self { clients: Clients::new(&settings, names, rules, 1), hosts, refusals: Refusals::default(), settings }
    }

    /// Asks one host, if it may be asked, within what is `left` of the time for the whole answer.
    async fn hop(&self, url: Url, host: &str, request: &Request, left: &mut Duration) -> Result<Step, FetchError> {
        let leave = request.reach.leave(&url, self.clients.rules())?;
        let turn = self.hosts.turn(host, request.waits_for(host)).await?;
        let asked_at = Instant::now();
        let hop = self.ask(url, host, request, (&turn, leave));
        let timeout = FetchError::Timeout { host: host.to_owned(), after: self.settings.total_timeout };
        let step = tokio::time::timeout(*left, hop).await.map_err(|_elapsed| timeout)?;
        *left = left.saturating_sub(asked_at.elapsed());
        step
    }

    async fn ask(
        &self,
        url: Url,
        host: &str,
        request: &Request,
        (turn, leave): (&Turn, Leave),
    ) -> Result<Step, FetchError> {
        let port = url.port_or_known_default().unwrap_or_default();
        let (client, _asking) = self.clients.get(leave, host, port)?;
        let mut get = client.get(url.clone());
        if let Some(own) = request.reach.headers_for(&url) {
            get = get.headers(own.clone());
        }
        get = get.header(header::ACCEPT, request.accept);
        if let Some(etag) = &request.if_none_match {
            get = get.header(header::IF_NONE_MATCH, etag);
        }
        if let Some(at) = &request.if_modified_since {
            get = get.header(header::IF_MODIFIED_SINCE, at);
        }
        let response = get.send().await.map_err(|error| classify(error, host, port))?;
        let status = response.status().as_u16();
        match status {
            200..=299 | 304 => {}
            301 | 302 | 303 | 307 | 308 => {
                let to = redirect_target(&url, host, response.headers())?;
                return Ok(Step::Redirect { to, for_good: matches!(status, 301 | 308) });
            }
            other => return Err(refusal(other, host, response.headers(), turn)),
        }
        let peer = response.remote_addr().map(|peer| peer.ip());
        let links = request.reach.of_links(&url, peer, self.clients.rules());
        let (headers, final_url) = (response.headers().clone(), shown_url(&url));
        let bytes =
            if status == 304 { Vec::new() } else { body::read(response, (host, port), request.max_bytes).await? };
        Ok(Step::Answer(Response {
            status,
            final_url,
            links,
            moved_to: None,
            etag: text(&headers, header::ETAG),
            last_modified: text(&headers, header::LAST_MODIFIED),
            content_type: text(&headers, header::CONTENT_TYPE),
            cache_control: text(&headers, header::CACHE_CONTROL),
            bytes,
        }))
    }

    async fn follow(&self, request: &Request) -> Result<Response, FetchError> {
        let not_http = || FetchError::Url(shown_text(&request.url));
        let mut url = Url::parse(&request.url).ok().filter(is_http).ok_or_else(not_http)?;
        strip_login(&mut url);
        let mut left = self.settings.total_timeout;
        let (mut for_good_so_far, mut moved_to) = (true, None);
        for _ in 0..=MAX_REDIRECTS {
            let host = url.host_str().ok_or_else(not_http)?.to_owned();
            match self.hop(url, &host, request, &mut left).await? {
                Step::Answer(response) => return Ok(Response { moved_to, ..response }),
                Step::Redirect { to, for_good } => {
                    for_good_so_far &= for_good;
                    if for_good_so_far {
                        moved_to = Some(shown_url(&to));
                    }
                    url = to;
                }
            }
        }
        let host = url.host_str().ok_or_else(not_http)?.to_owned();
        Err(FetchError::Redirect { host, problem: format!("more than {MAX_REDIRECTS} times") })
    }

    /// Says once in a while whom a link would have asked.
    fn tell_refused(&self, host: &str, request: &Request, error: &FetchError) {
        if self.refusals.is_news(host, Instant::now()) {
            let of = request.reach.shown();
            tracing::warn!(host, feed = of, %error, "a link leads where it must not, and is not followed");
        }
    }
}

#[async_trait]
impl Fetch for HttpFetch {
    async fn get(&self, request: &Request) -> Result<Response, FetchError> {
        let answer = self.follow(request).await;
        if let Err(error @ FetchError::Forbidden { host, .. }) = &answer {
            self.tell_refused(host, request, error);
        }
        answer
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
    match from.join(&location) {
        Ok(mut to) if is_http(&to) => {
            strip_login(&mut to);
            Ok(to)
        }
        Ok(_) | Err(_) => {
            let shown = shown_text(&location);
            Err(refuse(format!("to `{shown}`, which is not an http or https URL")))
        }
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
