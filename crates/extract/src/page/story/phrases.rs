//! Words with which lines that are no part of a story begin, by kind, in the languages of the news.
//!
//! In: a line in lower case. Out: the kind, if its first words are such. A hint for the model, never a verdict.

use super::kinds::{Kinds, kinds};
use std::sync::LazyLock;

/// Kinds of lines, each with beginnings in lower case.
pub(super) static KINDS: LazyLock<Kinds> = LazyLock::new(|| kinds(include_str!("phrases.tsv")));

/// The beginnings with the place of their kind in `KINDS`, in this order, by their first byte: most lines are told apart
/// by it.
static BY_FIRST_BYTE: LazyLock<Vec<Vec<(usize, &'static str)>>> = LazyLock::new(|| {
    let mut by_first = vec![Vec::new(); usize::from(u8::MAX) + 1];
    for (kind, (_, starts)) in KINDS.iter().enumerate() {
        for start in starts {
            let first = start.bytes().next().and_then(|first| by_first.get_mut(usize::from(first)));
            first.into_iter().for_each(|starts| starts.push((kind, *start)));
        }
    }
    by_first
});

/// The kind of a line, as a place in `KINDS`.
pub(super) fn kind_of(lower: &str) -> Option<usize> {
    let line = lower.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '©' | '('));
    let starts = BY_FIRST_BYTE.get(usize::from(line.bytes().next()?))?;
    starts.iter().find(|(_, start)| line.starts_with(start)).map(|(kind, _)| *kind)
}
