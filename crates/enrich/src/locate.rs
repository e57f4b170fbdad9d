//! Where the places of the article are, where it was filed and where it happened.
//!
//! In: the places found before, the dateline, the text, the address. Out: GeoNames URI, code and point of each place
//! that can be told; `located` with its country; the places of the event, at most one for each of two countries.
//! Countries are read off the text itself. A place that may be several and that nothing tells apart stays unresolved.

mod countries;
mod evidence;
mod gazetteer;
mod identity;
mod scene;

pub(crate) use evidence::{is_country, is_demonym};
pub(crate) use identity::known;

use crate::{Enricher, Reading};
use article::{Article, Mention, MentionKind, Place, alt_role, rel};
use evidence::Evidence;
use gazetteer::Candidate;
use serde_json::{Map, Value, json};
use std::ops::Range;

/// Bytes of the text within which news says where it happened, and a second such stretch.
const LEAD_BYTES: usize = 400;
const SECOND_BYTES: usize = 1200;

/// What a mention counts in the headline and the lead, in the second stretch, and beyond.
const HEADLINE_WEIGHT: f32 = 3.0;
const LEAD_WEIGHT: f32 = 3.0;
const SECOND_WEIGHT: f32 = 1.5;
const LATER_WEIGHT: f32 = 0.7;

/// What the dateline's country counts.
const DATELINE_WEIGHT: f32 = 5.0;

/// A second country is where it happened, too, from this share of the first one's score.
const SECOND_SHARE: f32 = 0.3;

/// Inhabitants from which on a place is meant although no other sign points to its country.
const WELL_KNOWN: f64 = 300_000.0;

/// The feature code of first-order divisions.
const DIVISION: &str = "ADM1";

/// What a division weighs beside towns, whose weight is the logarithm of their inhabitants.
const DIVISION_SIZE: f64 = 5.5;

/// What it weighs that the article names the division in which a place lies: as much as many mentions of its country.
const DIVISION_NAMED: f64 = 3.0;

/// The feature code of countries.
const COUNTRY: &str = "PCLI";

pub(crate) struct LocateEnricher;

impl Enricher for LocateEnricher {
    fn name(&self) -> &'static str {
        "locate"
    }

    fn model(&self) -> Option<&str> {
        Some("places@1")
    }

    fn reads(&self, article: &Article) -> bool {
        crate::language::is_english(article)
    }

    fn enrich(&self, reading: &Reading<'_>, article: &mut Article) {
        let mut evidence = read(reading, article);
        locate_dateline(article, &mut evidence);
        let scene = scene::of_events(reading, article, &mut evidence);
        let resolved = resolve_all(reading, article, &mut evidence);
        for (place, found) in article.places.iter_mut().zip(&resolved) {
            if let Some((found, confidence)) = found {
                complete(place, found, *confidence);
            }
        }
        explain(reading, article, &evidence, &resolved);
        mark_event(article, &evidence, &resolved, scene);
    }
}

/// Why each place is where it is, at its first mention.
fn explain(reading: &Reading<'_>, article: &Article, evidence: &Evidence, resolved: &[Option<(Candidate, u8)>]) {
    let mut told = vec![false; resolved.len()];
    for mention in mentions_of(article, MentionKind::Place) {
        let Some(at) = mention.reference.map(|at| at as usize) else { continue };
        let first = told.get_mut(at).is_some_and(|told| !std::mem::replace(told, true));
        let Some((bytes, found)) = reading.bytes(mention.span).zip(resolved.get(at)).filter(|_| first) else {
            continue;
        };
        reading.because(bytes, || match found {
            Some((found, confidence)) => format!(
                "{} in {}, {} inhabitants; the article speaks for {} with {:.1}; sure by {confidence} of 100",
                found.name,
                found.code,
                found.inhabitants,
                found.country,
                evidence.score(found.country)
            ),
            None => "in no table, or nothing tells which of several it is".to_owned(),
        });
    }
}

/// What text and address say of countries.
fn read(reading: &Reading<'_>, article: &Article) -> Evidence {
    let mut evidence = Evidence::default();
    let people: Vec<Range<usize>> =
        mentions_of(article, MentionKind::Person).filter_map(|mention| reading.bytes(mention.span)).collect();
    // The man called Jordan speaks for no country.
    let is_person = |byte: usize| {
        let next = people.get(people.partition_point(|person| person.end <= byte));
        next.is_some_and(|person| person.start <= byte)
    };
    evidence.read(reading.body(), |byte| if is_person(byte) { 0.0 } else { weight(byte) });
    if let Some(headline) = article.headline() {
        evidence.read(headline, |_| HEADLINE_WEIGHT);
    }
    if let Some(url) = article.alt_id(alt_role::CANONICAL_URL) {
        evidence.read_address(url, HEADLINE_WEIGHT);
    }
    evidence
}

