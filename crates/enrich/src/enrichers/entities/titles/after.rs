//! Titles behind a name: `…, chairman of the board, said`, `… (46), who is the mayor`.

use super::super::tokens::{Text, is_dash};
use super::names::{MOST_TOKENS, Names};
use super::phrase::Titles;
use super::{apposed, nouns};
use crate::words::Kind;
use article::MentionKind;
use std::ops::Range;

/// Tokens before the role of a title; what stands further behind is prose.
const ROLE_WITHIN: usize = 12;

/// Tokens of a title with the names of organisations in it.
const MOST_WITH_NAMES: usize = 40;

/// Reads what stands behind the name that ends before the token `name`. `known`: titles stand before it.
pub(super) fn read(names: Names<'_>, name: usize, known: bool, titles: &mut Titles) {
    let text = names.text;
    if text.begins(name) {
        return;
    }
    if is_mark(text, name) && read_at(names, name, known, titles) {
        return;
    }
    // `Ana Ruiz (46), the mayor`
    let behind = apposed::behind_bracket(text, name).filter(|behind| !text.begins(*behind) && is_mark(text, *behind));
    if let Some(behind) = behind {
        read_at(names, behind, known, titles);
    }
}

fn is_mark(text: &Text<'_>, at: usize) -> bool {
    let mark = text.word(at);
    is_dash(mark) && text.tokens.get(at).is_some_and(|token| token.spaced) || matches!(mark, "," | "(" | "—")
}

/// Reads what stands behind a mark; whether it was a title.
fn read_at(names: Names<'_>, mark: usize, known: bool, titles: &mut Titles) -> bool {
    let text = names.text;
    let start = behind_introduction(names, mark + 1);
    let start = nouns::behind_compound(text, start).unwrap_or(start);
    let owned = text.is(start, Kind::Owns);
    let start = start + usize::from(owned);
    if begins_no_title(text, start) {
        return false;
    }
    let Some(Phrase { role: Some(role), end: at, verb, .. }) = phrase(names, start, text.word(mark) == "(") else {
        return false;
    };
    let mut end = at;
    while end > start && (text.is(end - 1, Kind::TitleLink) || is_dash(text.word(end - 1))) {
        end -= 1;
    }
    // What ends nowhere is prose.
    let mark = text.word(at);
    let closed = is_dash(mark)
        || matches!(mark, "," | "." | ")" | ";" | "—" | ":")
        || text.begins(at)
        || at > start && verb && !owned;
    // `, Jordan Smith, director` is the next name of a list, no title.
    let behind_name = (start..role).any(|at| text.is(at, Kind::NoRoleBehind));
    let is_title = closed
        && own_words(names, start..role) <= ROLE_WITHIN
        && end > role
        && !behind_name
        && !is_prose(names, start, role)
        && !(known && mark == "," && is_of_next(names, at + 1));
    if is_title {
        titles.keep(names, &(start..end));
    }
    is_title
}

/// `Mayor Ana Ruiz, the director, Peter Okello`: what stands between is of the second, since the first has a title.
fn is_of_next(names: Names<'_>, mut at: usize) -> bool {
    while names.text.is(at, Kind::Honorific) && !names.text.begins(at) {
        at += 1;
    }
    !names.text.begins(at) && names.is_person(at)
}

/// The tokens outside the names of organisations and of whatever has capitals.
fn own_words(names: Names<'_>, tokens: Range<usize>) -> usize {
    let own = |at: &usize| names.kind(*at) != Some(MentionKind::Organisation) && !names.text.is_capital(*at);
    tokens.filter(own).count()
}

/// Whether no title behind a name begins with the word: `known for …`, `this …`.
fn begins_no_title(text: &Text<'_>, at: usize) -> bool {
    let kinds = [Kind::Preposition, Kind::And, Kind::NoTitleWord, Kind::BeforeTitle, Kind::Finite, Kind::Past];
    let lower = text.word(at).starts_with(char::is_lowercase) && !is_hyphened(text, at);
    let listed = text.is(at, Kind::BeforeRole) || text.is_role(at);
    lower && (kinds.iter().any(|kind| text.is(at, *kind)) && !listed || text.is(at, Kind::Preposition))
}

/// Whether words of a sentence stand before the role: `…, gave the official answer`, `… title by a writer`.
fn is_prose(names: Names<'_>, start: usize, role: usize) -> bool {
    let text = names.text;
    let ends = [Kind::AnyArticle, Kind::AnyThe, Kind::Owns, Kind::Finite, Kind::Past];
    let article = |at: usize| text.is(at, Kind::AnyArticle) || text.is(at, Kind::AnyThe);
    let lower = |at: usize| text.word(at).starts_with(char::is_lowercase) && names.kind(at).is_none();
    let links = |at: usize| text.is(at, Kind::Preposition) || text.is(at, Kind::BeforeTitle);
    (start..role).any(|at| {
        let behind_link = if article(at) { at > start && links(at - 1) } else { (start..at).any(links) };
        let ends = ends.iter().any(|kind| text.is(at, *kind)) && !behind_link;
        let linked = at > start && links(at) && lower(at - 1);
        lower(at) && !is_hyphened(text, at) && (linked || ends && !text.is(at, Kind::BeforeRole))
    })
}

