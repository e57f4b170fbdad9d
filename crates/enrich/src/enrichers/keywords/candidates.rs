//! Terms of a text and how much each says of it.
//!
//! A term is up to three words in lower case with one space between them, within one sentence. Time is linear in the
//! text: every word begins at most three terms.

use super::commonness::rareness;
use crate::words::{Kind, Kinds, KnownAtoms, Words};
use foldhash::HashMap;
use std::collections::hash_map::Entry;
use text::Lowercase;

/// Most words that are read: what comes later has been named before.
const MAX_WORDS: usize = 4_000;

/// Shortest and longest word of a term, in bytes.
const WORD_BYTES: std::ops::RangeInclusive<usize> = 3..=24;

/// Words of the longest term.
const LONGEST: usize = 3;

/// A word that stands alone must be at least this rare to say anything.
const RARE_ALONE: f32 = 2.9;

/// Words that stand together must on the mean be at least this rare.
const RARE_TOGETHER: f32 = 2.0;

/// What each further word of a term adds to its worth: `water treatment` says more than `water`.
const LENGTH_BOOST: f32 = 0.6;

/// The worth of a term of the headline.
const HEADLINE_BOOST: f32 = 2.0;

/// The worth of a term that stands in the first part of the text.
const LEAD_BOOST: f32 = 1.3;

/// The first part of a text: one of so many.
const LEAD_PART: usize = 5;

/// Bytes of a text for which there is a different term.
const BYTES_A_TERM: usize = 10;

/// A term of the text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Term<'a> {
    /// As first printed.
    pub(super) printed: &'a str,
    /// The byte it begins at.
    pub(super) first_at: usize,
    /// How often it stands in the text.
    pub(super) count: u32,
    /// How rare its words are in news.
    pub(super) rareness: f32,
    /// How much it says of the text.
    pub(super) score: f32,
    /// Whether no other word of a term follows it somewhere: `sexual` before `harassment` alone names nothing.
    pub(super) stands_last: bool,
}

/// A word that can be part of a term.
#[derive(Clone, Copy)]
struct Word {
    start: usize,
    end: usize,
    rareness: f32,
    kinds: Kinds,
}

/// The terms that stand twice or in the headline (in lower case) too.
pub(super) fn terms<'a>(atoms: KnownAtoms<'_>, body: &'a str, headline: &str) -> Vec<Term<'a>> {
    let language = atoms.words();
    let mut kinds_of = atoms.kinds_in_order();
    // As many as usual texts have, and more where there is more.
    let usual = (body.len() / BYTES_A_TERM).min(MAX_WORDS);
    let mut terms: HashMap<&'a str, Term<'a>> = HashMap::with_capacity_and_hasher(usual, Default::default());
    let mut run: Vec<Word> = Vec::new();
    let mut seen = 0;
    let mut at = 0;
    // What stood before the word: a hyphen, which the word is a fragment behind, or what verbs follow.
    let mut leads_away = false;
    while let Some(piece) = first_piece(body.get(at..).unwrap_or_default()) {
        let start = at;
        at += piece.len();
        let word = piece.trim_end_matches(|char: char| !char.is_alphanumeric());
        let behind = piece.get(word.len()..).unwrap_or_default();
        seen += 1;
        if seen > MAX_WORDS {
            break;
        }
        let end = start + word.len();
        let kinds = if word.is_empty() { Kinds::NONE } else { kinds_of(start..end, word) };
        let is_fragment = behind.starts_with('-');
        if is_content(word, kinds) && !leads_away && !is_fragment {
            run.push(Word { start, end, rareness: rareness(word), kinds });
        } else {
            add_all(body, &run, &mut terms);
            run.clear();
        }
        if behind != " " {
            add_all(body, &run, &mut terms);
            run.clear();
        }
        leads_away = is_fragment || is_before_verbs(language, word, kinds);
    }
    add_all(body, &run, &mut terms);
    let lead = body.len() / LEAD_PART;
    let weighed = terms.into_values().filter_map(|mut term| {
        if term.count < 2 && headline.is_empty() {
            return None;
        }
        let words = term.printed.split(' ').count();
        let least = if words == 1 { RARE_ALONE } else { RARE_TOGETHER };
        // `failing`, `enhancing`: what somebody does is no term until it is done to something, as in `water recycling`.
        let is_deed = words == 1 && language.is(term.printed, Kind::GoingOn);
        if term.rareness < least || is_deed || !term.stands_last {
            return None;
        }
        let in_headline = is_in(headline, term.printed);
        if term.count < 2 && !in_headline {
            return None;
        }
        // Counts and numbers of words are small.
        let (count, further) = (term.count as f32, words.saturating_sub(1) as f32);
        term.score = count.sqrt() * term.rareness * (1.0 + LENGTH_BOOST * further);
        term.score *= if in_headline { HEADLINE_BOOST } else { 1.0 };
        term.score *= if term.first_at < lead { LEAD_BOOST } else { 1.0 };
        Some(term)
    });
    weighed.collect()
}

/// The letters, digits and apostrophes that a text begins with, and the character that ends them; `None`: it is empty.
fn first_piece(text: &str) -> Option<&str> {
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'\'';
    let mut end = 0;
    loop {
        end += text.as_bytes().iter().skip(end).take_while(|byte| is_plain(byte)).count();
        let Some(char) = text.get(end..)?.chars().next() else { return Some(text).filter(|text| !text.is_empty()) };
        end += char.len_utf8();
        if !char.is_alphanumeric() && char != '’' {
            return text.get(..end);
        }
    }
}

