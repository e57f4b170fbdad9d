//! What the configuration says about a store that POSTs.

use super::signature::{SecretError, Signer};
use fetch::{FetchError, FetchSettings, HttpPost, SourceAddress};
use service::config::Keys;
use std::fmt;
use std::ops::RangeInclusive;
use std::time::Duration;

/// How long one answer may take. Receivers are told to answer first and to work then.
const TIMEOUT: Duration = Duration::from_secs(30);
/// What that may be set to. With the patience of a write it stays below a minute, after which a partition that stands
/// still is looked after.
const TIMEOUTS: RangeInclusive<Duration> = Duration::from_secs(1)..=Duration::from_secs(40);
/// Longest wait for a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// Requests at a time. An article's versions are never on their way at once.
const AT_ONCE: usize = 4;

/// A receiver of articles. Its debug form shows no secret, and of the URL no path.
#[derive(Clone)]
pub struct HttpSettings {
    /// Name of the store.
    pub name: String,
    /// Where articles are POSTed, and what lets us in there.
    pub receiver: SourceAddress,
    /// Signs every message.
    pub signer: Signer,
    /// Articles that one request has at most; with 1 it is an article, else a list.
    pub articles_per_request: usize,
    /// Requests at a time.
    pub requests_at_once: usize,
    /// Longest wait for one complete answer.
    pub timeout: Duration,
    /// Whether the receiver may be on this machine or in an inner network.
    pub private_network: bool,
    /// Whether it is also sent what a replay writes.
    pub replays: bool,
    /// Whether it is given embargoed articles before their time.
    pub embargoed: bool,
}

impl HttpSettings {
    /// A receiver with the default limits, that is sent one article at a time.
    pub fn new(name: &str, receiver: SourceAddress, signer: Signer) -> Self {
        Self {
            name: name.to_owned(),
            receiver,
            signer,
            articles_per_request: 1,
            requests_at_once: AT_ONCE,
            timeout: TIMEOUT,
            private_network: false,
            replays: false,
            embargoed: false,
        }
    }

    /// Reads the keys of its table.
    pub fn read(mut keys: Keys<'_>) -> Option<Self> {
        let name = keys.name().to_owned();
        let receiver = receiver(&mut keys);
        let signer = signer(&mut keys);
        let articles_per_request = keys.integer("articles_per_request", 1..=500).or(1);
        let requests_at_once = keys.integer("requests_at_once", 1..=32).or(AT_ONCE);
        let timeout = keys.duration("timeout", TIMEOUTS).or(TIMEOUT);
        let private_network = keys.boolean("private_network").or(false);
        let replays = keys.boolean("replays").or(false);
        let embargoed = keys.boolean("embargoed").or(false);
        let settings = receiver.zip(signer).map(|(receiver, signer)| Self {
            articles_per_request,
            requests_at_once,
            timeout,
            private_network,
            replays,
            embargoed,
            ..Self::new(&name, receiver, signer)
        });
        if let Some(Err(error)) = settings.as_ref().map(|settings| settings.client().check()) {
            keys.problem("url", &refused(&error));
        }
        keys.finish();
        settings
    }

    /// What POSTs to the receiver.
    pub(super) fn client(&self) -> HttpPost {
        let limits = FetchSettings {
            connect_timeout: CONNECT_TIMEOUT.min(self.timeout / 2),
            total_timeout: self.timeout,
            ..FetchSettings::default()
        };
        HttpPost::new(&limits, self.receiver.clone(), self.private_network, self.requests_at_once)
    }
}

/// Why the receiver is not asked, and which key allows it.
pub(super) fn refused(error: &FetchError) -> String {
    match error {
        FetchError::Forbidden { host, why, .. } => {
            format!("{host} is not asked: {why}; if it is meant, write `private_network = true`")
        }
        other => other.to_string(),
    }
}

fn receiver(keys: &mut Keys<'_>) -> Option<SourceAddress> {
    let (url, headers) = (keys.required_secret("url"), keys.secrets("headers"));
    let mut receiver: SourceAddress = match url?.expose().trim().parse() {
        Ok(receiver) => receiver,
        Err(error) => {
            keys.problem("url", &format!("{error}"));
            return None;
        }
    };
    for (name, value) in headers {
        if name.eq_ignore_ascii_case("authorization") && receiver.has_login() {
            keys.problem_in("headers", &name, "is given beside the login in the url; keep one of them");
        } else if name.to_ascii_lowercase().starts_with("webhook-") {
            keys.problem_in("headers", &name, "is set by the program itself; leave it out");
        } else {
            match receiver.clone().with_header(&name, value.expose()) {
                Ok(with_header) => receiver = with_header,
                Err(error) => keys.problem_in("headers", &name, &format!("does not do: {error}")),
            }
        }
    }
    if !receiver.is_encrypted() && !receiver.is_on_this_machine() {
        keys.warning("url", "is not encrypted, so that anyone on the way can read it and the articles; write https");
    }
    Some(receiver)
}

fn signer(keys: &mut Keys<'_>) -> Option<Signer> {
    let (secret, second) = (keys.required_secret("secret"), keys.secret("second_secret"));
    let mut usable = |key: &str, signer: Result<Signer, SecretError>| {
        signer.map_err(|error| keys.problem(key, &error.to_string())).ok()
    };
    let signer = usable("secret", Signer::try_new(secret?.expose()))?;
    match second {
        Some(second) => usable("second_secret", signer.and(second.expose())),
        None => Some(signer),
    }
}

impl fmt::Debug for HttpSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut form = f.debug_struct("HttpSettings");
        form.field("name", &self.name).field("receiver", &self.client().shown()).finish_non_exhaustive()
    }
}
