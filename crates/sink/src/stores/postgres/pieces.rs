//! Cutting a text into the pieces that are looked up: what stands between white space.
//!
//! PostgreSQL's own parser decides what the words of a piece are. Only marks around a plain word are taken off before,
//! which that parser skips too, so that `river`, `river,` and `“river` are one piece. What two pieces come to is what the
//! parser makes of both with a space between; the exceptions known are tags with attributes, whose words are kept, and
//! `~/path`, which is kept whole: as what is searched for is read, too.

/// Marks that part words and mean nothing else at the edge of a word made of letters.
const MARKS: &[char] =
    &['.', ',', ';', ':', '!', '?', '(', ')', '[', ']', '"', '\'', '“', '”', '„', '‘', '’', '«', '»', '…'];
/// Bytes of a piece; a longer one is cut, which harms no word: PostgreSQL indexes none of more than 2,046 bytes.
const LONGEST: usize = 8 * 1024;

/// The pieces of a text that can hold words, in order.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace().flat_map(Cut).filter_map(|piece| {
        let core = piece.trim_matches(MARKS);
        if core.is_empty() {
            None
        } else if core.len() < piece.len() && core.chars().all(char::is_alphabetic) {
            Some(core)
        } else {
            Some(piece)
        }
    })
}

/// As much of a text as fits into so many bytes.
pub(super) fn beginning(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    end.and_then(|end| text.get(..end)).unwrap_or_default()
}

/// A piece in parts of bounded length.
struct Cut<'a>(&'a str);

impl<'a> Iterator for Cut<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let (part, rest) = self.0.split_at_checked(beginning(self.0, LONGEST).len())?;
        self.0 = rest;
        (!part.is_empty()).then_some(part)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_taken_off_plain_words_only() {
        let text = "“Rivers,” she said (in U.S. dollars): $5. See www.example.org/a. — don't -5 …\u{a0}état-major.";
        let expected = [
            "Rivers",
            "she",
            "said",
            "in",
            "U.S.",
            "dollars",
            "$5.",
            "See",
            "www.example.org/a.",
            "—",
            "don't",
            "-5",
            "état-major.",
        ];
        assert_eq!(pieces(text).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_character_is_never_cut() {
        assert_eq!(beginning("aéz", 2), "a");
        assert_eq!(beginning("aéz", 3), "aé");
        assert_eq!(beginning("aéz", 99), "aéz");
    }

    #[test]
    fn a_text_without_spaces_is_cut_between_characters() {
        let text = "河".repeat(10_000);
        let parts: Vec<&str> = pieces(&text).collect();
        assert_eq!(parts.concat(), text);
        assert!(parts.iter().all(|part| part.len() <= LONGEST) && parts.len() == 4, "{}", parts.len());
    }
}
