//! One entry for each person, by the fullest name the article gives.

use super::found::FoundName;
use super::groups::{Group, key, note_form, tidy};
use super::tokens::Text;
use crate::words::Kind;
use article::MentionKind;
use foldhash::HashMap;
use std::ops::Range;

/// People that a shorter name is compared with; an article that names more keeps the rest apart.
const MOST_PEOPLE: usize = 400;

/// A name that the article mostly uses for a place is one each time.
pub(super) fn agree_with_places(body: &str, found: &mut [FoundName]) {
    let mut counts: HashMap<String, (u32, u32)> = HashMap::default();
    for name in found.iter() {
        let printed = body.get(name.bytes.clone()).unwrap_or_default();
        let (people, places) = counts.entry(key(printed)).or_default();
        *people += u32::from(name.kind == MentionKind::Person);
        *places += u32::from(name.kind == MentionKind::Place);
    }
    for name in found.iter_mut().filter(|name| matches!(name.kind, MentionKind::Person | MentionKind::Place)) {
        let printed = body.get(name.bytes.clone()).unwrap_or_default();
        let Some((people, places)) = counts.get(&key(printed)).copied() else { continue };
        if people > 0 && places > 0 {
            name.kind = if places >= people { MentionKind::Place } else { MentionKind::Person };
        }
    }
}

/// Groups the mentions of people: a shorter name is the last person before it, else the first after, whose name has
/// all its words.
pub(super) fn group_people(text: &Text<'_>, mentions: &[Range<usize>]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut words_of: Vec<Vec<String>> = Vec::new();
    let mut shorter: Vec<(Range<usize>, Vec<String>)> = Vec::new();
    // First the names of which no other has all words, so that a name may stand before its fullest form.
    let keys: Vec<Vec<String>> = mentions.iter().map(|bytes| name_words(text, bytes)).collect();
    for (bytes, words) in mentions.iter().zip(keys) {
        if words.is_empty() || words.iter().all(|word| text.words.is(word, Kind::NoName)) {
            continue;
        }
        if words.len() == 1 {
            shorter.push((bytes.clone(), words));
            continue;
        }
        let same = words_of.iter().rposition(|known| holds(known, &words) || holds(&words, known));
        match same {
            Some(at) => join(text, &mut groups, &mut words_of, at, bytes, words),
            None if groups.len() < MOST_PEOPLE => push(text, &mut groups, &mut words_of, bytes, words),
            None => {}
        }
    }
    for (bytes, words) in shorter {
        let at = best_person(&groups, &words_of, &words, bytes.start);
        match at {
            Some(at) => join(text, &mut groups, &mut words_of, at, &bytes, words),
            None if groups.len() < MOST_PEOPLE => push(text, &mut groups, &mut words_of, &bytes, words),
            None => {}
        }
    }
    for group in &mut groups {
        group.mentions.sort_by_key(|bytes| bytes.start);
    }
    groups.sort_by_key(|group| group.mentions.first().map_or(usize::MAX, |bytes| bytes.start));
    groups
}

/// The words of a name in lower case, without forms of address before it.
fn name_words(text: &Text<'_>, bytes: &Range<usize>) -> Vec<String> {
    let printed = text.body.get(bytes.clone()).unwrap_or_default();
    let key = key(printed);
    let mut words: Vec<String> = key.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
    while words.len() > 1 && words.first().is_some_and(|word| is_address(text, word, words.get(1))) {
        words.remove(0);
    }
    words
}

/// Whether `name` has all the words of `part` in their order, the last word among them or the first.
fn holds(name: &[String], part: &[String]) -> bool {
    let mut rest = name.iter();
    let all = part.iter().all(|word| rest.any(|known| known == word));
    all && (name.last() == part.last() || name.first() == part.first())
}

/// The person a single word names: by surname, else by another word of the name; the nearest before counts first.
fn best_person(groups: &[Group], words_of: &[Vec<String>], words: &[String], start: usize) -> Option<usize> {
    let word = words.first()?;
    let candidates = words_of.iter().enumerate().filter(|(_, known)| known.contains(word));
    candidates
        .map(|(at, known)| {
            let surname = known.last() == Some(word);
            let first = groups.get(at).and_then(|group| group.mentions.first()).map_or(usize::MAX, |bytes| bytes.start);
            // Among those named before, the one whose full name stands nearest.
            (surname || known.len() == 1, first <= start, if first <= start { first } else { usize::MAX - first }, at)
        })
        .max()
        .map(|(.., at)| at)
}

fn push(
    text: &Text<'_>,
    groups: &mut Vec<Group>,
    words_of: &mut Vec<Vec<String>>,
    bytes: &Range<usize>,
    words: Vec<String>,
) {
    let name = without_honorific(text, bytes);
    groups.push(Group { name, aliases: Vec::new(), mentions: vec![bytes.clone()] });
    words_of.push(words);
}

fn join(
    text: &Text<'_>,
    groups: &mut [Group],
    words_of: &mut [Vec<String>],
    at: usize,
    bytes: &Range<usize>,
    words: Vec<String>,
) {
    let (Some(group), Some(known)) = (groups.get_mut(at), words_of.get_mut(at)) else { return };
    group.mentions.push(bytes.clone());
    let form = without_honorific(text, bytes);
    if words.len() > known.len() {
        let shorter = std::mem::replace(&mut group.name, form);
        group.aliases.retain(|alias| *alias != group.name);
        note_form(group, &shorter);
        *known = words;
    } else {
        note_form(group, &form);
    }
}

fn without_honorific(text: &Text<'_>, bytes: &Range<usize>) -> String {
    let mut name = tidy(text.body.get(bytes.clone()).unwrap_or_default());
    while let Some((first, rest)) = name.split_once(' ') {
        if !is_address(text, first, rest.split(' ').next()) {
            break;
        }
        name = rest.to_owned();
    }
    name
}

/// Whether a word before this one is a form of address: `Tan` is in `Tan Sri Lee`, and not in `Tan Wei Ming`.
fn is_address<S: AsRef<str>>(text: &Text<'_>, word: &str, next: Option<S>) -> bool {
    let is_name = text.words.is(word, Kind::AlsoGivenName);
    text.is_address(word) && (!is_name || next.is_some_and(|next| text.is_address(next.as_ref())))
}
