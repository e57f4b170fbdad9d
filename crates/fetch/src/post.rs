//! POSTing to one receiver that an operator configured.
//!
//! In: headers and a body. Out: the status of a complete answer and how long it asks to be left alone, or why there is
//! none. Redirects are not followed, nothing is tried twice, and of the receiver's URL only scheme, host and port are ever
//! shown: the path of such a URL is often its password.

use crate::allowed::AllowList;
use crate::clients::Clients;
use crate::names::{Names, SystemNames};
use crate::reach::{Leave, Reach, Rules};
use crate::transport_error::classify;
use crate::{FetchError, FetchSettings, SourceAddress, proxies, retry_after};
use reqwest::header::{self, HeaderMap};
use reqwest::{Method, RequestBuilder, Response};
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use url::Url;

/// Bytes of an answer that are read. It says nothing that we need; read it is to know that it is there.
const LONGEST_ANSWER: usize = 64 << 10;

/// What a receiver answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status, none of 3xx.
    pub status: u16,
    /// How long from now it asks to be left alone; at most a day.
    pub retry_after: Option<Duration>,
}

/// POSTs to one receiver.
pub struct HttpPost {
    receiver: Arc<SourceAddress>,
    reach: Reach,
    clients: Clients,
    limit: Duration,
}

impl HttpPost {
    /// Nothing is sent or set up yet. Of the settings, delays and what links may lead to mean nothing here. Unless it
    /// `may_be_inside`, the receiver is asked at addresses only that are reachable from everywhere. `kept`: connections
    /// that stay open between requests.
    pub fn new(settings: &FetchSettings, receiver: SourceAddress, may_be_inside: bool, kept: usize) -> Self {
        Self::with_names(settings, receiver, may_be_inside, kept, Arc::new(SystemNames))
    }

    /// The same, with names looked up elsewhere than in the system.
    pub fn with_names(
        settings: &FetchSettings,
        receiver: SourceAddress,
        may_be_inside: bool,
        kept: usize,
        names: Arc<dyn Names>,
    ) -> Self {
        let rules = Rules { allowed: AllowList::default(), proxies: proxies::names() };
        let receiver = Arc::new(receiver);
        Self {
            reach: Reach::of_receiver(Arc::clone(&receiver), may_be_inside),
            receiver,
            clients: Clients::new(settings, names, rules, kept),
            limit: settings.total_timeout,
        }
    }

    /// Scheme, host and port of the receiver.
    pub fn shown(&self) -> String {
        shown_origin(self.receiver.url())
    }

    /// Whether the receiver may be asked, as far as its URL says itself; addresses of names are looked at when it is.
    pub fn check(&self) -> Result<(), FetchError> {
        self.leave().map(|_| ())
    }

    /// Sends a body of JSON, once.
    pub async fn post(&self, headers: &[(&'static str, String)], body: String) -> Result<Answer, FetchError> {
        self.within(async {
            let url = self.receiver.url().clone();
            let own = self.reach.headers_for(&url).cloned().unwrap_or_default();
            let dress = |request: RequestBuilder| {
                let request = request.headers(own).header(header::CONTENT_TYPE, "application/json");
                headers.iter().fold(request, |request, (name, value)| request.header(*name, value)).body(body)
            };
            let response = self.send(Method::POST, url, dress).await?;
            let status = response.status().as_u16();
            if (300..=399).contains(&status) {
                return Err(self.redirect(status, response.headers()));
            }
            let answer = Answer { status, retry_after: retry_after_of(response.headers()) };
            self.read_out(response).await?;
            Ok(answer)
        })
        .await
    }

    /// Whether the receiver can be connected to. Its host is asked for nothing (`HEAD /`) and gets nothing to know; any
    /// answer will do, and none if only the connection stood.
    pub async fn connect(&self) -> Result<(), FetchError> {
        let mut url = self.receiver.url().clone();
        url.set_path("/");
        url.set_query(None);
        let asked = self.within(async { self.send(Method::HEAD, url, |request| request).await.map(|_| ()) }).await;
        match asked {
            Err(
                error @ (FetchError::Connect { .. }
                | FetchError::Tls { .. }
                | FetchError::Forbidden { .. }
                | FetchError::Setup(_)),
            ) => Err(error),
            Ok(()) | Err(_) => Ok(()),
        }
    }

    async fn send(
        &self,
        method: Method,
        url: Url,
        dress: impl FnOnce(RequestBuilder) -> RequestBuilder,
    ) -> Result<Response, FetchError> {
        let (host, port) = self.host_and_port();
        let (client, _asking) = self.clients.get(self.leave()?, host, port)?;
        // What the answer says is not looked at, so nothing is gained by packing it.
        let request = client.request(method, url).header(header::ACCEPT_ENCODING, "identity");
        dress(request).send().await.map_err(|error| classify(error, host, port))
    }

    /// Reads an answer to its end: one that breaks off is none.
    async fn read_out(&self, mut response: Response) -> Result<(), FetchError> {
        let (host, port) = self.host_and_port();
        let mut read = 0;
        while read < LONGEST_ANSWER {
            let chunk = response.chunk().await.map_err(|error| classify(error, host, port))?;
            let Some(chunk) = chunk else { break };
            read += chunk.len();
        }
        Ok(())
    }

    async fn within<T>(&self, work: impl Future<Output = Result<T, FetchError>>) -> Result<T, FetchError> {
        let late = |_elapsed| FetchError::Timeout { host: self.receiver.host().to_owned(), after: self.limit };
        tokio::time::timeout(self.limit, work).await.map_err(late)?
    }

    fn leave(&self) -> Result<Leave, FetchError> {
        self.reach.leave(self.receiver.url(), self.clients.rules())
    }

    fn host_and_port(&self) -> (&str, u16) {
        (self.receiver.host(), self.receiver.url().port_or_known_default().unwrap_or_default())
    }

    fn redirect(&self, status: u16, headers: &HeaderMap) -> FetchError {
        let to = headers.get(header::LOCATION).and_then(|to| to.to_str().ok());
        let problem = match to.and_then(|to| self.receiver.url().join(to).ok()) {
            Some(to) if to.origin() == self.receiver.url().origin() => format!("({status}) to another path of its own"),
            Some(to) if to.has_host() => format!("({status}) to {}", shown_origin(&to)),
            Some(_) | None => format!("({status}) without saying where to"),
        };
        FetchError::Redirect { host: self.receiver.host().to_owned(), problem }
    }
}

impl fmt::Debug for HttpPost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpPost").field("receiver", &self.shown()).finish_non_exhaustive()
    }
}

fn retry_after_of(headers: &HeaderMap) -> Option<Duration> {
    let stated = headers.get(header::RETRY_AFTER)?.to_str().ok()?;
    retry_after::parse(stated, SystemTime::now())
}

/// What may be seen of a URL whose path may be secret.
fn shown_origin(url: &Url) -> String {
    let shown: String = url.origin().ascii_serialization().chars().take(200).collect();
    shown
}
