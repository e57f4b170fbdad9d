//! People, organisations, places, named events and nationalities: who and what the article names.
//!
//! In: an English text (there is no model for another language) and the dateline found before. Out: one entry for each
//! person, organisation, place and event, and a mention for each time one is named. Positions and coordinates of
//! places are not looked up here.

mod acronyms;
mod events;
mod found;
mod groups;
mod mistaken_people;
mod name_bounds;
mod nationalities;
mod one_kind_a_name;
mod people;
mod people_bounds;
mod people_sureness;
mod places_apart;
mod titles;
mod tokens;

use crate::enrichers::places;
use crate::pool::Pool;
use crate::words::{self, Kind};
use crate::{Enricher, Reading};
use article::{Article, Entity, Extra, List, Mention, MentionKind, PersonDetail, Place, rel};
use foldhash::HashMap;
use found::FoundName;
use groups::{Group, group};
use std::ops::Range;
use tagger::{Memory, Name, Tagger};
use tokens::Text;

/// The model that is part of the program.
static BUILT_IN: &[u8] = include_bytes!("../../models/tagger.bin");

pub(crate) struct EntitiesEnricher {
    tagger: Option<Tagger>,
    memories: Pool<Memory>,
}

impl EntitiesEnricher {
    pub(crate) fn built_in() -> Self {
        // The checked-in model is read by a test, so this is `Some`.
        Self { tagger: Tagger::built_in(BUILT_IN).ok(), memories: Pool::default() }
    }

    pub(crate) fn load(bytes: &[u8]) -> Result<Self, tagger::ModelError> {
        Tagger::load(bytes).map(|tagger| Self { tagger: Some(tagger), memories: Pool::default() })
    }
}

impl Enricher for EntitiesEnricher {
    fn name(&self) -> &'static str {
        "entities"
    }

    fn model(&self) -> Option<(&'static str, &str)> {
        self.tagger.as_ref().map(|tagger| ("tagger", tagger.model_name()))
    }

    fn reads(&self, article: &Article) -> bool {
        crate::enrichers::language::is_english(article)
    }

    fn enrich(&self, reading: &Reading<'_>, article: &mut Article) {
        let Some(tagger) = self.tagger.as_ref().filter(|_| words::of(article).is_some()) else { return };
        let tokens = tagger::tokenize(reading.atoms());
        let mut text = Text::of(reading.words(article), reading.body(), &tokens);
        let names = self.memories.lend(|memory| tagger.tag(reading.body(), &tokens, memory));
        let mut found = reading.take(List::Mentions, names.into_iter().map(|name| named(reading, name)));
        text.is_indonesian = is_indonesian(reading, article, &text, &found);
        one_kind_a_name::settle(reading, &text, &mut found);
        mistaken_people::mend(&text, &mut found);
        people_bounds::mend(&text, &mut found);
        name_bounds::mend(&text, reading, &mut found);
        titles::drop_portfolios(&text, &mut found);
        nationalities::add(&text, &mut found);
        found.sort_by_key(|name| (name.bytes.start, name.bytes.end));
        events::add(reading, &text, &mut found);
        dateline(reading, article, &mut found);
        people::agree_with_places(reading.body(), &mut found);
        found.sort_by_key(|name| (name.bytes.start, name.bytes.end));
        write(reading, article, &text, &found);
    }
}

fn named(reading: &Reading<'_>, name: Name) -> FoundName {
    let kind = match name.kind {
        tagger::Kind::Person => MentionKind::Person,
        tagger::Kind::Organisation => MentionKind::Organisation,
        tagger::Kind::Place => MentionKind::Place,
        tagger::Kind::Nationality => MentionKind::Nationality,
        tagger::Kind::Product => MentionKind::Product,
        tagger::Kind::Other => MentionKind::Other,
    };
    let found = FoundName { kind, bytes: name.bytes };
    reading.because(found.bytes.clone(), || format!("{} by the model", found.kind_name()));
    found
}

