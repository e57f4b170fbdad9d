//! One entry for each thing, however often and in which form it is named.

use crate::plain_words::plain_words;
use article::MOST_OF_ONE_PERSON;
use foldhash::HashMap;
use std::collections::hash_map::Entry;
use std::ops::Range;

/// A thing with all its mentions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    /// The fullest name.
    pub(super) name: String,
    /// Other printed forms.
    pub(super) aliases: Vec<String>,
    /// Where it is named, in order.
    pub(super) mentions: Vec<Range<usize>>,
}

/// A name without case, marks and a leading article, words parted by one space.
pub(super) fn key(name: &str) -> String {
    if is_plain(name) {
        let mut key = name.to_ascii_lowercase();
        while key.starts_with("the ") {
            key.drain(..4);
        }
        return if key == "the" { String::new() } else { key };
    }
    let mut key = String::with_capacity(name.len());
    for word in plain_words(name) {
        if key == "the" {
            key.clear();
        } else if !key.is_empty() {
            key.push(' ');
        }
        let start = key.len();
        if word.is_ascii() {
            key.push_str(word);
            key.get_mut(start..).into_iter().for_each(str::make_ascii_lowercase);
        } else {
            key.extend(word.chars().flat_map(char::to_lowercase));
        }
    }
    if key == "the" { String::new() } else { key }
}

/// Whether a name has nothing but plain letters and digits, and one space between words, as nearly all have.
fn is_plain(name: &str) -> bool {
    let mut before = b' ';
    for byte in name.bytes() {
        if !byte.is_ascii_alphanumeric() && (byte != b' ' || before == b' ') {
            return false;
        }
        before = byte;
    }
    before != b' '
}

pub(super) fn same(one: &str, other: &str) -> bool {
    key(one) == key(other)
}

/// Groups names that are the same but for case and marks, and abbreviations with what they shorten.
pub(super) fn group(body: &str, mentions: &[Range<usize>]) -> Vec<Group> {
    group_known(body, mentions, |_, _| None, |_| None)
}

/// Also groups names that are `known` to be of one thing, and keeps apart what is told to be another one of its name.
pub(super) fn group_known(
    body: &str,
    mentions: &[Range<usize>],
    known: impl Fn(&Range<usize>, &str) -> Option<&'static str>,
    told: impl Fn(&Range<usize>) -> Option<String>,
) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut by_key: HashMap<String, usize> = HashMap::default();
    let mut by_known: HashMap<&'static str, usize> = HashMap::default();
    for bytes in mentions {
        let printed = body.get(bytes.clone()).unwrap_or_default();
        let key = told(bytes).unwrap_or_else(|| key(printed));
        if key.is_empty() {
            continue;
        }
        let at = match by_key.entry(key) {
            Entry::Occupied(entry) => *entry.get(),
            Entry::Vacant(entry) => {
                let same = known(bytes, printed).map(|thing| *by_known.entry(thing).or_insert(groups.len()));
                *entry.insert(same.unwrap_or(groups.len()))
            }
        };
        match groups.get_mut(at) {
            Some(known) => {
                known.mentions.push(bytes.clone());
                note_form(known, printed);
            }
            None => {
                // The initials stand for the name from here on.
                for initials in initials(printed) {
                    by_key.entry(initials).or_insert(at);
                }
                groups.push(Group { name: tidy(printed), aliases: Vec::new(), mentions: vec![bytes.clone()] });
            }
        }
    }
    groups
}

/// The printed form with single spaces.
pub(super) fn tidy(printed: &str) -> String {
    printed.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Keeps another printed form, once.
pub(super) fn note_form(group: &mut Group, printed: &str) {
    if printed == group.name {
        return;
    }
    let form = tidy(printed);
    let shouted = || form == form.to_uppercase() && !same_length_or_shorter(&group.name, &form);
    let room = group.aliases.len() < MOST_OF_ONE_PERSON;
    if room && form != group.name && !group.aliases.contains(&form) && !shouted() && !same(&form, &group.name) {
        group.aliases.push(form);
    }
}

fn same_length_or_shorter(name: &str, form: &str) -> bool {
    form.len() < name.len()
}

/// First letters of the capitalised words of a name, and those of all its words, if three or more: `WPDA` and
/// `WAPDA` for `Water and Power Development Authority`.
fn initials(name: &str) -> Vec<String> {
    let words = || name.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty());
    let first = |word: &str| word.chars().next().into_iter().flat_map(char::to_lowercase);
    let capitals: String = words().filter(|word| word.starts_with(char::is_uppercase)).flat_map(first).collect();
    let all: String = words().flat_map(first).collect();
    let mut initials = if capitals.chars().count() >= 2 { vec![capitals, all] } else { Vec::new() };
    initials.retain(|initials| initials.chars().count() >= 3);
    initials.dedup();
    initials
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_has_no_case_no_marks_and_no_leading_article() {
        for (name, expected) in [
            ("The Hague", "hague"),
            ("the U.S. Navy", "u s navy"),
            ("The The Band", "band"),
            ("The The", ""),
            ("Bridge  of the  North ", "bridge of the north"),
            ("F16 The Jet", "f16 the jet"),
            ("Over the Top", "over the top"),
            ("Theatre", "theatre"),
            ("THE", ""),
            (" (the) ", ""),
            ("", ""),
            ("a--b", "a b"),
            ("The École d’Été", "école d été"),
        ] {
            assert_eq!(key(name), expected, "{name:?}");
        }
    }
}
