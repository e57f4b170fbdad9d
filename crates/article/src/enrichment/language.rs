//! The language of an article.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How the language was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeclaredOrText {
    /// Read off the text.
    Text,
    /// As the source declares.
    Declared,
}

/// The language of the body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Language {
    /// BCP 47.
    pub value: String,
    /// 0 to 100.
    pub confidence: u8,
    /// How it was found.
    pub from: DeclaredOrText,
}
