//! A word in small letters, without an allocation: most words are asked for in lists and are in none.

/// Room for the longest word of any list.
#[derive(Debug, Default)]
pub(crate) struct SmallLetters([u8; 32]);

impl SmallLetters {
    /// The word in small letters; `None`: it is longer than any word of a list, or has letters beyond ASCII.
    pub(crate) fn of(&mut self, word: &str) -> Option<&str> {
        let letters = self.0.get_mut(..word.len()).filter(|_| word.is_ascii())?;
        letters.copy_from_slice(word.as_bytes());
        letters.make_ascii_lowercase();
        std::str::from_utf8(letters).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_plain_words_have_small_letters() {
        let mut letters = SmallLetters::default();
        for (word, small) in [("", ""), ("a", "a"), ("COP28", "cop28"), ("Vice-Chair.", "vice-chair.")] {
            assert_eq!(letters.of(word), Some(small));
        }
        assert_eq!(letters.of("É"), None);
        assert_eq!(letters.of(&"x".repeat(33)), None);
    }
}
