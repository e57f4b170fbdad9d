//! Whether a reader gets the whole text.

use crate::Extra;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Whether the whole text was there to read.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Access {
    /// Behind a paywall.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paywalled: Option<bool>,
    /// Only the beginning.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stub: Option<bool>,
    /// Properties this version does not model.
    #[serde(flatten)]
    pub extra: Extra,
}
