//! Polite HTTP: one request at a time to a host, with pauses, timeouts and a cap on what is read.
//!
//! In: a URL and what is known of its last answer. Out: the bytes as received and the few headers that matter, or an
//! error that names the host and what happened. Two implementations of one trait: [`HttpFetch`] on the network and
//! [`RecordedFetch`], which answers from memory or a directory. This crate never keeps cookies, never decodes text and
//! never decides when to try again.
//!
//! A URL is a stranger's unless its request says otherwise, and leads then to hosts only that are reachable from
//! everywhere: [`Reach`] is the one rule, looked at before every request, of redirects too, and once more for the
//! addresses its name has. Logins in URLs of strangers are not sent.
//!
//! What a stranger links to is asked for only where the `robots.txt` of its host (RFC 9309) lets us: [`Request`] says whether
//! it holds.
//!
//! What goes the other way is POSTed to one receiver that an operator configured, under the same rule: [`HttpPost`].

mod allowed;
mod body;
mod clients;
mod consent;
mod error;
mod exchange;
mod global;
mod http;
mod http_date;
mod names;
mod politeness;
mod post;
mod proxies;
mod reach;
mod recorded;
mod refusals;
mod request;
mod retry_after;
mod robots;
mod settings;
mod source_address;
mod transport_error;

pub use allowed::{Allowed, Place};
pub use error::{FetchError, Rule};
pub use http::HttpFetch;
pub use names::Names;
pub use post::{Answer, HttpPost};
pub use reach::Reach;
pub use recorded::{Recorded, RecordedFetch, RecordedPage, RecordingError};
pub use request::{Fetch, Request, Response};
pub use settings::FetchSettings;
pub use source_address::{AddressError, SourceAddress, without_login};
