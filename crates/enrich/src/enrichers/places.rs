//! Where the places of the article are, where it was filed and where it happened.
//!
//! In: the places found before, the dateline, the text, the address. Out: GeoNames URI, code and point of each place
//! that can be told; `located` with its country; the places of the event, at most one for each of two countries.
//! Countries are read off the text itself. A place that may be several and that nothing tells apart stays unresolved.

mod adjective_names;
mod complete;
mod countries;
mod evidence;
mod gazetteer;
mod happened;
mod identity;
mod own_region;
mod regions;
mod resolve;
mod scene;
mod weight;

pub(crate) use evidence::{is_country, is_demonym};
pub(crate) use gazetteer::inhabitants;
pub(crate) use identity::{is_seat, known};
pub(crate) use own_region::{OwnPlace, own_place};

use crate::{Enricher, Reading};
use article::{Article, List, Mention, MentionKind, Place, alt_role, rel};
use complete::complete;
use evidence::Evidence;
use gazetteer::Candidate;
use regions::DIVISION;
use resolve::{BY_REGION, COUNTRY, resolve};
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
        crate::enrichers::language::is_english(article)
    }

    fn enrich(&self, reading: &Reading<'_>, article: &mut Article) {
        let mut evidence = read(reading, article);
        let filed = locate_dateline(reading, article, &mut evidence);
        let scene = scene::of_events(reading, article, &mut evidence);
        let own = own_places(reading, article, filed);
        let resolved = resolve_all(reading, article, &own, &mut evidence);
        if let Some(filed) = filed {
            let found = filed.at.and_then(|at| resolved.get(at)).and_then(|found| Some(found.as_ref()?.0));
            say_country(article, found.unwrap_or(filed.found));
        }
        for (place, found) in article.places.iter_mut().zip(&resolved) {
            if let Some((found, confidence)) = found {
                complete(place, found, *confidence);
            }
        }
        explain(reading, article, &evidence, &resolved);
        happened::mark(article, &evidence, &resolved, scene);
    }
}

/// Whether an article is of this country, as far as can be told before its places are: by where it was filed, else by the
/// countries that its text names.
pub(crate) fn is_set_in(country: &str, filed_at: Option<&str>, body: &str) -> bool {
    let filed = filed_at.map(gazetteer::places).unwrap_or_default();
    // Of those as great the first.
    let filed = filed.iter().rev().max_by(|one, other| one.inhabitants.total_cmp(&other.inhabitants));
    if let Some(filed) = filed {
        return filed.country == country;
    }
    let mut evidence = Evidence::default();
    evidence.read(body, weight);
    evidence.ranked().first().is_some_and(|(first, _)| *first == country)
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

/// The place of the dateline.
#[derive(Clone, Copy)]
struct Filed {
    /// Where it stands among `places`.
    at: Option<usize>,
    found: Candidate,
    /// Whether the dateline prints its region.
    by_region: bool,
}

/// The dateline's place among `places`.
fn locate_dateline(reading: &Reading<'_>, article: &mut Article, evidence: &mut Evidence) -> Option<Filed> {
    let line = article.enrichment.dateline.as_ref()?;
    let place = line.place.as_ref()?;
    let (name, reference) = (place.name.clone(), place.reference.map(|at| at as usize));
    let by_region = reading.bytes(line.span).and_then(|bytes| {
        let printed = |at: &usize| reading.body().get(*at..*at + name.len());
        let at = bytes.into_iter().find(|at| printed(at).is_some_and(|printed| printed.eq_ignore_ascii_case(&name)))?;
        own_region::filed_from(reading.body(), &(at..at + name.len()))
    });
    // `LEBANON, Ind.` speaks for no country of the name.
    if let Some(located) = article.located.as_ref().filter(|_| by_region.is_none()) {
        evidence.read(located, |_| DATELINE_WEIGHT);
    }
    let found = by_region.or_else(|| Some(resolve(&name, evidence)?.0))?;
    evidence.add(found.country, DATELINE_WEIGHT);
    let known = reference.or_else(|| article.places.iter().position(|place| place.name.as_deref() == Some(&name)));
    if known.is_none() && reading.is_full(List::Places, article.places.len()) {
        return Some(Filed { at: None, found, by_region: by_region.is_some() });
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
    Some(Filed { at: Some(at), found, by_region: by_region.is_some() })
}

/// The country of the dateline's place behind `located`.
fn say_country(article: &mut Article, found: Candidate) {
    let Some(located) = article.located.as_mut().filter(|_| found.feature != COUNTRY) else { return };
    // The country of a dateline from Athens, Georgia, is the United States.
    if let Some((town, country)) = located.split_once(", ")
        && countries::code(country).is_some_and(|code| code != found.country)
    {
        located.truncate(town.len());
    }
    if let Some(country) = gazetteer::country(found.country).filter(|_| !located.contains(',')) {
        located.push_str(", ");
        located.push_str(countries::usual_name(country.country).unwrap_or(country.name));
    }
}

/// Where the places are that are printed with their regions.
fn own_places(reading: &Reading<'_>, article: &Article, filed: Option<Filed>) -> Vec<Option<Candidate>> {
    let mut own = vec![None; article.places.len()];
    let filed = filed.filter(|filed| filed.by_region);
    if let Some((own, found)) = filed.and_then(|filed| Some((own.get_mut(filed.at?)?, filed.found))) {
        *own = Some(found);
    }
    for mention in mentions_of(article, MentionKind::Place) {
        let own = mention.reference.and_then(|at| own.get_mut(at as usize)).filter(|own| own.is_none());
        if let Some((own, bytes)) = own.zip(reading.bytes(mention.span)) {
            *own = own_place(reading.body(), &bytes).map(|place| place.found);
        }
    }
    own
}

/// Each place of the article with how sure that is, in their order; what they say of countries joins the evidence.
fn resolve_all(
    reading: &Reading<'_>,
    article: &Article,
    own: &[Option<Candidate>],
    evidence: &mut Evidence,
) -> Vec<Option<(Candidate, u8)>> {
    let all = |evidence: &Evidence| -> Vec<Option<(Candidate, u8)>> {
        let name = |place: &Place| resolve(place.name.as_deref().unwrap_or_default(), evidence);
        let both = article.places.iter().zip(own);
        both.map(|(place, own)| own.map(|found| (found, BY_REGION)).or_else(|| name(place))).collect()
    };
    // `Columbus, Georgia` tells which Georgia that is.
    let mut told = evidence.clone();
    for found in own.iter().flatten() {
        evidence.add_division(found.code);
        told.add_division(found.code);
        told.add(found.country, 1.0);
    }
    let resolved = all(&told);
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
    all(evidence)
}