/// Whether an article with a name of Indonesia that is a form of address elsewhere is of Indonesia.
fn is_indonesian(reading: &Reading<'_>, article: &Article, text: &Text<'_>, found: &[FoundName]) -> bool {
    let place = || article.enrichment.dateline.as_ref().and_then(|line| Some(line.place.as_ref()?.name.as_str()));
    let is_with_name = |at: usize| {
        let next = text.tokens.get(at + 1).map_or(usize::MAX, |next| next.start);
        found.iter().any(|name| name.bytes.start <= next && next < name.bytes.end)
    };
    let is_name = |at: usize| text.is(at, Kind::NameInIndonesia) && text.is_capital(at) && is_with_name(at);
    (0..text.tokens.len()).any(is_name) && places::is_set_in("ID", place(), reading.body())
}

/// What the dateline says beats what the tagger thinks of it.
fn dateline(reading: &Reading<'_>, article: &Article, found: &mut Vec<FoundName>) {
    let Some(line) = &article.enrichment.dateline else { return };
    let Some(bytes) = reading.bytes(line.span) else { return };
    let text = reading.text(bytes.clone());
    found.retain(|name| name.bytes.end <= bytes.start || name.bytes.start >= bytes.end);
    if let Some(place) = &line.place {
        // As it is printed: in capitals, perhaps with other marks than in the ordinary form.
        let mut starts = (1..=text.len().min(place.name.len() * 2)).filter_map(|end| text.get(..end));
        if let Some(printed) = starts.find(|start| groups::same(start, &place.name)) {
            found.push(FoundName { kind: MentionKind::Place, bytes: bytes.start..bytes.start + printed.len() });
        }
    }
    for agency in &line.agencies {
        if let Some(at) = text.find(agency.as_str()) {
            let start = bytes.start + at;
            found.push(FoundName { kind: MentionKind::Organisation, bytes: start..start + agency.len() });
        }
    }
}

