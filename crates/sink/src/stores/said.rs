//! Who said what in an article, as rows.

use super::names::{Name, NameKind};
use super::nul::without_nul;
use crate::search::{name_key, person_keys};
use article::{Article, Quote, QuoteKind};
use std::collections::HashMap;

/// One row of `article_quotes`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    /// Its place in the item's list, from 0.
    pub(crate) position: i32,
    /// `direct`, `indirect`.
    pub(crate) kind: &'static str,
    /// Without its marks.
    pub(crate) words: String,
    /// By the fullest name the article gives.
    pub(crate) speaker: Option<String>,
    /// [`name_key`] of the speaker.
    pub(crate) speaker_key: Option<String>,
    /// Every key the speaker is found by, sorted.
    pub(crate) speaker_keys: Vec<String>,
    /// The speaker's row in `article_names`: kind and position.
    pub(crate) speaker_name: Option<(NameKind, i32)>,
    /// The attribution as printed.
    pub(crate) mention: Option<String>,
    /// The reporting verb as printed.
    pub(crate) cue: Option<String>,
    /// In characters of the body, end exclusive.
    pub(crate) span: (i32, i32),
}

/// The quotes of an article with these names.
pub(crate) fn said(article: &Article, names: &[Name]) -> Vec<Said> {
    let speakers = Speakers::of(names);
    let mut known: HashMap<(&str, Option<u32>), Known> = HashMap::new();
    let mut said = Vec::new();
    for (position, quote) in (0..).zip(&article.enrichment.quotes) {
        let speaker = quote.speaker.as_ref().filter(|speaker| !name_key(&speaker.name).is_empty());
        let found = speaker.map(|speaker| {
            known.entry((&speaker.name, speaker.reference)).or_insert_with(|| {
                let found = speakers.row(&speaker.name, speaker.reference);
                (speaker_keys(&speaker.name, found), found.map(|name| (name.kind, name.position)))
            })
        });
        let (speaker_keys, speaker_name) = found.cloned().unwrap_or_default();
        said.push(Said {
            position,
            kind: match quote.kind {
                QuoteKind::Direct => "direct",
                QuoteKind::Indirect => "indirect",
            },
            words: without_nul(&quote.text),
            speaker: speaker.map(|speaker| without_nul(&speaker.name)),
            speaker_key: speaker.map(|speaker| name_key(&speaker.name)),
            speaker_keys,
            speaker_name,
            mention: quote.mention.as_deref().map(without_nul),
            cue: quote.cue.as_deref().map(without_nul),
            span: span(quote),
        });
    }
    said
}

/// The keys of a speaker, and the row in `article_names`.
type Known = (Vec<String>, Option<(NameKind, i32)>);

/// Who may speak: the people and organisations of an article.
struct Speakers<'a> {
    by_place: HashMap<(NameKind, i32), &'a Name>,
    /// The first of every form.
    by_form: HashMap<String, &'a Name>,
}

impl<'a> Speakers<'a> {
    fn of(names: &'a [Name]) -> Self {
        let mut speakers = Self { by_place: HashMap::new(), by_form: HashMap::new() };
        for name in names.iter().filter(|name| matches!(name.kind, NameKind::Person | NameKind::Organisation)) {
            speakers.by_place.insert((name.kind, name.position), name);
            for form in name.forms() {
                speakers.by_form.entry(name_key(form)).or_insert(name);
            }
        }
        speakers
    }

    /// The row of a speaker: the one that is referred to if it has this name, else the first that has it.
    fn row(&self, speaker: &str, reference: Option<u32>) -> Option<&'a Name> {
        let key = name_key(speaker);
        let position = reference.and_then(|at| i32::try_from(at).ok());
        let referred = [NameKind::Person, NameKind::Organisation].into_iter().filter_map(|kind| {
            let name = *self.by_place.get(&(kind, position?))?;
            name.forms().any(|form| name_key(form) == key).then_some(name)
        });
        referred.into_iter().next().or_else(|| self.by_form.get(&key).copied())
    }
}

fn speaker_keys(speaker: &str, name: Option<&Name>) -> Vec<String> {
    // Who is in neither list is taken for a person.
    let mut keys = match name {
        Some(name) => name.keys(),
        None => person_keys(speaker),
    };
    keys.push(name_key(speaker));
    keys.retain(|key| !key.is_empty());
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn span(quote: &Quote) -> (i32, i32) {
    let number = |at: u32| i32::try_from(at).unwrap_or(i32::MAX);
    (number(quote.span.start), number(quote.span.end))
}
