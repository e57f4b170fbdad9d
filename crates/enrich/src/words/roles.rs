//! What those are called who hold a role: `chief executive` and `CEO` are one, and `the executive` may be either.
//!
//! In: a file with a line a role: the words that mean it, then, with a tab between, wider words by which a text goes on.
//! Out: whether two words can be of one person. Words are in lower case; those of several are read as one.

use foldhash::HashMap;

/// The roles of a language.
#[derive(Debug, Default)]
pub(crate) struct Roles {
    /// By a word for it.
    meant: HashMap<&'static str, Vec<u16>>,
    /// By a wider word.
    widened: HashMap<&'static str, Vec<u16>>,
}

/// Words of the longest role.
pub(crate) const MOST_WORDS: usize = 5;

impl Roles {
    /// Reads a file of roles.
    pub(super) fn read(file: &'static str) -> Self {
        let mut roles = Self::default();
        for (row, line) in (0..).zip(file.lines().filter(|line| !line.starts_with('#'))) {
            let (words, wider) = line.split_once('\t').unwrap_or((line, ""));
            for (listed, into) in [(words, &mut roles.meant), (wider, &mut roles.widened)] {
                let words = listed.split(',').map(str::trim).filter(|word| !word.is_empty());
                words.for_each(|word| into.entry(word).or_default().push(row));
            }
        }
        roles
    }

    /// Whether the file has this word, or these, for a role.
    pub(crate) fn has(&self, word: &str) -> bool {
        self.meant.contains_key(word) || self.widened.contains_key(word)
    }

    /// Whether both mean one role.
    pub(crate) fn are_same(&self, one: &str, other: &str) -> bool {
        one == other || share(self.meant.get(one), self.meant.get(other))
    }

    /// Whether a text that has told of `narrow` may go on with `wide`: `the lawmaker` of a senator.
    pub(crate) fn is_wider(&self, wide: &str, narrow: &str) -> bool {
        share(self.widened.get(wide), self.meant.get(narrow))
    }
}

fn share(one: Option<&Vec<u16>>, other: Option<&Vec<u16>>) -> bool {
    one.zip(other).is_some_and(|(one, other)| one.iter().any(|row| other.contains(row)))
}

#[cfg(test)]
mod tests {
    use crate::words;

    #[test]
    fn words_of_one_role_are_the_same_and_wider_ones_are_one_way() {
        let roles = words::english().roles();
        for (one, other) in [("ceo", "chief executive"), ("premier", "prime minister"), ("judge", "magistrate")] {
            assert!(roles.are_same(one, other) && roles.are_same(other, one), "{one}, {other}");
        }
        for (one, other) in [("minister", "prime minister"), ("fire chief", "police chief"), ("judge", "lawyer")] {
            assert!(!roles.are_same(one, other), "{one}, {other}");
        }
        assert!(roles.is_wider("lawmaker", "senator") && !roles.is_wider("senator", "lawmaker"));
    }

    #[test]
    fn no_role_has_more_words_than_are_read_as_one_and_none_a_capital() {
        for line in include_str!("en/roles.tsv").lines().filter(|line| !line.starts_with('#')) {
            for word in line.split(['\t', ',']).map(str::trim) {
                assert!(!word.is_empty() && word == word.to_lowercase(), "{line}");
                assert!(word.split(' ').count() <= super::MOST_WORDS, "{word}");
            }
        }
    }
}
