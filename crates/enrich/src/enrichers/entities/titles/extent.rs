//! How far a title reaches to the left of a name or comma: `the | former Interior Minister | Ana Ruiz`.

use super::super::tokens::{Text, is_apostrophe, is_dash};
use super::names::{MOST_TOKENS, Names};
use super::nouns;
use crate::words::Kind;
use article::MentionKind;

/// Whether a title ends right before the token.
pub(super) fn has_title(names: Names<'_>, name: usize) -> bool {
    let start = begin(names, name);
    start < name && is_title(names.text, start, name)
}

/// Where the title begins that ends before the token `end`.
pub(super) fn begin(names: Names<'_>, end: usize) -> usize {
    let text = names.text;
    let mut start = if is_portfolio(names, end) { end - 1 } else { end };
    while start > 0 && end - start < MOST_TOKENS && !text.begins(start) {
        if may_stand(names, start - 1, start, end) {
            start -= 1;
        } else if let Some(nouns) = nouns::before(names, start).filter(|_| start < end) {
            start = nouns;
        } else {
            break;
        }
    }
    while start < end && cannot_begin(text, start) {
        start += 1;
    }
    nouns::behind_compound(text, start).filter(|behind| *behind < end).unwrap_or(start)
}

/// Whether what a role is of ends before the token in one small word: `head of sales | Ana Ruiz`.
fn is_portfolio(names: Names<'_>, end: usize) -> bool {
    const OTHER: [Kind; 6] =
        [Kind::TitleLink, Kind::FunctionWord, Kind::BeforeNoun, Kind::Preposition, Kind::Owns, Kind::Person];
    let text = names.text;
    let Some(at) = end.checked_sub(1).filter(|at| *at > 1 && !text.begins(*at) && !text.begins(end)) else {
        return false;
    };
    let noun = text.word(at).starts_with(char::is_lowercase)
        && is_word(text.word(at))
        && names.kind(at).is_none()
        && !text.is_role(at)
        && !OTHER.iter().any(|kind| text.is(at, *kind));
    noun && text.is(at - 1, Kind::Of) && text.is_role(at - 2)
}

/// Whether the tokens end as titles do before a name.
pub(super) fn is_title(text: &Text<'_>, start: usize, end: usize) -> bool {
    let Some(role) = (start..end).find(|at| text.is_role(*at)) else { return false };
    // `President-elect Example`
    let chosen = end > start + 2 && text.is(end - 1, Kind::Elect);
    let ends_in_role =
        chosen || text.is_role(end - 1) || is_grade(text, end - 1) && text.is_role(end.saturating_sub(3));
    let ends_in_role = ends_in_role || is_retired(text, end - 1) && end > 3 && text.is_role(end - 4);
    // Without a comma, the name follows the role or what the role is of.
    let linked = (role..end).any(|at| text.is(at, Kind::LinksTitle));
    let closed = text.is_capital(end - 1)
        || text.is(end - 1, Kind::BeforeRole)
        || text.word(end - 1) == ")"
        || end > 2 && text.is(end - 2, Kind::Of) && text.is_role(end - 3);
    let verb = start + 1 == end && text.is(start, Kind::RoleOrVerb) && is_verb_here(text, start);
    !verb && (ends_in_role || linked && closed && !text.is(end - 1, Kind::TitleLink))
}

/// Whether the tokens up to this one are the grade of a rank: `Petty Officer | 2nd Class`.
fn is_grade(text: &Text<'_>, at: usize) -> bool {
    text.word(at).eq_ignore_ascii_case("class") && at > 1 && text.word(at - 1).starts_with(|c: char| c.is_ascii_digit())
}

/// Whether a bracket ends here that says that somebody holds a rank no more: `Col. | (retd)`.
fn is_retired(text: &Text<'_>, close: usize) -> bool {
    close > 1 && text.word(close) == ")" && text.is(close - 1, Kind::TermOfOffice) && text.word(close - 2) == "("
}

