//! Where a named event of the article takes place, when its name says so: `Kampala Water Summit`.
//!
//! In: the events found before. Out: the place among `places`, added if the text names it nowhere else, and its country.
//! Only events that the beginning of the article names tell where the article happens.

use super::evidence::Evidence;
use super::resolve::resolve;
use super::weight::{LEAD_WEIGHT, SECOND_BYTES};
use crate::Reading;
use article::{Article, MentionKind, Place, rel};

/// Words that a place in the name of an event has at most.
const MOST_WORDS: usize = 3;

/// Events looked at.
const MOST_EVENTS: usize = 8;

/// The first event's place: where it stands in `places`, and its country.
pub(super) fn of_events(
    reading: &Reading<'_>,
    article: &mut Article,
    evidence: &mut Evidence,
) -> Option<(usize, &'static str)> {
    let events = article.enrichment.mentions.iter().filter(|mention| mention.kind == MentionKind::Event);
    let (bytes, name, country) = events.take(MOST_EVENTS).find_map(|mention| {
        let bytes = reading.bytes(mention.span).filter(|bytes| bytes.start < SECOND_BYTES)?;
        let (name, country) = place_in(reading.text(bytes.clone()), evidence)?;
        Some((bytes, name, country))
    })?;
    evidence.add(country, LEAD_WEIGHT);
    reading.because(bytes, || format!("the name of the event says where it is: {name}"));
    let same = |place: &Place| place.name.as_deref().is_some_and(|known| known.eq_ignore_ascii_case(&name));
    let at = article.places.iter().position(same).unwrap_or_else(|| {
        let place = Place { name: Some(name), rel: Some(rel::MENTIONS.to_owned()), ..Place::default() };
        article.places.push(place);
        article.places.len() - 1
    });
    Some((at, country))
}

/// The longest place that the name begins with, after a year or an ordinal, and its country.
fn place_in(event: &str, evidence: &Evidence) -> Option<(String, &'static str)> {
    let numbered = |word: &&str| word.starts_with(|char: char| char.is_ascii_digit());
    let words: Vec<&str> = event.split_whitespace().skip_while(numbered).take(MOST_WORDS + 1).collect();
    let longest = MOST_WORDS.min(words.len().saturating_sub(1));
    (1..=longest).rev().find_map(|length| {
        let name = words.get(..length)?.join(" ");
        let (found, _) = resolve(&name, evidence)?;
        let own = found.name.eq_ignore_ascii_case(&name) && found.point.is_some();
        own.then_some((name, found.country))
    })
}
