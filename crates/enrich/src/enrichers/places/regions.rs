//! Countries, states, provinces and counties by the names that stand behind a town: `Va.`, `Ontario`, `County Kerry`.
//!
//! In: a name. Out: what it can be. Abbreviations and counties are in `models/regions.tsv`; the rest is told by the
//! tables of countries and places.

use super::countries;
use super::gazetteer::{self, Candidate};
use crate::tables;
use foldhash::HashMap;
use std::sync::LazyLock;

/// The feature code of first-order divisions.
pub(super) const DIVISION: &str = "ADM1";

/// The feature code of capitals.
pub(super) const CAPITAL: &str = "PPLC";

/// Letters from which on a name is compared without regard to case.
const LONG: usize = 3;

static TABLE: &str = include_str!("../../../models/regions.tsv");

static CODES: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let rows = tables::rows(TABLE).filter_map(|mut fields| fields.next().zip(fields.next()));
    rows.flat_map(|(code, names)| names.split('|').map(move |name| (key(name), code))).collect()
});

/// What may stand behind a town.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Region {
    /// ISO 3166-2 where known, else ISO 3166-1 alpha-2.
    pub(super) code: &'static str,
    /// ISO 3166-1 alpha-2.
    pub(super) country: &'static str,
}

impl Region {
    fn of_code(code: &'static str) -> Self {
        Self { code, country: code.split('-').next().unwrap_or(code) }
    }

    pub(super) fn is_country(&self) -> bool {
        self.code == self.country
    }

    /// Whether the place lies in it, as far as its code tells.
    pub(super) fn holds(&self, place: &Candidate) -> bool {
        let whole = self.is_country() || place.code == place.country;
        if whole { place.country == self.country } else { place.code == self.code }
    }

    /// The largest town of this name in it.
    pub(super) fn town(&self, name: &str) -> Option<Candidate> {
        let places = gazetteer::places(name);
        let there = places.iter().filter(|place| place.feature != DIVISION && self.holds(place));
        there.max_by(|one, other| one.inhabitants.total_cmp(&other.inhabitants)).copied()
    }
}

/// The regions of this name; none if it is no region.
pub(super) fn named(name: &str) -> Vec<Region> {
    let listed = CODES.get(&key(name)).map(|code| Region::of_code(code));
    let country = countries::code(name).map(Region::of_code);
    let places = gazetteer::places(name);
    let divisions = places.iter().filter(|place| place.feature == DIVISION);
    let divisions = divisions.map(|place| Region { code: place.code, country: place.country });
    let mut regions: Vec<Region> = listed.into_iter().chain(country).collect();
    if listed.is_none() {
        regions.extend(divisions);
    }
    regions
}

/// Without stops, and in lower case if it is long.
fn key(name: &str) -> String {
    let plain: String = name.chars().filter(|char| *char != '.').collect();
    if plain.chars().count() < LONG { plain } else { plain.to_lowercase() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_are_known_by_their_names_and_short_forms() {
        let codes = |name: &str| named(name).iter().map(|region| region.code).collect::<Vec<_>>().join(" ");
        for (name, code) in [
            ("Ill.", "US-IL"),
            ("W.Va.", "US-WV"),
            ("N.H.", "US-NH"),
            ("OHIO", "US-OH"),
            ("Alta.", "CA-AB"),
            ("Qld", "AU-QLD"),
            ("Norfolk", "GB-ENG"),
            ("County Kerry", "IE"),
            ("Peru", "PE"),
            ("Georgia", "GE US-GA"),
            ("in", ""),
            ("Nowhere", ""),
        ] {
            assert_eq!(codes(name), code, "{name}");
        }
        assert_eq!(named("Ga.").first().and_then(|region| region.town("Rome")).map(|town| town.code), Some("US-GA"));
    }
}
