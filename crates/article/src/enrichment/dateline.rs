//! The dateline: the line at the start of a story that says where and when it was filed, and by whom.

use crate::{Extra, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The dateline as printed, and what it says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Dateline {
    /// As printed.
    pub text: String,
    /// Where it was filed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<DatelinePlace>,
    /// Agencies and outlets named in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agencies: Vec<String>,
    /// ISO 8601 date at its true precision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Where it stands.
    pub span: Span,
    /// Properties this version does not model.
    #[serde(flatten)]
    pub extra: Extra,
}

/// The place of a dateline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DatelinePlace {
    /// In ordinary capitals.
    pub name: String,
    /// Index into the item's `places`.
    #[serde(rename = "ref", skip_serializing_if = "Option::is_none")]
    pub reference: Option<u32>,
}
