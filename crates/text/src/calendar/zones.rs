//! Time zones as dates name them.
//!
//! In: a name and what is known of where it was written. Out: minutes east of Greenwich. A name that means different
//! offsets in different places gives none where nothing tells which is meant.

use super::key::key;
use foldhash::HashMap;
use std::sync::LazyLock;

/// The names with what they mean, and where.
const NAMES: &str = include_str!("zones.tsv");

/// Most hours that a zone is away from Greenwich.
const FARTHEST: u32 = 14;

/// The longest name, in words.
pub const MOST_WORDS: usize = 5;

/// What a name means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zone {
    /// Minutes east of Greenwich.
    pub offset: i32,
    /// The same in summer and when that is, for names that are used all the year.
    pub summer: Option<(i32, Summer)>,
    /// Whether its letters are a word, too.
    pub is_word: bool,
}

/// Whose rule tells when it is summer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Summer {
    /// That of the United States and Canada.
    America,
    /// That of the European Union and the United Kingdom.
    Europe,
    /// That of the south-east of Australia.
    Australia,
    /// That of New Zealand.
    NewZealand,
}

/// A country in capitals or a language in small letters.
type Code = [u8; 3];

/// Where a text was written, as far as it says: countries and languages, the surest first.
#[derive(Debug, Clone, Copy, Default)]
pub struct Whereabouts {
    codes: [Code; 6],
    known: usize,
}

/// Where a name has a meaning.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Where {
    Everywhere,
    Standard,
    In(Code),
}

static BY_NAME: LazyLock<HashMap<String, Vec<(Where, Zone)>>> = LazyLock::new(|| {
    let mut by_name: HashMap<String, Vec<(Where, Zone)>> = HashMap::default();
    for (name, places, zone) in NAMES.lines().filter_map(row) {
        let meanings = by_name.entry(name_key(name)).or_default();
        meanings.extend(places.split(' ').filter_map(place).map(|place| (place, zone)));
    }
    by_name
});

fn row(line: &str) -> Option<(&str, &str, Zone)> {
    let mut cells = line.split('\t');
    let (name, places, offset) = (cells.next()?, cells.next()?, minutes(cells.next()?)?);
    let summer = cells.next().and_then(|summer| {
        let (offset, rule) = summer.split_once(' ')?;
        let rule = match rule {
            "us" => Summer::America,
            "eu" => Summer::Europe,
            "au" => Summer::Australia,
            _ => Summer::NewZealand,
        };
        Some((minutes(offset)?, rule))
    });
    Some((name, places, Zone { offset, summer, is_word: cells.next() == Some("word") }))
}

fn place(place: &str) -> Option<Where> {
    match place {
        "*" => Some(Where::Everywhere),
        "standard" => Some(Where::Standard),
        place => code(place).map(Where::In),
    }
}

/// `-03:30`
fn minutes(text: &str) -> Option<i32> {
    let (hours, minutes) = text.get(1..)?.split_once(':')?;
    numeric(text.starts_with('-'), hours.parse().ok()?, minutes.parse().ok()?)
}

/// A name without what stands between its words.
fn name_key(name: &str) -> String {
    key(name).chars().filter(|c| c.is_alphabetic()).collect()
}

fn code(text: &str) -> Option<Code> {
    let mut code = Code::default();
    code.get_mut(..text.len())?.copy_from_slice(text.as_bytes());
    Some(code)
}

impl Whereabouts {
    /// Adds the country of two letters, if it is one.
    pub fn add_country(&mut self, country: &str) {
        if country.len() == 2 && country.bytes().all(|b| b.is_ascii_alphabetic()) {
            self.add(&country.to_ascii_uppercase());
        }
    }

    /// Adds the language of two or three letters.
    pub fn add_language(&mut self, language: &str) {
        self.add(&language.to_ascii_lowercase());
    }

