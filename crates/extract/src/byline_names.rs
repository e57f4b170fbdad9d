//! Names of authors out of a byline: without `By`, titles of the page, dates, addresses and what else stands around.
//!
//! In: a byline as declared or printed. Out: the names in its order, each once; empty when it names nobody.

use crate::byline_words::{
    AFTER, BEFORE, JOINTS, JOINTS_OF_NAMES, NO_NAMES, NO_NAMES_BEGIN, NOTHING, OPENING, PARTICLES, TEMPLATES,
};
use crate::dates::printed::printed_dates;
use crate::dates::setting::Setting;
use article::collapse_white_space;

/// Most names of one story.
const MAX_NAMES: usize = 40;

/// Longest name, in characters.
const LONGEST: usize = 80;

/// What is read of a byline, in characters: room for as many names as there may be. Whoever writes more names nobody.
const LONGEST_BYLINE: usize = MAX_NAMES * LONGEST;

/// The names in several bylines, one after the other.
pub(crate) fn names_of_list<'a>(bylines: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for byline in bylines {
        for name in names_in(byline) {
            if names.len() < MAX_NAMES && !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}

/// The names in one byline.
pub(crate) fn names_in(byline: &str) -> Vec<String> {
    let mut text = tidied(byline);
    if is_address(&text) {
        return Vec::new();
    }
    let date = printed_dates(&text, &Setting::default()).next();
    if let Some(date) = date {
        // A date ends a byline, or stands before it.
        let (before, after) = (text.get(..date.at).unwrap_or_default(), text.get(date.end..).unwrap_or_default());
        text = if before.trim().is_empty() { after } else { before }.to_owned();
    }
    let text = without_opening(&text);
    let text = without_ending(text);
    let mut names = Vec::new();
    for piece in split(text) {
        let name = piece.trim_matches(|c: char| {
            c.is_whitespace() || matches!(c, ',' | ';' | '|' | ':' | '•' | '·' | '/' | '-' | '–' | '—')
        });
        let name = without_initials(name);
        if is_name(name) && !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}

/// A byline as its source wrote it: the names in it where it is written as bylines are printed, else as it stands
/// without what a template left behind; `None` when nobody is named.
pub(crate) fn settled_byline(byline: &str) -> Option<String> {
    let text = tidied(byline);
    let opening = opening_of(&text);
    let mut names: Vec<String> = Vec::new();
    if opening.is_some() || joins_names(&text) {
        // Each of several authors may have a `By` of its own.
        for name in
            names_in(&text).iter().flat_map(|name| if is_by(name) { names_in(name) } else { vec![name.clone()] })
        {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    // `Von` and `Di` begin names, too.
    let is_particle = opening.is_some_and(|opening| PARTICLES.contains(&opening));
    if is_particle && !names.first().is_some_and(|name| looks_like_name(name)) {
        names.clear();
    }
    if !names.is_empty() {
        return Some(names.join(", "));
    }
    let says_nothing = |part: &&str| is_placeholder(part) || (is_by(part) && is_placeholder(without_opening(part)));
    let named: Vec<&str> = text.split(", ").filter(|part| !says_nothing(part)).collect();
    // `Por {{autor}}` names nobody.
    let is_opening = |by: &str| BEFORE.contains(&by.trim().to_lowercase().as_str());
    Some(named.join(", ")).filter(|by| by.chars().any(char::is_alphanumeric) && !is_opening(by))
}

fn is_by(name: &str) -> bool {
    starts_with_word(name, "by").is_some()
}

/// The words that open a byline.
fn opening_of(text: &str) -> Option<&'static str> {
    BEFORE.iter().copied().filter(|word| starts_with_word(text, word).is_some()).max_by_key(|word| word.len())
}

/// Whether a text is names of people with an `and` between them.
fn joins_names(text: &str) -> bool {
    let mut parts = vec![text];
    for and in JOINTS {
        parts = parts.into_iter().flat_map(|part| part.split(and)).collect();
    }
    let parts: Vec<&str> = parts.into_iter().flat_map(two_names).collect();
    let commas = |part: &&str| part.split(", ").all(looks_like_name);
    parts.len() > 1 && parts.iter().all(commas)
}

/// The beginning of a byline without what a template should have filled in.
fn tidied(byline: &str) -> String {
    let end = byline.char_indices().nth(LONGEST_BYLINE).map_or(byline.len(), |(at, _)| at);
    collapse_white_space(&without_templates(byline.get(..end).unwrap_or(byline)))
}

/// A text without what a template should have filled in.
fn without_templates(text: &str) -> String {
    let mut text = text.to_owned();
    for (open, close) in TEMPLATES {
        while let Some((before, rest)) = text.split_once(open) {
            // What is opened and not closed was cut.
            let after = rest.split_once(close).map_or("", |(_, after)| after);
            text = format!("{before}{}", after.trim_start_matches('}'));
        }
    }
    text
}

/// Whether a text is the value of a field that software had nothing for.
fn is_placeholder(text: &str) -> bool {
    let mut words = text.split_whitespace().peekable();
    let alone = |word: &str| NOTHING.contains(&word.to_lowercase().as_str());
    let in_brackets = text.contains(['[', ']']) && text.contains('_');
    in_brackets || words.peek().is_some() && words.all(alone) || (text.starts_with('%') && text.ends_with('%'))
}

fn is_address(text: &str) -> bool {
    text.contains("://") || text.starts_with("www.") || text.starts_with('/')
}

fn starts_with_word(text: &str, word: &str) -> Option<usize> {
    let mut rest = text.chars();
    let mut length = 0;
    for expected in word.chars() {
        let c = rest.next()?;
        if c != expected && !c.to_lowercase().eq(std::iter::once(expected)) {
            return None;
        }
        length += c.len_utf8();
    }
    let ends =
        word.ends_with(':') || rest.next().is_some_and(|c| !c.is_alphanumeric() && !matches!(c, '\'' | '.' | '_'));
    ends.then_some(length)
}

fn without_opening(text: &str) -> &str {
    let mut text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    for _ in 0..3 {
        let Some(length) = BEFORE.iter().filter_map(|word| starts_with_word(text, word)).max() else { break };
        let rest = text.split_at_checked(length).map_or("", |(_, rest)| rest);
        text = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
    }
    text
}

fn without_ending(text: &str) -> &str {
    let lower = text.to_lowercase();
    if lower.len() != text.len() {
        return text;
    }
    let end = AFTER
        .iter()
        .filter_map(|mark| {
            let at = lower.match_indices(mark).map(|(at, _)| at).find(|at| {
                let before = lower.get(..*at).and_then(|before| before.chars().next_back());
                *at > 0 && (!mark.starts_with(char::is_alphabetic) || before.is_some_and(|c| !c.is_alphanumeric()))
            })?;
            Some(at)
        })
        .min();
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

/// Names are separated by commas, `and` in several languages, semicolons.
fn split(text: &str) -> Vec<&str> {
    let mut pieces = vec![text];
    for separator in JOINTS.iter().copied().chain([";", " with ", ", "]) {
        pieces = pieces.into_iter().flat_map(|piece| piece.split(separator)).collect();
    }
    pieces.into_iter().flat_map(two_names).collect()
}

/// The names on both sides of a word that may stand inside a name, or the whole.
fn two_names(piece: &str) -> Vec<&str> {
    let last = |part: &str| part.rsplit(", ").next().is_some_and(looks_like_name);
    let mut both = JOINTS_OF_NAMES.iter().filter_map(|and| piece.split_once(and));
    both.find(|(left, right)| last(left) && looks_like_name(right))
        .map_or(vec![piece], |(left, right)| vec![left, right])
}

/// `Lee, Ann` as `Ann Lee`, the way library software writes one author in one element.
pub(crate) fn last_name_last(name: &str) -> String {
    match name.split_once(", ") {
        Some((last, first)) if !first.contains(',') && !last.contains(' ') && first.split(' ').count() <= 2 => {
            format!("{first} {last}")
        }
        Some(_) | None => name.to_owned(),
    }
}

/// Whether a line may be a byline by how it begins.
pub(crate) fn opens_byline(text: &str) -> bool {
    let text = text.trim();
    OPENING.iter().any(|word| text.eq_ignore_ascii_case(word) || starts_with_word(text, word).is_some())
}

/// Whether a text is written as names of people are: a few words, nearly all with a capital.
pub(crate) fn looks_like_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let capital = |word: &&&str| word.starts_with(char::is_uppercase);
    let capitals = words.iter().filter(capital).count();
    (2..=5).contains(&words.len())
        && capitals + 1 >= words.len()
        && capitals >= 2
        && !text.contains(|c: char| c.is_ascii_digit() || matches!(c, '?' | '!' | ':'))
}

/// Without the initials that stand in the place of a portrait: `CM Craig McCarthy`.
fn without_initials(name: &str) -> &str {
    let Some((initials, rest)) = name.split_once(' ') else { return name };
    let stated: String = rest.split_whitespace().filter_map(|word| word.chars().next()).collect();
    if initials.chars().count() == 2 && stated.starts_with(initials) { rest } else { name }
}

fn is_name(name: &str) -> bool {
    let lower = name.to_lowercase();
    if is_placeholder(name) {
        return false;
    }
    if NO_NAMES.contains(&lower.as_str()) || NO_NAMES_BEGIN.iter().any(|start| lower.starts_with(start)) {
        return false;
    }
    // `page.author.name` is what a template forgot to fill in.
    if !name.contains([' ', '@']) && name.matches('.').count() >= 2 {
        return false;
    }
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let length = name.chars().count();
    letters >= 2
        && length <= LONGEST
        && name.split_whitespace().count() <= 8
        && !is_address(name)
        && !name.contains(['{', '_', ']'])
        && !name.contains('<')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_begins_with_by_may_be_a_byline() {
        for (text, expected) in [("By Ann Lee", true), ("by", true), ("Byron is a town", false), ("Von Anna Lee", true)]
        {
            assert_eq!(opens_byline(text), expected, "{text}");
        }
        for (text, expected) in
            [("Ann Lee", true), ("Anna van Lee", true), ("the end of the week", false), ("2024", false)]
        {
            assert_eq!(looks_like_name(text), expected, "{text}");
        }
        assert_eq!(last_name_last("Lee, Ann"), "Ann Lee");
        assert_eq!(last_name_last("Ann Lee, Bo Ek"), "Ann Lee, Bo Ek");
    }

    #[test]
    fn a_byline_without_end_is_read_at_its_beginning() {
        let many = |piece: &str| piece.repeat((4 << 20) / piece.len());
        let start = std::time::Instant::now();
        for endless in ["{}", "{{", "[object ]", "by Bo Ek, ", "Bo, ", "& ", "von ", "é{% "] {
            let byline = format!("By Ann Lee, {}", many(endless));
            assert_eq!(names_in(&byline).first().map(String::as_str), Some("Ann Lee"), "{endless}");
            assert!(settled_byline(&byline).is_some_and(|by| by.len() <= 4 * LONGEST_BYLINE), "{endless}");
        }
        let took = start.elapsed();
        assert!(took < std::time::Duration::from_secs(5), "{took:?}");
        let numbered: Vec<String> = (0..100_000).map(|number| format!("Ann Lee{number}")).collect();
        assert!(names_in(&numbered.join(", ")).len() <= LONGEST_BYLINE);
    }

    #[test]
    fn names_stand_alone() {
        for (text, expected) in [
            ("By Ann Lee and Bo Ek", vec!["Ann Lee", "Bo Ek"]),
            ("Ann Lee", vec!["Ann Lee"]),
            ("Written by: Ann Lee | 24 October 2024", vec!["Ann Lee"]),
            ("24 October 2024 by Ann Lee", vec!["Ann Lee"]),
            ("Von Anna Leé und Bo Ek", vec!["Anna Leé", "Bo Ek"]),
            ("https://example.org/ann", vec![]),
            ("Byron Lee", vec!["Byron Lee"]),
            ("CM Craig McCarthy", vec!["Craig McCarthy"]),
            ("page.head.author", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(names_in(text), expected, "{text}");
        }
    }
}
