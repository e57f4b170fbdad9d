//! Named events: a name of capitalised words that ends in, or is built around, a word for a kind of event.

use super::found::FoundName;
use super::tokens::{Text, is_apostrophe, is_dash};
use crate::Reading;
use crate::words::Kind;
use article::MentionKind;
use std::ops::Range;

/// Longest name of an event, in tokens.
const MOST_TOKENS: usize = 9;

/// Turns other names that name an event into one and adds those the tagger did not see.
pub(super) fn add(reading: &Reading<'_>, text: &Text<'_>, found: &mut Vec<FoundName>) {
    let mut events: Vec<Range<usize>> = Vec::new();
    for at in 0..text.tokens.len() {
        let Some(tokens) = begins(text, at).or_else(|| ends(text, found, at)) else { continue };
        if let (Some(first), Some(last)) = (text.tokens.get(tokens.start), text.tokens.get(tokens.end)) {
            events.push(first.start..last.end);
        }
    }
    events.dedup_by(|next, before| {
        let overlaps = next.start < before.end;
        if overlaps {
            before.end = before.end.max(next.end);
        }
        overlaps
    });
    // What lies in an event's name is part of it; an organisation with the same words is the event too.
    found.retain(|name| {
        let after = events.partition_point(|event| event.end <= name.bytes.start);
        let within = events.get(after).is_some_and(|event| event.start < name.bytes.end);
        let printed = reading.text(name.bytes.clone());
        let known = printed.split(|char: char| !char.is_alphanumeric()).next().unwrap_or_default();
        !within || (name.kind == MentionKind::Person && !text.words.is(known, Kind::EventAlone))
    });
    let people: Vec<_> = found.iter().map(|name| name.bytes.clone()).collect();
    events.retain(|event| {
        let next = people.partition_point(|name| name.end <= event.start);
        people.get(next).is_none_or(|name| name.start >= event.end)
    });
    for event in &events {
        reading.because(event.clone(), || "an event: capitals around a word for one".to_owned());
    }
    found.extend(events.into_iter().map(|bytes| FoundName { kind: MentionKind::Event, bytes }));
}

/// The event whose head is the token at `at`, by its first and last token.
fn ends(text: &Text<'_>, found: &[FoundName], at: usize) -> Option<Range<usize>> {
    let is = |kind| text.is(at, kind);
    let capital = text.is_capital(at);
    let alone = capital && (is(Kind::EventAlone) || is_numbered(text.word(at)));
    if !(alone || is(Kind::EventHead)) || (!capital && is(Kind::EventInCapitals)) {
        return None;
    }
    let organised = is(Kind::EventOrBody);
    if organised && text.tokens.get(at).is_some_and(|token| is_organisation(found, token.start)) {
        return None;
    }
    let (start, end) = (start_of(text, at), end_of(text, at));
    let names = (start..at).filter(|at| text.is_capital(*at)).count();
    // `War of Independence`, but not `Congress of the Republic`.
    let of_something = capital && end > at + 1 && !organised;
    let any_day = is(Kind::Day) && at.checked_sub(1).is_some_and(|before| text.is(before, Kind::AnyDay));
    let only_of = is(Kind::EventOfSomething) && !of_something;
    if any_day || only_of || (names < 2 && is(Kind::EventOfTwoNames)) {
        return None;
    }
    // In lower case it takes a year or two names before it: "2019 presidential polls", "Sri Lanka crisis" not.
    let dated = is_year(text.word(start)) && start < at;
    let voted = names > 1 && is(Kind::Vote);
    let waged = names > 0 && is(Kind::Attack) && end > at;
    (alone || voted || waged || of_something || (capital && names > 0) || dated).then_some(start..end)
}

/// Whether an organisation's name lies around this byte; names are in order and apart.
fn is_organisation(found: &[FoundName], at: usize) -> bool {
    let name = found.get(found.partition_point(|name| name.bytes.end <= at));
    name.is_some_and(|name| name.kind == MentionKind::Organisation && name.bytes.start <= at)
}

