//! Names in the text: each of their occurrences, and more about the people who have them.

use crate::{Extra, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What kind of thing a name names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MentionKind {
    /// A person.
    Person,
    /// An organisation.
    Organisation,
    /// A place or facility.
    Place,
    /// A named event.
    Event,
    /// A nationality, religious or political group.
    Nationality,
    /// A product.
    Product,
    /// Anything else with a name.
    Other,
}

/// One occurrence of a name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Mention {
    /// What it names.
    pub kind: MentionKind,
    /// Index into the item's array of that kind.
    #[serde(rename = "ref", skip_serializing_if = "Option::is_none")]
    pub reference: Option<u32>,
    /// The name, when it is in no array.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where it stands.
    pub span: Span,
    /// Properties this version does not model.
    #[serde(flatten)]
    pub extra: Extra,
}

/// More about a person of the item's `people`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct PersonDetail {
    /// Index into `people`.
    #[serde(rename = "ref")]
    pub reference: u32,
    /// Titles as printed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub titles: Vec<String>,
    /// Such as `Dr.`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub honorific: Option<String>,
    /// Country or organisation of the title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// Other printed forms of the name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// 0 to 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<u8>,
    /// Properties this version does not model.
    #[serde(flatten)]
    pub extra: Extra,
}
