//! Who said what.

use crate::{Extra, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Word for word, or reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum QuoteKind {
    /// Within quotation marks.
    Direct,
    /// Reported speech.
    Indirect,
}

/// A quotation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Quote {
    /// Direct or indirect.
    pub kind: QuoteKind,
    /// Without its marks.
    pub text: String,
    /// Who said it, by the fullest name the article gives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speaker: Option<Speaker>,
    /// The attribution as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mention: Option<String>,
    /// The reporting verb as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cue: Option<String>,
    /// Where it stands.
    pub span: Span,
    /// Properties this version does not model.
    #[serde(flatten)]
    pub extra: Extra,
}

/// Who said it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Speaker {
    /// The fullest name.
    pub name: String,
    /// Index into `people`.
    #[serde(rename = "ref", skip_serializing_if = "Option::is_none")]
    pub reference: Option<u32>,
}
