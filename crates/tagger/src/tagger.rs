//! Tagging one text with a model.

use crate::decode::{Scores, Transitions, best};
use crate::features::{MIDDLE, SLOTS, of_company, of_first_pass, of_form, of_place};
use crate::first_pass::FirstPass;
use crate::label::{Kind, LANES, OUTSIDE, is_begin, kind_of};
use crate::memory::Memory;
use crate::model::{AGAIN_UNIT, BOTH, Model, ModelError, Weights};
use crate::table::{Sum, Table, sum};
use crate::tokens::Token;
use crate::wide::wide;
use crate::words::{USUAL, Words};
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

    /// With the model of a file that is part of the program.
    pub fn built_in(bytes: &'static [u8]) -> Result<Self, ModelError> {
        Model::built_in(bytes).map(Self::new)
    }

    /// The model's name and version.
    pub fn model_name(&self) -> &str {
        self.model.name()
    }

    /// The names in a text of these tokens, in order; none overlap. Time is linear in the length of the text, and less
    /// for words of which `memory` knows from earlier texts; it is this tagger's, empty at first.
    pub fn tag(&self, text: &str, tokens: &[Token], memory: &mut Memory) -> Vec<Name> {
        let words = Words::read(text, tokens.to_vec(), &self.model.lexicon, &mut memory.met);
        let labels = label_twice(&self.model.weights, &words, memory);
        // Behind the text: a long one of ever new words leaves nothing.
        memory.make_room();
        names(&words, &labels)
    }
}

/// The labels after both passes. The second has its own weights for the features of the first, and further features:
/// what the first made of the same words elsewhere.
pub(crate) fn label_twice(weights: &Weights, words: &Words, memory: &mut Memory) -> Vec<u8> {
    wide(
        #[inline(always)]
        || label_both(weights, words, memory),
    )
}

#[inline(always)]
fn label_both(weights: &Weights, words: &Words, memory: &mut Memory) -> Vec<u8> {
    let may_be_named = may_be_named(words);
    let totals = score(weights, words, &may_be_named, memory);
    let found =
        FirstPass::new(words, decode(&weights.first, words, &may_be_named, |_, named| first_half(totals.get(named)?)));
    let mut features: Vec<u32> = Vec::with_capacity(64);
    decode(
        &weights.second,
        words,
        &may_be_named,
        #[inline(always)]
        |at, named| {
            let again = sum(&weights.again, &mut features, |out| of_first_pass(words, &found, at, out));
            let mut scores = second_half(totals.get(named)?)?;
            for (score, again) in scores.iter_mut().zip(again) {
                *score = score.saturating_add(again.saturating_mul(AGAIN_UNIT));
            }
            Some(scores)
        },
    )
}

/// The labels after the first pass.
#[cfg(feature = "training")]
pub(crate) fn label_once(weights: &Weights, words: &Words, memory: &mut Memory) -> Vec<u8> {
    let may_be_named = may_be_named(words);
    let totals = score(weights, words, &may_be_named, memory);
    decode(&weights.first, words, &may_be_named, |_, named| first_half(totals.get(named)?))
}

fn first_half(sum: &Sum<BOTH>) -> Option<Scores> {
    sum.first_chunk::<LANES>().copied()
}

fn second_half(sum: &Sum<BOTH>) -> Option<Scores> {
    sum.last_chunk::<LANES>().copied()
}

/// The scores of the tokens that may be named, one behind the other, in both passes, before what the second adds.
#[inline(always)]
fn score(weights: &Weights, words: &Words, may_be_named: &[bool], memory: &mut Memory) -> Vec<Sum<BOTH>> {
    let mut features: Vec<u32> = Vec::with_capacity(64);
    let mut sums = WordSums::new(&weights.table, words, memory);
    let mut totals = Vec::with_capacity(may_be_named.iter().filter(|named| **named).count());
    for sentence in words.sentences().flat_map(pieces) {
        for at in sentence.clone() {
            if may_be_named.get(at) != Some(&true) {
                continue;
            }
            let mut total = sum(&weights.table, &mut features, |out| of_place(words, &sentence, at, out));
            for (slot, offset) in SLOTS.into_iter().enumerate() {
                let there = at.checked_add_signed(offset).filter(|at| sentence.contains(at));
                sums.add(there.and_then(|at| words.id(at)), slot, &mut total);
            }
            totals.push(total);
        }
    }
    totals
}

