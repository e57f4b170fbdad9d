//! What is known of the words of a language: of each the kinds it is, read once from one file a language.
//!
//! In: a word as it is printed. Out: its [`Kinds`]. The file has a line a word, the word first and then its kinds, as
//! `words/kinds.tsv` names and describes them, with tabs between. `-ing` is an ending, which every word that ends so
//! shares the kinds of. A kind may have a value, as numbers have: `count=2`. A word of a kind that holds in any case
//! stands in lower case.
//!
//! Which words for people mean one role is a file of its own beside it, `roles.tsv`; a language may do without.
//!
//! A second language is a folder with such a file and a line in [`of`].

mod endings;
mod kind;
mod kinds;
mod known_atoms;
mod list;
mod met;
mod roles;
#[cfg(test)]
mod second_language;
mod shapes;

pub(crate) use kind::Kind;
pub(crate) use kinds::Kinds;
pub(crate) use known_atoms::KnownAtoms;
pub(crate) use list::Words;
pub(crate) use met::Met;
pub(crate) use roles::MOST_WORDS;

use crate::language_code::is_of;
use article::Article;
use std::sync::LazyLock;

static ENGLISH: LazyLock<Words> = LazyLock::new(|| {
    let words = Words::read(include_str!("words/en/words.tsv"));
    words.with_roles(include_str!("words/en/roles.tsv"))
});

/// The words of the language that an article is in, if they are known.
pub(crate) fn of(article: &Article) -> Option<&'static Words> {
    match article.language.as_deref()? {
        tag if is_of(tag, "en") => Some(english()),
        #[cfg(test)]
        tag if is_of(tag, "de") => Some(german()),
        _ => None,
    }
}

/// The words of English, which are read where a text in whichever language has them.
pub(crate) fn english() -> &'static Words {
    &ENGLISH
}

/// A second language: what it takes to read another one.
#[cfg(test)]
fn german() -> &'static Words {
    static GERMAN: LazyLock<Words> = LazyLock::new(|| Words::read(include_str!("words/de/words.tsv")));
    &GERMAN
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_described_once() {
        let mut named = foldhash::HashSet::default();
        for line in list::KINDS.lines().filter(|line| !line.starts_with('#')) {
            let [name, how, what] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
            let kind = Kind::named(name).unwrap_or_else(|| panic!("no kind is called {name}"));
            assert!(named.insert(kind as usize) && !what.is_empty(), "{line}");
            assert!(["written", "any", "sought"].contains(&how), "{line}");
        }
        let last = named.iter().max().copied().unwrap_or_default();
        assert_eq!(named.len(), last + 1, "a kind is not described");
    }

    #[test]
    fn every_row_has_a_word_once_and_kinds_only() {
        let in_any_case = list::kinds_that_are("any");
        for file in [include_str!("words/en/words.tsv"), include_str!("words/de/words.tsv")] {
            let mut words = foldhash::HashSet::default();
            for line in file.lines().filter(|line| !line.starts_with('#')) {
                let (word, kinds) = line.split_once('\t').unwrap();
                assert!(words.insert(word), "{word} stands twice");
                for kind in kinds.split('\t') {
                    let (kind, value) = list::kind_and_value(kind);
                    assert!(value.is_none_or(|value| value.parse::<i32>().is_ok()), "{word}: {kind}");
                    let named = Kind::named(kind).unwrap_or_else(|| panic!("{word}: no kind is called {kind}"));
                    let lower = !in_any_case.has(named) || word == word.to_lowercase();
                    assert!(lower, "{word}: {kind} holds in any case, so the word stands in lower case");
                }
            }
        }
    }

    #[test]
    fn case_matters_where_a_kind_says_so_and_endings_are_kinds_too() {
        let words = english();
        for word in ["said", "Said", "SAID"] {
            assert!(words.is(word, Kind::ReportsBare), "{word}");
        }
        assert!(words.is("On", Kind::BeginsAdverbial) && words.is("on", Kind::BeginsAdverbial));
        assert!(!words.is("ON", Kind::BeginsAdverbial));
        assert!(words.is("groused", Kind::Participle) && !words.is("GROUSED", Kind::Participle));
        assert!(words.is("biologist", Kind::WhatOneIs) && words.is("biologist", Kind::AdherentEnding));
        assert!(!words.is("", Kind::Participle) && !words.is("ed ", Kind::Participle));
    }
}
