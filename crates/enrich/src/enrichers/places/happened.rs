//! Which of the article's places are where it happened.
//!
//! In: the places, resolved, what the article says of countries, and what the name of an event says. Out: `event` at
//! those places, which may be added. Where the article was filed stays as it is.

use super::complete::complete;
use super::countries;
use super::evidence::Evidence;
use super::gazetteer::{self, Candidate};
use super::resolve::COUNTRY;
use article::{Article, Place, rel};

/// A second country is where it happened, too, from this share of the first one's score.
const SECOND_SHARE: f32 = 0.3;

/// Marks where it happened: the first-named place in each of at most two countries, else the country itself. Where a
/// named event says it, that place and its country.
pub(super) fn mark(
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
    let elsewhere = namesakes(article, resolved);
    let ranked = ranked.into_iter().filter(|(country, _)| !elsewhere.contains(country));
    for (country, _) in ranked.take(2).filter(|(country, _)| happened(country)) {
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

/// Countries of places that are called like the one it was filed at and lie elsewhere: `left Perth, Scotland` in a story
/// from Perth, Australia. Whoever says which of the two is meant speaks of another place than his own.
fn namesakes(article: &Article, resolved: &[Option<(Candidate, u8)>]) -> Vec<&'static str> {
    let both = || article.places.iter().zip(resolved).filter_map(|(place, found)| Some((place, found.as_ref()?.0)));
    let Some((filed, here)) = both().find(|(place, _)| !free(place)) else { return Vec::new() };
    let town = |place: &'_ Place| {
        let name = place.name.as_deref().unwrap_or_default();
        name.split_once(", ").map_or(name, |(town, _)| town).to_lowercase()
    };
    let same = |place: &Place| town(place) == town(filed);
    let others = both().filter(|(place, found)| free(place) && same(place) && found.country != here.country);
    others.map(|(_, found)| found.country).collect()
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
