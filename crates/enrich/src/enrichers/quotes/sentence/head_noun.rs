//! The noun that a phrase is about, and what it stands for.

use super::items::Item;
use super::names;
use crate::words::{Kind, Kinds, Words};

/// The noun that a phrase is about.
#[derive(Debug, Clone)]
pub(crate) struct HeadNoun {
    /// In lower case.
    pub(crate) noun: String,
    kinds: Kinds,
}

impl HeadNoun {
    /// The last word before a preposition.
    pub(crate) fn of(words: &Words, items: &[Item<'_>]) -> Option<Self> {
        let length = items.iter().position(is_preposition).filter(|at| *at > 0).unwrap_or(items.len());
        let mut before = items.get(..length)?.iter().rev().filter(|item| item.is_word());
        let mut last = before.next()?;
        // `the organisation founded in 1977`
        if last.is(Kind::Participle) {
            last = before.next().filter(|item| is_noun(item.kinds())).unwrap_or(last);
        }
        let last = names::bare(last.word()?).to_lowercase();
        let behind = last.rsplit_once('-').map(|(_, behind)| behind).filter(|behind| words.is(behind, Kind::Person));
        let noun = behind.map_or_else(|| last.clone(), str::to_owned);
        let kinds = words.kinds(&noun);
        Some(Self { noun, kinds })
    }

    pub(crate) fn is_person(&self) -> bool {
        self.kinds.is(Kind::Person)
    }

    pub(crate) fn is_general_body(&self) -> bool {
        self.kinds.is(Kind::GeneralBody)
    }

    pub(crate) fn is_body(&self) -> bool {
        self.kinds.is_any(&[Kind::GeneralBody, Kind::NamedBody])
    }

    pub(crate) fn is_noun(&self) -> bool {
        is_noun(self.kinds)
    }

    pub(crate) fn kinds(&self) -> Kinds {
        self.kinds
    }

    /// Whether its ending tells that it is somebody: `the 24-year-old`, `the guitarist`, `the drummer`.
    pub(crate) fn is_what_one_is(&self) -> bool {
        is_what_one_is(&self.noun, self.kinds)
    }
}

fn is_what_one_is(noun: &str, kinds: Kinds) -> bool {
    const SHORTEST_DOER: usize = 6;
    let is_body = kinds.is_any(&[Kind::GeneralBody, Kind::NamedBody]);
    let is_doer = kinds.is(Kind::DoerEnding) && noun.len() >= SHORTEST_DOER && !is_body;
    kinds.is(Kind::WhatOneIs) || !kinds.is(Kind::Thing) && (kinds.is(Kind::AdherentEnding) || is_doer)
}

/// Whether a word in lower case is a noun for somebody.
pub(crate) fn is_role_word(words: &Words, word: &str) -> bool {
    let kinds = words.kinds(word);
    kinds.is_any(&[Kind::Person, Kind::Role, Kind::RoleEnding]) || is_what_one_is(word, kinds)
}

/// Whether a word is a noun for somebody or a body that speaks.
pub(crate) fn is_noun(kinds: Kinds) -> bool {
    kinds.is_any(&[Kind::Person, Kind::GeneralBody, Kind::NamedBody])
}

pub(crate) fn is_preposition(item: &Item<'_>) -> bool {
    item.is(Kind::Preposition)
}

/// Whether a word of the phrase but the last owns what follows: `Ruiz’s mother`.
pub(crate) fn is_owned(phrase: &[Item<'_>]) -> bool {
    phrase.iter().rev().skip(1).any(|item| item.is(Kind::Possessive))
}

/// The items without the adverbs, commas and conjunctions at their ends.
pub(crate) fn trimmed<'i, 'a>(mut items: &'i [Item<'a>]) -> &'i [Item<'a>] {
    let idle = |item: &Item<'_>| !item.is_word() || item.is(Kind::Idle);
    while let [first, rest @ ..] = items
        && idle(first)
    {
        items = rest;
    }
    while let [rest @ .., last] = items
        && (idle(last) || last.is(Kind::BetweenSubjectAndVerb))
        && !(rest.is_empty() && last.is(Kind::Who))
    {
        items = rest;
    }
    items
}
