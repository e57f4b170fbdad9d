//! What Dateline adds to the ninjs item. Unknown is absent: no field is ever null or empty.

use crate::{Extra, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The root property `enrichment`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Enrichment {
    /// The filing line at the start of the body.
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

/// A piece of the main plain-text body in Unicode characters, end exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Span {
    /// First character.
    pub start: u32,
    /// One past the last character.
    pub end: u32,
}

/// The filing line as printed, and what it says.
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

/// What a date is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DateRole {
    /// When the article was published.
    Published,
    /// When it was changed.
    Modified,
    /// A date the text speaks of.
    Mentioned,
}

/// How exact a date is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// `2024`
    Year,
    /// `2024-10`
    Month,
    /// `2024-10-24`
    Day,
    /// `2024-10-24T14:02Z`
    Minute,
    /// `2024-10-24T14:02:11Z`
    Second,
}

/// Where a date was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DateFrom {
    /// The feed entry.
    Feed,
    /// JSON-LD in the page.
    JsonLd,
    /// A meta element.
    Meta,
    /// A time element.
    TimeTag,
    /// The URL.
    Url,
    /// The header line of wire text.
    Header,
    /// The dateline.
    Dateline,
    /// The running text.
    Text,
}

/// A date with its source and precision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StatedDate {
    /// What it is about.
    pub role: DateRole,
    /// ISO 8601 at its true precision, with the offset the source gave.
    pub value: String,
    /// How exact it is.
    pub precision: Precision,
    /// Where it was found.
    pub from: DateFrom,
    /// As printed, for dates in the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Where it stands in the body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
    /// Properties this version does not model.
    #[serde(flatten)]
    pub extra: Extra,
}

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

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum QuantityKind {
    /// An amount of a currency.
    Money,
    /// A share of a hundred.
    Percent,
    /// Kilograms, tonnes, …
    Mass,
    /// Metres, miles, …
    Length,
    /// Hectares, …
    Area,
    /// Litres, barrels, …
    Volume,
    /// Joules, megawatts, …
    Energy,
    /// Degrees.
    Temperature,
    /// Kilometres an hour, …
    Speed,
    /// Anything else with a unit.
    Other,
}

/// An amount with its unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Quantity {
    /// What is measured.
    pub kind: QuantityKind,
    /// As printed.
    pub text: String,
    /// The number in the unit, with lakh, million … multiplied in.
    pub value: serde_json::Number,
    /// ISO 4217.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// UCUM.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Such as `over`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modifier: Option<String>,
    /// Where it stands.
    pub span: Span,
    /// Properties this version does not model.
    #[serde(flatten)]
    pub extra: Extra,
}

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

/// What a stage did, when, from which record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
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
    /// Properties this version does not model.
    #[serde(flatten)]
    pub extra: Extra,
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
