//! The parts of an article message that repeat: texts, entities, subjects, ids. Names are ninjs's own.

use crate::Extra;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A text with a role and a media type: a headline or description.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Labelled {
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Media type of the value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// The text.
    pub value: String,
    /// Properties this version does not model.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Body {
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Media type of the value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// Unicode characters of the value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub char_count: Option<u32>,
    /// Words of the value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub word_count: Option<u32>,
    /// The text.
    pub value: String,
    /// Properties this version does not model.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A person, organisation or event.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Entity {
    /// The fullest name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// How it relates to the article.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rel: Option<String>,
    /// Its URI in some vocabulary.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uri: Option<String>,
    /// Its code in some vocabulary.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub literal: Option<String>,
    /// Properties this version does not model.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A place.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Place {
    /// The fullest name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// How it relates to the article.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rel: Option<String>,
    /// GeoNames URI.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uri: Option<String>,
    /// ISO 3166-2 code where known, else ISO 3166-1 alpha-2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub literal: Option<String>,
    /// A GeoJSON Feature, longitude before latitude.
    #[serde(rename = "geoJSON", skip_serializing_if = "Option::is_none")]
    pub geo_json: Option<Value>,
    /// Properties this version does not model.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A topic or keyword.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Subject {
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `about` or `keyword`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rel: Option<String>,
    /// Its URI in the vocabulary.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uri: Option<String>,
    /// `medtop:…` for Media Topics.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub literal: Option<String>,
    /// Who said so: the source, or one of our enrichers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub creator: Option<String>,
    /// 0 to 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relevance: Option<u8>,
    /// 0 to 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<u8>,
    /// Properties this version does not model.
    #[serde(flatten)]
    pub extra: Extra,
}

/// An agency or outlet.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct InfoSource {
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Such as `agency`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Its URI.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uri: Option<String>,
    /// Properties this version does not model.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A genre.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Genre {
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its URI.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uri: Option<String>,
    /// Properties this version does not model.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A form of the article elsewhere.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Rendition {
    /// `web` is the page.
    pub name: String,
    /// Its address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
    /// Media type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// Properties this version does not model.
    #[serde(flatten)]
    pub extra: Extra,
}

/// Another id of the article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AltId {
    /// Which kind of id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// The id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

impl Body {
    /// Whether this is the story as plain text: what every span counts in.
    pub fn is_main_text(&self) -> bool {
        self.role.as_deref() == Some("main") && self.content_type.as_deref().unwrap_or("text/plain") == "text/plain"
    }
}