/// In the order of the text.
fn mentions_of(article: &Article, kind: MentionKind) -> impl Iterator<Item = &Mention> {
    article.enrichment.mentions.iter().filter(move |mention| mention.kind == kind)
}

fn weight(byte: usize) -> f32 {
    if byte < LEAD_BYTES {
        LEAD_WEIGHT
    } else if byte < SECOND_BYTES {
        SECOND_WEIGHT
    } else {
        LATER_WEIGHT
    }
}

/// The dateline's place among `places`, and its country behind `located`.
fn locate_dateline(article: &mut Article, evidence: &mut Evidence) {
    let Some(name) = article.enrichment.dateline.as_ref().and_then(|line| Some(line.place.as_ref()?.name.clone()))
    else {
        return;
    };
    if let Some(located) = &article.located {
        evidence.read(located, |_| DATELINE_WEIGHT);
    }
    let Some((found, _)) = resolve(&name, evidence) else { return };
    evidence.add(found.country, DATELINE_WEIGHT);
    let is_country = found.feature == COUNTRY;
    if let Some(located) = article.located.as_mut().filter(|located| !located.contains(',') && !is_country)
        && let Some(country) = gazetteer::country(found.country)
    {
        located.push_str(", ");
        located.push_str(countries::usual_name(country.country).unwrap_or(country.name));
    }
    let known = article.places.iter().position(|place| place.name.as_deref() == Some(&name));
    let at = known.unwrap_or_else(|| {
        article.places.push(Place { name: Some(name), ..Place::default() });
        article.places.len() - 1
    });
    if let Some(place) = article.places.get_mut(at) {
        place.rel = Some(rel::LOCATED.to_owned());
    }
    if let Some(place) = article.enrichment.dateline.as_mut().and_then(|line| line.place.as_mut()) {
        place.reference = u32::try_from(at).ok();
    }
}

/// Each place of the article with how sure that is, in their order; what they say of countries joins the evidence.
fn resolve_all(reading: &Reading<'_>, article: &Article, evidence: &mut Evidence) -> Vec<Option<(Candidate, u8)>> {
    let names: Vec<&str> = article.places.iter().map(|place| place.name.as_deref().unwrap_or_default()).collect();
    let resolved: Vec<Option<(Candidate, u8)>> = names.iter().map(|name| resolve(name, evidence)).collect();
    for (found, _) in resolved.iter().flatten().filter(|(found, _)| found.feature == DIVISION) {
        evidence.add_division(found.code);
    }
    for mention in mentions_of(article, MentionKind::Place) {
        let Some(Some((found, _))) = mention.reference.and_then(|at| resolved.get(at as usize)) else { continue };
        let byte = reading.byte_at(mention.span.start).unwrap_or(usize::MAX);
        // Countries were read off the text already, but for those that may be something else.
        if found.feature != COUNTRY || evidence::ALSO_DIVISIONS.contains(&found.name) {
            evidence.add(found.country, weight(byte));
        }
    }
    // Again, knowing all countries.
    names.iter().map(|name| resolve(name, evidence)).collect()
}

