//! The tokens of one article with everything the features look at.
//!
//! Each distinct word is looked at once, however often it stands in the article. Besides the word itself this knows
//! how the article uses it elsewhere (also in lower case? after a title?), which tells names from the first words
//! of sentences.

use crate::hash;
use crate::lexicon::{COMMONEST, Clusters, Lexicon, PLACE};
use crate::tokens::Token;
use foldhash::{HashMap, HashMapExt};
use text::without_accents;

/// The article also has the word in lower case.
const SMALL_ELSEWHERE: u8 = 1;
/// The article has it with a capital inside a sentence.
const CAPITAL_INSIDE: u8 = 2;
/// It stands after a form of address somewhere.
const ADDRESSED: u8 = 4;
/// It stands after a word that leads to places somewhere.
const LOCATED: u8 = 8;
/// It stands more than twice.
const OFTEN: u8 = 16;

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
    /// What it says of a name after it: `ADDRESSED`, `LOCATED`.
    leads: u8,
    /// What it is as the company of a name: itself when it is common, else its cluster; 0: nothing to go by.
    company: u32,
    /// The company that the word, capitalised, keeps in the article: what stands before it and what after it.
    pub(crate) before: Company,
    pub(crate) after: Company,
    pub(crate) capital: bool,
}

/// Where a token stands in a run of capitalised words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Run {
    /// First token of the run; the token itself when it is in none.
    pub(crate) first: u32,
    /// Last token of the run.
    pub(crate) last: u32,
}

/// The tokens of one article.
pub(crate) struct Words {
    pub(crate) tokens: Vec<Token>,
    /// Index into `distinct` of each token.
    pub(crate) ids: Vec<u32>,
    pub(crate) distinct: Vec<Word>,
    /// Words that differ in more than case.
    pub(crate) lower_count: usize,
    pub(crate) runs: Vec<Run>,
    /// Known place of several words: 1 first, 2 further word, 0 none.
    pub(crate) phrases: Vec<u8>,
}

impl Words {
    /// The words of a text that was split into these tokens.
    pub(crate) fn read(text: &str, tokens: Vec<Token>, lexicon: &Lexicon) -> Self {
        let mut ids = Vec::with_capacity(tokens.len());
        let mut distinct: Vec<Word> = Vec::new();
        let mut known: HashMap<&str, u32> = HashMap::with_capacity(tokens.len() / 2);
        for token in &tokens {
            let form = text.get(token.bytes()).unwrap_or_default();
            let next = u32::try_from(distinct.len()).unwrap_or(u32::MAX);
            let id = *known.entry(form).or_insert(next);
            if id == next {
                distinct.push(word(form, lexicon));
            }
            ids.push(id);
        }
        let mut lower_ids: HashMap<u32, u32> = HashMap::with_capacity(distinct.len());
        for word in &mut distinct {
            let next = u32::try_from(lower_ids.len()).unwrap_or(u32::MAX);
            word.lower_id = *lower_ids.entry(word.lower).or_insert(next);
        }
        let lower_count = lower_ids.len();
        let mut words = Self { tokens, ids, distinct, lower_count, runs: Vec::new(), phrases: Vec::new() };
        words.note_usage();
        words.find_runs();
        words.find_phrases(text, lexicon);
        words
    }

    pub(crate) fn len(&self) -> usize {
        self.ids.len()
    }

    pub(crate) fn id(&self, at: usize) -> Option<u32> {
        self.ids.get(at).copied()
    }

    /// The word of a token.
    pub(crate) fn at(&self, at: usize) -> Option<&Word> {
        self.distinct.get(*self.ids.get(at)? as usize)
    }

    /// Ranges of tokens between the beginnings of sentences.
    pub(crate) fn sentences(&self) -> Vec<std::ops::Range<usize>> {
        let mut starts: Vec<usize> =
            self.tokens.iter().enumerate().filter(|(_, token)| token.first).map(|(at, _)| at).collect();
        starts.push(self.tokens.len());
        starts.windows(2).filter_map(|pair| Some(*pair.first()?..*pair.last()?)).collect()
    }

    fn note_usage(&mut self) {
        let mut usages: Vec<Usage> = vec![Usage::default(); self.lower_count];
        let (mut led, mut before) = (0, 0);
        let mut tokens = self.tokens.iter().zip(&self.ids).peekable();
        while let Some((token, id)) = tokens.next() {
            let Some(word) = self.distinct.get(*id as usize) else { continue };
            if let Some(usage) = usages.get_mut(word.lower_id as usize) {
                usage.count += 1;
                if word.capital {
                    usage.seen |= led | if token.first { 0 } else { CAPITAL_INSIDE };
                    let after = tokens.peek().filter(|(token, _)| !token.first);
                    let after = after.and_then(|(_, id)| self.distinct.get(**id as usize));
                    keep(&mut usage.before, if token.first { 0 } else { before });
                    keep(&mut usage.after, after.map_or(0, |word| word.company));
                } else {
                    usage.seen |= SMALL_ELSEWHERE;
                }
            }
            (led, before) = (word.leads, word.company);
        }
        for word in &mut self.distinct {
            if let Some(usage) = usages.get(word.lower_id as usize) {
                word.usage = usage.seen | if usage.count > 2 { OFTEN } else { 0 };
                (word.before, word.after) = (usage.before, usage.after);
            }
        }
    }

    fn find_runs(&mut self) {
        let capital: Vec<bool> = (0..self.len()).map(|at| self.at(at).is_some_and(|word| word.capital)).collect();
        self.runs = (0..self.len()).map(|at| index(at, at)).collect();
        let mut at = 0;
        while at < capital.len() {
            let begins = capital.get(at).copied().unwrap_or(false);
            let mut end = at + 1;
            while begins && capital.get(end) == Some(&true) && self.tokens.get(end).is_some_and(|token| !token.first) {
                end += 1;
            }
            for run in self.runs.get_mut(at..end).into_iter().flatten() {
                *run = index(at, end - 1);
            }
            at = end;
        }
    }

    fn find_phrases(&mut self, text: &str, lexicon: &Lexicon) {
        const MOST_WORDS: usize = 4;
        let mut phrases = vec![0; self.len()];
        for at in 0..self.len() {
            let Some(word) = self.at(at).filter(|word| word.capital) else { continue };
            let mut key = word.lower;
            let mut longest = 0;
            for further in 1..MOST_WORDS {
                let Some(token) = self.tokens.get(at + further).filter(|token| !token.first) else { break };
                key = hash::join(key, text.get(token.bytes()).unwrap_or_default());
                if lexicon.get(key).flags & PLACE != 0 {
                    longest = further;
                }
            }
            for further in 0..=longest {
                if let Some(mark) = phrases.get_mut(at + further).filter(|mark| longest > 0 && **mark == 0) {
                    *mark = if further == 0 { 1 } else { 2 };
                }
            }
        }
        self.phrases = phrases;
    }
}

/// A text of more than 4 billion tokens is refused long before.
fn index(first: usize, last: usize) -> Run {
    Run { first: u32::try_from(first).unwrap_or(0), last: u32::try_from(last).unwrap_or(0) }
}

/// How an article uses a word.
#[derive(Clone, Default)]
struct Usage {
    seen: u8,
    count: u32,
    before: Company,
    after: Company,
}

/// Adds a word to those that are kept, once and while there is room.
fn keep(company: &mut Company, word: u32) {
    if let Some(place) = company.iter_mut().find(|kept| **kept == 0 || **kept == word) {
        *place = word;
    }
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

fn word(form: &str, lexicon: &Lexicon) -> Word {
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
