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

/// Codes by names: as keys, and those of the table that have stops as printed but
/// for the last, for `W.A.` is not `WA`.
static CODES: LazyLock<HashMap<String, Vec<&'static str>>> = LazyLock::new(|| {
    let mut codes: HashMap<String, Vec<&str>> = HashMap::default();
    let rows = tables::rows(TABLE).filter_map(|mut fields| fields.next().zip(fields.next()));
    for (code, name) in rows.flat_map(|(code, names)| names.split('|').map(move |name| (code, name))) {
        codes.entry(if name.contains('.') { name.to_owned() } else { key(name) }).or_default().push(code);
    }
    codes
});

/// What a region may be called behind its name: `Kano State`, `Jilin province`.
const KINDS: &[&str] =
    &["state", "province", "region", "prefecture", "governorate", "department", "county", "district", "oblast"];

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

    /// The largest town of this name in it. Where only the country of towns is known, a name that several have tells none.
    pub(super) fn town(&self, name: &str) -> Option<Candidate> {
        let places = gazetteer::places(name);
        let there = || places.iter().filter(|place| place.feature != DIVISION && self.holds(place));
        let largest = there().max_by(|one, other| one.inhabitants.total_cmp(&other.inhabitants))?;
        let country_only = !self.is_country() && largest.code == largest.country;
        let one_of_several = country_only && there().count() > 1;
        let code = if country_only { self.code } else { largest.code };
        (!one_of_several).then_some(Candidate { code, ..*largest })
    }
}

/// The regions of this name, with or without the word for its kind; none if it is no region.
pub(super) fn named(name: &str) -> Vec<Region> {
    let regions = called(name);
    let Some((bare, kind)) = name.rsplit_once(' ').filter(|_| regions.is_empty()) else { return regions };
    if KINDS.iter().any(|known| kind.eq_ignore_ascii_case(known)) { called(bare) } else { regions }
}

/// Whether the table has it, so that it is a region and no city.
pub(super) fn is_listed(name: &str) -> bool {
    codes(name).is_some()
}

fn codes(name: &str) -> Option<&'static Vec<&'static str>> {
    CODES.get(name.trim_end_matches('.')).or_else(|| CODES.get(&key(name)))
}

fn called(name: &str) -> Vec<Region> {
    let listed = codes(name);
    let country = countries::code(name).map(Region::of_code);
    let places = gazetteer::places(name);
    let divisions = places.iter().filter(|place| place.feature == DIVISION);
    let divisions = divisions.map(|place| Region { code: place.code, country: place.country });
    let of_table = listed.into_iter().flatten().map(|code| Region::of_code(code));
    let mut regions: Vec<Region> = of_table.chain(country).collect();
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
            ("WA", "US-WA AU-WA"),
            ("W.A.", "AU-WA"),
            ("Kano State", "NG-KN"),
            ("Jilin province", "CN-JL"),
            ("Bukidnon", "PH-BUK"),
            ("in", ""),
            ("Nowhere", ""),
        ] {
            assert_eq!(codes(name), code, "{name}");
        }
        assert_eq!(named("Ga.").first().and_then(|region| region.town("Rome")).map(|town| town.code), Some("US-GA"));
    }
}
