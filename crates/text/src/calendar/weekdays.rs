//! Names of the days of the week.
//!
//! In: a word, in any letter case. Out: the day it names.

use super::key::key;
use super::names::{Names, Use, english, read};
use crate::{Lowercase, WordList};
use std::sync::LazyLock;

/// The names, and where they are used.
const NAMES: &str = include_str!("weekdays.tsv");

/// Days by each of their names.
static BY_NAME: LazyLock<Names> = LazyLock::new(|| read(NAMES));

/// The English names, most words are none of.
static ENGLISH: LazyLock<WordList<u32>> = LazyLock::new(|| english(NAMES));

/// Whether a word names a day of the week in any of the languages.
pub fn is_weekday(word: &str) -> bool {
    named(word).is_some_and(|(_, used)| used != Use::Date)
}

/// Whether a word beside a date names a day of the week in any language, in the form of `calendar::key`.
pub fn is_weekday_of_date(key: &str) -> bool {
    BY_NAME.contains_key(key)
}

/// The day a word names in English, or abbreviates. Monday is 0.
pub fn english_weekday(word: &str) -> Option<u32> {
    if word.is_ascii() {
        return ENGLISH.get(word);
    }
    named(word).filter(|(_, used)| *used == Use::English).map(|(day, _)| day)
}

fn named(word: &str) -> Option<(u32, Use)> {
    match Lowercase::default().of(word) {
        Some(word) => BY_NAME.get(word).copied(),
        None => BY_NAME.get(&key(word)).copied(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_names_are_the_same_on_both_lists() {
        let plain = BY_NAME.iter().filter(|(name, _)| name.is_ascii());
        for (name, (number, used)) in plain {
            let english = Some(*number).filter(|_| *used == Use::English);
            assert_eq!(english_weekday(&name.to_uppercase()), english, "{name}");
        }
    }

    #[test]
    fn days_are_known_by_their_names() {
        for (word, any, english) in [
            ("Monday", true, Some(0)),
            ("THURS", true, Some(3)),
            ("Sábado", true, None),
            ("SÁBADO", true, None),
            ("Mittwoch", false, None),
            ("May", false, None),
            ("", false, None),
        ] {
            assert_eq!((is_weekday(word), english_weekday(word)), (any, english), "{word}");
        }
    }

    #[test]
    fn days_beside_a_date_are_known_in_many_languages() {
        for name in ["Mittwoch", "ср", "Śr", "水曜日", "수", "Τετάρτη", "Çarşamba", "keskiviikkona", "rabu", "الأربعاء"]
        {
            assert!(is_weekday_of_date(&key(name)), "{name}");
        }
        assert!(!is_weekday_of_date("harbour"));
    }
}
