//! A quick no to most questions whether a word is of a kind: none of that kind begins, ends and measures like it.

use super::kind::Kind;
use super::kinds::KindSet;

/// First letter and last letter, each without its case, and the last bits of the length.
const SHAPES: usize = LETTERS * LETTERS * LENGTHS;
/// Letters differ in their last five bits, whatever their case.
const LETTERS: usize = 32;
const LENGTHS: usize = 4;

/// By kind, a bit a shape.
#[derive(Default)]
pub(super) struct Shapes(Vec<[u64; SHAPES / 64]>);

impl Shapes {
    pub(super) fn add(&mut self, word: &str, kinds: KindSet) {
        let (at, bit) = shape(word);
        for kind in kinds.numbers() {
            if self.0.len() <= kind {
                self.0.resize(kind + 1, [0; SHAPES / 64]);
            }
            if let Some(bits) = self.0.get_mut(kind).and_then(|shapes| shapes.get_mut(at)) {
                *bits |= bit;
            }
        }
    }

    /// Whether a word may be a listed one of this kind, in whichever case, a stop behind it or not.
    pub(super) fn may_be(&self, word: &str, kind: Kind) -> bool {
        let Some(shapes) = self.0.get(kind as usize) else { return false };
        let has = |word: &str| {
            let (at, bit) = shape(word);
            shapes.get(at).is_some_and(|bits| bits & bit != 0)
        };
        // Letters beyond ASCII differ by case in their first byte, too.
        !word.is_ascii() || has(word) || word.ends_with('.') && has(word.trim_end_matches('.'))
    }
}

/// Where the bit of a word stands, and the bit.
fn shape(word: &str) -> (usize, u64) {
    let letter = |byte: Option<&u8>| byte.map_or(0, |byte| usize::from(*byte) % LETTERS);
    let (first, last) = (letter(word.as_bytes().first()), letter(word.as_bytes().last()));
    let shape = (first * LETTERS + last) * LENGTHS + word.len() % LENGTHS;
    (shape / 64, 1 << (shape % 64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{english, list};

    #[test]
    fn no_word_of_a_kind_is_turned_away() {
        let words = english();
        for line in include_str!("en/words.tsv").lines().filter(|line| !line.starts_with(['#', '-'])) {
            let (word, kinds) = line.split_once('\t').unwrap();
            for kind in kinds.split('\t').filter_map(|kind| Kind::named(list::kind_and_value(kind).0)) {
                assert!(words.is(word, kind), "{word}");
                for other in [word.to_uppercase(), word.to_lowercase(), format!("{word}."), format!("{word}..")] {
                    assert_eq!(words.is(&other, kind), words.kinds(&other).is(kind), "{other}");
                }
            }
        }
    }

    #[test]
    fn asked_for_one_kind_or_for_all_the_answer_is_the_same() {
        let kinds = || include_str!("kinds.tsv").lines().filter_map(|line| Kind::named(line.split('\t').next()?));
        for word in ["of", "OF", "The", "a.", "Million.", "rebuilding", "ébène", "", ".", "x", "Monday", "city-based"]
        {
            for kind in kinds() {
                assert_eq!(english().is(word, kind), english().kinds(word).is(kind), "{word}");
            }
        }
    }
}
