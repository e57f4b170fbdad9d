//! Titles behind a name: `…, chairman of the board, said`, `… (46), who is the mayor`.

use super::super::tokens::{Text, is_dash};
use super::names::{MOST_TOKENS, Names};
use super::phrase::Titles;
use crate::words::Kind;
use article::MentionKind;

/// Tokens before the role of a title; what stands further behind is prose.
const ROLE_WITHIN: usize = 8;

/// Reads what stands behind the name that ends before the token `name`.
pub(super) fn read(names: Names<'_>, name: usize, titles: &mut Titles) {
    let text = names.text;
    let open = text.word(name);
    if text.begins(name) || !(is_dash(open) || matches!(open, "," | "(" | "—")) {
        return;
    }
    let start = behind_introduction(text, name + 1);
    let Some(Phrase { role: Some(role), end: at, linked }) = phrase(names, start, open == "(") else { return };
    let mut end = at;
    while end > start && (text.is(end - 1, Kind::TitleLink) || is_dash(text.word(end - 1))) {
        end -= 1;
    }
    // What ends nowhere is prose.
    let mark = text.word(at);
    let closed = is_dash(mark)
        || matches!(mark, "," | "." | ")" | ";" | "—" | ":")
        || text.begins(at)
        || at > start && is_verb(text, at, linked);
    // `, Jordan Smith, director` is the next name of a list, no title.
    let behind_name = (start..role).any(|at| text.is(at, Kind::NoRoleBehind));
    if closed && role - start <= ROLE_WITHIN && end > role && !behind_name {
        titles.keep(names, &(start..end));
    }
}

/// Past `46,`, `who is`, `also`, `the`.
fn behind_introduction(text: &Text<'_>, mut at: usize) -> usize {
    if text.word(at).bytes().all(|byte| byte.is_ascii_digit()) && text.word(at + 1) == "," {
        at += 2;
    }
    if text.is(at, Kind::Who) && text.is(at + 1, Kind::IsOrWas) {
        at += 2;
    }
    at += usize::from(text.is(at, Kind::AlsoOrAs));
    at + usize::from(text.is(at, Kind::Article) || text.is(at, Kind::Definite))
}

/// The words up to what ends a title.
struct Phrase {
    role: Option<usize>,
    end: usize,
    /// Whether it says what the role is of.
    linked: bool,
}

/// The phrase that begins at `start`; `None` if it names another person.
fn phrase(names: Names<'_>, start: usize, in_brackets: bool) -> Option<Phrase> {
    let text = names.text;
    let mut phrase = Phrase { role: None, end: start, linked: false };
    while phrase.end < start + MOST_TOKENS && !text.begins(phrase.end) {
        let at = phrase.end;
        let word = text.word(at);
        if names.kind(at) == Some(MentionKind::Person) {
            return None;
        }
        // `chief, Division of Infectious Diseases`: what the role is of.
        let goes_on = word == "," && phrase.role.is_some() && !phrase.linked;
        if goes_on && names.kind(at + 1) == Some(MentionKind::Organisation) {
            phrase.linked = true;
            phrase.end += 1;
            continue;
        }
        let ends = matches!(word, "," | "." | ";" | ":" | "—" | "\"" | "”" | "“" | "!" | "?" | "«");
        if ends || is_verb(text, at, phrase.linked) || (word == ")" && in_brackets) {
            break;
        }
        phrase.linked |= text.is(at, Kind::LinksTitleBehind);
        // The role stands before what it is of, or ends a phrase of capitals.
        if phrase.role.is_none() && text.is_role(at) && (!phrase.linked || at > start) {
            phrase.role = Some(at);
        }
        phrase.end += 1;
    }
    Some(phrase)
}

fn is_verb(text: &Text<'_>, at: usize, linked: bool) -> bool {
    linked && text.is(at, Kind::EndsLinkedTitle) || text.is(at, Kind::EndsTitle)
}
