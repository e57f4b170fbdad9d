//! The forms of names: their possessive, their initials, their slips of the pen.

use super::items::Item;
use crate::words::{Kind, Words};

/// Whether it is a word before a name that is no part of it: `Minister`.
pub(crate) fn is_title(item: &Item<'_>) -> bool {
    item.is(Kind::Title) || item.word().is_some_and(|word| word.starts_with(ANTI))
}

/// Whether a word of a name is such a one, whether its stop is printed or not.
pub(crate) fn is_title_word(words: &Words, word: &str) -> bool {
    words.is(word.trim_end_matches('.'), Kind::Title) || word.starts_with(ANTI)
}

/// What begins words for opponents of all kinds.
const ANTI: &str = "Anti-";

/// A word without its possessive ending.
pub(crate) fn bare(word: &str) -> &str {
    let cut = ["'s", "’s", "'", "’"].into_iter().find_map(|ending| word.strip_suffix(ending));
    cut.unwrap_or(word)
}

/// Whether the family name stands first: `Chen Mei-hsiu`, `Tam Yiu-chung`.
pub(crate) fn is_family_first(name: &str) -> bool {
    name.split_once(' ')
        .and_then(|(_, given)| given.split_once('-'))
        .is_some_and(|(first, second)| first.chars().all(char::is_alphabetic) && second.starts_with(char::is_lowercase))
}

pub(crate) fn is_abbreviation(name: &str) -> bool {
    (2..=8).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// The capitals of a name of several words.
pub(crate) fn initials(name: &str) -> Option<String> {
    let capitals: String = name
        .split([' ', '-'])
        .filter_map(|word| word.chars().next().filter(|first| first.is_ascii_uppercase()))
        .collect();
    (capitals.len() >= 2).then_some(capitals)
}

pub(crate) fn ends_with(name: &str, word: &str) -> bool {
    name.strip_suffix(word).is_some_and(|rest| rest.is_empty() || rest.ends_with([' ', '-']))
}

pub(crate) fn contains_word(text: &str, word: &str) -> bool {
    text.split(|char: char| !char.is_alphanumeric() && char != '-').any(|part| part == word)
}

/// Whether one letter more, less or other makes one word of the other.
pub(crate) fn is_one_letter_off(one: &str, other: &str) -> bool {
    // Letters of other scripts take a few bytes.
    const BYTES: usize = 3;
    if one.len().abs_diff(other.len()) > BYTES || one.as_bytes().first() != other.as_bytes().first() {
        return false;
    }
    let same = one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
    let (mut one, mut other): (Vec<char>, Vec<char>) =
        (one.chars().skip(same).collect(), other.chars().skip(same).collect());
    while one.last().is_some_and(|last| other.last() == Some(last)) {
        one.pop();
        other.pop();
    }
    one.len().max(other.len()) == 1
}