/// The place that a name means here, and how sure that is, of 100.
fn resolve(name: &str, evidence: &Evidence) -> Option<(Candidate, u8)> {
    let candidates = gazetteer::places(name);
    if let Some(country) = countries::code(name).and_then(gazetteer::country) {
        let score = evidence.score(country.country);
        let elsewhere = |place: &&Candidate| place.feature == DIVISION && evidence.score(place.country) > score;
        let division = candidates.iter().find(|place| evidence::ALSO_DIVISIONS.contains(&name) && elsewhere(place));
        return Some(division.map_or((country, 97), |division| (*division, 75)));
    }
    if let Some((town, region)) = name.split_once(", ")
        && let Some(found) = within(town, region, evidence)
    {
        return Some((found, 95));
    }
    // A division counts as a town of middling size, unless a town of its country has the same name.
    let size = |place: &Candidate| {
        let town = candidates.iter().any(|other| other.country == place.country && other.feature != DIVISION);
        if place.feature == DIVISION && !town { DIVISION_SIZE } else { (place.inhabitants + 1.0).log10() }
    };
    let likely = |place: &Candidate| {
        let own_name = if place.name.to_lowercase() == name.to_lowercase() { 1.0 } else { 0.0 };
        let capital = if place.feature == "PPLC" { 1.0 } else { 0.0 };
        let support = f64::from(evidence.score(place.country).min(6.0)) / 2.0;
        let named = place.feature != DIVISION && evidence.names_division(place.code);
        size(place) + own_name + capital + support + if named { DIVISION_NAMED } else { 0.0 }
    };
    let best = candidates.iter().max_by(|one, other| likely(one).total_cmp(&likely(other)))?;
    let supported = evidence.score(best.country) > 0.0;
    let only = candidates.iter().all(|place| place.country == best.country);
    let known = best.inhabitants >= WELL_KNOWN || best.feature == "PPLC" || (best.feature == DIVISION && only);
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

/// The largest place of this name in a region that is named with it: `London, Ontario`.
fn within(town: &str, region: &str, evidence: &Evidence) -> Option<Candidate> {
    // One level only: what stands behind a second comma is left out.
    let region = region.split(", ").next()?;
    let (region, _) = resolve(region, evidence)?;
    let lies_there = |place: &Candidate| match region.feature {
        DIVISION => place.code == region.code && place.feature != DIVISION,
        _ => place.country == region.country,
    };
    let there = gazetteer::places(town).into_iter().filter(lies_there);
    there.max_by(|one, other| one.inhabitants.total_cmp(&other.inhabitants))
}

fn complete(place: &mut Place, found: &Candidate, confidence: u8) {
    if place.literal.is_none() {
        place.literal = Some(found.code.to_owned());
    }
    if place.uri.is_none() && !found.id.is_empty() {
        place.uri = Some(format!("https://sws.geonames.org/{}/", found.id));
    }
    let Some((latitude, longitude)) = found.point.filter(|_| place.geo_json.is_none()) else { return };
    let mut properties = Map::new();
    properties.insert("countryCode".to_owned(), found.country.into());
    if !found.feature.is_empty() {
        properties.insert("featureCode".to_owned(), found.feature.into());
    }
    properties.insert("confidence".to_owned(), confidence.into());
    place.geo_json = Some(json!({
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
        "properties": Value::Object(properties),
    }));
}

/// Marks where it happened: the first-named place in each of at most two countries, else the country itself. Where a
/// named event says it, that place and its country.
fn mark_event(
    article: &mut Article,
    evidence: &Evidence,
    resolved: &[Option<(Candidate, u8)>],
    scene: Option<(usize, &'static str)>,
) {
    let ranked = evidence.ranked();
    let Some((_, most)) = ranked.first().copied() else { return };
    let happened = |country: &str| evidence.score(country) >= most * SECOND_SHARE;
    if let Some((at, country)) = scene.filter(|(_, country)| happened(country)) {
        for (place, (found, _)) in named(article, resolved) {
            if found.country == country && found.feature == COUNTRY {
                place.rel = Some(rel::EVENT.to_owned());
            }
        }
        if let Some(place) = article.places.get_mut(at).filter(|place| free(place)) {
            place.rel = Some(rel::EVENT.to_owned());
        }
        return;
    }
    for (country, _) in ranked.into_iter().take(2).filter(|(country, _)| happened(country)) {
        let lies_there = |found: &Candidate| found.country == country && found.point.is_some();
        let first = named(article, resolved).find(|(_, (found, _))| lies_there(found));
        if let Some((place, _)) = first {
            place.rel = Some(rel::EVENT.to_owned());
            continue;
        }
        if let Some(found) = gazetteer::country(country) {
            let name = countries::usual_name(country).unwrap_or(found.name);
            let mut place = Place { name: Some(name.to_owned()), rel: Some(rel::EVENT.to_owned()), ..Place::default() };
            complete(&mut place, &found, 80);
            article.places.push(place);
        }
    }
}

/// The resolved places that it was not filed at.
fn named<'a>(
    article: &'a mut Article,
    resolved: &'a [Option<(Candidate, u8)>],
) -> impl Iterator<Item = (&'a mut Place, &'a (Candidate, u8))> {
    let both = article.places.iter_mut().zip(resolved);
    both.filter_map(|(place, found)| Some((place, found.as_ref()?))).filter(|(place, _)| free(place))
}

fn free(place: &Place) -> bool {
    place.rel.as_deref() != Some(rel::LOCATED)
}