/// Whether a word that is a role, too, is a verb by the word before it: `who accused`, not `the accused`.
fn is_verb_here(text: &Text<'_>, at: usize) -> bool {
    let subjects = [Kind::Who, Kind::ThirdPerson, Kind::To, Kind::Auxiliary, Kind::AdverbEnding, Kind::They];
    let plural = |word: &str| word.ends_with('s') && word.starts_with(char::is_lowercase);
    let subject = |at: usize| subjects.iter().any(|kind| text.is(at, *kind)) || plural(text.word(at));
    !text.begins(at)
        && at > 0
        && subject(at - 1)
        && !text.is(at - 1, Kind::ReportsBare)
        && !text.is(at - 1, Kind::OwnersS)
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
    } else if is_grade(text, start) {
        text.is_role(at - 1)
    } else if word.starts_with(|first: char| first.is_ascii_digit()) {
        // `1st Lt.`
        word.ends_with(|last: char| last.is_alphabetic()) && start < end && {
            let rank = text.word(start).trim_end_matches('.');
            text.words.is(rank, Kind::TakesStop) && text.words.is(rank, Kind::Rank)
        }
    } else if word == "," {
        lists_portfolios(text, at, start, end)
    } else if is_apostrophe(word) {
        // `Example Foods’ director`, `farmers’ leader`
        let owners = |at: usize| names.kind(at) == Some(MentionKind::Organisation) || text.is_plural_role(at);
        let owned = start < end && at > 0 && is_tight(at) && owners(at - 1);
        text.is(start, Kind::OwnersS) || is_tight(start) || owned
    } else if text.is(at, Kind::OwnersS) {
        at > 0 && is_apostrophe(text.word(at - 1))
    } else if text.is(at, Kind::InsideTitle) {
        // Only with a role before it: looked for a little further to the left.
        at > 0 && start < end && (names.role_left_of(at) || is_body(text, at) || joins_portfolios(names, at))
    } else {
        // The first part of a compound stands with the others: `ex-governor`.
        let retired = start < end && text.word(start) == ")" && is_retired(text, start);
        retired
            || text.is(at, Kind::BeforeRole)
            || start < end && is_dash(text.word(start)) && is_tight(start) && is_word(word)
    }
}

fn is_word(word: &str) -> bool {
    word.chars().all(char::is_alphabetic) && !word.is_empty()
}

/// Whether a bracket of an abbreviation or a part stands here: `(PPRO)`, `Superintendent of Police (Rural)`.
fn is_bracket_of_title(names: Names<'_>, at: usize, start: usize) -> bool {
    let text = names.text;
    let shortened = |at: usize| names.kind(at) == Some(MentionKind::Organisation);
    let encloses = |open: usize| text.word(open) == "(" && text.word(open + 2) == ")" && text.is_capital(open + 1);
    let retired = |close: usize| is_retired(text, close) && close > 2 && text.is_role(close - 3);
    match text.word(at) {
        ")" if retired(at) => true,
        "(" if retired(at + 2) => true,
        ")" => at > 1 && (shortened(at - 1) || at > 2 && encloses(at - 2) && names.role_left_of(at - 2)),
        "(" => shortened(start) || encloses(at),
        _ => false,
    }
}

/// `Bank of England Governor`: the body before a role has an `of` in its name.
fn is_body(text: &Text<'_>, of: usize) -> bool {
    text.is(of, Kind::Of) && text.is(of - 1, Kind::BodyWithOf) && text.is_capital(of + 1)
}

/// `Trade and Industry Secretary`
fn joins_portfolios(names: Names<'_>, and: usize) -> bool {
    let text = names.text;
    let plain = |at: usize| text.is_capital(at) && names.kind(at).is_none() && !text.is_role(at);
    text.is(and, Kind::And) && !text.begins(and) && plain(and - 1) && plain(and + 1)
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
