//! Tagging one text with a model.

use crate::decode::{Scores, best};
use crate::features::{LEXICAL, Rows, SLOTS, of_first_pass, of_place, of_word};
use crate::first_pass::FirstPass;
use crate::label::{Kind, LANES, OUTSIDE, is_begin, kind_of};
use crate::model::{Model, ModelError, Pass};
use crate::words::Words;
use std::ops::Range;

/// Tokens that are decoded in one go: a longer sentence is cut.
const MOST_TOKENS: usize = 400;

/// A name in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// What it names.
    pub kind: Kind,
    /// Where it stands.
    pub bytes: Range<usize>,
}

/// Finds names with a model.
#[derive(Debug, Clone)]
pub struct Tagger {
    model: Model,
}

impl Tagger {
    /// With this model.
    pub fn new(model: Model) -> Self {
        Self { model }
    }

    /// With the model of a file.
    pub fn load(bytes: &[u8]) -> Result<Self, ModelError> {
        Model::decode(bytes).map(Self::new)
    }

    /// The model's name and version.
    pub fn model_name(&self) -> &str {
        self.model.name()
    }

    /// The names in a text, in order; none overlap. Time is linear in the length of the text.
    pub fn tag(&self, text: &str) -> Vec<Name> {
        let words = Words::read(text, &self.model.lexicon);
        let labels = label_twice(&self.model.first, &self.model.second, &words);
        names(&words, &labels)
    }
}

pub(crate) fn label_twice(first: &Pass, second: &Pass, words: &Words) -> Vec<u8> {
    let found = FirstPass::new(words, label(first, words, None));
    label(second, words, Some(&found))
}

type Sum = [i16; LANES];

/// One label a token. Only tokens that are in capitals, or stand next to one that is, can be part of a name; the
/// others are passed over.
pub(crate) fn label(pass: &Pass, words: &Words, found: Option<&FirstPass>) -> Vec<u8> {
    let mut rows: Vec<u32> = Vec::with_capacity(128);
    let mut sums =
        WordSums { of_words: vec![[None; SLOTS.len()]; words.distinct.len()], of_nothing: [None; SLOTS.len()] };
    let may_be_named = may_be_named(words);
    let is_open = |at: usize| may_be_named.get(at).copied().unwrap_or(false);
    let mut labels = Vec::with_capacity(words.len());
    let mut scores: Vec<Scores> = Vec::new();
    for sentence in words.sentences().into_iter().flat_map(|sentence| pieces(&sentence)) {
        scores.clear();
        for at in sentence.clone() {
            if !is_open(at) {
                best(&scores, &pass.transitions, true, &mut labels);
                scores.clear();
                labels.push(OUTSIDE);
                continue;
            }
            let mut total = sum(pass, &mut rows, |out| {
                of_place(words, &sentence, at, out);
                if let Some(found) = found {
                    of_first_pass(words, found, at, out);
                }
            });
            for (slot, offset) in SLOTS.into_iter().enumerate() {
                let there = at.checked_add_signed(offset).filter(|at| sentence.contains(at));
                add(&mut total, &sums.get(pass, words, there.and_then(|at| words.id(at)), slot, &mut rows));
            }
            scores.push(total.map(i32::from));
        }
        best(&scores, &pass.transitions, false, &mut labels);
    }
    labels
}

/// Sums of the features of each word in each slot, made when first asked for.
struct WordSums {
    of_words: Vec<[Option<Sum>; SLOTS.len()]>,
    of_nothing: [Option<Sum>; SLOTS.len()],
}

impl WordSums {
    fn get(&mut self, pass: &Pass, words: &Words, id: Option<u32>, slot: usize, rows: &mut Vec<u32>) -> Sum {
        let word = id.and_then(|id| words.distinct.get(id as usize));
        let kept = match id {
            Some(id) => self.of_words.get_mut(id as usize),
            None => Some(&mut self.of_nothing),
        };
        let Some(kept) = kept.and_then(|slots| slots.get_mut(slot)) else { return [0; LANES] };
        *kept.get_or_insert_with(|| sum(pass, rows, |out| of_word(word, slot, out)))
    }
}

/// Capitalised tokens, those next to them, and what a hyphen or apostrophe joins to them (`Siu-kai`).
fn may_be_named(words: &Words) -> Vec<bool> {
    let capital: Vec<bool> = (0..words.len()).map(|at| words.at(at).is_some_and(|word| word.capital)).collect();
    let is = |at: Option<usize>| at.and_then(|at| capital.get(at)).copied().unwrap_or(false);
    let joined = |at: usize| words.tokens.get(at).is_some_and(|token| !token.spaced);
    let bridged = |at: usize| joined(at) && at.checked_sub(1).is_some_and(joined) && is(at.checked_sub(2));
    (0..words.len()).map(|at| is(Some(at)) || is(at.checked_sub(1)) || is(at.checked_add(1)) || bridged(at)).collect()
}

/// A sentence in pieces that are decoded one by one.
pub(crate) fn pieces(sentence: &Range<usize>) -> Vec<Range<usize>> {
    let starts = sentence.clone().step_by(MOST_TOKENS);
    starts.map(|start| start..(start + MOST_TOKENS).min(sentence.end)).collect()
}

/// Adds up the rows of some features. Far fewer than 256 of them, so a sum of bytes fits.
fn sum(pass: &Pass, rows: &mut Vec<u32>, features: impl FnOnce(&mut Rows<'_>)) -> Sum {
    rows.clear();
    features(&mut Rows { bits: pass.bits, rows });
    let mut sum = [0; LANES];
    for row in rows.iter() {
        if let Some(weights) = pass.rows.get((row & !LEXICAL) as usize) {
            for (sum, weight) in sum.iter_mut().zip(weights) {
                *sum += i16::from(*weight);
            }
        }
    }
    sum
}

fn add(total: &mut Sum, sum: &Sum) {
    for (total, sum) in total.iter_mut().zip(sum) {
        *total = total.saturating_add(*sum);
    }
}

/// The names that labels tell.
pub(crate) fn names(words: &Words, labels: &[u8]) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    let mut open = false;
    for (token, label) in words.tokens.iter().zip(labels) {
        let Some(kind) = kind_of(*label).filter(|_| *label != OUTSIDE) else {
            open = false;
            continue;
        };
        match names.last_mut().filter(|_| open && !is_begin(*label)) {
            Some(name) => name.bytes.end = token.end,
            None => names.push(Name { kind, bytes: token.bytes() }),
        }
        open = true;
    }
    names
}
