//! Names as datelines print them, from tokens.

use super::capitals::has_capital;
use super::printed_date::is_date;
use super::tokens::{Kind, Token};
use super::{agencies, place_names};

/// Words of a name, small ones included.
const MAX_NAME_WORDS: usize = 7;

/// A name: words with a capital, and small words between two of them.
pub(super) fn name(tokens: &[Token<'_>], from: usize) -> Option<(String, usize)> {
    let first = tokens.get(from)?;
    if first.kind == Kind::Word && !has_capital(first.text) {
        return small_name(tokens, from);
    }
    let mut name = String::new();
    let mut end = from;
    let mut at = from;
    let mut pending = String::new();
    while let Some(token) = tokens.get(at) {
        let inside = at == from || token.spaced;
        if !(token.kind == Kind::Word || token.text == "&")
            || !inside
            || at - from >= MAX_NAME_WORDS
            || (at > from && is_date(tokens, at))
        {
            break;
        }
        if at > from && ends_before(&name, token.text) {
            break;
        }
        if has_capital(token.text) {
            if !name.is_empty() {
                name.push(' ');
            }
            name.push_str(&pending);
            pending.clear();
            name.push_str(token.text);
            at += 1;
            end = at;
            if tokens.get(at).is_some_and(|stop| stop.kind == Kind::Stop && !stop.spaced) && stop_belongs(tokens, at) {
                name.push('.');
                at += 1;
                end = at;
            }
        } else if (is_small(token.text) || token.text == "&") && !name.is_empty() {
            pending.push_str(token.text);
            pending.push(' ');
            at += 1;
        } else {
            break;
        }
    }
    if let Some(area) = tokens.get(end).filter(|area| area.spaced && place_names::is_area(area.text)) {
        let marked = tokens
            .get(end + 1)
            .is_some_and(|mark| matches!(mark.kind, Kind::Comma | Kind::Dash | Kind::Colon | Kind::Open));
        if marked && !name.is_empty() {
            return Some((format!("{name} {}", area.text), end + 1));
        }
    }
    // `MALE’, Maldives`
    if let Some(mark) = tokens.get(end).filter(|mark| matches!(mark.text, "'" | "’") && !mark.spaced)
        && tokens.get(end + 1).is_some_and(|next| next.kind == Kind::Comma)
        && !name.is_empty()
    {
        name.push_str(mark.text);
        end += 1;
    }
    (!name.is_empty()).then_some((name, end))
}

/// Whether the next word begins something else: an agency, or, behind an agency, the story.
fn ends_before(name: &str, next: &str) -> bool {
    let longer = || agencies::is_outlet_word(next) || agencies::is_known(&format!("{name} {next}"));
    (agencies::is_sure(next) || agencies::is_sure(name)) && !longer()
        || place_names::is_opening_word(next) && agencies::looks_like_one(name)
}

/// A name that begins with a small letter: a known agency, or an outlet whose second word says so.
fn small_name(tokens: &[Token<'_>], from: usize) -> Option<(String, usize)> {
    let first = tokens.get(from)?.text;
    if agencies::is_known(first) {
        return Some((first.to_owned(), from + 1));
    }
    let second = tokens.get(from + 1).filter(|second| second.kind == Kind::Word && has_capital(second.text))?;
    if first == "the" && place_names::is_country(second.text) {
        return Some((format!("{first} {}", second.text), from + 2));
    }
    let outlet = agencies::is_outlet_word(second.text) && !place_names::is_leading_word(first);
    outlet.then(|| (format!("{first} {}", second.text), from + 2))
}

/// Whether the stop at `at` belongs to the word before it: `St.`, `D.C.`, `Calif.` before more of the dateline.
fn stop_belongs(tokens: &[Token<'_>], at: usize) -> bool {
    const SHORT: &[&str] = &["st", "ste", "sta", "sto", "mt", "ft", "pt", "gral", "gob", "cd", "dr"];
    let word = at.checked_sub(1).and_then(|before| tokens.get(before)).map_or("", |token| token.text);
    let after = tokens.get(at + 1);
    word.contains('.')
        || word.chars().count() == 1
        || SHORT.contains(&word.to_lowercase().as_str())
        || (place_names::is_short_region(word)
            && after.is_none_or(|after| matches!(after.kind, Kind::Dash | Kind::Comma | Kind::Open | Kind::Colon)))
}

/// Small words within place names and names of agencies.
fn is_small(word: &str) -> bool {
    const SMALL: &[&str] = &[
        "of", "the", "and", "de", "del", "des", "da", "das", "do", "dos", "du", "di", "la", "las", "los", "le", "les",
        "en", "e", "y", "au", "aux", "sur", "am", "an", "der", "bei", "upon", "on", "al", "el", "es", "van", "den",
        "for",
    ];
    SMALL.contains(&word)
}
