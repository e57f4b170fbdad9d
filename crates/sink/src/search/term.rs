//! A word or phrase that is looked for, cut as texts are.

use super::search_word::{Cut, search_words};

/// Words of a phrase that are looked at.
const MAX_WORDS: usize = 64;

/// Words that must stand one behind the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Term {
    /// At least one.
    pub(crate) words: Vec<TermWord>,
    /// Whether the last one may go on in the text: it is one character of a script that is kept in pairs.
    pub(crate) open: bool,
}

/// A word of a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TermWord {
    /// As it is looked up.
    pub(crate) folded: String,
    /// As typed, if it is a whole word, which may have a stem.
    pub(crate) whole: Option<String>,
}

impl Term {
    /// `None`: there is no word in it.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let mut cut: Vec<_> = search_words(text).filter(|word| !word.folded().is_empty()).take(MAX_WORDS).collect();
        let mut open = false;
        if let [before @ .., last] = cut.as_slice()
            && last.kind == Cut::Last
        {
            // A longer piece ends in its last pair, wherever the text goes on.
            let of_pair = before.last().is_some_and(|word| {
                word.kind == Cut::Pair && word.start + word.text.len() == last.start + last.text.len()
            });
            if of_pair {
                cut.pop();
            } else {
                open = true;
            }
        }
        let words = cut.iter().map(|word| TermWord {
            folded: word.folded(),
            whole: (word.kind == Cut::Word).then(|| word.text.to_owned()),
        });
        let words: Vec<TermWord> = words.collect();
        (!words.is_empty()).then_some(Self { words, open })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_character_of_a_run_is_looked_for_alone_only_if_it_is_alone() {
        for (text, words, open) in [
            ("Ferry-Tickets", vec!["ferry", "tickets"], false),
            ("渡船", vec!["渡船"], false),
            ("渡船停", vec!["渡船", "船停"], false),
            ("船", vec!["船"], true),
            ("2031年", vec!["2031", "年"], true),
            ("渡船 2031", vec!["渡船", "船", "2031"], false),
        ] {
            let term = Term::of(text).unwrap();
            let found: Vec<&str> = term.words.iter().map(|word| &*word.folded).collect();
            assert_eq!((found, term.open), (words, open), "{text}");
        }
        assert_eq!(Term::of("--- \u{640}"), None);
    }
}
