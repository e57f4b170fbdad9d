//! Words before the role of a title that nobody lists: `restaurant owner`, `Scenic area administration director`,
//! `para-athlete`.

use super::super::tokens::{Text, is_apostrophe, is_dash};
use super::names::Names;
use crate::words::Kind;

/// Words that a role has before it without being listed.
const MOST_WORDS: usize = 4;

/// Where the nouns begin that stand before the token `start` of a title, if what stands before them ends a phrase:
/// `by | restaurant owner …`, not `they met restaurant owner …`.
pub(super) fn before(names: Names<'_>, start: usize) -> Option<usize> {
    let text = names.text;
    if text.begins(start) || text.is_capital(start) {
        return None;
    }
    let mut first = start;
    for _ in 0..MOST_WORDS {
        match step(names, first) {
            Some(left) => first = left,
            None => break,
        }
        if text.begins(first) {
            break;
        }
    }
    (first < start && (text.begins(first) || ends_phrase(names, first - 1))).then_some(first)
}

/// The word or compound that ends before the token, if it is a noun or adjective by all that is known.
fn step(names: Names<'_>, end: usize) -> Option<usize> {
    let at = end.checked_sub(1)?;
    is_noun(names, at).then(|| compound(names, at))
}

/// Where the compound begins that the token ends: `gender-based`.
pub(super) fn compound(names: Names<'_>, mut at: usize) -> usize {
    let text = names.text;
    let tight = |at: usize| text.tokens.get(at).is_some_and(|token| !token.spaced && !token.first);
    let is_word = |at: usize| text.word(at).starts_with(char::is_alphabetic);
    for _ in 0..MOST_WORDS {
        if at < 2 || !(tight(at) && is_dash(text.word(at - 1)) && tight(at - 1) && is_word(at - 2)) {
            break;
        }
        at -= 2;
    }
    at
}

fn is_noun(names: Names<'_>, at: usize) -> bool {
    const OTHER: [Kind; 16] = [
        Kind::BeforeTitle,
        Kind::Preposition,
        Kind::BeginsSentence,
        Kind::TitleLink,
        Kind::NoTitleWord,
        Kind::FunctionWord,
        Kind::Finite,
        Kind::Past,
        Kind::Auxiliary,
        Kind::ReportsBare,
        Kind::ReportsThat,
        Kind::ReportsQuoting,
        Kind::Owns,
        Kind::BeforeNoun,
        Kind::EndsTitle,
        Kind::NoTitleEnding,
    ];
    let text = names.text;
    let word = text.word(at);
    // A noun before another is no plural, but for those that are listed.
    let plural = word.ends_with('s') && !word.ends_with("ss");
    let lower = text.begins(at) || word.starts_with(char::is_lowercase);
    let listed = text.is(at, Kind::BeforeRole) || text.is_role(at);
    let hyphened = compound(names, at) < at;
    lower
        && word.len() > 2
        && word.chars().all(char::is_alphabetic)
        && (listed || !plural)
        && names.kind(at).is_none()
        && (hyphened && word != "old" || !OTHER.iter().any(|kind| text.is(at, *kind)))
}

/// Whether a phrase ends with the token, so that another begins behind it.
fn ends_phrase(names: Names<'_>, at: usize) -> bool {
    const ENDS: [Kind; 6] =
        [Kind::AnyArticle, Kind::AnyThe, Kind::Owns, Kind::ReportsBare, Kind::BeforeTitle, Kind::AlsoOrAs];
    let text = names.text;
    let word = text.word(at);
    let preposition = text.is(at, Kind::Preposition) && !text.is(at, Kind::To);
    let owner = text.is(at, Kind::OwnersS) && at > 0 && is_apostrophe(text.word(at - 1));
    let joins = |before: usize| text.is_role(before) || names.is_person(before) || text.word(before) == ",";
    let joined = text.is(at, Kind::And) && at > 0 && joins(at - 1);
    let named = !names.is_person(at) && (!text.begins(at) || names.kind(at).is_some());
    let place = at > 0 && !text.begins(at) && (text.is(at - 1, Kind::InOrAt) || text.is(at - 1, Kind::OfOrFrom));
    let name = text.is_capital(at) && named && !place;
    preposition
        || owner
        || joined
        || name
        || matches!(word, "," | ";" | ":" | "—" | "–" | "“" | "”" | "\"")
        || ENDS.iter().any(|kind| text.is(at, *kind))
}

/// Behind a compound that says nothing of what somebody is: `long-time`, `British-born`.
pub(super) fn behind_compound(text: &Text<'_>, start: usize) -> Option<usize> {
    let tight = |at: usize| text.tokens.get(at).is_some_and(|token| !token.spaced);
    let mut last = start;
    while is_dash(text.word(last + 1)) && tight(last + 1) && tight(last + 2) && last < start + 2 * MOST_WORDS {
        last += 2;
    }
    (last > start && text.is(last, Kind::TellsNoRole)).then_some(last + 1)
}
