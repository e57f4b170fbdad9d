//! Which names are the same place, whatever the article is about: `Turkey` and `Türkiye`, `Kiev` and `Kyiv`.
//!
//! In: a name. Out: the GeoNames id of what it names, if it can name only that, and for a country its usual name.

use super::gazetteer::Candidate;
use super::regions::{CAPITAL, DIVISION};
use super::{countries, gazetteer};

/// A name that is known without its article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Known {
    /// GeoNames id.
    pub(crate) id: &'static str,
    /// The usual English name, of countries.
    pub(crate) usual: Option<&'static str>,
}

/// What this is the name of, if it is one of a country or of only one place.
pub(crate) fn known(name: &str) -> Option<Known> {
    if let Some(code) = countries::code(name) {
        let country = gazetteer::country(code).filter(|country| !country.id.is_empty())?;
        return Some(Known { id: country.id, usual: Some(countries::usual_name(code).unwrap_or(country.name)) });
    }
    let candidates = gazetteer::places(name);
    let mut with_id = candidates.iter().filter(|place| !place.id.is_empty());
    let first = with_id.next()?;
    with_id.all(|place| place.id == first.id).then_some(Known { id: first.id, usual: None })
}

/// Whether a state, province or capital is called so.
pub(crate) fn is_seat(name: &str) -> bool {
    let candidates = gazetteer::places(name);
    let own = |place: &&Candidate| place.name.eq_ignore_ascii_case(name);
    // Divisions without a code of their own are called like people are.
    let seat =
        |place: &Candidate| place.feature == CAPITAL || (place.feature == DIVISION && place.code != place.country);
    candidates.iter().filter(own).any(seat)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_one_place_are_one() {
        for (one, other) in [
            ("Turkey", "Turkiye"),
            ("Türkiye", "TURKEY"),
            ("US", "United States"),
            ("UAE", "United Arab Emirates"),
            ("Kiev", "Kyiv"),
            ("Bombay", "Mumbai"),
            ("Islamic Republic of Iran", "Iran"),
            ("Kingdom of Bahrain", "Bahrain"),
        ] {
            assert!(known(one).is_some(), "{one}");
            assert_eq!(known(one).map(|known| known.id), known(other).map(|known| known.id), "{one} {other}");
        }
    }

    #[test]
    fn a_part_of_a_country_is_not_the_country_and_an_ambiguous_name_is_nothing_yet() {
        for (part, whole) in [("England", "United Kingdom"), ("Gaza", "Palestine"), ("Zanzibar", "Tanzania")] {
            assert_ne!(known(part).map(|known| known.id), known(whole).map(|known| known.id), "{part}");
        }
        for name in ["Hyderabad", "Victoria", "us", "State of Georgia", "Nowhere at all"] {
            assert_eq!(known(name), None, "{name}");
        }
    }
}
