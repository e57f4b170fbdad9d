//! Titles that a comma parts from the name they stand before, and titles of several people:
//! `the head of the state-owned airline, Ana Ruiz`, `Senators Ana Ruiz and Peter Okello`.

use super::super::tokens::{Text, is_apostrophe, is_dash};
use super::extent;
use super::names::{MOST_TOKENS, Names};
use crate::words::Kind;
use article::MentionKind;
use std::ops::Range;

/// The comma before a name that ends before `end`: `the mayor, Ana Ruiz`, `its producer, the Guatemalan Ana Ruiz`.
pub(super) fn comma_before(names: Names<'_>, end: usize) -> Option<usize> {
    let text = names.text;
    let is_comma = |at: usize| !text.begins(at + 1) && text.word(at) == ",";
    let from = |at: usize| names.kind(at) == Some(MentionKind::Nationality) && !text.begins(at);
    let last = end.checked_sub(1).filter(|_| !text.begins(end))?;
    let begin = if from(last) { names.begin(last)? } else { return is_comma(last).then_some(last) };
    let before = begin.checked_sub(1)?;
    let the = text.is(before, Kind::AnyArticle) || text.is(before, Kind::AnyThe);
    let comma = if the { before.checked_sub(1)? } else { before };
    is_comma(comma).then_some(comma)
}

/// Whether the title is what somebody else is said to be: `when he was governor of Example, Ruiz …`.
pub(super) fn is_told(text: &Text<'_>, start: usize) -> bool {
    let article = |at: usize| text.is(at, Kind::AnyArticle) || text.is(at, Kind::AnyThe);
    let Some(before) = start.checked_sub(1).filter(|_| !text.begins(start)) else { return false };
    let before = if article(before) { before.checked_sub(1) } else { Some(before) };
    before.is_some_and(|at| text.is(at, Kind::IsOrWas))
}

/// Whether the title stands behind another name without a title, and so is of that one: `Ana Ruiz, director, Peter Okello`.
pub(super) fn is_of_previous(names: Names<'_>, start: usize) -> bool {
    let text = names.text;
    let article = |at: usize| text.is(at, Kind::AnyArticle) || text.is(at, Kind::AnyThe);
    let begin = if start > 0 && article(start - 1) { start - 1 } else { start };
    let Some(last) = begin.checked_sub(2).filter(|_| !text.begins(begin) && text.word(begin - 1) == ",") else {
        return false;
    };
    let mut name = match names.begin(last).filter(|_| names.is_person(last)) {
        Some(name) => name,
        None => return false,
    };
    while name > 0 && !text.begins(name) && text.is(name - 1, Kind::Honorific) && !text.is_role(name - 1) {
        name -= 1;
    }
    !extent::has_title(names, name)
}

/// Where a title begins that says in small words what its role is of, and that commas enclose the name behind:
/// `the head of the state-owned airline, Ana Ruiz, said`.
pub(super) fn begin(names: Names<'_>, comma: usize, behind: usize) -> Option<usize> {
    let text = names.text;
    let enclosed = text.begins(behind) || matches!(text.word(behind), "," | "." | ")" | ";");
    if !enclosed {
        return None;
    }
    let mut role = None;
    let mut at = comma;
    while at > 0 && comma - at < MOST_TOKENS && !text.begins(at) && may_stand(names, at - 1) {
        at -= 1;
        if text.is_role(at) && text.is(at + 1, Kind::LinksTitle) {
            role = Some(at);
        }
    }
    let start = extent::begin(names, role? + 1);
    let opened = text.begins(start) || start.checked_sub(1).is_some_and(|at| opens(text, at));
    (opened && !is_told(text, start)).then_some(start)
}

/// Whether the word may stand in what a role is of.
fn may_stand(names: Names<'_>, at: usize) -> bool {
    const OTHER: [Kind; 8] = [
        Kind::Finite,
        Kind::Past,
        Kind::Auxiliary,
        Kind::ReportsBare,
        Kind::Who,
        Kind::That,
        Kind::EndsTitle,
        Kind::FunctionWord,
    ];
    let text = names.text;
    let word = text.word(at);
    let joins = is_dash(word) || is_apostrophe(word) || word == "&" || text.is(at, Kind::And);
    let is_word = word.starts_with(char::is_alphanumeric);
    !names.is_person(at) && (joins || is_word && !OTHER.iter().any(|kind| text.is(at, *kind)))
}

/// Whether a title may begin behind the word.
fn opens(text: &Text<'_>, at: usize) -> bool {
    let kinds = [Kind::AnyArticle, Kind::AnyThe, Kind::Owns, Kind::OwnersS, Kind::Preposition, Kind::ReportsBare];
    matches!(text.word(at), "," | ";" | ":" | "”" | "\"") || kinds.iter().any(|kind| text.is(at, *kind))
}

/// The title in the plural before a list of people that this name stands in: `Senators Ana Ruiz and Peter Okello`.
pub(super) fn of_several(names: Names<'_>, name: &Range<usize>) -> Option<Range<usize>> {
    const MOST_NAMES: usize = 4;
    let text = names.text;
    let mut start = name.start;
    for listed in 0..MOST_NAMES {
        let last = start.checked_sub(1).filter(|_| !text.begins(start))?;
        if text.is_plural_role(last) {
            let several = listed > 0 || goes_on(names, name.end);
            return several.then(|| extent::begin(names, start)..start).filter(|title| !title.is_empty());
        }
        start = previous(names, last)?;
    }
    None
}

/// Where the name begins that a comma or `and`, the last of these at `at`, joins to the one behind.
fn previous(names: Names<'_>, at: usize) -> Option<usize> {
    let text = names.text;
    let joins = |at: usize| text.word(at) == "," || text.is(at, Kind::And);
    if !joins(at) {
        return None;
    }
    let before = at.checked_sub(1).filter(|before| text.word(*before) == ",").unwrap_or(at);
    let last = before_bracket(text, before.checked_sub(1)?)?;
    names.begin(last).filter(|_| names.is_person(last))
}

/// The token before a bracket that ends here, if one does.
fn before_bracket(text: &Text<'_>, at: usize) -> Option<usize> {
    const LONGEST: usize = 8;
    if text.word(at) != ")" {
        return Some(at);
    }
    let open = (at.saturating_sub(LONGEST)..at).rev().find(|at| text.word(*at) == "(")?;
    open.checked_sub(1)
}

/// Whether another person follows in a list.
fn goes_on(names: Names<'_>, behind: usize) -> bool {
    let text = names.text;
    let at = behind_bracket(text, behind).unwrap_or(behind);
    let joins = text.word(at) == "," || text.is(at, Kind::And);
    joins && !text.begins(at) && names.is_person(at + 1)
}

/// The token behind a bracket that begins here.
pub(super) fn behind_bracket(text: &Text<'_>, open: usize) -> Option<usize> {
    const LONGEST: usize = 8;
    let begins = text.word(open) == "(" && !text.begins(open);
    let close = (open..open + LONGEST).find(|at| text.word(*at) == ")").filter(|_| begins)?;
    Some(close + 1)
}
