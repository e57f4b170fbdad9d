//! A word in lower case, without an allocation: most words are asked for in lists and are in none.

/// Room for the longest word of any list.
#[derive(Debug, Default)]
pub struct Lowercase([u8; 32]);

impl Lowercase {
    /// The word in lower case; `None`: it is longer than any word of a list, or has letters beyond ASCII.
    pub fn of(&mut self, word: &str) -> Option<&str> {
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
    fn short_plain_words_have_a_lower_case() {
        let mut letters = Lowercase::default();
        for (word, lower) in [("", ""), ("a", "a"), ("COP28", "cop28"), ("Vice-Chair.", "vice-chair.")] {
            assert_eq!(letters.of(word), Some(lower));
        }
        assert_eq!(letters.of("É"), None);
        assert_eq!(letters.of(&"x".repeat(33)), None);
    }
}
