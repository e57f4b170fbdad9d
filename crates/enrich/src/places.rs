//! Where the places of the article are, where it was filed and where it happened.
//!
//! In: the places found before, the dateline, the text, the address. Out: GeoNames URI, code and point of each place
//! that can be told; `located` with its country; the places of the event, at most one for each of two countries.
//! Countries are read off the text itself. A place that may be several and that nothing tells apart stays unresolved.

mod complete;
mod countries;
mod evidence;
mod gazetteer;
mod happened;
mod identity;
mod resolve;
mod scene;
mod weight;

pub(crate) use evidence::{is_country, is_demonym};
pub(crate) use gazetteer::inhabitants;
pub(crate) use identity::known;

use crate::{Enricher, Reading};
use article::{Article, List, Mention, MentionKind, Place, alt_role, rel};
use complete::complete;
use evidence::Evidence;
use gazetteer::Candidate;
use resolve::{COUNTRY, DIVISION, resolve};
use std::ops::Range;
use weight::{HEADLINE_WEIGHT, weight};

/// What the dateline's country counts.
const DATELINE_WEIGHT: f32 = 5.0;

pub(crate) struct PlacesEnricher;

impl Enricher for PlacesEnricher {
    fn name(&self) -> &'static str {
        "places"
    }

    fn model(&self) -> Option<(&'static str, &str)> {
        Some(("places", "places@1"))
    }

    fn reads(&self, article: &Article) -> bool {
        crate::language::is_english(article)
    }

    fn enrich(&self, reading: &Reading<'_>, article: &mut Article) {
        let mut evidence = read(reading, article);
        locate_dateline(reading, article, &mut evidence);
        let scene = scene::of_events(reading, article, &mut evidence);
        let resolved = resolve_all(reading, article, &mut evidence);
        for (place, found) in article.places.iter_mut().zip(&resolved) {
            if let Some((found, confidence)) = found {
                complete(place, found, *confidence);
            }
        }
        explain(reading, article, &evidence, &resolved);
        happened::mark(article, &evidence, &resolved, scene);
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

/// The dateline's place among `places`, and its country behind `located`.
fn locate_dateline(reading: &Reading<'_>, article: &mut Article, evidence: &mut Evidence) {
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
    if known.is_none() && reading.is_full(List::Places, article.places.len()) {
        return;
    }
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
