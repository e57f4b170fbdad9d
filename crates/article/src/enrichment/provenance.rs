//! What each stage did to an article.

use crate::{Extra, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a stage did, when, from which record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Provenance {
    /// `ingest`, `extract`, `enrich`.
    pub stage: String,
    /// Service and version.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Name of the source, for ingest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The record it was read from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<RecordRef>,
    /// Names of the models used.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub models: BTreeMap<String, String>,
    /// Lists of which entries were left out, some or all, because there were too many for one message.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dropped: Vec<String>,
    /// The character of the main body at which reading ended, where the text goes on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_to: Option<u32>,
    /// Enrichers that do not know the language of the article.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skipped: Vec<String>,
    /// Where `usageTerms` and `rightsInfo` that are for programs were stated, such as `header tdm-reservation`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub terms_from: Vec<String>,
    /// Properties this version does not model.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Provenance {
    /// What a stage did at this time, with nothing more to say of it.
    pub fn new(stage: &str, by: &str, at: Timestamp) -> Self {
        Self {
            stage: stage.to_owned(),
            by: by.to_owned(),
            at,
            source: None,
            from: None,
            models: BTreeMap::new(),
            dropped: Vec::new(),
            read_to: None,
            skipped: Vec::new(),
            terms_from: Vec::new(),
            extra: Extra::new(),
        }
    }
}

/// The place of a record in a topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RecordRef {
    /// Topic name.
    pub topic: String,
    /// Partition number.
    pub partition: i32,
    /// Offset.
    pub offset: i64,
}
