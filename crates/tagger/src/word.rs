//! A word of an article, and what is known of it before its place in the article is looked at.

use crate::hash;
use crate::lexicon::{COMMONEST, Clusters, Lexicon};
use text::without_accents;

/// It stands after a form of address somewhere.
const ADDRESSED: u8 = 4;
/// It stands after a word that leads to places somewhere.
const LOCATED: u8 = 8;

/// Bits of a word's `usage`.
pub(crate) const USAGE_BITS: u32 = 5;

/// The first few distinct words; 0: no more.
pub(crate) type Company = [u32; 4];

/// A distinct word of an article.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Word {
    pub(crate) exact: u32,
    pub(crate) lower: u32,
    /// Hashes of the first 2, 3, 4 and the last 2, 3, 4 letters.
    pub(crate) affixes: [u32; 6],
    pub(crate) shape: u32,
    pub(crate) clusters: Clusters,
    pub(crate) flags: u8,
    pub(crate) rarity: u8,
    /// How the article uses it.
    pub(crate) usage: u8,
    /// The same for all forms that differ only in case; counts from 0 in each article.
    pub(crate) lower_id: u32,
    /// Its number among the words that are remembered.
    pub(crate) number: u32,
    /// What it says of a name after it, as a bit of `usage`.
    pub(crate) leads: u8,
    /// What it is as the company of a name: itself when it is common, else its cluster; 0: nothing to go by.
    pub(crate) company: u32,
    /// The company that the word, capitalised, keeps in the article: what stands before it and what after it.
    pub(crate) before: Company,
    pub(crate) after: Company,
    pub(crate) capital: bool,
}

/// What a word says of a name after it.
fn leads(word: &str) -> u8 {
    let mut letters = [0; 9];
    let Some(letters) = letters.get_mut(..word.len()) else { return 0 };
    letters.copy_from_slice(word.as_bytes());
    letters.make_ascii_lowercase();
    match &*letters {
        b"mr" | b"mr." | b"mrs" | b"mrs." | b"ms" | b"ms." | b"dr" | b"dr." | b"prof" | b"prof." | b"sir"
        | b"president" | b"minister" | b"sheikh" | b"justice" | b"gen." | b"sen." | b"rep." | b"gov." | b"miss"
        | b"professor" | b"pastor" | b"chief" | b"coach" | b"captain" | b"capt." => ADDRESSED,
        b"in" | b"at" | b"near" | b"from" | b"across" | b"outside" | b"around" => LOCATED,
        _ => 0,
    }
}

/// The word as it is printed in `form`.
pub(crate) fn word(form: &str, lexicon: &Lexicon) -> Word {
    let lower = hash::of_lower(form);
    let mut known = lexicon.get(lower);
    if known.key == 0 && !form.is_ascii() {
        known = lexicon.get(hash::of_lower(&without_accents(form)));
    }
    let (first, last) = if form.is_ascii() {
        let letters = || form.bytes().map(|byte| char::from(byte.to_ascii_lowercase()));
        (hash::of_beginnings(letters()), hash::of_beginnings(letters().rev()))
    } else {
        let letters = form.chars().flat_map(char::to_lowercase);
        (hash::of_beginnings(letters), hash::of_beginnings(form.chars().rev().flat_map(char::to_lowercase)))
    };
    let ([first_2, first_3, first_4], [last_2, last_3, last_4]) = (first, last);
    let capital = form.chars().next().is_some_and(char::is_uppercase);
    let company = match known.rarity {
        _ if capital => 0,
        COMMONEST => lower,
        _ => u32::from(known.clusters.coarse),
    };
    Word {
        exact: hash::of_exact(form),
        lower,
        affixes: [first_2, first_3, first_4, last_2, last_3, last_4],
        shape: shape(form),
        clusters: known.clusters,
        flags: known.flags,
        rarity: known.rarity,
        usage: 0,
        lower_id: 0,
        number: 0,
        leads: leads(form),
        capital,
        company,
        before: Company::default(),
        after: Company::default(),
    }
}

/// Classes of the characters, runs folded to two; marks stand for themselves.
fn shape(form: &str) -> u32 {
    let class = |char: char| {
        if char.is_ascii_lowercase() {
            'x'
        } else if char.is_uppercase() {
            'X'
        } else if char.is_numeric() {
            'd'
        } else if char.is_alphabetic() {
            'x'
        } else {
            char
        }
    };
    let mut before = ['\0'; 2];
    hash::of_chars(form.chars().map(class).filter(|class| {
        let [second, first] = before;
        before = [first, *class];
        second != *class || first != *class
    }))
}
