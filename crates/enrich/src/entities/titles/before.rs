//! Titles before a name: `Interior Minister …`, `Minister of State for Internal Affairs, …`.

use super::super::tokens::{Text, is_apostrophe, is_dash};
use super::names::{MOST_TOKENS, Names};
use super::phrase::Titles;
use crate::words::Kind;
use article::MentionKind;

/// Reads what stands before the name whose first token is `name`.
pub(super) fn read(names: Names<'_>, name: usize, titles: &mut Titles) {
    let text = names.text;
    let mut end = name;
    while end > 0 && !text.begins(end) && text.is(end - 1, Kind::Honorific) && !text.is_role(end - 1) {
        titles.honorific.get_or_insert_with(|| text.word(end - 1).to_owned());
        end -= 1;
    }
    // `Minister of State for Internal Affairs, Ismat …`: a comma may stand before the name.
    if end > 0 && !text.begins(end) && text.word(end - 1) == "," {
        end -= 1;
    }
    let mut start = end;
    while start > 0 && end - start < MOST_TOKENS && !text.begins(start) && may_stand(names, start - 1, start, end) {
        start -= 1;
    }
    while start < end && cannot_begin(text, start) {
        start += 1;
    }
    start = sentence_of_title(names, start, end);
    let Some(role) = (start..end).find(|at| text.is_role(*at)) else { return };
    // `President-elect Example`
    let chosen = end > start + 2 && text.is(end - 1, Kind::Elect);
    let ends_in_role = chosen || text.is_role(end - 1);
    // Without a comma, the name follows the role or what the role is of.
    let linked = (role..end).any(|at| text.is(at, Kind::LinksTitle));
    let closed = text.is_capital(end - 1) || text.is(end - 1, Kind::BeforeRole) || text.word(end - 1) == ")";
    if ends_in_role || (linked && closed && !text.is(end - 1, Kind::TitleLink)) {
        titles.keep(names, &(start..end));
    }
}

/// Where a sentence begins that has nothing before the name but a title, each word of it a noun nobody lists:
/// `Ward councillor …`, `Scenic area administration director …`; else `start`.
fn sentence_of_title(names: Names<'_>, start: usize, end: usize) -> usize {
    const MOST_WORDS: usize = 3;
    let text = names.text;
    if start == end || text.begins(start) || !text.is_role(end - 1) {
        return start;
    }
    let Some(first) = (start.saturating_sub(MOST_WORDS)..start).rev().find(|at| text.begins(*at)) else {
        return start;
    };
    let other = [Kind::NoTitleEnding, Kind::BeginsSentence, Kind::TitleLink, Kind::NoTitleWord];
    let plain = |at: usize| {
        let word = text.word(at);
        word.len() > 3
            && word.chars().all(char::is_alphabetic)
            && !other.iter().any(|kind| text.is(at, *kind))
            && names.kind(at).is_none()
            && (at == first || word.starts_with(char::is_lowercase))
    };
    if (first..start).all(plain) { first } else { start }
}

/// Whether the token may be part of a title that goes on to the right.
fn may_stand(names: Names<'_>, at: usize, start: usize, end: usize) -> bool {
    let text = names.text;
    let word = text.word(at);
    match names.kind(at) {
        Some(MentionKind::Person) => return false,
        Some(MentionKind::Organisation) => return true,
        Some(
            MentionKind::Place
            | MentionKind::Event
            | MentionKind::Nationality
            | MentionKind::Product
            | MentionKind::Other,
        )
        | None => {}
    }
    let is_tight = |at: usize| text.tokens.get(at).is_some_and(|token| !token.spaced);
    if text.is_capital(at) || text.is_role(at) || word == "&" {
        true
    } else if is_dash(word) {
        // A dash between spaces is no hyphen.
        is_tight(at) && is_tight(start)
    } else if is_bracket_of_title(names, at, start) {
        true
    } else if word == "," {
        lists_portfolios(text, at, start, end)
    } else if is_apostrophe(word) {
        text.is(start, Kind::OwnersS) || is_tight(start)
    } else if text.is(at, Kind::OwnersS) {
        at > 0 && is_apostrophe(text.word(at - 1))
    } else if text.is(at, Kind::InsideTitle) {
        // Only with a role before it: looked for a little further to the left.
        at > 0 && start < end && (names.role_left_of(at) || is_body(text, at))
    } else {
        text.is(at, Kind::BeforeRole)
    }
}

/// Whether a bracket of an abbreviation or a part stands here: `(PPRO)`, `Superintendent of Police (Rural)`.
fn is_bracket_of_title(names: Names<'_>, at: usize, start: usize) -> bool {
    let text = names.text;
    let shortened = |at: usize| names.kind(at) == Some(MentionKind::Organisation);
    let encloses = |open: usize| text.word(open) == "(" && text.word(open + 2) == ")" && text.is_capital(open + 1);
    match text.word(at) {
        ")" => at > 1 && (shortened(at - 1) || at > 2 && encloses(at - 2) && names.role_left_of(at - 2)),
        "(" => shortened(start) || encloses(at),
        _ => false,
    }
}

/// `Bank of England Governor`: the body before a role has an `of` in its name.
fn is_body(text: &Text<'_>, of: usize) -> bool {
    text.is(of, Kind::Of) && text.is(of - 1, Kind::BodyWithOf) && text.is_capital(of + 1)
}

/// `Minister for Planning, Development and Special Initiatives`: the comma stands in a list that `and` ends and
/// that begins with what a role is for.
fn lists_portfolios(text: &Text<'_>, comma: usize, start: usize, end: usize) -> bool {
    const LONGEST: usize = 10;
    let ends = (start..end).any(|at| text.is(at, Kind::And) || text.word(at) == "&");
    let listed = |at: usize| text.is_capital(at) || matches!(text.word(at), "," | "&");
    let mut left = comma;
    while left > 0 && comma - left < LONGEST && !text.begins(left) && listed(left - 1) {
        left -= 1;
    }
    ends && left < comma
        && left > 1
        && text.is(left - 1, Kind::OfOrFor)
        && text.is_capital(left)
        && text.is_role(left - 2)
}

fn cannot_begin(text: &Text<'_>, at: usize) -> bool {
    let word = text.word(at);
    let first = text.tokens.get(at).is_some_and(|token| token.first) && text.is(at, Kind::BeginsSentence);
    let link = word.starts_with(char::is_lowercase) && text.is(at, Kind::TitleLink);
    is_dash(word)
        || is_apostrophe(word)
        || matches!(word, "&" | ")")
        || text.is(at, Kind::BeginsNoTitle)
        || first
        || link
}
