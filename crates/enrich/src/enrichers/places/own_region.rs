//! A place that is printed with its region lies there, whatever else the article is about: `London, Ontario`.
//!
//! In: the text and where the name of a place stands in it. Out: the place, told by the region behind its name.

use super::countries;
use super::gazetteer::{self, Candidate};
use super::regions::{self, CAPITAL, Region};
use std::ops::Range;

/// Words of the longest region.
const MOST_WORDS: usize = 5;

/// Inhabitants of a city that is meant rather than the region of its name.
const GREAT: f64 = 300_000.0;

/// What may end a region that is printed behind a town.
const MARKS: &[char] = &[',', '.', ';', ':', ')', '!', '?', '"', '”', '’', '\''];

/// The place of the name at these bytes by the region that is printed with it, if the region has such a place.
pub(crate) fn own_place(body: &str, bytes: &Range<usize>) -> Option<OwnPlace> {
    let printed = with_region(body, bytes)?;
    let found = largest(&printed)?;
    // `Jordan, Peru and Chile` are countries, `Washington, Oregon and Idaho` states.
    let named = regions::named(printed.town);
    let countries = countries::code(printed.town).is_some() && countries::code(printed.region).is_some();
    let state = |region: &Region| !region.is_country() && region.country == found.country && !region.holds(&found);
    let enumerated = countries || (named.iter().any(state) && found.feature != CAPITAL);
    (!enumerated).then_some(OwnPlace { found, town: printed.town.len() })
}

/// The place of a dateline by its region. A town that the table does not have is somewhere in the region.
pub(super) fn filed_from(body: &str, bytes: &Range<usize>) -> Option<Candidate> {
    let printed = with_region(body, bytes)?;
    largest(&printed).or_else(|| {
        // `LONDON, New York` names two cities.
        let (first, more) = printed.regions.split_first()?;
        let region = (more.is_empty() || regions::is_listed(printed.region)).then_some(first)?;
        let city = || !regions::is_listed(printed.region) && gazetteer::inhabitants(printed.region) >= GREAT;
        if region.is_country() || city() {
            return None;
        }
        Some(Candidate {
            name: region.code,
            code: region.code,
            country: region.country,
            point: None,
            inhabitants: 0.0,
            id: "",
            feature: "",
        })
    })
}

/// The place that `Town, Region` names.
pub(super) fn of_name(name: &str) -> Option<Candidate> {
    largest(&with_region(name, &(0..name.len()))?)
}

/// A place told by its own words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct OwnPlace {
    pub(super) found: Candidate,
    /// Bytes of its name without the region.
    town: usize,
}

impl OwnPlace {
    /// What tells it from other places of its name.
    pub(crate) fn id(&self) -> &'static str {
        if self.found.id.is_empty() { self.found.code } else { self.found.id }
    }

    /// The bytes of its name without the region.
    pub(crate) fn town(&self, bytes: &Range<usize>) -> Range<usize> {
        bytes.start..bytes.start + self.town
    }
}

/// A town with what is printed behind it.
struct Printed<'a> {
    town: &'a str,
    region: &'a str,
    /// All that the region can be.
    regions: Vec<Region>,
}

fn largest(printed: &Printed<'_>) -> Option<Candidate> {
    let towns = printed.regions.iter().filter_map(|region| region.town(printed.town));
    towns.max_by(|one, other| one.inhabitants.total_cmp(&other.inhabitants))
}

/// The region is in the name already or follows it.
fn with_region<'a>(body: &'a str, bytes: &Range<usize>) -> Option<Printed<'a>> {
    let name = body.get(bytes.clone())?;
    let town = name.split_once(", ").map_or(name, |(town, _)| town);
    let behind = body.get(bytes.start + town.len()..)?.lines().next()?;
    let bracketed = behind.strip_prefix(" (");
    let behind = bracketed.or_else(|| behind.strip_prefix(", "))?;
    let ends = behind.match_indices(' ').map(|(at, _)| at).chain([behind.len()]).take(MOST_WORDS);
    let longest_first = ends.collect::<Vec<_>>().into_iter().rev();
    longest_first.filter_map(|end| behind.split_at_checked(end)).find_map(|(printed, rest)| {
        let region = printed.strip_suffix("-based").unwrap_or(printed).trim_end_matches(MARKS);
        let region = region.strip_suffix("'s").or_else(|| region.strip_suffix("’s")).unwrap_or(region);
        // `La Paz` is not Louisiana, `(Ontario News)` is no province.
        let goes_on = rest.trim_start().starts_with(char::is_uppercase);
        let whole = if bracketed.is_some() {
            printed.trim_end_matches([',', ':', '.', ';']).ends_with(')')
        } else {
            region.len() < printed.len() || !goes_on
        };
        if !whole || region.contains([',', ';', ':', ')']) || !region.starts_with(char::is_uppercase) {
            return None;
        }
        let regions = regions::named(region);
        (!regions.is_empty()).then_some(Printed { town, region, regions })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(body: &str, town: &str, code: Option<&str>) {
        let at = body.find(town).unwrap();
        let found = own_place(body, &(at..at + town.len()));
        assert_eq!(found.map(|place| place.found.code), code, "{body}");
    }

    #[test]
    fn the_region_behind_a_town_says_where_it_is() {
        check("A farm near Melbourne, Fla., burned.", "Melbourne", Some("US-FL"));
        check("The Aurora, Ill.-based firm closed.", "Aurora", Some("US-IL"));
        check("Trains to Lincoln, Nebraska, stood still.", "Lincoln", Some("US-NE"));
        check("Farms near Boston, Lincolnshire, flooded.", "Boston", Some("GB-ENG"));
        check("a fire in Toledo, Spain. The", "Toledo", Some("ES-CM"));
        check("a fire in Lima, Ohio’s coldest town", "Lima", Some("US-OH"));
        check("the road from Rome, Georgia, to the sea", "Rome", Some("US-GA"));
    }

    #[test]
    fn what_is_only_enumerated_says_nothing() {
        check("flights to Boston, New York and Miami", "Boston", None);
        check("flights to Athens, La Paz and Lima", "Athens", None);
        check("voters in Washington, Oregon and Idaho", "Washington", None);
        check("ministers of Jordan, Peru and Chile", "Jordan", None);
        check("farms in Paris, Then it rained", "Paris", None);
    }

    #[test]
    fn a_filing_line_may_name_a_town_that_no_table_has() {
        let body = "LITTLE HOLLOW, Vt. (Example Wire) — The";
        let found = filed_from(body, &(0.."LITTLE HOLLOW".len())).unwrap();
        assert_eq!((found.code, found.point), ("US-VT", None));
    }
}