/// Whether the token is a part of a compound: `left-wing`.
fn is_hyphened(text: &Text<'_>, at: usize) -> bool {
    let dash = |at: usize| is_dash(text.word(at)) && text.tokens.get(at).is_some_and(|token| !token.spaced);
    dash(at + 1) || at > 0 && dash(at - 1)
}

/// Past `46,`, `who is`, `also`, `now`, `the`, and letters behind the name.
fn behind_introduction(names: Names<'_>, mut at: usize) -> usize {
    let text = names.text;
    if text.is(at, Kind::PostNominal) && !text.is_role(at) && text.word(at + 1) == "," {
        at += 2;
    }
    if text.is(at, Kind::Aged) && is_number(text.word(at + 1)) {
        at += 1;
    }
    if is_number(text.word(at)) && text.word(at + 1) == "," {
        at += 2;
    }
    // `of Leeds,`
    let home = text.is(at, Kind::OfOrFrom) && names.kind(at + 1) == Some(MentionKind::Place);
    if let Some(end) = names.end(at + 1).filter(|end| home && text.word(*end) == ",") {
        at = end + 1;
    }
    let serves = text.is(at + 1, Kind::Serves) && text.is(at + 2, Kind::AlsoOrAs);
    if text.is(at, Kind::Who) && (serves || text.is(at + 1, Kind::IsOrWas)) {
        at += 2;
    }
    while text.is(at, Kind::AlsoOrAs) || text.is(at, Kind::Now) && !is_dash(text.word(at + 1)) {
        at += 1;
    }
    at + usize::from(text.is(at, Kind::Article) || text.is(at, Kind::Definite))
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// The words up to what ends a title.
struct Phrase {
    role: Option<usize>,
    end: usize,
    /// Whether it says what the role is of.
    linked: bool,
    /// Whether a verb ends it.
    verb: bool,
}

/// The phrase that begins at `start`; `None` if it names another person.
fn phrase(names: Names<'_>, start: usize, in_brackets: bool) -> Option<Phrase> {
    let text = names.text;
    let mut phrase = Phrase { role: None, end: start, linked: false, verb: false };
    let mut own = 0;
    while own < MOST_TOKENS && phrase.end < start + MOST_WITH_NAMES && !text.begins(phrase.end) {
        let at = phrase.end;
        let word = text.word(at);
        if names.is_person(at) {
            return None;
        }
        // `chief, Division of Infectious Diseases`: what the role is of.
        let goes_on = word == "," && phrase.role.is_some() && !phrase.linked;
        if goes_on && names.kind(at + 1) == Some(MentionKind::Organisation) {
            phrase.linked = true;
            phrase.end += 1;
            continue;
        }
        let listed = word == "," && phrase.linked && lists_portfolios(names, at);
        let ends = matches!(word, "," | "." | ";" | ":" | "—" | "\"" | "”" | "“" | "!" | "?" | "«");
        let organisation = names.kind(at) == Some(MentionKind::Organisation);
        phrase.verb = !organisation && is_verb(text, at, &phrase);
        let dash = is_dash(word) && text.tokens.get(at).is_some_and(|token| token.spaced);
        if ends && !listed || phrase.verb || dash || (word == ")" && in_brackets) {
            break;
        }
        phrase.linked |= text.is(at, Kind::LinksTitleBehind) && (!organisation || phrase.role.is_some());
        // The role stands before what it is of, or ends a phrase of capitals.
        if phrase.role.is_none() && text.is_role(at) && (!phrase.linked || at > start) {
            phrase.role = Some(at);
        }
        phrase.end += 1;
        own += usize::from(!organisation && !text.is_capital(at));
    }
    Some(phrase)
}

/// `Ministry of Sport, Youth and National Service`: capitals on both sides of the comma, and `and` before the last.
fn lists_portfolios(names: Names<'_>, comma: usize) -> bool {
    const LONGEST: usize = 8;
    let text = names.text;
    let listed = |at: &usize| {
        let place = matches!(names.kind(*at), Some(MentionKind::Place | MentionKind::Person));
        text.is_capital(*at) && !place || text.word(*at) == ","
    };
    let mut rest = (comma + 1..comma + 1 + LONGEST).skip_while(listed);
    let and = rest.next().filter(|at| text.is(*at, Kind::And) && *at > comma + 1);
    comma > 0 && text.is_capital(comma - 1) && and.is_some_and(|and| text.is_capital(and + 1) && !text.is_role(and + 1))
}

fn is_verb(text: &Text<'_>, at: usize, phrase: &Phrase) -> bool {
    let reports = text.is(at, Kind::ReportsBare) && text.word(at).ends_with("ed");
    // `an Example representative joining them`
    let verbs = [Kind::GoingOn, Kind::Participle, Kind::Finite, Kind::Past];
    let behind_role = phrase.role.is_some_and(|role| role + 1 == at);
    let behind_role = behind_role || at > 0 && text.word(at - 1) == ")" && !text.is(at, Kind::GoingOn);
    let goes_on = behind_role
        && verbs.iter().any(|kind| text.is(at, *kind))
        && text.word(at).starts_with(char::is_lowercase)
        && !text.is(at, Kind::BeforeRole)
        && !is_hyphened(text, at);
    let ends = phrase.linked && text.is(at, Kind::EndsLinkedTitle) && !is_hyphened(text, at);
    ends || text.is(at, Kind::EndsTitle) || reports || goes_on
}
