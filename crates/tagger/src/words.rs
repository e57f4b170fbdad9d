//! The tokens of one article with everything the features look at.
//!
//! Each distinct word is looked at once, however often it stands in the article. Besides the word itself this knows
//! how the article uses it elsewhere (also in lower case? after a title?), which tells names from the first words
//! of sentences.

use crate::hash;
use crate::lexicon::Lexicon;
use crate::met::Met;
use crate::tokens::Token;
use crate::word::{Company, Word, word};
use std::ops::Range;

/// The article also has the word in lower case.
const SMALL_ELSEWHERE: u8 = 1;
/// The article has it with a capital inside a sentence.
const CAPITAL_INSIDE: u8 = 2;
/// It stands more than twice.
const OFTEN: u8 = 16;

/// Distinct words that few articles have more of.
pub(crate) const USUAL: usize = 400;

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
    /// Whether each token begins with a capital.
    pub(crate) capitals: Vec<bool>,
    pub(crate) runs: Vec<Run>,
    /// Known place of several words: 1 first, 2 further word, 0 none.
    pub(crate) phrases: Vec<u8>,
}

impl Words {
    /// The words of a text that was split into these tokens.
    pub(crate) fn read(text: &str, tokens: Vec<Token>, lexicon: &Lexicon, met: &mut Met) -> Self {
        let mut ids = Vec::with_capacity(tokens.len());
        let mut capitals = Vec::with_capacity(tokens.len());
        let mut distinct: Vec<Word> = Vec::with_capacity(tokens.len().min(USUAL));
        let mut lowers = 0;
        met.begin();
        for token in &tokens {
            let form = text.get(token.bytes()).unwrap_or_default();
            let id = met.meet(form, || word(form, lexicon)).unwrap_or_else(|first| {
                let id = u32::try_from(distinct.len()).unwrap_or(u32::MAX);
                distinct.push(first.take(id, &mut lowers));
                id
            });
            ids.push(id);
            capitals.push(distinct.get(id as usize).is_some_and(|word| word.capital));
        }
        let (lower_count, runs, phrases) = (lowers as usize, Vec::new(), Vec::new());
        let mut words = Self { tokens, ids, distinct, lower_count, capitals, runs, phrases };
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
    pub(crate) fn sentences(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        let mut start = 0;
        std::iter::from_fn(move || {
            let begins = start;
            let rest = self.tokens.get(begins..).filter(|rest| !rest.is_empty())?;
            start += 1 + rest.iter().skip(1).take_while(|token| !token.first).count();
            Some(begins..start)
        })
    }

    /// Whether a token begins with a capital; none does where there is none.
    pub(crate) fn is_capital(&self, at: usize) -> bool {
        self.capitals.get(at).copied().unwrap_or(false)
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
        let mut runs = Vec::with_capacity(self.len());
        while runs.len() < self.len() {
            let at = runs.len();
            let goes_on = |at: usize| self.is_capital(at) && self.tokens.get(at).is_some_and(|token| !token.first);
            let mut end = at + 1;
            while self.is_capital(at) && goes_on(end) {
                end += 1;
            }
            runs.resize(end, index(at, end - 1));
        }
        self.runs = runs;
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
                if lexicon.is_place(key) {
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