/// One label a token. Only tokens that are in capitals, or stand next to one that is, can be part of a name; the
/// others are passed over. `scores_of` is asked for the scores of a token, by its place among all and among these.
#[inline(always)]
fn decode(
    transitions: &Transitions,
    words: &Words,
    may_be_named: &[bool],
    mut scores_of: impl FnMut(usize, usize) -> Option<Scores>,
) -> Vec<u8> {
    let mut labels = Vec::with_capacity(words.len());
    let (mut scores, mut paths): (Vec<Scores>, Vec<Scores>) = (Vec::new(), Vec::new());
    let mut named = 0;
    for sentence in words.sentences().flat_map(pieces) {
        scores.clear();
        for at in sentence {
            if may_be_named.get(at) == Some(&true) {
                scores.push(scores_of(at, named).unwrap_or_default());
                named += 1;
            } else {
                best(&scores, transitions, true, &mut paths, &mut labels);
                scores.clear();
                labels.push(OUTSIDE);
            }
        }
        best(&scores, transitions, false, &mut paths, &mut labels);
    }
    labels
}

/// Adds what the words around a token weigh in their slots.
struct WordSums<'a> {
    table: &'a Table<BOTH>,
    words: &'a Words,
    memory: &'a mut Memory,
    /// Of the company of each word: one more than the place of the sum; 0: not asked for yet.
    kept: Vec<u32>,
    companies: Vec<Sum<BOTH>>,
    /// Beyond the sentence.
    of_nothing: [Sum<BOTH>; SLOTS.len()],
    features: Vec<u32>,
}

impl<'a> WordSums<'a> {
    fn new(table: &'a Table<BOTH>, words: &'a Words, memory: &'a mut Memory) -> Self {
        let mut features = Vec::with_capacity(64);
        let of_nothing = std::array::from_fn(|slot| sum(table, &mut features, |out| of_form(None, slot, out)));
        let kept = vec![0; words.distinct.len()];
        let companies = Vec::with_capacity(words.distinct.len().min(USUAL) / 2);
        Self { table, words, memory, kept, companies, of_nothing, features }
    }

    /// Adds the word with this number in the text, or what is beyond the sentence.
    #[inline(always)]
    fn add(&mut self, id: Option<u32>, slot: usize, total: &mut Sum<BOTH>) {
        let word = id.and_then(|id| Some((id as usize, self.words.distinct.get(id as usize)?)));
        let Some((id, word)) = word else {
            self.of_nothing.get(slot).into_iter().for_each(|sum| add(total, sum));
            return;
        };
        add(total, self.memory.sum_of(word, slot, self.table, &mut self.features));
        if slot != MIDDLE || !word.capital {
            return;
        }
        let Some(kept) = self.kept.get_mut(id) else { return };
        if *kept == 0 {
            self.companies.push(sum(self.table, &mut self.features, |out| of_company(word, out)));
            *kept = u32::try_from(self.companies.len()).unwrap_or(0);
        }
        let company = kept.checked_sub(1).and_then(|place| self.companies.get(place as usize));
        company.into_iter().for_each(|sum| add(total, sum));
    }
}

#[inline(always)]
fn add<const WIDTH: usize>(total: &mut Sum<WIDTH>, sum: &Sum<WIDTH>) {
    for (total, sum) in total.iter_mut().zip(sum) {
        *total = total.saturating_add(*sum);
    }
}

/// Capitalised tokens, those next to them, and what a hyphen or apostrophe joins to them (`Siu-kai`, `sub-Saharan`).
pub(crate) fn may_be_named(words: &Words) -> Vec<bool> {
    let mut named = vec![false; words.len()];
    let joined = |at: usize| words.tokens.get(at).is_some_and(|token| !token.spaced);
    for (at, _) in words.capitals.iter().enumerate().filter(|(_, capital)| **capital) {
        let behind = if joined(at + 1) && joined(at + 2) { 2 } else { 1 };
        let before = if joined(at) && at.checked_sub(1).is_some_and(joined) { 2 } else { 1 };
        let around = at.saturating_sub(before)..(at + behind + 1).min(words.len());
        named.get_mut(around).into_iter().for_each(|around| around.fill(true));
    }
    named
}

/// A sentence in pieces that are decoded one by one.
pub(crate) fn pieces(sentence: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let end = sentence.end;
    sentence.step_by(MOST_TOKENS).map(move |start| start..(start + MOST_TOKENS).min(end))
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
