//! Names of the days of the week.
//!
//! In: a word, in any letter case. Out: the day it names.

use crate::Lowercase;
use foldhash::HashMap;
use std::sync::LazyLock;

/// The names of each day, Monday first, in lower case: the English ones with what print makes of them, and those of
/// Spanish and French.
const NAMES: [(&str, &str); 7] = [
    ("monday mon", "lunes lundi"),
    ("tuesday tue tues", "martes mardi"),
    ("wednesday wed weds", "miércoles mercredi"),
    ("thursday thu thur thurs", "jueves jeudi"),
    ("friday fri", "viernes vendredi"),
    ("saturday sat", "sábado samedi"),
    ("sunday sun", "domingo dimanche"),
];

/// Days by each of their names, and whether it is English.
static BY_NAME: LazyLock<HashMap<&'static str, (u32, bool)>> = LazyLock::new(|| {
    let mut by_name = HashMap::default();
    for (day, (english, others)) in (0..).zip(NAMES) {
        by_name.extend(english.split(' ').map(|name| (name, (day, true))));
        by_name.extend(others.split(' ').map(|name| (name, (day, false))));
    }
    by_name
});

/// Whether a word names a day of the week in any of the languages.
pub fn is_weekday(word: &str) -> bool {
    named(word).is_some()
}

/// The day a word names in English, or abbreviates. Monday is 0.
pub fn english_weekday(word: &str) -> Option<u32> {
    named(word).filter(|(_, is_english)| *is_english).map(|(day, _)| day)
}

fn named(word: &str) -> Option<(u32, bool)> {
    match Lowercase::default().of(word) {
        Some(word) => BY_NAME.get(word).copied(),
        None => BY_NAME.get(word.to_lowercase().as_str()).copied(),
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
            ("May", false, None),
            ("", false, None),
        ] {
            assert_eq!((is_weekday(word), english_weekday(word)), (any, english), "{word}");
        }
    }
}
