//! Words with which lines that are no part of a story begin, by kind, in the languages of the news.
//!
//! In: a line in lower case. Out: the kind, if its first words are such. A hint for the model, never a verdict.

use super::kinds::{Kinds, kinds};
use std::sync::LazyLock;

/// Kinds of lines, each with beginnings in lower case.
pub(super) static KINDS: LazyLock<Kinds> = LazyLock::new(|| kinds(include_str!("phrases.tsv")));

/// The kind of a line, as a place in `KINDS`.
pub(super) fn kind_of(lower: &str) -> Option<usize> {
    let line = lower.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '©' | '('));
    let first = line.bytes().next()?;
    // Most are told apart by their first byte.
    let begins = |start: &&str| start.bytes().next() == Some(first) && line.starts_with(*start);
    KINDS.iter().position(|(_, starts)| starts.iter().any(&begins))
}
