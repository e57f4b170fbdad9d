//! What class names, ids and roles say about an element, by the words that makers of pages use for its parts.
//!
//! In: an element. Out: a set of kinds. A word is a hint and never a verdict: the model weighs it with everything else.

use super::kinds::{Kinds, kinds};
use crate::page::document::{Document, NodeId};
use foldhash::HashMap;
use std::sync::LazyLock;

/// A set of kinds, a bit each.
pub(super) type Marks = u32;

/// The kinds, each with the parts of words that speak for it. A part in `=` is a whole word.
pub(super) static KINDS: LazyLock<Kinds> = LazyLock::new(|| kinds(include_str!("class_names.tsv")));

/// Recognises the words of classes and ids, each spelling once.
#[derive(Default)]
pub(super) struct Recognised<'d> {
    known: HashMap<&'d str, Marks>,
}

impl<'d> Recognised<'d> {
    /// The kinds an element's own class, id and role speak for.
    pub(super) fn of(&mut self, document: &'d Document, id: NodeId) -> Marks {
        let mut marks = 0;
        for (name, value) in document.attributes(id) {
            if matches!(name, "class" | "id" | "role" | "itemprop" | "data-component" | "data-testid" | "data-module") {
                marks |= *self.known.entry(value).or_insert_with(|| marks_of(value));
            }
        }
        marks
    }
}

/// Longest attribute that is looked at, in bytes: machines write longer ones.
const LONGEST: usize = 400;

fn marks_of(value: &str) -> Marks {
    let value = value.get(..LONGEST).unwrap_or(if value.len() > LONGEST { "" } else { value });
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

/// The parts of words that speak for kinds, found by their first bytes.
struct Parts {
    /// Parts that may stand anywhere, by a number made of their first two bytes.
    anywhere: Vec<Vec<(&'static [u8], Marks)>>,
    whole: HashMap<&'static str, Marks>,
}

static PARTS: LazyLock<Parts> = LazyLock::new(|| {
    let mut new = Parts { anywhere: vec![Vec::new(); 1 << (2 * HEAD_BITS)], whole: HashMap::default() };
    for (at, (_, parts)) in KINDS.iter().enumerate() {
        for part in parts {
            if let Some(word) = part.strip_prefix('=') {
                *new.whole.entry(word).or_default() |= 1 << at;
            } else if let Some(bucket) = head(part.as_bytes()).and_then(|head| new.anywhere.get_mut(head)) {
                bucket.push((part.as_bytes(), 1 << at));
            }
        }
    }
    new
});

/// How many bits of a byte tell parts apart; letters and hyphens differ in the lower six.
const HEAD_BITS: usize = 6;

/// A number of the first two bytes.
fn head(bytes: &[u8]) -> Option<usize> {
    const LOWER: u8 = (1 << HEAD_BITS) - 1;
    let [first, second, ..] = bytes else { return None };
    Some((usize::from(first & LOWER) << HEAD_BITS) | usize::from(second & LOWER))
}

impl Parts {
    fn marks(&self, spelled: &str) -> Marks {
        let words = spelled.split(|c: char| !c.is_alphanumeric());
        let mut marks = words.filter_map(|word| self.whole.get(word)).fold(0, |all, marks| all | marks);
        let mut rest = spelled.as_bytes();
        while let Some(head) = head(rest) {
            for (part, speaks_for) in self.anywhere.get(head).into_iter().flatten() {
                if rest.starts_with(part) {
                    marks |= speaks_for;
                }
            }
            rest = rest.get(1..).unwrap_or_default();
        }
        marks
    }
}

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
