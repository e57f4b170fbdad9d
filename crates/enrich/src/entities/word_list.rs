//! A list of words, asked for a word without regard to case or a final stop.

use crate::small_letters::SmallLetters;
use foldhash::HashSet;

/// Letters differ in their last five bits, whatever their case.
const LETTERS: usize = 32;

pub(super) struct WordList {
    words: HashSet<&'static str>,
    /// By the first letter: which lengths the words have, a bit each. Most words are told from it to be in no list.
    lengths: [u64; LETTERS],
}

impl WordList {
    /// Of words in small letters, parted by white space.
    pub(super) fn of(words: &'static str) -> Self {
        let words: HashSet<&'static str> = words.split_whitespace().collect();
        let mut lengths = [0; LETTERS];
        for word in &words {
            let (letter, length) = letter_and_length(word);
            lengths.get_mut(letter).into_iter().for_each(|lengths| *lengths |= length);
        }
        Self { words, lengths }
    }

    pub(super) fn has(&self, word: &str) -> bool {
        let word = word.trim_end_matches('.');
        let (letter, length) = letter_and_length(word);
        self.lengths.get(letter).is_some_and(|lengths| lengths & length != 0)
            && SmallLetters::default().of(word).is_some_and(|word| self.words.contains(word))
    }
}

fn letter_and_length(word: &str) -> (usize, u64) {
    let letter = word.bytes().next().map_or(0, usize::from) % LETTERS;
    (letter, 1_u64.checked_shl(u32::try_from(word.len()).unwrap_or(u32::MAX)).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_a_final_stop_do_not_matter() {
        let list = WordList::of("dr prof co-chair");
        for word in ["dr", "Dr", "DR.", "Prof.", "Co-Chair"] {
            assert!(list.has(word), "{word}");
        }
        for word in ["", ".", "d", "professor", &"x".repeat(100)] {
            assert!(!list.has(word), "{word}");
        }
    }
}
