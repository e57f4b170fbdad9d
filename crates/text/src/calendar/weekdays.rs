//! Names of the days of the week.
//!
//! In: a word, in any letter case. Out: the day it names.

use super::key::key;
use crate::Lowercase;
use foldhash::HashMap;
use std::sync::LazyLock;

/// The names, and where they are used.
const NAMES: &str = include_str!("weekdays.tsv");

/// Where a name means its day.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    /// Everywhere, and it is English.
    English,
    /// Everywhere.
    Text,
    /// Beside a date: it may be another word as well.
    Date,
}

/// Days by each of their names.
static BY_NAME: LazyLock<HashMap<String, (u32, Use)>> = LazyLock::new(|| {
    let mut by_name = HashMap::default();
    for line in NAMES.lines().filter(|line| !line.starts_with('#')) {
        let mut cells = line.split('\t');
        let (Some(day), Some(used), Some(names)) = (cells.next(), cells.next(), cells.next()) else { continue };
        let Ok(day) = day.parse() else { continue };
        let used = match used {
            "en" => Use::English,
            "text" => Use::Text,
            _ => Use::Date,
        };
        names.split(' ').for_each(|name| _ = by_name.entry(key(name)).or_insert((day, used)));
    }
    by_name
});

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