/// Adds every term of a run of words.
fn add_all<'a>(body: &'a str, run: &[Word], terms: &mut HashMap<&'a str, Term<'a>>) {
    for (from, first) in run.iter().enumerate() {
        let mut rareness = 0.0;
        for (words, last) in run.iter().skip(from).take(LONGEST).enumerate() {
            rareness += last.rareness;
            let Some(printed) = body.get(first.start..last.end) else { continue };
            if !can_end(last.kinds) || (words > 0 && first.kinds.is(Kind::AdverbEnding)) {
                continue;
            }
            let mean = rareness / (words + 1) as f32;
            let stands_last = from + words + 1 == run.len();
            match terms.entry(stem(printed)) {
                Entry::Occupied(mut known) => {
                    known.get_mut().count += 1;
                    known.get_mut().stands_last |= stands_last;
                }
                Entry::Vacant(place) => {
                    place.insert(Term {
                        printed,
                        first_at: first.start,
                        count: 1,
                        rareness: mean,
                        score: 0.0,
                        stands_last,
                    });
                }
            }
        }
    }
}

/// Whether a word names something, as far as its letters tell.
fn is_content(word: &str, kinds: Kinds) -> bool {
    let is_small = |word: &str| {
        word.bytes().all(|byte| byte.is_ascii_lowercase()) || !word.is_ascii() && word.chars().all(char::is_lowercase)
    };
    WORD_BYTES.contains(&word.len()) && is_small(word) && !kinds.is(Kind::NamesNothing)
}

/// What stands before verbs: the next word is no part of a term.
fn is_before_verbs(language: &Words, word: &str, kinds: Kinds) -> bool {
    let begins = word.starts_with(|first: char| first.is_ascii_uppercase());
    let mut lower = Lowercase::default();
    kinds.is(Kind::BeforeVerb) || (begins && lower.of(word).is_some_and(|lower| language.is(lower, Kind::BeforeVerb)))
}

/// Terms end in nouns: `quickly` and `rebuilt` are none. Not all that are no nouns show it.
fn can_end(kinds: Kinds) -> bool {
    !kinds.is_any(&[Kind::AdverbEnding, Kind::Participle])
}

/// A term without the ending of its plural.
pub(super) fn stem(term: &str) -> &str {
    let stem = term.strip_suffix('s').filter(|stem| stem.len() >= 4);
    stem.filter(|stem| !stem.ends_with(['s', 'u', 'i'])).unwrap_or(term)
}

/// Whether a term stands in a text as words of its own.
fn is_in(text: &str, term: &str) -> bool {
    if text.is_empty() {
        return false;
    }
    let stem = stem(term);
    text.match_indices(stem).any(|(at, _)| {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let after = text.get(at + stem.len()..).unwrap_or_default();
        let after = after.strip_prefix('s').unwrap_or(after);
        !before.is_some_and(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Reading, words};
    use proptest::prelude::*;

    fn names(body: &str, headline: &str) -> Vec<String> {
        terms(Reading::new(body).words_of(words::english()), body, headline)
            .into_iter()
            .map(|term| term.printed.to_owned())
            .collect()
    }

    #[test]
    fn terms_stand_twice_or_in_the_headline() {
        let body =
            "The desalination plant feeds the town. A second desalination plant, says Ann, is planned by geologists.";
        let found = names(body, "geologist warns");
        assert!(found.contains(&"desalination plant".to_owned()), "{found:?}");
        assert!(found.contains(&"geologists".to_owned()), "{found:?}");
        assert!(!found.iter().any(|term| term.contains("town") || term.contains("Ann")), "{found:?}");
    }

    #[test]
    fn one_number_is_the_other() {
        let body = "A glacier is melting. Many glaciers are.";
        let found = terms(Reading::new(body).words_of(words::english()), body, "");
        assert_eq!(found.iter().find(|term| term.printed == "glacier").map(|term| term.count), Some(2));
    }

    #[test]
    fn fragments_verbs_and_adjectives_are_none() {
        let body = "The 24-hour strike at the far-flung mine went on. They resemble geysers and hope to resemble \
            geysers. The 24-hour strike over forensic evidence showed forensic evidence of a far-flung mine.";
        let found = names(body, "");
        for expected in ["geysers", "forensic evidence"] {
            assert!(found.iter().any(|term| term == expected), "{expected} in {found:?}");
        }
        for refused in ["hour", "flung", "resemble", "forensic"] {
            assert!(!found.iter().any(|term| term.split(' ').next() == Some(refused) && *term != "forensic evidence"));
        }
    }

    #[test]
    fn marks_part_terms() {
        let found = names("glacier, moraine and glacier, moraine", "");
        assert!(!found.iter().any(|term| term.contains(' ') || term.contains(',')), "{found:?}");
    }

    proptest! {
        #[test]
        fn every_term_is_printed_in_the_text(body in "([a-z]{1,9}|[A-Z][a-z]{1,5}|\\PC| |, ){0,120}") {
            for term in terms(Reading::new(&body).words_of(words::english()), &body, &body) {
                prop_assert_eq!(body.get(term.first_at..term.first_at + term.printed.len()), Some(term.printed));
            }
        }
    }
}
