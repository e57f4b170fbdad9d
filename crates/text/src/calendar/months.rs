//! Names of months in the languages news is written in: English and other Germanic, Romance, Slavic, Baltic, Uralic,
//! Turkic, Greek, Semitic, Iranian, Indic, Dravidian, Caucasian, Thai, Swahili …
//!
//! In: a word, in any letter case. Out: the number of the month it names. Names may stand without their accents, and
//! with a full stop after them.

use super::key::key;
use super::names::{Names, Use, english, read};
use crate::{Lowercase, WordList};
use foldhash::HashMap;
use std::sync::LazyLock;

/// The names, and which of them are English.
const NAMES: &str = include_str!("months.tsv");

/// Longest name, in bytes.
const LONGEST: usize = 40;

/// The first letters of the English names, by which standards know them.
const BEGINNINGS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The months of the Iranian calendar, in their order.
const JALALI: [&str; 12] =
    ["فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"];

/// The months by their names without accents.
static BY_NAME: LazyLock<Names> = LazyLock::new(|| read(NAMES));

/// The English names, most words are none of.
static ENGLISH: LazyLock<WordList<u32>> = LazyLock::new(|| english(NAMES));

/// Months by language and name, where a language means another one than the rest.
static OF_LANGUAGE: LazyLock<HashMap<(&str, String), u32>> = LazyLock::new(|| {
    let lines = NAMES.lines().filter_map(|line| line.split_once("\tin:"));
    let rows = lines.filter_map(|(month, rest)| Some((month.parse().ok()?, rest.split_once('\t')?)));
    let named = rows.flat_map(|(month, (language, names)): (u32, (&str, &str))| {
        names.split(' ').map(move |name| ((language, key(name)), month))
    });
    named.collect()
});

/// The month a word names in any language, wherever it stands.
pub fn month(word: &str) -> Option<u32> {
    named(word).filter(|(_, used)| *used != Use::Date).map(|(month, _)| month)
}

/// The month a word names where a day and a year stand beside it, in a text of this language if it is known.
pub fn month_of_date(word: &str, language: Option<&str>) -> Option<u32> {
    /// Languages with months of their own under names that others have too.
    const APART: &[&str] = &["hr"];
    let own = language
        .filter(|language| APART.contains(language))
        .and_then(|language| OF_LANGUAGE.get(&(language, key(word.trim_end_matches('.')))).copied());
    own.or_else(|| named(word).map(|(month, _)| month))
}

/// The month a word names in English, or abbreviates.
pub fn english_month(word: &str) -> Option<u32> {
    if word.is_ascii() {
        return ENGLISH.get(word.trim_end_matches('.'));
    }
    named(word).filter(|(_, used)| *used == Use::English).map(|(month, _)| month)
}

/// The month whose English name begins as a word of at most nine letters does, as software that writes dates by
/// standards has it: three letters tell.
pub fn month_of_beginning(word: &str) -> Option<u32> {
    let word = word.trim_end_matches('.');
    let start = word.get(..3).filter(|_| word.len() <= 9)?;
    (1..).zip(BEGINNINGS).find(|(_, beginning)| start.eq_ignore_ascii_case(beginning)).map(|(month, _)| month)
}

/// The month of a name of two words, as Syria, Lebanon and Iraq print four of theirs.
pub fn month_of_two_words(first: &str, second: &str) -> Option<u32> {
    match (first, second) {
        ("تشرين", "الأول" | "الاول") => Some(10),
        ("تشرين", "الثاني") => Some(11),
        ("كانون", "الأول" | "الاول") => Some(12),
        ("كانون", "الثاني") => Some(1),
        _ => None,
    }
}

/// The number of the month of the Iranian calendar that a word names.
pub fn jalali_month(word: &str) -> Option<u32> {
    let word = key(word);
    (1..).zip(JALALI).find(|(_, name)| key(name) == word).map(|(month, _)| month)
}

fn named(word: &str) -> Option<(u32, Use)> {
    let word = word.trim_end_matches('.');
    if word.len() > LONGEST || !word.starts_with(char::is_alphabetic) {
        return None;
    }
    if let Some(word) = Lowercase::default().of(word) {
        return BY_NAME.get(word).copied();
    }
    let word = key(word);
    // Hebrew binds `in` to the name.
    BY_NAME.get(&word).or_else(|| BY_NAME.get(word.strip_prefix('ב')?)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_names_are_the_same_on_both_lists() {
        let plain = BY_NAME.iter().filter(|(name, _)| name.is_ascii());
        for (name, (number, used)) in plain {
            let english = Some(*number).filter(|_| *used == Use::English);
            assert_eq!(english_month(&name.to_uppercase()), english, "{name}");
        }
    }

    #[test]
    fn months_are_known_in_many_languages_and_without_accents() {
        for (word, expected) in [
            ("October", Some(10)),
            ("Oct.", Some(10)),
            ("März", Some(3)),
            ("MARZ", Some(3)),
            ("août", Some(8)),
            ("août.", Some(8)),
            ("gennaio", Some(1)),
            ("Março", Some(3)),
            ("şubat", Some(2)),
            ("HAZİRAN", Some(6)),
            ("февраля", Some(2)),
            ("października", Some(10)),
            ("července", Some(7)),
            ("maart", Some(3)),
            ("kesäkuuta", Some(6)),
            ("সেপ্টেম্বর", Some(9)),
            ("กุมภาพันธ์", Some(2)),
            ("फरवरी", Some(2)),
            ("Monday", None),
            ("", None),
            ("7", None),
        ] {
            assert_eq!(month(word), expected, "{word}");
        }
    }

    #[test]
    fn some_names_are_english_and_some_are_other_words_too() {
        for (word, in_date, in_text, english) in [
            ("SEPT", Some(9), Some(9), Some(9)),
            ("mayo", Some(5), Some(5), None),
            ("Mar.", Some(3), Some(3), Some(3)),
            ("März", Some(3), Some(3), None),
            ("des", Some(12), None, None),
            ("Sie", Some(8), None, None),
        ] {
            let in_any = month_of_date(word, None);
            assert_eq!((in_any, month(word), english_month(word)), (in_date, in_text, english), "{word}");
        }
    }

    #[test]
    fn a_name_of_two_months_is_that_of_its_language() {
        for (language, expected) in [(Some("hr"), 10), (Some("cs"), 11), (None, 11)] {
            assert_eq!(month_of_date("Listopada", language), Some(expected), "{language:?}");
        }
        assert_eq!(month_of_date("במרץ", None), Some(3));
    }

    #[test]
    fn three_letters_tell_a_month() {
        for (word, expected) in
            [("Oct", Some(10)), ("OCTOBRE", Some(10)), ("sept.", Some(9)), ("ma", None), ("Marchioness", None)]
        {
            assert_eq!(month_of_beginning(word), expected, "{word}");
        }
    }

    #[test]
    fn every_month_has_names_and_no_name_has_two() {
        let lines = NAMES.lines().filter(|line| !line.starts_with('#') && !line.contains("\tin:"));
        let names: Vec<&str> =
            lines.flat_map(|line| line.rsplit('\t').take(1)).flat_map(|names| names.split(' ')).collect();
        assert!(names.iter().all(|name| !name.is_empty() && name.len() <= LONGEST));
        let different: std::collections::BTreeSet<&str> = names.iter().copied().collect();
        assert_eq!(names.len(), different.len());
        assert!((1..=12).all(|number| BY_NAME.values().any(|(month, _)| *month == number)));
    }
}