fn write(reading: &Reading<'_>, article: &mut Article, text: &Text<'_>, found: &[FoundName]) {
    let body = reading.body();
    let of = |kind: MentionKind| -> Vec<Range<usize>> {
        found.iter().filter(|name| name.kind == kind).map(|name| name.bytes.clone()).collect()
    };
    let mut references: Vec<(Range<usize>, MentionKind, u32)> = Vec::new();
    let mut note = |group: &Group, kind, reference| {
        references.extend(group.mentions.iter().map(|bytes| (bytes.clone(), kind, reference)));
    };
    let declared_people = known(article.people.iter().map(|known| known.name.as_deref()));
    let declared_organisations = known(article.organisations.iter().map(|known| known.name.as_deref()));
    let declared_places = known(article.places.iter().map(|known| known.name.as_deref()));
    let declared_events = known(article.events.iter().map(|known| known.name.as_deref()));
    let headline = article.headline().unwrap_or_default().to_owned();
    let full = |list, entries| reading.is_full(list, entries);
    for person in people::group_people(text, &of(MentionKind::Person)) {
        let declared = declared_people.get(&groups::key(&person.name)).copied();
        if full(List::People, article.people.len().max(article.enrichment.people.len())) {
            break;
        }
        let at = declared.unwrap_or_else(|| {
            article.people.push(entity(&person, &headline));
            article.people.len() - 1
        });
        let reference = u32::try_from(at).unwrap_or(u32::MAX);
        let titles = titles::of(text, found, &person.mentions);
        note(&person, MentionKind::Person, reference);
        let with_title = !titles.titles.is_empty() || titles.honorific.is_some();
        article.enrichment.people.push(PersonDetail {
            reference,
            confidence: Some(people_sureness::confidence(&person, with_title)),
            titles: titles.titles,
            honorific: titles.honorific,
            of: titles.of,
            aliases: person.aliases,
            extra: Extra::new(),
        });
    }
    let agencies: Vec<String> =
        article.enrichment.dateline.iter().flat_map(|line| &line.agencies).map(|name| groups::key(name)).collect();
    for organisation in group(body, &of(MentionKind::Organisation)) {
        // An agency that is only named in the dateline stands among the sources.
        if organisation.mentions.len() == 1 && agencies.contains(&groups::key(&organisation.name)) {
            continue;
        }
        let known = declared_organisations.get(&groups::key(&organisation.name)).copied();
        if known.is_none() && full(List::Organisations, article.organisations.len()) {
            break;
        }
        let at = known.unwrap_or_else(|| {
            article.organisations.push(entity(&organisation, &headline));
            article.organisations.len() - 1
        });
        note(&organisation, MentionKind::Organisation, u32::try_from(at).unwrap_or(u32::MAX));
    }
    let filed_at = article.enrichment.dateline.as_ref().and_then(|line| Some(line.place.as_ref()?.name.clone()));
    let is_filed = |name: &str| filed_at.as_deref().is_some_and(|filed| groups::same(filed, name));
    let mut filed_once = false;
    for place in places_apart::group_places(body, &of(MentionKind::Place)) {
        // The dateline stands before the rest of the text.
        let filed = !filed_once && is_filed(&place.name);
        filed_once |= filed;
        let known = declared_places.get(&groups::key(&place.name)).copied();
        if known.is_none() && full(List::Places, article.places.len()) {
            break;
        }
        let at = known.unwrap_or_else(|| {
            let related = if filed { rel::LOCATED } else { relation(&place, &headline) };
            let usual = || places::known(&place.name).and_then(|known| Some(known.usual?.to_owned()));
            let name = if filed { filed_at.clone() } else { usual() }.unwrap_or_else(|| place.name.clone());
            article.places.push(Place { name: Some(name), rel: Some(related.to_owned()), ..Place::default() });
            article.places.len() - 1
        });
        let reference = u32::try_from(at).unwrap_or(u32::MAX);
        if let Some(line) = article.enrichment.dateline.as_mut().filter(|_| filed)
            && let Some(place) = &mut line.place
        {
            place.reference = Some(reference);
        }
        note(&place, MentionKind::Place, reference);
    }
    for event in group(body, &of(MentionKind::Event)) {
        let known = declared_events.get(&groups::key(&event.name)).copied();
        if known.is_none() && full(List::Events, article.events.len()) {
            break;
        }
        let at = known.unwrap_or_else(|| {
            article.events.push(entity(&event, &headline));
            article.events.len() - 1
        });
        note(&event, MentionKind::Event, u32::try_from(at).unwrap_or(u32::MAX));
    }
    references.sort_by_key(|(bytes, ..)| bytes.start);
    for name in found {
        if full(List::Mentions, article.enrichment.mentions.len()) {
            break;
        }
        let at = references.partition_point(|(bytes, ..)| bytes.start < name.bytes.start);
        let reference = references.get(at).filter(|(bytes, kind, _)| *bytes == name.bytes && *kind == name.kind);
        article.enrichment.mentions.push(Mention {
            kind: name.kind,
            reference: reference.map(|(.., reference)| *reference),
            name: reference.is_none().then(|| reading.text(name.bytes.clone()).to_owned()),
            span: reading.span(name.bytes.clone()),
            extra: Extra::new(),
        });
    }
}

/// Where the entities stand that the source declared.
fn known<'a>(names: impl Iterator<Item = Option<&'a str>>) -> HashMap<String, usize> {
    names.enumerate().filter_map(|(at, name)| Some((groups::key(name?), at))).collect()
}

fn entity(group: &Group, headline: &str) -> Entity {
    Entity { name: Some(group.name.clone()), rel: Some(relation(group, headline).to_owned()), ..Entity::default() }
}

/// The article is about what its headline names and what it names time and again.
fn relation(group: &Group, headline: &str) -> &'static str {
    const AGAIN: usize = 5;
    let in_headline = std::iter::once(&group.name).chain(&group.aliases).any(|name| headline.contains(name.as_str()));
    if in_headline || group.mentions.len() >= AGAIN { rel::ABOUT } else { rel::MENTIONS }
}
