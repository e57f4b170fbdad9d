//! What an article names, as rows: people, organisations, places, events, topics and keywords.
//!
//! In: an article. Out: one row an entry of its lists, with every form in which its text prints the name. No text holds
//! a NUL, which PostgreSQL cannot store.

use super::nul::without_nul;
use super::printed::Printed;
use crate::search::{name_key, person_keys, titled_keys, topic_keys};
use article::{Article, Entity, MentionKind, PersonDetail, Place, Subject, rel};
use serde_json::Value;
use std::collections::HashMap;

/// Forms of one name that are kept.
const MOST_FORMS: usize = 40;

/// What a name names, as the column `kind` says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum NameKind {
    Person,
    Organisation,
    Place,
    Event,
    Topic,
    Keyword,
}

impl NameKind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organisation => "organisation",
            Self::Place => "place",
            Self::Event => "event",
            Self::Topic => "topic",
            Self::Keyword => "keyword",
        }
    }

    fn mentioned(self) -> Option<MentionKind> {
        match self {
            Self::Person => Some(MentionKind::Person),
            Self::Organisation => Some(MentionKind::Organisation),
            Self::Place => Some(MentionKind::Place),
            Self::Event => Some(MentionKind::Event),
            Self::Topic | Self::Keyword => None,
        }
    }
}

/// One row of `article_names`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Name {
    pub(crate) kind: NameKind,
    /// Its place in the item's list, from 0: what `ref` of mentions and speakers points to.
    pub(crate) position: i32,
    pub(crate) name: String,
    /// [`name_key`] of the name.
    pub(crate) key: String,
    /// Other forms in which the article has it, in the order of the text.
    pub(crate) aliases: Vec<String>,
    /// Of people: as printed.
    pub(crate) titles: Vec<String>,
    pub(crate) rel: Option<String>,
    /// Of places ISO 3166, of topics `medtop:…`.
    pub(crate) code: Option<String>,
    /// Its URI in a vocabulary.
    pub(crate) concept: Option<String>,
    /// Of places, ISO 3166-1.
    pub(crate) country: Option<String>,
    /// Degrees.
    pub(crate) latitude: Option<f64>,
    pub(crate) longitude: Option<f64>,
    /// How often the body has the name.
    pub(crate) mentions: i32,
    /// 0 to 100.
    pub(crate) confidence: Option<i16>,
}

impl Name {
    /// Every key it is found by.
    pub(crate) fn keys(&self) -> Vec<String> {
        match self.kind {
            NameKind::Person => {
                let titled = self.titles.iter().flat_map(|title| titled_keys(title, &self.name));
                self.forms().flat_map(person_keys).chain(titled).collect()
            }
            NameKind::Topic => topic_keys(&self.name),
            NameKind::Organisation | NameKind::Place | NameKind::Event | NameKind::Keyword => {
                self.forms().map(name_key).collect()
            }
        }
    }

    /// The name and every other form of it.
    pub(crate) fn forms(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.name).chain(&self.aliases).map(String::as_str)
    }
}

/// The names of an article, in the order of their kinds and lists. An entry without a name is none.
pub(crate) fn names(article: &Article) -> Vec<Name> {
    let printed = Printed::of(article);
    let details: HashMap<u32, &PersonDetail> =
        article.enrichment.people.iter().map(|detail| (detail.reference, detail)).collect();
    let mut names = Vec::new();
    for (position, person) in (0..).zip(&article.people) {
        let detail = details.get(&position).copied();
        names.extend(named(NameKind::Person, position, &printed, person).map(|name| with_detail(name, detail)));
    }
    for (kind, list) in [(NameKind::Organisation, &article.organisations), (NameKind::Event, &article.events)] {
        names.extend((0..).zip(list).filter_map(|(position, entity)| named(kind, position, &printed, entity)));
    }
    names.extend((0..).zip(&article.places).filter_map(|(position, place)| placed(position, &printed, place)));
    names.extend((0..).zip(&article.subjects).filter_map(|(position, subject)| about(position, subject)));
    names.sort_by_key(|name| (name.kind, name.position));
    names
}

fn row(kind: NameKind, position: u32, name: Option<&String>, printed: Option<&Printed>) -> Option<Name> {
    let name = article::collapse_white_space(&without_nul(name?));
    let key = name_key(&name);
    if key.is_empty() {
        return None;
    }
    let found = printed.zip(kind.mentioned()).and_then(|(printed, kind)| printed.of_entry(kind, position));
    let aliases = found.map(|found| found.forms.as_slice()).unwrap_or_default();
    let aliases = aliases.iter().map(|form| without_nul(form)).filter(|form| *form != name).take(MOST_FORMS).collect();
    Some(Name {
        kind,
        position: i32::try_from(position).ok()?,
        name,
        key,
        aliases,
        titles: Vec::new(),
        rel: None,
        code: None,
        concept: None,
        country: None,
        latitude: None,
        longitude: None,
        mentions: found.map_or(0, |found| found.times),
        confidence: None,
    })
}

fn named(kind: NameKind, position: u32, printed: &Printed, entity: &Entity) -> Option<Name> {
    let row = row(kind, position, entity.name.as_ref(), Some(printed))?;
    Some(Name { rel: text(&entity.rel), code: text(&entity.literal), concept: text(&entity.uri), ..row })
}

fn with_detail(mut name: Name, detail: Option<&PersonDetail>) -> Name {
    let Some(detail) = detail else { return name };
    name.titles = detail.titles.iter().chain(&detail.honorific).map(|title| without_nul(title)).collect();
    name.confidence = detail.confidence.map(i16::from);
    for alias in detail.aliases.iter().map(|alias| without_nul(alias)) {
        if name.aliases.len() < MOST_FORMS && alias != name.name && !name.aliases.contains(&alias) {
            name.aliases.push(alias);
        }
    }
    name
}

fn placed(position: u32, printed: &Printed, place: &Place) -> Option<Name> {
    let row = row(NameKind::Place, position, place.name.as_ref(), Some(printed))?;
    let code = text(&place.literal);
    let point = place.geo_json.as_ref().and_then(|feature| feature.pointer("/geometry/coordinates"));
    let degrees = |index: usize, most: f64| {
        point.and_then(|point| point.get(index)).and_then(Value::as_f64).filter(|degrees| degrees.abs() <= most)
    };
    Some(Name {
        rel: text(&place.rel),
        country: code.as_deref().and_then(|code| code.split('-').next()).map(str::to_ascii_uppercase),
        latitude: degrees(1, 90.0),
        longitude: degrees(0, 180.0),
        concept: text(&place.uri),
        code,
        ..row
    })
}

fn about(position: u32, subject: &Subject) -> Option<Name> {
    let kind = if subject.rel.as_deref() == Some(rel::KEYWORD) { NameKind::Keyword } else { NameKind::Topic };
    // A source may state the code alone.
    let row = row(kind, position, subject.name.as_ref().or(subject.literal.as_ref()), None)?;
    Some(Name {
        rel: text(&subject.rel),
        code: text(&subject.literal),
        concept: text(&subject.uri),
        confidence: subject.confidence.map(i16::from),
        ..row
    })
}

fn text(value: &Option<String>) -> Option<String> {
    value.as_deref().map(without_nul)
}
