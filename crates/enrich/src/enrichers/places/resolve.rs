//! Which of several places a name means in an article.
//!
//! In: the name as printed and what the article says of countries and divisions. Out: the place and how sure that is.
//! A name that may be several places, and that nothing tells apart, is none.

use super::countries;
use super::evidence::{ALSO_DIVISIONS, Evidence};
use super::gazetteer::{self, Candidate};
use super::own_region;
use super::regions::{CAPITAL, DIVISION};

/// What a division weighs beside towns, whose weight is the logarithm of their inhabitants.
const DIVISION_SIZE: f64 = 5.5;

/// What it weighs that the article names the division in which a place lies: as much as many mentions of its country.
const DIVISION_NAMED: f64 = 3.0;

/// The feature code of countries.
pub(super) const COUNTRY: &str = "PCLI";

/// Inhabitants from which on a place is meant although no other sign points to its country.
const WELL_KNOWN: f64 = 300_000.0;

/// Inhabitants of a town that is not meant beside a well-known capital of its name, unless its region is named.
const TOWN: f64 = 100_000.0;

/// How sure a place is that is printed with its region.
pub(super) const BY_REGION: u8 = 95;

/// The place that a name means here, and how sure that is, of 100.
pub(super) fn resolve(name: &str, evidence: &Evidence) -> Option<(Candidate, u8)> {
    if let Some(country) = countries::code(name).and_then(gazetteer::country) {
        let score = evidence.score(country.country);
        let elsewhere = |place: &&Candidate| place.feature == DIVISION && evidence.score(place.country) > score;
        let also = ALSO_DIVISIONS.contains(&name);
        let division = also.then(|| gazetteer::places(name).iter().find(elsewhere).copied()).flatten();
        return Some(division.map_or((country, 97), |division| (division, 75)));
    }
    let within = || name.split_once(", ").and_then(|(town, region)| within(town, region, evidence));
    if let Some(found) = own_region::of_name(name).or_else(within) {
        return Some((found, BY_REGION));
    }
    let candidates = gazetteer::places(name);
    // A division counts as a town of middling size, unless a town in it has the same name or a greater one elsewhere in
    // its country: Wyoming is the state, not the town in Michigan.
    let size = |place: &Candidate| {
        let town = candidates.iter().any(|other| {
            let counts = other.code == place.code || other.inhabitants >= TOWN;
            other.country == place.country && other.feature != DIVISION && counts
        });
        if place.feature == DIVISION && !town { DIVISION_SIZE } else { (place.inhabitants + 1.0).log10() }
    };
    // `an envoy from Washington` in a story from London: a small town of the name is hardly meant.
    let great = candidates.iter().any(|place| place.feature == CAPITAL && place.inhabitants >= WELL_KNOWN);
    let likely = |place: &Candidate| {
        let own_name = if place.name.to_lowercase() == name.to_lowercase() { 1.0 } else { 0.0 };
        let capital = if place.feature == CAPITAL { 1.0 } else { 0.0 };
        let support = f64::from(evidence.score(place.country).min(6.0)) / 2.0;
        let named = place.feature != DIVISION && evidence.names_division(place.code);
        let eclipsed = great && place.inhabitants < TOWN && ![DIVISION, CAPITAL].contains(&place.feature) && !named;
        let support = if eclipsed { support / 2.0 } else { support };
        size(place) + own_name + capital + support + if named { DIVISION_NAMED } else { 0.0 }
    };
    let best = candidates.iter().max_by(|one, other| likely(one).total_cmp(&likely(other)))?;
    let supported = evidence.score(best.country) > 0.0;
    // Virginia is the state, though a town elsewhere has its name, and Montana, though a division without a code has.
    let elsewhere = || candidates.iter().filter(|place| place.country != best.country);
    let only = elsewhere().all(|place| {
        best.code != best.country
            && place.inhabitants < WELL_KNOWN / 2.0
            && !(place.feature.starts_with("ADM") && place.code != place.country)
    });
    let only = only || elsewhere().next().is_none();
    let known = best.inhabitants >= WELL_KNOWN || best.feature == CAPITAL || (best.feature == DIVISION && only);
    if !supported && !known {
        return None;
    }
    let rivals = candidates.iter().any(|place| place.country != best.country && likely(place) > likely(best) - 1.0);
    Some((
        *best,
        match (supported, rivals) {
            (true, false) => 95,
            (true, true) => 75,
            (false, false) => 80,
            (false, true) => 55,
        },
    ))
}

/// The largest place of this name in another that is named with it and is no region of the tables: `Moa, Holguín`.
fn within(town: &str, region: &str, evidence: &Evidence) -> Option<Candidate> {
    // One level only: what stands behind a second comma is left out.
    let region = region.split(", ").next()?;
    let (region, _) = resolve(region, evidence)?;
    let lies_there = |place: &&Candidate| match region.feature {
        DIVISION => place.code == region.code && place.feature != DIVISION,
        _ => place.country == region.country,
    };
    let places = gazetteer::places(town);
    let there = places.iter().filter(lies_there);
    there.max_by(|one, other| one.inhabitants.total_cmp(&other.inhabitants)).copied()
}
