//! Why records of a web archive are passed over: they hold no document, and nothing is wrong with them.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Why one was passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum PassedOver {
    /// It is neither a response nor a resource.
    RecordType,
    /// The document had not changed since an earlier visit.
    Revisit,
    /// Only a part of the document was kept.
    Part,
    /// Its address is none of the web.
    Address,
    /// It is for programs that visit a site: `robots.txt` and the like.
    SiteFile,
    /// The server sent readers elsewhere: 3xx.
    Redirect,
    /// The server did not give it: 4xx.
    ClientError,
    /// The server failed: 5xx.
    ServerError,
    /// A status that brings no whole document: 1xx, 204, 206.
    OtherStatus,
    /// A media type that is not read, such as that of an image, or none.
    MediaType,
    /// No byte of it.
    Empty,
}

impl PassedOver {
    fn as_str(self) -> &'static str {
        match self {
            Self::RecordType => "of other types",
            Self::Revisit => "revisits",
            Self::Part => "cut short",
            Self::Address => "not of the web",
            Self::SiteFile => "for programs, such as robots.txt",
            Self::Redirect => "redirects",
            Self::ClientError => "with status 4xx",
            Self::ServerError => "with status 5xx",
            Self::OtherStatus => "with another status",
            Self::MediaType => "of media types that are not read",
            Self::Empty => "empty",
        }
    }
}

/// How many there were of each, for people: `3 revisits, 1 empty`. Empty: none.
pub(super) fn outline(counts: &BTreeMap<PassedOver, u64>) -> String {
    let parts: Vec<_> = counts.iter().map(|(reason, count)| format!("{count} {}", reason.as_str())).collect();
    parts.join(", ")
}
