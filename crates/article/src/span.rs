//! Where something stands in a text.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A piece of the main plain-text body in Unicode characters, end exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Span {
    /// First character.
    pub start: u32,
    /// One past the last character.
    pub end: u32,
}
