//! Where a name begins and ends, mended by what the article and the language tell.
//!
//! In: the names found, each of one kind. Out: a name of two that the article also names apart is two; a place from its
//! first capital on; a person without the rank or nationality before the name; a name with its Arabic article.

use super::found::FoundName;
use super::groups::key;
use super::tokens::Text;
use crate::Reading;
use crate::enrichers::places;
use crate::words::{Kind, Words};
use article::MentionKind;
use foldhash::HashSet;
use std::ops::Range;

/// Articles that belong to the Arabic name they are joined to: `al-Shabaab`.
const ARTICLES: &[&str] = &["al", "el", "ad", "an", "ar", "as", "ash", "at", "az", "ul"];

const HYPHENS: [char; 2] = ['-', '‑'];

/// Mends them; the order stays.
pub(super) fn mend(text: &Text<'_>, reading: &Reading<'_>, found: &mut Vec<FoundName>) {
    let words = text.words;
    let apart: HashSet<String> = found.iter().map(|name| key(reading.text(name.bytes.clone()))).collect();
    let mut mended = Vec::with_capacity(found.len());
    for name in found.drain(..) {
        match name.kind {
            MentionKind::Place => place(words, reading, &apart, name, &mut mended),
            MentionKind::Organisation | MentionKind::Person => split(words, reading, &apart, name, &mut mended),
            MentionKind::Event | MentionKind::Nationality | MentionKind::Product | MentionKind::Other => {
                mended.push(name);
            }
        }
    }
    for name in mended.iter_mut().filter(|name| name.kind == MentionKind::Person) {
        name.bytes.start = start_of_person(text, reading, name.bytes.clone());
    }
    let mut free = 0;
    for name in &mut mended {
        let printed = reading.text(name.bytes.clone());
        let start = name.bytes.end - printed.trim_start_matches(HYPHENS).len();
        name.bytes.start = start_with_article(reading.body(), free, start);
        free = name.bytes.end;
    }
    *found = mended;
}

/// Where a name begins with the article joined to it, if there is one and no name before holds it: not before `free`.
fn start_with_article(body: &str, free: usize, start: usize) -> usize {
    let before = body.get(free..start).unwrap_or_default();
    let Some(article) = ARTICLES.iter().find(|article| {
        before
            .strip_suffix(HYPHENS)
            .and_then(|rest| rest.strip_suffix(**article))
            .is_some_and(|rest| !rest.ends_with(|char: char| char.is_alphanumeric() || HYPHENS.contains(&char)))
    }) else {
        return start;
    };
    let hyphen = before.chars().next_back().map_or(0, char::len_utf8);
    start - hyphen - article.len()
}

/// A place begins with its first capital: not `of Hebei`. One beside or inside another, `Arica/Tacna`, is two.
fn place(
    words: &Words,
    reading: &Reading<'_>,
    apart: &HashSet<String>,
    mut name: FoundName,
    mended: &mut Vec<FoundName>,
) {
    let begins = |part: &str| part.starts_with(char::is_uppercase);
    while let Some((first, rest)) = reading.text(name.bytes.clone()).split_once(' ') {
        if rest.is_empty() || !first.chars().all(char::is_lowercase) {
            break;
        }
        name.bytes.start = name.bytes.end - rest.len();
    }
    let printed = reading.text(name.bytes.clone());
    let slash = printed.split_once('/').map(|(left, right)| (left.trim_end(), right.trim_start()));
    let inside =
        || joined(printed, |word| words.is(word, Kind::In)).map(|(left, right)| (left.trim_end(), right.trim_start()));
    let two = |(left, right): &(&str, &str)| begins(left) && begins(right);
    let parts = slash.filter(two).or_else(|| inside().filter(two)).map(|(left, right)| (left.len(), right.len()));
    let Some((left, right)) = parts else { return split(words, reading, apart, name, mended) };
    let Range { start, end } = name.bytes;
    mended.push(FoundName { kind: name.kind, bytes: start..start + left });
    mended.push(FoundName { kind: name.kind, bytes: end - right..end });
}

fn split(words: &Words, reading: &Reading<'_>, apart: &HashSet<String>, name: FoundName, mended: &mut Vec<FoundName>) {
    let printed = reading.text(name.bytes.clone());
    let known = |part: &str| apart.contains(&key(part)) || places::is_country(part);
    let two = |(left, right): &(&str, &str)| known(left) && known(right);
    let by_word = joined(printed, |word| words.is(word, Kind::And)).filter(two);
    let by_sign = || joined(printed, |word| word == "&").filter(two);
    let parts = by_word.or_else(by_sign).map(|(left, right)| (left.len(), right.len()));
    let Some((left, right)) = parts else { return mended.push(name) };
    reading.because(name.bytes.clone(), || "two names: the article has each alone, too".to_owned());
    let Range { start, end } = name.bytes;
    mended.push(FoundName { kind: name.kind, bytes: start..start + left });
    mended.push(FoundName { kind: name.kind, bytes: end - right..end });
}

/// Without `Pope`, `Mrs` or `Guatemalan` before a name.
fn start_of_person(text: &Text<'_>, reading: &Reading<'_>, bytes: Range<usize>) -> usize {
    let mut start = bytes.start;
    while let Some((first, rest)) = reading.text(start..bytes.end).split_once(' ') {
        let kinds = text.words.kinds(first);
        // `Sheikh Hasina` is called so; `Tan Chee Kuan` is a name.
        let addressed = text.is_address(first) && rest.contains(' ') && !kinds.is(Kind::AlsoGivenName);
        let titled = addressed || kinds.is(Kind::Rank) || places::is_demonym(first);
        if !titled || !rest.starts_with(char::is_uppercase) {
            break;
        }
        start = bytes.end - rest.len();
    }
    start
}

/// What stands on both sides of the first such word that has a space on either side.
fn joined(printed: &str, joins: impl Fn(&str) -> bool) -> Option<(&str, &str)> {
    let mut start = 0;
    for word in printed.split(' ') {
        let end = start + word.len();
        if start > 0 && end < printed.len() && joins(word) {
            return printed.get(..start - 1).zip(printed.get(end + 1..));
        }
        start = end + 1;
    }
    None
}