    /// The first language that was added.
    pub fn language(&self) -> Option<&str> {
        let languages = self.codes.iter().filter(|code| code.first().is_some_and(u8::is_ascii_lowercase));
        let mut codes = languages.filter_map(|code| std::str::from_utf8(code).ok());
        codes.next().map(|code| code.trim_end_matches('\0'))
    }

    fn add(&mut self, text: &str) {
        if let Some((code, room)) = code(text).zip(self.codes.get_mut(self.known)) {
            *room = code;
            self.known += 1;
        }
    }
}

/// What a zone's name means at a place, its words without anything between them in the form of `calendar::key`;
/// `is_standard`: in a date that is written as RFC 2822 has it.
pub fn named(name: &str, at: &Whereabouts, is_standard: bool) -> Option<Zone> {
    let meanings = BY_NAME.get(name)?;
    let meaning = |place: Where| meanings.iter().find(|(known, _)| *known == place).map(|(_, zone)| *zone);
    let there = at.codes.iter().take(at.known).find_map(|code| meaning(Where::In(*code)));
    there.or_else(|| meaning(Where::Standard).filter(|_| is_standard)).or_else(|| meaning(Where::Everywhere))
}

/// Whether a name means anything anywhere.
pub fn is_name(name: &str) -> bool {
    BY_NAME.contains_key(name)
}

/// The offset in figures: `-03:30`.
pub fn numeric(is_west: bool, hours: u32, minutes: u32) -> Option<i32> {
    let is_offset = hours <= FARTHEST && minutes < 60;
    let offset = i32::try_from(hours * 60 + minutes).ok().filter(|_| is_offset)?;
    Some(if is_west { -offset } else { offset })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offset(name: &str, places: &[&str], is_standard: bool) -> Option<i32> {
        let mut at = Whereabouts::default();
        for place in places {
            if place.starts_with(char::is_uppercase) { at.add_country(place) } else { at.add_language(place) }
        }
        named(&name_key(name), &at, is_standard).map(|zone| zone.offset)
    }

    #[test]
    fn a_name_of_many_zones_is_one_where_the_country_is_known() {
        for (name, places, is_standard, expected) in [
            ("CEST", &[][..], false, Some(120)),
            ("CST", &[], false, None),
            ("CST", &[], true, Some(-360)),
            ("CST", &["CN"], true, Some(480)),
            ("CST", &["zh"], false, Some(480)),
            ("IST", &["en"], true, None),
            ("IST", &["IN", "en"], false, Some(330)),
            ("IST", &["US", "he"], false, Some(120)),
            ("EST", &[], false, Some(-300)),
            ("EST", &["AU"], false, Some(600)),
            ("Eastern Time", &[], false, Some(-300)),
            ("harbour", &[], true, None),
        ] {
            assert_eq!(offset(name, places, is_standard), expected, "{name} {places:?}");
        }
    }

    #[test]
    fn every_row_of_the_list_is_read() {
        let rows = NAMES.lines().filter(|line| !line.starts_with('#'));
        for line in rows {
            let (name, places, zone) = row(line).unwrap_or_else(|| panic!("{line}"));
            assert!(places.split(' ').all(|at| place(at).is_some()), "{line}");
            assert!(name.split([' ', '/', '’', '-']).count() <= MOST_WORDS && zone.offset % 15 == 0, "{line}");
            assert_eq!(zone.summer.is_some(), line.split('\t').nth(3).is_some_and(|cell| !cell.is_empty()), "{line}");
        }
    }

    #[test]
    fn offsets_are_those_of_this_world() {
        assert_eq!(numeric(true, 3, 30), Some(-210));
        assert_eq!(numeric(false, 14, 0), Some(840));
        assert_eq!(numeric(false, 15, 0), None);
        assert_eq!(numeric(false, 2, 60), None);
    }

    #[test]
    fn whereabouts_have_room_for_a_few_places() {
        let mut at = Whereabouts::default();
        (0..20).for_each(|_| at.add_country("IN"));
        at.add_language("english");
        assert_eq!(at.language(), None);
    }
}
