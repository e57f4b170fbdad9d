//! One request to one host whose turn it is, and how it was answered.

use crate::clients::Clients;
use crate::politeness::Turn;
use crate::reach::Leave;
use crate::source_address::shown_text;
use crate::transport_error::classify;
use crate::{FetchError, retry_after};
use article::strip_login;
use reqwest::header::{self, HeaderMap, HeaderName};
use std::time::{Duration, SystemTime};
use url::Url;

/// Redirects followed before giving up.
pub(crate) const MAX_REDIRECTS: usize = 5;

/// The pause after a 429 that does not say how long.
const UNSTATED_PAUSE: Duration = Duration::from_secs(60);

/// Whom is asked, and on whose turn.
#[derive(Clone, Copy)]
pub(crate) struct Exchange<'a> {
    pub(crate) clients: &'a Clients,
    pub(crate) turn: &'a Turn,
    pub(crate) leave: Leave,
    pub(crate) url: &'a Url,
    pub(crate) host: &'a str,
}

/// What came back.
pub(crate) enum Answered {
    /// 2xx or 304; its body is still to be read.
    With(reqwest::Response),
    Redirect {
        to: Url,
        for_good: bool,
    },
}

impl Exchange<'_> {
    pub(crate) fn port(&self) -> u16 {
        self.url.port_or_known_default().unwrap_or_default()
    }

    /// Asks, with these headers. A host that asks for a pause gets it.
    pub(crate) async fn get(&self, headers: HeaderMap) -> Result<Answered, FetchError> {
        let (host, port) = (self.host, self.port());
        let (client, _asking) = self.clients.get(self.leave, host, port)?;
        let response = client.get(self.url.clone()).headers(headers).send().await;
        let response = response.map_err(|error| classify(error, host, port))?;
        let status = response.status().as_u16();
        match status {
            200..=299 | 304 => Ok(Answered::With(response)),
            301 | 302 | 303 | 307 | 308 => {
                let to = redirect_target(self.url, host, response.headers())?;
                Ok(Answered::Redirect { to, for_good: matches!(status, 301 | 308) })
            }
            other => Err(refusal(other, host, response.headers(), self.turn)),
        }
    }
}

/// Whether a URL is one of a web server.
pub(crate) fn is_http(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https") && url.host_str().is_some_and(|host| !host.is_empty())
}

/// A header as text. One that is not visible ASCII says nothing to us and counts as absent.
pub(crate) fn text(headers: &HeaderMap, name: impl Into<HeaderName>) -> Option<String> {
    headers.get(name.into())?.to_str().ok().map(str::to_owned)
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
