//! Words that were met, each with a number: what is known of a word is then looked up by its number, not by its letters.
//!
//! In: words as printed, text by text. Out: numbers that count up from 0, the same for the same word until whoever keeps
//! what is known of words has no more room: words that several texts had then get new numbers, the others are forgotten.

use foldhash::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};

/// Numbers by their words.
#[derive(Debug, Clone)]
pub struct Forms {
    /// At the place that the hash of a short word tells, or the next one that was free: one more than its number.
    places: Vec<u32>,
    /// By number; of long words no letters.
    known: Vec<Known>,
    long: HashMap<Box<str>, u32>,
    /// The text that is read, counted from 1.
    text: u32,
    /// Differs from table to table, so that nobody can write words that share their places.
    seed: (u64, u64),
}

/// A word that was met.
#[derive(Debug, Clone, Copy)]
struct Known {
    /// `None`: a longer word.
    short: Option<Short>,
    /// The text it was met in last, and in how many.
    text: u32,
    texts: u32,
}

/// The letters of a word of at most 16 bytes: its first and its last, which overlap, and how many they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Short {
    first: u64,
    last: u64,
    length: u8,
}

/// Places of an empty table; their number is a power of two always.
const FEWEST_PLACES: usize = 1 << 10;

impl Default for Forms {
    fn default() -> Self {
        let seed = || RandomState::new().build_hasher().finish();
        let places = vec![0; FEWEST_PLACES];
        Self { places, known: Vec::new(), long: HashMap::default(), text: 0, seed: (seed(), seed()) }
    }
}

impl Forms {
    /// How many words have a number.
    pub fn len(&self) -> usize {
        self.known.len()
    }

    /// Whether no word has one.
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// Another text begins.
    pub fn begin(&mut self) {
        self.text = self.text.saturating_add(1);
    }

    /// The number of a word: the next one if it was not met before.
    pub fn number(&mut self, word: &str) -> u32 {
        let short = Short::of(word.as_bytes());
        let mut at = short.map_or(0, |short| self.place(short));
        let mut known = if short.is_some() { self.places.get(at).copied() } else { self.long.get(word).copied() };
        while let Some(after) = known.filter(|after| *after > 0) {
            if let Some(known) = self.known.get_mut(after as usize - 1).filter(|known| known.short == short) {
                known.texts += u32::from(known.text != self.text);
                known.text = self.text;
                return after - 1;
            }
            at = (at + 1) & (self.places.len() - 1);
            known = self.places.get(at).copied();
        }
        self.add(word, short, at)
    }

    fn add(&mut self, word: &str, short: Option<Short>, at: usize) -> u32 {
        self.known.push(Known { short, text: self.text, texts: 1 });
        // A text has far less than four billion words.
        let after = u32::try_from(self.known.len()).unwrap_or(u32::MAX);
        if short.is_none() {
            self.long.insert(word.into(), after);
        } else if let Some(place) = self.places.get_mut(at) {
            *place = after;
        }
        if self.known.len() * 2 > self.places.len() {
            self.fill(self.places.len() * 2);
        }
        after - 1
    }

    /// Forgets the words that only one text had of late, and of the others all but the first `most`: those that stay, by
    /// the numbers they had, in the order of those that they now have.
    pub fn keep_common(&mut self, most: usize) -> Vec<u32> {
        let common = (0..).zip(&self.known).filter(|(_, known)| known.texts > 1).map(|(number, _)| number);
        let kept: Vec<u32> = common.take(most).collect();
        let mut after = vec![0; self.known.len() + 1];
        for (now, number) in (1..).zip(&kept) {
            after.get_mut(*number as usize + 1).into_iter().for_each(|after| *after = now);
        }
        self.long.retain(|_, number| {
            *number = after.get(*number as usize).copied().unwrap_or(0);
            *number > 0
        });
        self.long.shrink_to_fit();
        let known = kept.iter().filter_map(|number| self.known.get(*number as usize));
        self.known = known.map(|known| Known { texts: 0, ..*known }).collect();
        self.fill((self.known.len() * 2 + 1).next_power_of_two().max(FEWEST_PLACES));
        kept
    }

