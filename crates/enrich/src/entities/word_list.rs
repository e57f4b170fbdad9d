//! A list of words, asked for a word without regard to case or a final stop.

use crate::small_letters::SmallLetters;
use foldhash::HashSet;

pub(super) struct WordList {
    words: HashSet<&'static str>,
}

impl WordList {
    /// Of words in small letters, parted by white space.
    pub(super) fn of(words: &'static str) -> Self {
        Self { words: words.split_whitespace().collect() }
    }

    pub(super) fn has(&self, word: &str) -> bool {
        let word = word.trim_end_matches('.');
        if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return self.words.contains(word);
        }
        SmallLetters::default().of(word).is_some_and(|word| self.words.contains(word))
    }
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
