//! What class names, ids and roles say about an element, by the words that makers of pages use for its parts.
//!
//! In: the value of an attribute. Out: a set of kinds. A word is a hint and never a verdict: the model weighs it with everything else.

use super::kinds::{Kinds, kinds};
use crate::page::parts::{Marks, Parts, list};
use foldhash::HashMap;
use std::sync::LazyLock;

/// The kinds, each with the parts of words that speak for it. A part in `=` is a whole word.
pub(super) static KINDS: LazyLock<Kinds> = LazyLock::new(|| kinds(include_str!("class_names.tsv")));

/// Whether attributes of this name speak for kinds.
pub(super) fn speaks(attribute: &str) -> bool {
    matches!(attribute, "class" | "id" | "role" | "itemprop" | "data-component" | "data-testid" | "data-module")
}

/// Recognises the words of classes and ids, each spelling once.
#[derive(Default)]
pub(super) struct Recognised<'d> {
    known: HashMap<&'d str, Marks>,
}

impl<'d> Recognised<'d> {
    /// The kinds that a class, an id or a role speaks for.
    pub(super) fn marks(&mut self, value: &'d str) -> Marks {
        *self.known.entry(value).or_insert_with(|| marks_of(value))
    }
}

/// Longest attribute that is looked at, in bytes: machines write longer ones.
const LONGEST: usize = 400;

fn marks_of(value: &str) -> Marks {
    let value = value.get(..LONGEST).unwrap_or(if value.len() > LONGEST { "" } else { value });
    if value.is_ascii() && !value.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return PARTS.marks(value);
    }
    // `relatedPosts` reads as `related-posts`.
    let mut spelled = String::with_capacity(value.len() + 8);
    let mut was_lower = false;
    for c in value.chars() {
        if c.is_uppercase() && was_lower {
            spelled.push('-');
        }
        was_lower = c.is_lowercase();
        spelled.extend(c.to_lowercase());
    }
    PARTS.marks(&spelled)
}

static PARTS: LazyLock<Parts> =
    LazyLock::new(|| Parts::of(KINDS.iter().enumerate().flat_map(|(at, (_, parts))| list(parts, 1 << at))));

#[cfg(test)]
mod tests {
    use super::*;

    /// The same by looking for each part by itself.
    fn one_by_one(spelled: &str) -> Marks {
        let words: Vec<&str> = spelled.split(|c: char| !c.is_alphanumeric()).collect();
        let speaks = |part: &str| match part.strip_prefix('=') {
            Some(word) => words.contains(&word),
            None => spelled.contains(part),
        };
        let kinds = KINDS.iter().enumerate().filter(|(_, (_, parts))| parts.iter().any(|part| speaks(part)));
        kinds.fold(0, |marks, (at, _)| marks | (1 << at))
    }

    #[test]
    fn every_part_speaks_for_its_kind() {
        for part in KINDS.iter().flat_map(|(_, parts)| parts) {
            let word = part.trim_start_matches('=');
            for spelled in [word.to_owned(), format!("x-{word} y"), format!("x{word}y")] {
                assert_eq!(PARTS.marks(&spelled), one_by_one(&spelled), "{spelled}");
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn parts_are_found_as_if_looked_for_one_by_one(spelled in "(article|body|side|bar|-|_| |é|ad|tool|s){0,8}") {
            proptest::prop_assert_eq!(PARTS.marks(&spelled), one_by_one(&spelled));
        }
    }
}
