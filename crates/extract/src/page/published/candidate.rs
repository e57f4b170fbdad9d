//! A date that may be the story's, before all of them are compared.

use crate::dates::value::IsoDate;
use article::{DateFrom, DateRole};

/// A date and the rule that found it.
#[derive(Clone)]
pub(super) struct Candidate {
    pub(super) role: DateRole,
    pub(super) from: DateFrom,
    pub(super) rule: &'static str,
    pub(super) date: IsoDate,
    /// Whether little else could be meant.
    pub(super) is_sure: bool,
}
