//! Why a request is not taken, as RFC 9457 has it told: one closed list of kinds, each with its status.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::time::Duration;

/// What a kind's word is a part of: `urn:dateline:push:too_large`.
const TYPES: &str = "urn:dateline:push:";
const MEDIA_TYPE: &str = "application/problem+json";
/// Longest text about one line, in characters.
const DETAIL: usize = 300;

/// A kind of problem. Its word is the end of `type` and the label `outcome` of the metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    BrokenBody,
    BrokenHeader,
    Empty,
    NoToken,
    NotFound,
    WrongMethod,
    TooSlow,
    TooLarge,
    InflatesTooMuch,
    TooManyRecords,
    UnknownType,
    UnknownEncoding,
    NothingTaken,
    TooOften,
    Paused,
    Full,
    Draining,
    BusAway,
    InDoubt,
}

impl Kind {
    /// All of them.
    pub(crate) const ALL: [Self; 19] = [
        Self::BrokenBody,
        Self::BrokenHeader,
        Self::Empty,
        Self::NoToken,
        Self::NotFound,
        Self::WrongMethod,
        Self::TooSlow,
        Self::TooLarge,
        Self::InflatesTooMuch,
        Self::TooManyRecords,
        Self::UnknownType,
        Self::UnknownEncoding,
        Self::NothingTaken,
        Self::TooOften,
        Self::Paused,
        Self::Full,
        Self::Draining,
        Self::BusAway,
        Self::InDoubt,
    ];

    /// Its word, its status and its title.
    fn told(self) -> (&'static str, StatusCode, &'static str) {
        match self {
            Self::BrokenBody => ("broken_body", StatusCode::BAD_REQUEST, "The body cannot be read"),
            Self::BrokenHeader => ("broken_header", StatusCode::BAD_REQUEST, "A header cannot be read"),
            Self::Empty => ("empty", StatusCode::BAD_REQUEST, "There is nothing in the body"),
            Self::NoToken => ("no_token", StatusCode::UNAUTHORIZED, "No token that is taken here"),
            Self::NotFound => ("not_found", StatusCode::NOT_FOUND, "There is nothing here"),
            Self::WrongMethod => ("wrong_method", StatusCode::METHOD_NOT_ALLOWED, "Not with this method"),
            Self::TooSlow => ("too_slow", StatusCode::REQUEST_TIMEOUT, "The body took too long"),
            Self::TooLarge => ("too_large", StatusCode::PAYLOAD_TOO_LARGE, "The body is too large"),
            Self::InflatesTooMuch => {
                ("inflates_too_much", StatusCode::PAYLOAD_TOO_LARGE, "The body unpacks to too many times its size")
            }
            Self::TooManyRecords => {
                ("too_many_records", StatusCode::PAYLOAD_TOO_LARGE, "Too many records in one request")
            }
            Self::UnknownType => ("unknown_type", StatusCode::UNSUPPORTED_MEDIA_TYPE, "Unknown content type"),
            Self::UnknownEncoding => {
                ("unknown_encoding", StatusCode::UNSUPPORTED_MEDIA_TYPE, "Unknown content encoding")
            }
            Self::NothingTaken => ("nothing_taken", StatusCode::UNPROCESSABLE_ENTITY, "No record could be taken"),
            Self::TooOften => ("too_often", StatusCode::TOO_MANY_REQUESTS, "Too many records in too short a time"),
            Self::Paused => ("paused", StatusCode::TOO_MANY_REQUESTS, "This source is paused"),
            Self::Full => ("full", StatusCode::SERVICE_UNAVAILABLE, "Too much is under way"),
            Self::Draining => ("draining", StatusCode::SERVICE_UNAVAILABLE, "The service is ending"),
            Self::BusAway => ("bus_away", StatusCode::SERVICE_UNAVAILABLE, "Records cannot be written now"),
            Self::InDoubt => ("in_doubt", StatusCode::SERVICE_UNAVAILABLE, "Whether it was written is not known"),
        }
    }

    /// Its word.
    pub(crate) fn word(self) -> &'static str {
        self.told().0
    }
}

/// Why a line of a request is no record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct RefusedLine {
    /// From 1 on, empty lines counted.
    pub(crate) line: usize,
    /// One of a few words.
    pub(crate) reason: &'static str,
    /// What is wrong and what to do.
    pub(crate) detail: String,
}

impl RefusedLine {
    /// Of a line; a long detail is cut.
    pub(crate) fn new(line: usize, reason: &'static str, detail: &str) -> Self {
        Self { line, reason, detail: detail.chars().take(DETAIL).collect() }
    }
}

/// Why a request is not taken.
#[derive(Debug)]
pub(crate) struct Problem {
    pub(crate) kind: Kind,
    detail: String,
    retry_after: Option<Duration>,
    refused: Vec<RefusedLine>,
}

#[derive(Serialize)]
struct ProblemJson {
    r#type: String,
    title: &'static str,
    status: u16,
    detail: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    refused: Vec<RefusedLine>,
}

impl Problem {
    /// A problem; `detail` says what is wrong with this request and what to do.
    pub(crate) fn new(kind: Kind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into(), retry_after: None, refused: Vec::new() }
    }

    /// The same, and when to send it again.
    pub(crate) fn later(kind: Kind, detail: impl Into<String>, wait: Duration) -> Self {
        Self { retry_after: Some(wait), ..Self::new(kind, detail) }
    }

    /// The lines, none of which could be taken.
    pub(crate) fn nothing_taken(refused: Vec<RefusedLine>) -> Self {
        Self { refused, ..Self::new(Kind::NothingTaken, "each line is named with what is wrong; nothing was written") }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (word, status, title) = self.kind.told();
        let r#type = format!("{TYPES}{word}");
        let json = ProblemJson { r#type, title, status: status.as_u16(), detail: self.detail, refused: self.refused };
        // Texts and numbers are always written.
        let body = serde_json::to_vec(&json).unwrap_or_default();
        let mut response = (status, [(header::CONTENT_TYPE, MEDIA_TYPE)], body).into_response();
        let headers = response.headers_mut();
        if let Some(wait) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(wait.as_secs_f64().ceil().max(1.0) as u64));
        }
        match self.kind {
            Kind::NoToken => {
                headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            Kind::UnknownEncoding => {
                headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("gzip, zstd"));
            }
            _ => {}
        }
        response
    }
}
