//! Amounts with their units.

use crate::{Extra, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
