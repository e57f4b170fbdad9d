//! Polite HTTP: one request at a time to a host, with pauses, timeouts and a cap on what is read.
//!
//! In: a URL and what is known of its last answer. Out: the bytes as received and the few headers that matter, or an
//! error that names the host and what happened. Two implementations of one trait: [`HttpFetch`] on the network and
//! [`RecordedFetch`], which answers from memory or a directory. This crate never keeps cookies, never decodes text and
//! never decides when to try again.

mod body;
mod error;
mod http;
mod politeness;
mod recorded;
mod request;
mod retry_after;
mod settings;

pub use error::FetchError;
pub use http::HttpFetch;
pub use recorded::{Recorded, RecordedFetch, RecordedPage, RecordingError};
pub use request::{Fetch, Request, Response};
pub use settings::FetchSettings;
