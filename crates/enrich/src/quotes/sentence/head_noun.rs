//! The noun that a phrase is about, and what it stands for.

use super::items::Item;
use super::{names, roles, verb};

pub(crate) fn first_word<'a>(items: &[Item<'a>]) -> Option<&'a str> {
    items.first().and_then(Item::word)
}

pub(crate) fn is_preposition(item: &Item<'_>) -> bool {
    item.word().is_some_and(|word| matches!(word, "of" | "for" | "in" | "at" | "from" | "with" | "on" | "to" | "by"))
}

pub(crate) fn possessive(phrase: &[Item<'_>]) -> bool {
    phrase.iter().rev().skip(1).any(|item| item.word().is_some_and(names::is_possessive))
}

/// The noun that a phrase is about, in lower case: the last word before a preposition.
pub(crate) fn head(items: &[Item<'_>]) -> Option<String> {
    let length = items.iter().position(is_preposition).filter(|at| *at > 0).unwrap_or(items.len());
    let phrase = items.get(..length)?;
    let mut words = phrase.iter().rev().filter_map(Item::word);
    let mut last = words.next()?;
    // `the organisation founded in 1977`
    if last.ends_with("ed") {
        last = words.next().filter(|word| is_noun(word)).unwrap_or(last);
    }
    let last = names::bare(last).to_lowercase();
    let behind = last.rsplit_once('-').map(|(_, behind)| behind).filter(|behind| roles::is_person(behind));
    Some(behind.map_or(last.clone(), str::to_owned))
}

pub(crate) fn is_noun(word: &str) -> bool {
    roles::is_person(word) || roles::is_general_body(word) || roles::is_named_body(word)
}

/// Nouns for people that their endings tell: `the 24-year-old`, `the guitarist`.
pub(crate) fn is_what_one_is(noun: &str) -> bool {
    ["-year-old", "ologist", "ician", "rapist", "legend", "icon", "newcomer", "holder", "founder", "star"]
        .iter()
        .any(|ending| noun.ends_with(ending))
        || noun.ends_with("ist") && !matches!(noun, "list" | "checklist" | "playlist" | "shortlist" | "twist" | "gist")
        || is_doer(noun)
}

/// Nouns for who does something: `the drummer`, `the leg-spinner`.
fn is_doer(noun: &str) -> bool {
    const SHORTEST: usize = 6;
    let things = [
        "letter",
        "order",
        "paper",
        "center",
        "chapter",
        "charter",
        "tower",
        "number",
        "matter",
        "poster",
        "banner",
        "sticker",
        "transfer",
        "ledger",
        "folder",
        "server",
        "computer",
        "register",
        "sector",
        "factor",
        "error",
        "mirror",
        "motor",
        "monitor",
        "twitter",
        "weather",
        "chamber",
        "theater",
        "tender",
        "cover",
        "dinner",
        "summer",
        "winter",
        "disaster",
        "maker",
        "insurer",
        "browser",
        "router",
        "scanner",
        "tracker",
        "thriller",
        "trailer",
        "primer",
        "reader",
        "filter",
        "petitioner",
    ];
    noun.len() >= SHORTEST
        && (noun.ends_with("er") || noun.ends_with("or"))
        && !things.iter().any(|thing| noun.ends_with(thing))
        && !roles::is_general_body(noun)
        && !roles::is_named_body(noun)
}

pub(crate) fn is_role(phrase: &[Item<'_>]) -> bool {
    head(phrase).is_some_and(|head| roles::is_person(&head))
}

/// The items without the adverbs, commas and conjunctions at their ends.
pub(crate) fn trimmed<'i, 'a>(mut items: &'i [Item<'a>]) -> &'i [Item<'a>] {
    let idle = |item: &Item<'_>| match item {
        Item::Word(word, _) => matches!(
            *word,
            "and"
                | "but"
                | "And"
                | "But"
                | "as"
                | "while"
                | "because"
                | "so"
                | "that"
                | "Although"
                | "While"
                | "However"
                | "Meanwhile"
                | "although"
                | "though"
                | "Though"
                | "also"
                | "Also"
                | "when"
                | "When"
                | "As"
                | "if"
        ),
        Item::Pause(..) | Item::Stop(..) | Item::Quote(..) => true,
    };
    while let [first, rest @ ..] = items
        && idle(first)
    {
        items = rest;
    }
    while let [rest @ .., last] = items
        && (idle(last) || last.word().is_some_and(verb::is_between))
        && !(rest.is_empty() && last.is_word("who"))
    {
        items = rest;
    }
    items
}