/// The first token of the name that ends at `at`.
fn start_of(text: &Text<'_>, at: usize) -> usize {
    let mut start = at;
    let mut possessive = false;
    for before in (at.saturating_sub(MOST_TOKENS)..at).rev() {
        if text.begins(before + 1) {
            break;
        }
        let word = text.word(before);
        let name = text.is_capital(before) && !begins_sentence_only(text, before);
        let owner = text.is(before, Kind::OwnersS);
        let joined = is_dash(word) || is_apostrophe(word) || word == "&" || owner;
        if name || is_year(word) || is_ordinal(text, before) || text.is(before, Kind::BeforeEvent) {
            // `February's 2022 Games`: what has a year does not begin before it with another name's possessive.
            if possessive && (is_year(text.word(start)) || is_ordinal(text, start)) {
                break;
            }
            possessive = false;
            start = before;
        } else if !joined || before < at.saturating_sub(MOST_TOKENS) {
            break;
        }
        possessive |= owner;
    }
    start
}

fn begins_sentence_only(text: &Text<'_>, at: usize) -> bool {
    text.begins(at) && text.is(at, Kind::BeginsSentenceNotEvent) || text.is(at, Kind::BeginsNoEvent)
}

/// The last token: `World Cup 2022`, `Festival of Lights` end later than their head.
fn end_of(text: &Text<'_>, at: usize) -> usize {
    let word = |at: usize| text.word_inside(at);
    // `World War II`, `World Cup 2022`.
    if is_year(word(at + 1)) || matches!(word(at + 1), "II" | "III" | "IV") {
        return at + 1;
    }
    // `Eid-ul-Adha`, `Eid al-Fitr`.
    let parts = (1..=4).filter(|after| !matches!(word(at + after), "-" | "‑"));
    if let [article, name] = parts.map(|after| at + after).take(2).collect::<Vec<_>>().as_slice()
        && matches!(word(*article), "al" | "ul" | "Al" | "Ul" | "el")
        && word(*name).starts_with(char::is_uppercase)
    {
        return *name;
    }
    // `Summit of the Americas`; `War on Terror`, but not `Grand Prix on Sunday`.
    let named = if text.is_inside(at + 2, Kind::The) { at + 3 } else { at + 2 };
    let links = text.is_inside(at + 1, Kind::Of) || text.is_inside(at + 1, Kind::On) && text.is(at, Kind::War);
    if links && word(named).starts_with(char::is_uppercase) {
        let mut end = named;
        while word(end + 1).starts_with(char::is_uppercase) && end < at + MOST_TOKENS {
            end += 1;
        }
        return end;
    }
    at
}

/// An event that begins here, by its first and last token: `Operation Example`, `Copa Example`, `Tour de Example`,
/// `Euro 2024`.
fn begins(text: &Text<'_>, at: usize) -> Option<Range<usize>> {
    if !text.is_capital(at) {
        return None;
    }
    let is_dated = is_year(text.word_inside(at + 1));
    if text.is(at, Kind::EventWithYear) && is_dated {
        return Some(at..at + 1);
    }
    let start = if text.is(at, Kind::EventBegins) && !is_dated {
        at + 1
    } else if text.is(at, Kind::Tour) && text.is_inside(at + 1, Kind::OfATour) {
        at + 2
    } else {
        return None;
    };
    // `Operation Guardian of the Walls`
    let name = |at: usize| text.word_inside(at).starts_with(char::is_uppercase) && !text.is_role(at);
    let linked = |at: usize| text.is_inside(at, Kind::LinksEvent);
    let inside = |at: &usize| name(*at) || (linked(*at) && (name(*at + 1) || (linked(*at + 1) && name(*at + 2))));
    name(start).then(|| at..(start..at + MOST_TOKENS).take_while(inside).last().unwrap_or(start))
}

/// `COP27`
fn is_numbered(word: &str) -> bool {
    word.strip_prefix("COP")
        .is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

fn is_year(word: &str) -> bool {
    word.len() == 4
        && word.bytes().all(|byte| byte.is_ascii_digit())
        && (word.starts_with("19") || word.starts_with("20"))
}

fn is_ordinal(text: &Text<'_>, at: usize) -> bool {
    let word = text.word(at);
    word.len() >= 3 && word.starts_with(|char: char| char.is_ascii_digit()) && text.is(at, Kind::OrdinalEnding)
}
