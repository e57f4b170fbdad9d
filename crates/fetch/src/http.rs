//! Fetching over the network.

use crate::allowed::AllowList;
use crate::clients::Clients;
use crate::consent::Consent;
use crate::exchange::{Answered, Exchange, MAX_REDIRECTS, is_http, text};
use crate::names::{Names, SystemNames};
use crate::politeness::Hosts;
use crate::reach::Rules;
use crate::refusals::Refusals;
use crate::source_address::shown_text;
use crate::{Fetch, FetchError, FetchSettings, Request, Response, body, http_date, proxies};
use article::{shown_url, strip_login, usage_lines};
use async_trait::async_trait;
use reqwest::header::{self, HeaderMap, HeaderValue};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};
use url::Url;

/// Fetches over HTTP and HTTPS. One instance serves a whole process: it knows whose turn it is at every host.
#[derive(Debug)]
pub struct HttpFetch {
    settings: FetchSettings,
    clients: Clients,
    hosts: Hosts,
    consent: Consent,
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
        let (hosts, consent) = (Hosts::new(settings.host_delay), Consent::new(&settings));
        let clients = Clients::new(&settings, names, rules, 1);
        Self { clients, hosts, consent, refusals: Refusals::default(), settings }
    }

    /// Asks one host, if it may be asked, within what is `left` of the time for the whole answer.
    async fn hop(&self, url: Url, host: &str, request: &Request, left: &mut Duration) -> Result<Step, FetchError> {
        let leave = request.reach.leave(&url, self.clients.rules())?;
        let turn = self.hosts.turn(host, request.waits_for(host)).await?;
        let exchange = Exchange { clients: &self.clients, turn: &turn, leave, url: &url, host };
        let reserved = match request.asks_robots() {
            true => self.consent.check(exchange, &self.hosts, &request.reach).await?,
            false => Vec::new(),
        };
        let asked_at = Instant::now();
        let timeout = FetchError::Timeout { host: host.to_owned(), after: self.settings.total_timeout };
        let step = tokio::time::timeout(*left, self.ask(exchange, request)).await.map_err(|_elapsed| timeout)?;
        *left = left.saturating_sub(asked_at.elapsed());
        Ok(match step? {
            // What came with the page goes before.
            Step::Answer(mut response) => {
                response.usage.extend(reserved);
                Step::Answer(response)
            }
            redirect @ Step::Redirect { .. } => redirect,
        })
    }

    async fn ask(&self, exchange: Exchange<'_>, request: &Request) -> Result<Step, FetchError> {
        let (url, host) = (exchange.url, exchange.host);
        let response = match exchange.get(headers(request, url)).await? {
            Answered::With(response) => response,
            Answered::Redirect { to, for_good } => return Ok(Step::Redirect { to, for_good }),
        };
        let status = response.status().as_u16();
        let peer = response.remote_addr().map(|peer| peer.ip());
        let links = request.reach.of_links(url, peer, self.clients.rules());
        let (headers, final_url) = (response.headers().clone(), shown_url(url));
        let bytes = match status {
            304 => Vec::new(),
            _ => body::read(response, (host, exchange.port()), request.max_bytes).await?,
        };
        Ok(Step::Answer(Response {
            status,
            final_url,
            links,
            moved_to: None,
            moved_to_is_whole: false,
            etag: text(&headers, header::ETAG),
            last_modified: text(&headers, header::LAST_MODIFIED),
            content_type: text(&headers, header::CONTENT_TYPE),
            cache_control: text(&headers, header::CACHE_CONTROL),
            expires_in: expires_in(&headers),
            usage: usage(&headers),
            bytes,
        }))
    }

    async fn follow(&self, request: &Request) -> Result<Response, FetchError> {
        let not_http = || FetchError::Url(shown_text(&request.url));
        let mut url = Url::parse(&request.url).ok().filter(is_http).ok_or_else(not_http)?;
        strip_login(&mut url);
        let mut left = self.settings.total_timeout;
        let (mut for_good_so_far, mut moved) = (true, None);
        for _ in 0..=MAX_REDIRECTS {
            let host = url.host_str().ok_or_else(not_http)?.to_owned();
            match self.hop(url, &host, request, &mut left).await? {
                Step::Answer(response) => {
                    let (moved_to, moved_to_is_whole) = moved.map_or((None, false), |(to, whole)| (Some(to), whole));
                    return Ok(Response { moved_to, moved_to_is_whole, ..response });
                }
                Step::Redirect { to, for_good } => {
                    for_good_so_far &= for_good;
                    if for_good_so_far {
                        let shown = shown_url(&to);
                        let is_whole = shown == to.as_str();
                        moved = Some((shown, is_whole));
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

/// What is sent with a request.
fn headers(request: &Request, url: &Url) -> HeaderMap {
    let mut headers = request.reach.headers_for(url).cloned().unwrap_or_default();
    headers.insert(header::ACCEPT, HeaderValue::from_static(request.accept));
    let conditions =
        [(header::IF_NONE_MATCH, &request.if_none_match), (header::IF_MODIFIED_SINCE, &request.if_modified_since)];
    for (name, value) in conditions {
        // It came in a header.
        if let Some(value) = value.as_ref().and_then(|value| HeaderValue::from_str(value).ok()) {
            headers.insert(name, value);
        }
    }
    headers
}

/// By the clock of its server, where it has one.
fn expires_in(headers: &HeaderMap) -> Option<Duration> {
    let (expires, date) = (text(headers, header::EXPIRES), text(headers, header::DATE));
    http_date::expires_in(expires.as_deref(), date.as_deref(), SystemTime::now())
}

/// What headers say of how an answer may be used.
fn usage(headers: &HeaderMap) -> Vec<String> {
    usage_lines(|name| headers.get_all(name).iter().filter_map(|value| value.to_str().ok()))
}
