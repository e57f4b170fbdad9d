//! Whether a host lets us ask for an address, and what it reserves: its `robots.txt` and `tdmrep.json`, asked for on the
//! same turn where they are not known.

use crate::body;
use crate::exchange::{Answered, Exchange, MAX_REDIRECTS};
use crate::politeness::{Hosts, Turn};
use crate::reach::Reach;
use crate::robots::{
    Answer, HostRules, KnownRobots, LONGEST, Rules, TdmRules, Verdict, address, product_token, tdm_address,
};
use crate::{FetchError, FetchSettings};
use reqwest::header::{self, HeaderValue};
use std::time::{Duration, Instant};
use url::Url;

/// What is asked for.
const ACCEPT: &str = "text/plain, application/json, */*;q=0.1";

/// What hosts have said so far, and as whom we ask.
#[derive(Debug)]
pub(crate) struct Consent {
    known: KnownRobots,
    token: String,
    /// Longest wait for a file, over all redirects.
    timeout: Duration,
}

impl Consent {
    pub(crate) fn new(settings: &FetchSettings) -> Self {
        let token = product_token(&settings.user_agent).to_owned();
        Self { known: KnownRobots::default(), token, timeout: settings.total_timeout }
    }

    /// Whether what is to be asked for may be, and what its host says of its use, as [`crate::Response::usage`] has it. The
    /// pause that the host asks for is kept from now on.
    pub(crate) async fn check(
        &self,
        to: Exchange<'_>,
        hosts: &Hosts,
        reach: &Reach,
    ) -> Result<Vec<String>, FetchError> {
        let Some(file) = address(to.url) else { return Ok(Vec::new()) };
        let host = to.host.to_owned();
        match self.verdict(to, file, hosts, reach).await? {
            Verdict::Rules(rules) => {
                to.turn.keep_pauses_of(rules.robots.delay().unwrap_or_default());
                let refusal = FetchError::Disallowed { host, token: self.token.clone() };
                if rules.robots.allow(to.url) { Ok(rules.tdm.of(to.url)) } else { Err(refusal) }
            }
            Verdict::Unreachable(why) => Err(FetchError::NoRobots { host, why }),
            Verdict::Unknown => Err(FetchError::NoRobots { host, why: "it was not asked for".to_owned() }),
        }
    }

    /// What is known of the host, after asking it where nothing is. An error is one that its pages would meet as well.
    async fn verdict(&self, to: Exchange<'_>, file: Url, hosts: &Hosts, reach: &Reach) -> Result<Verdict, FetchError> {
        let origin = to.url.origin();
        let known = self.known.verdict(&origin, Instant::now());
        if known != Verdict::Unknown {
            return Ok(known);
        }
        let until = tokio::time::Instant::now() + self.timeout;
        let asked = tokio::time::timeout_at(until, self.ask(to, file, hosts, reach)).await;
        let timeout = FetchError::Timeout { host: to.host.to_owned(), after: self.timeout };
        let error = match asked.unwrap_or(Err(timeout)) {
            Ok(robots) => {
                let token = self.token.clone();
                let robots = parsed(move || Rules::parse(&robots, &token)).await;
                let file = tdm_address(to.url);
                let tdm = match file {
                    Some(file) => tokio::time::timeout_at(until, self.ask(to, file, hosts, reach)).await,
                    None => Ok(Ok(Vec::new())),
                };
                let tdm = match tdm {
                    Ok(Ok(file)) => parsed(move || TdmRules::parse(&file)).await,
                    Ok(Err(error @ FetchError::RateLimited { .. })) => return Err(error),
                    // Where there is none, nothing is reserved by it.
                    Ok(Err(_)) | Err(_) => TdmRules::default(),
                };
                return Ok(self.known.note(&origin, Answer::Rules(HostRules { robots, tdm }), Instant::now()));
            }
            Err(error) => error,
        };
        match error {
            FetchError::Url(_)
            | FetchError::Setup(_)
            | FetchError::RateLimited { .. }
            | FetchError::Busy { .. }
            | FetchError::Disallowed { .. }
            | FetchError::NoRobots { .. } => Err(error),
            // As RFC 9309 has it: there is none.
            FetchError::Status { status: ..500, .. }
            | FetchError::Redirect { .. }
            | FetchError::Forbidden { .. }
            | FetchError::TooLarge { .. } => {
                Ok(self.known.note(&origin, Answer::Rules(HostRules::default()), Instant::now()))
            }
            // And here nobody knows.
            FetchError::Status { .. } | FetchError::Timeout { .. } | FetchError::Broken { .. } => {
                Ok(self.known.note(&origin, Answer::Unreachable(error.to_string()), Instant::now()))
            }
            FetchError::Connect { .. } | FetchError::Tls { .. } => {
                match self.known.note(&origin, Answer::Unreachable(error.to_string()), Instant::now()) {
                    rules @ Verdict::Rules(_) => Ok(rules),
                    Verdict::Unreachable(_) | Verdict::Unknown => Err(error),
                }
            }
        }
    }

    /// Asks for the file. Nobody waits for another host that it redirects to while holding the turn of the first one.
    async fn ask(&self, to: Exchange<'_>, file: Url, hosts: &Hosts, reach: &Reach) -> Result<Vec<u8>, FetchError> {
        let mut url = file;
        let mut elsewhere: Option<(String, Turn)> = None;
        for _ in 0..=MAX_REDIRECTS {
            let host = url.host_str().unwrap_or_default().to_owned();
            let leave = reach.leave(&url, to.clients.rules())?;
            elsewhere = match elsewhere.take().filter(|(at, _)| *at == host) {
                Some(there) => Some(there),
                None if host == to.host => None,
                None => Some((host.clone(), hosts.turn(&host, false).await?)),
            };
            let turn = elsewhere.as_ref().map_or(to.turn, |(_, turn)| turn);
            let exchange = Exchange { clients: to.clients, turn, leave, url: &url, host: &host };
            let mut headers = reach.headers_for(&url).cloned().unwrap_or_default();
            headers.insert(header::ACCEPT, HeaderValue::from_static(ACCEPT));
            match exchange.get(headers).await? {
                Answered::With(response) => {
                    return body::read_start(response, (&host, exchange.port()), LONGEST).await;
                }
                Answered::Redirect { to, .. } => url = to,
            }
        }
        Err(FetchError::Redirect { host: to.host.to_owned(), problem: format!("more than {MAX_REDIRECTS} times") })
    }
}

/// Reading is work, and off the runtime; a file that the reader cannot cope with says nothing.
async fn parsed<T: Default + Send + 'static>(parse: impl FnOnce() -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(parse).await.unwrap_or_default()
}
