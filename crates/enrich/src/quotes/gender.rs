//! Whether a word says that a person is a man or a woman: forms of address, pronouns, nouns and given names.

use std::collections::HashMap;
use std::sync::LazyLock;

/// As pronouns, forms of address and names tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gender {
    Male,
    Female,
}

/// A line a name: `f` or `m`, and a name that nearly only they bear.
static GIVEN_NAMES: &str = include_str!("../../models/given-names.txt");

/// What a form of address or a pronoun says.
pub(super) fn of_address(word: &str) -> Option<Gender> {
    match word.trim_end_matches('.') {
        "Mr" | "Sir" | "Lord" | "King" | "Prince" | "Sheikh" | "Father" | "Shri" | "he" | "He" | "Congressman" => {
            Some(Gender::Male)
        }
        "Mrs" | "Ms" | "Miss" | "Dame" | "Lady" | "Queen" | "Princess" | "Smt" | "she" | "She" | "Sheikha"
        | "Congresswoman" => Some(Gender::Female),
        _ => None,
    }
}

/// What a noun for a person says, in lower case: `spokeswoman`, `father`.
pub(super) fn of_noun(noun: &str) -> Option<Gender> {
    match noun {
        "actress" | "mother" | "widow" | "wife" | "sister" | "daughter" | "queen" | "princess" | "girl" | "lady"
        | "grandmother" | "aunt" | "heroine" | "congresswoman" => Some(Gender::Female),
        "father" | "husband" | "brother" | "son" | "king" | "prince" | "boy" | "grandfather" | "uncle" | "widower"
        | "congressman" | "pope" | "bishop" | "imam" | "priest" => Some(Gender::Male),
        _ if noun == "woman" || noun.ends_with("swoman") || noun.ends_with("rwoman") => Some(Gender::Female),
        _ if noun == "man" || noun.ends_with("sman") || noun.ends_with("rman") => Some(Gender::Male),
        _ => None,
    }
}

/// What a given name says.
pub(super) fn of_given_name(name: &str) -> Option<Gender> {
    static NAMES: LazyLock<HashMap<&'static str, Gender>> = LazyLock::new(|| {
        let read = |line: &'static str| match line.split_once(' ')? {
            ("f", name) => Some((name, Gender::Female)),
            ("m", name) => Some((name, Gender::Male)),
            (_, _) => None,
        };
        GIVEN_NAMES.lines().filter_map(read).collect()
    });
    let name = name.to_lowercase();
    let first = name.split('-').next().unwrap_or_default();
    NAMES.get(name.as_str()).or_else(|| NAMES.get(first)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_nouns_and_forms_of_address_tell_men_from_women() {
        assert_eq!(of_given_name("Fatima"), Some(Gender::Female));
        assert_eq!(of_given_name("Carol-Ann"), Some(Gender::Female));
        assert_eq!(of_given_name("Mohammed"), Some(Gender::Male));
        assert_eq!(of_given_name("Dateline"), None);
        assert_eq!(of_address("Mr."), Some(Gender::Male));
        assert_eq!(of_noun("spokeswoman"), Some(Gender::Female));
        assert_eq!(of_noun("minister"), None);
    }
}
