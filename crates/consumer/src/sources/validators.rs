//! What a server said about a document, by which it is asked for changes.

use super::fingerprint::Fingerprint;
use fetch::Response;
use serde::{Deserialize, Serialize};

/// What the server said about the last document, to ask it for changes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Validators {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) etag: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) last_modified: Option<String>,
    /// Of the document; for servers that say nothing. `None`: there is none that is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) body_hash: Option<String>,
}

impl Validators {
    pub(crate) fn of(response: &Response) -> Self {
        Self {
            etag: response.etag.clone(),
            last_modified: response.last_modified.clone(),
            body_hash: Some(Fingerprint::of(&[&response.bytes]).to_string()),
        }
    }
}
