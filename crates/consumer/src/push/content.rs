//! What the headers of a request say of its body: lines, or one document with its address and id.

use super::problem::{Kind, Problem};
use article::{CanonicalUrl, ContentType};
use axum::http::{HeaderMap, header};

/// The header with the id that its source gave a document, named as in the raw topic.
const RECORD_ID: &str = article::header::RECORD_ID;
const LINES: &str = "application/x-ndjson";
const JSON: &str = "application/json";

/// What a body is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Content {
    /// One JSON object a line.
    Lines,
    /// One JSON object, which may have several lines.
    Object(About),
    /// One document.
    Document(About),
}

/// What is told of a document beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct About {
    /// As it was sent, parameters included.
    pub(super) content_type: String,
    pub(super) url: Option<String>,
    pub(super) id: Option<String>,
}

impl Content {
    /// What the headers say.
    pub(super) fn of(headers: &HeaderMap) -> Result<Self, Problem> {
        let unknown = |detail: String| Problem::new(Kind::UnknownType, detail);
        let Some(content_type) = text(headers, header::CONTENT_TYPE.as_str())? else {
            return Err(unknown(format!("say what it is in Content-Type: {LINES}, or the type of one document")));
        };
        let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        if essence == LINES {
            return Ok(Self::Lines);
        }
        if ContentType::parse(&essence).is_none() {
            return Err(unknown(format!("documents of this type are not read; send {LINES}, or a type that is")));
        }
        let url = text(headers, header::CONTENT_LOCATION.as_str())?;
        if let Some(Err(error)) = url.as_deref().map(CanonicalUrl::parse) {
            return Err(Problem::new(Kind::BrokenHeader, format!("Content-Location: {error}")));
        }
        let about = About { content_type, url, id: text(headers, RECORD_ID)? };
        Ok(if essence == JSON { Self::Object(about) } else { Self::Document(about) })
    }
}

/// A header's text; an empty one is none.
fn text(headers: &HeaderMap, name: &'static str) -> Result<Option<String>, Problem> {
    let broken = |_| Problem::new(Kind::BrokenHeader, format!("{name} is not UTF-8"));
    let value = headers.get(name).map(|value| std::str::from_utf8(value.as_bytes())).transpose().map_err(broken)?;
    Ok(value.map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned))
}
