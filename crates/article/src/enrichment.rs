//! What Dateline adds to the ninjs item. Unknown is absent: no field is ever null or empty.

mod access;
mod dateline;
mod language;
mod names;
mod provenance;
mod quantities;
mod quotes;

pub use access::Access;
pub use dateline::{Dateline, DatelinePlace};
pub use language::{DeclaredOrText, Language};
pub use names::{Mention, MentionKind, PersonDetail};
pub use provenance::{Provenance, RecordRef};
pub use quantities::{Quantity, QuantityKind};
pub use quotes::{Quote, QuoteKind, Speaker};

use crate::{Extra, StatedDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The root property `enrichment`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Enrichment {
    /// The dateline at the start of the body: where and when it was filed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dateline: Option<Dateline>,
    /// Dates stated about or in the article, best first within a role.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dates: Vec<StatedDate>,
    /// The language and how it was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// Every occurrence of a name in the main body.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<Mention>,
    /// More about the entries of the item's `people`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<PersonDetail>,
    /// Who said what.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quotes: Vec<Quote>,
    /// How much.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quantities: Vec<Quantity>,
    /// Whether the whole text was there to read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access: Option<Access>,
    /// One entry a stage.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub provenance: Vec<Provenance>,
    /// Properties this version does not model.
    #[serde(flatten)]
    pub extra: Extra,
}
