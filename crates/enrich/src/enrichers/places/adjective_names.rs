//! Names and things that the adjective of a country is only part of: `Irish Sea`, `Mexican grey wolf`.
//!
//! In: the words behind the adjective. Out: whether they make one. The words are in `models/adjective-names.tsv`.

use crate::tables;
use foldhash::HashSet;
use std::sync::LazyLock;

/// Words between the adjective and its thing.
const MOST_BETWEEN: usize = 2;

static TABLE: &str = include_str!("../../../models/adjective-names.tsv");

static NAMES: LazyLock<HashSet<&str>> = LazyLock::new(|| list("name"));
static THINGS: LazyLock<HashSet<&str>> = LazyLock::new(|| list("thing"));

fn list(kind: &str) -> HashSet<&'static str> {
    let rows = tables::rows(TABLE).filter_map(|mut fields| fields.next().zip(fields.next()));
    rows.filter(|(of, _)| *of == kind).flat_map(|(_, words)| words.split('|')).collect()
}

/// Whether these words, right behind an adjective, go on with it to a name or a kind of thing.
pub(super) fn begins_name<'a>(words: impl Iterator<Item = &'a str>) -> bool {
    // What joins words is no part of a kind: `the French and their wine`.
    const JOINS: &[&str] = &["and", "or", "of", "in", "on", "at", "to", "with", "for", "a", "an", "the", "who"];
    for (at, word) in words.take(MOST_BETWEEN + 1).enumerate() {
        if at == 0 && NAMES.contains(word) || THINGS.contains(word) {
            return true;
        }
        if !word.starts_with(char::is_lowercase) || JOINS.contains(&word) {
            return false;
        }
    }
    false
}
