//! Why a URL could not be fetched.

use std::time::Duration;

/// Any boxed cause.
type Cause = Box<dyn std::error::Error + Send + Sync>;

/// What is wrong with a place that a link leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Its address is not reachable from everywhere.
    Address,
    /// Its name is one of inner networks.
    Name,
    /// Its port is none of the web.
    Port,
}

impl Rule {
    /// Every one of them, as a label.
    pub const LABELS: [&'static str; 3] = ["address", "name", "port"];

    /// As a label.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::Name => "name",
            Self::Port => "port",
        }
    }
}

/// Why a URL could not be fetched. Texts name the host and leave the cause to `source`.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// Not a URL that can be fetched; shown without what may be secret.
    #[error("`{0}` is not an http or https URL with a host")]
    Url(String),
    /// The settings cannot be used, such as a user agent that is no header value.
    #[error("the HTTP client cannot be set up")]
    Setup(#[source] Cause),
    /// A host that this URL may not lead to. Nothing was sent, and nothing will be.
    #[error("{host} is not asked: {why}; if it is meant, add \"{entry}\" to fetch.allow")]
    Forbidden {
        /// The host that was not asked; after a redirect not the one of the URL.
        host: String,
        /// Which part of the rule says so.
        rule: Rule,
        /// What the host is.
        why: String,
        /// What would allow it.
        entry: String,
    },
    /// No complete answer in time.
    #[error("{host} did not answer completely within {} s", .after.as_secs_f32())]
    Timeout {
        /// The host asked.
        host: String,
        /// The limit that passed.
        after: Duration,
    },
    /// No connection: no such host, refused, unreachable.
    #[error("{host} cannot be reached")]
    Connect {
        /// The host asked.
        host: String,
        /// What the network says.
        source: Cause,
    },
    /// The certificate or the TLS handshake failed.
    #[error("no secure connection to {host}")]
    Tls {
        /// The host asked.
        host: String,
        /// What TLS says.
        source: Cause,
    },
    /// A redirect that is not followed.
    #[error("{host} redirects {problem}")]
    Redirect {
        /// The host that redirects.
        host: String,
        /// Where to, or how often.
        problem: String,
    },
    /// An answer that is neither 2xx nor 304.
    #[error("{host} answered {status}")]
    Status {
        /// The host asked.
        host: String,
        /// HTTP status.
        status: u16,
    },
    /// The host wants to be left alone: 429, or 503 with `Retry-After`, now or a while ago.
    #[error("{host} asks to be left alone for {} s", .retry_after.as_secs())]
    RateLimited {
        /// The host asked.
        host: String,
        /// How long from now; at most a day.
        retry_after: Duration,
    },
    /// Somebody else asks the host, and the request does not wait, or waited long enough. Nothing was sent.
    #[error("{host} is being asked by another request")]
    Busy {
        /// The host whose turn it is not; after a redirect not the one of the URL.
        host: String,
    },
    /// Its `robots.txt` does not let us ask for this address. Nothing was asked but that file.
    #[error(
        "{host} does not let {token} ask for this: its robots.txt says so; if its operator agreed, write robots = \"ignore\""
    )]
    Disallowed {
        /// The host that does not want it; after a redirect not the one of the URL.
        host: String,
        /// The name we are known by there.
        token: String,
    },
    /// Its `robots.txt` cannot be had, so nobody knows what may be asked for, and nothing is.
    #[error("nothing of {host} is asked for while its robots.txt cannot be had: {why}")]
    NoRobots {
        /// The host whose file it is.
        host: String,
        /// What happened when it was asked for.
        why: String,
    },
    /// The body is over the cap.
    #[error("{host} sent {length} bytes or more, the limit is {limit}")]
    TooLarge {
        /// The host asked.
        host: String,
        /// The cap in bytes.
        limit: u64,
        /// What the server declared, else what was read until the cap was passed.
        length: u64,
        /// `sha256:` of what was read; `None`: nothing was.
        hash: Option<String>,
    },
    /// The answer is not HTTP, or broke off, or does not decompress.
    #[error("the answer of {host} is broken")]
    Broken {
        /// The host asked.
        host: String,
        /// What is wrong with it.
        source: Cause,
    },
}

impl FetchError {
    /// A host that may not be asked at a port.
    pub(crate) fn forbidden(host: &str, port: u16, rule: Rule, why: &str) -> Self {
        let entry = format!("{host}:{port}");
        Self::Forbidden { host: host.to_owned(), rule, why: why.to_owned(), entry }
    }
}