    /// Finds so many words a place each.
    fn fill(&mut self, places: usize) {
        self.places = vec![0; places];
        for (after, short) in (1..).zip(&self.known).filter_map(|(after, known)| Some((after, known.short?))) {
            let mut at = self.place(short);
            while self.places.get(at).is_some_and(|after| *after > 0) {
                at = (at + 1) & (self.places.len() - 1);
            }
            self.places.get_mut(at).into_iter().for_each(|place| *place = after);
        }
    }

    fn place(&self, short: Short) -> usize {
        let (one, other) = (short.first ^ self.seed.0, short.last ^ self.seed.1 ^ u64::from(short.length));
        let product = u128::from(one) * u128::from(other);
        // Both halves: the bits in the middle depend on all others.
        let [low, high] = [product as u64, (product >> u64::BITS) as u64];
        (low ^ high) as usize & (self.places.len() - 1)
    }
}

impl Short {
    /// `None`: the word is longer.
    #[inline]
    fn of(word: &[u8]) -> Option<Self> {
        let length = u8::try_from(word.len()).ok().filter(|length| *length <= 16)?;
        let (first, last) = if let (Some(first), Some(last)) = (word.first_chunk(), word.last_chunk()) {
            (u64::from_le_bytes(*first), u64::from_le_bytes(*last))
        } else if let (Some(first), Some(last)) = (word.first_chunk(), word.last_chunk()) {
            (u64::from(u32::from_le_bytes(*first)), u64::from(u32::from_le_bytes(*last)))
        } else {
            let letter = |at: usize| word.get(at).copied().map_or(0, u64::from);
            (letter(0), letter(1) << 8 | letter(2))
        };
        Some(Self { first, last, length })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_word_keeps_its_number_however_many_follow() {
        let mut forms = Forms::default();
        let words: Vec<String> = (0..5_000).map(|number| format!("w{number}é{}", "x".repeat(number % 20))).collect();
        for (number, word) in (0..).zip(&words) {
            assert_eq!(forms.number(word), number);
            assert_eq!(forms.number("w0é"), 0);
        }
        assert!((0..).zip(&words).all(|(number, word)| forms.number(word) == number));
        assert_eq!(
            (forms.len(), forms.number(""), forms.number("W0é"), forms.number("")),
            (5_000, 5_000, 5_001, 5_000)
        );
    }

    #[test]
    fn words_of_several_texts_stay_when_the_others_go() {
        let mut forms = Forms::default();
        for text in [["the", "unforgettable-ness", "rare"], ["the", "unforgettable-ness", "once-in-a-lifetime"]] {
            forms.begin();
            text.iter().for_each(|word| _ = forms.number(word));
        }
        assert_eq!(forms.keep_common(9), [0, 1]);
        assert_eq!(["unforgettable-ness", "the", "rare"].map(|word| forms.number(word)), [1, 0, 2]);
        assert_eq!(forms.keep_common(9), []);
        assert_eq!(forms.number("the"), 0);
    }

    proptest! {
        #[test]
        fn words_that_differ_have_numbers_that_differ(words in prop::collection::vec("[ab\0é]{0,19}", 0..40), most in 0_usize..40) {
            let mut forms = Forms::default();
            for half in words.chunks(20) {
                forms.begin();
                half.iter().for_each(|word| _ = forms.number(word));
            }
            let before: Vec<u32> = words.iter().map(|word| forms.number(word)).collect();
            let kept = forms.keep_common(most);
            prop_assert_eq!(forms.len(), kept.len());
            for (word, before) in words.iter().zip(&before) {
                if let Some(now) = kept.iter().position(|number| number == before) {
                    prop_assert_eq!(forms.number(word) as usize, now);
                }
            }
            let numbers: Vec<u32> = words.iter().map(|word| forms.number(word)).collect();
            for (word, number) in words.iter().zip(&numbers) {
                for (other, of_other) in words.iter().zip(&numbers) {
                    prop_assert_eq!(word == other, number == of_other);
                }
            }
        }
    }
}
