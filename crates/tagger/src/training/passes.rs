//! Training both passes from labelled articles.
//!
//! The second pass must learn from first passes as they will be: of articles they were not trained on. So the outlets
//! are dealt into parts, and each part is labelled by a first pass that learned from the others.

use super::crf::{Average, Course, Example, learn};
use super::gold::GoldText;
use super::quantise;
use super::vocabulary::Vocabulary;
use crate::features::{Features, SLOTS, of_company, of_first_pass, of_form, of_place, of_use};
use crate::first_pass::FirstPass;
use crate::label::{LANES, OUTSIDE, begin, is_begin, kind_of};
use crate::lexicon::Lexicon;
use crate::memory::Memory;
use crate::met::Met;
use crate::model::Weights;
use crate::tagger::{label_once, may_be_named, pieces};
use crate::tokens::tokenize;
use crate::words::Words;
use std::collections::BTreeSet;
use std::ops::Range;
use text::{Atoms, atoms};

/// Numbers of a training.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The model's name and version.
    pub name: String,
    /// Bits of the number of a place in the table.
    pub bits: u32,
    /// Times the data is gone through.
    pub epochs: u32,
    /// Courses in different order whose weights are averaged.
    pub courses: u32,
    /// How far the first steps go.
    pub rate: f32,
    /// Of 100: words left out while learning.
    pub dropout: u32,
    /// Parts of the training data for the first pass that the second learns from.
    pub parts: usize,
    /// Beginning of the random numbers.
    pub seed: u64,
}

/// Bits of the number of a bucket for the features that only the second pass has: some thousands.
const AGAIN_BITS: u32 = 11;

/// A labelled article ready to learn from.
pub(super) struct Prepared<'a> {
    pub(super) gold: &'a GoldText,
    pub(super) words: Words,
    labels: Vec<u8>,
    examples: Vec<Example>,
    outlet: usize,
}

/// Articles ready to learn from, and the features of all of them.
pub(super) fn prepare<'a>(texts: &'a [GoldText], lexicon: &Lexicon) -> (Vec<Prepared<'a>>, Vocabulary) {
    let outlets: BTreeSet<&str> = texts.iter().map(GoldText::outlet).collect();
    let mut prepared: Vec<Prepared<'_>> = texts
        .iter()
        .map(|gold| {
            let tokens = tokenize(Atoms::new(&gold.text, &atoms(&gold.text)));
            let words = Words::read(&gold.text, tokens, lexicon, &mut Met::default());
            let labels = gold.labels(&words.tokens);
            let examples = examples(&words, &labels, &of_token);
            let outlet = outlets.iter().position(|outlet| *outlet == gold.outlet()).unwrap_or(0);
            Prepared { gold, words, labels, examples, outlet }
        })
        .collect();
    let vocabulary = Vocabulary::new(prepared.iter().flat_map(|text| &text.examples));
    for example in prepared.iter_mut().flat_map(|text| &mut text.examples) {
        vocabulary.number(example);
    }
    (prepared, vocabulary)
}

/// Features that both passes look at.
fn of_token(words: &Words, sentence: &Range<usize>, at: usize, out: &mut Features<'_>) {
    for (slot, offset) in SLOTS.into_iter().enumerate() {
        let there = at.checked_add_signed(offset).filter(|at| sentence.contains(at));
        let word = there.and_then(|at| words.at(at));
        of_form(word, slot, out);
        word.into_iter().for_each(|word| of_use(word, slot, out));
    }
    words.at(at).into_iter().for_each(|word| of_company(word, out));
    of_place(words, sentence, at, out);
}

type FeaturesOf<'a> = dyn Fn(&Words, &Range<usize>, usize, &mut Features<'_>) + 'a;

/// The rows of tokens that are decoded together.
fn examples(words: &Words, labels: &[u8], features: &FeaturesOf<'_>) -> Vec<Example> {
    let mut examples = Vec::new();
    let may_be_named = may_be_named(words);
    for sentence in words.sentences().flat_map(pieces) {
        let mut example = Example::default();
        for at in sentence.clone() {
            if may_be_named.get(at) != Some(&true) {
                example.goes_on = true;
                push(&mut examples, std::mem::take(&mut example));
                continue;
            }
            features(words, &sentence, at, &mut Features(&mut example.rows));
            example.end_token();
            let label = labels.get(at).copied().unwrap_or(OUTSIDE);
            let begins = example.labels.is_empty() && !is_begin(label);
            // What goes on from a token that is passed over begins here.
            example.labels.push(kind_of(label).filter(|_| begins).map_or(label, begin));
        }
        push(&mut examples, example);
    }
    examples
}

fn push(examples: &mut Vec<Example>, example: Example) {
    if !example.labels.is_empty() {
        examples.push(example);
    }
}

fn courses(examples: &[Example], places: usize, settings: &Settings, courses: u32) -> Average {
    let mut average = Average::new(places);
    for number in 0..courses {
        let seed = settings.seed + u64::from(number);
        let course = Course { epochs: settings.epochs, rate: settings.rate, dropout: settings.dropout, seed };
        learn(examples, &course, &mut average);
    }
    average
}

/// Trains both passes.
pub(super) fn train_passes(texts: &[&Prepared<'_>], vocabulary: &Vocabulary, settings: &Settings) -> Weights {
    let (table, chosen) = vocabulary.choose(numbered(texts), settings.bits - 2);
    let mut once: Vec<Example> = numbered(texts).map(|(_, example)| chosen.placed(example)).collect();
    let first = courses(&once, table.len(), settings, settings.courses);

    let mut again: Vec<(usize, Example)> = Vec::with_capacity(once.len());
    for text in found_elsewhere(texts, vocabulary, settings) {
        again.extend(text);
    }
    let second_vocabulary = Vocabulary::new(again.iter().map(|(_, example)| example));
    for (_, example) in &mut again {
        second_vocabulary.number(example);
    }
    let (again_table, chosen) =
        second_vocabulary.choose::<LANES>(again.iter().map(|(outlet, example)| (*outlet, example)), AGAIN_BITS);
    for (once, (_, again)) in once.iter_mut().zip(&again) {
        *once = joined(once, &chosen.placed(again), table.len());
    }
    let second = courses(&once, table.len() + again_table.len(), settings, settings.courses);
    quantise::both(table, again_table, &first, &second)
}

/// Examples of every text with the features of what a first pass found that did not learn from its outlet; in the
/// order of the texts.
fn found_elsewhere(
    texts: &[&Prepared<'_>],
    vocabulary: &Vocabulary,
    settings: &Settings,
) -> Vec<Vec<(usize, Example)>> {
    let mut found: Vec<Vec<(usize, Example)>> = vec![Vec::new(); texts.len()];
    for part in deal(&texts.iter().map(|text| text.gold.outlet()).collect(), settings.parts) {
        let (held_out, rest): (Vec<_>, Vec<_>) =
            texts.iter().copied().zip(&mut found).partition(|(text, _)| part.contains(text.gold.outlet()));
        let rest: Vec<&Prepared<'_>> = rest.into_iter().map(|(text, _)| text).collect();
        let (table, chosen) = vocabulary.choose(numbered(&rest), settings.bits - 2);
        let examples_of_rest: Vec<Example> = numbered(&rest).map(|(_, example)| chosen.placed(example)).collect();
        let average = courses(&examples_of_rest, table.len(), settings, 1);
        let pass = quantise::first(table, &average);
        for (text, found) in held_out {
            let first = FirstPass::new(&text.words, label_once(&pass, &text.words, &mut Memory::default()));
            let of_found = |words: &Words, _: &Range<usize>, at: usize, out: &mut Features<'_>| {
                of_first_pass(words, &first, at, out);
            };
            let examples = examples(&text.words, &text.labels, &of_found);
            found.extend(examples.into_iter().map(|example| (text.outlet, example)));
        }
    }
    found
}

/// One example with the rows of both; those of the second are moved on by `places`.
fn joined(once: &Example, again: &Example, places: usize) -> Example {
    let places = u32::try_from(places).unwrap_or(0);
    let mut joined = Example { labels: once.labels.clone(), goes_on: once.goes_on, ..Example::default() };
    for (once, again) in once.tokens().zip(again.tokens()) {
        joined.rows.extend_from_slice(once);
        joined.rows.extend(again.iter().map(|row| row + places));
        joined.end_token();
    }
    joined
}

fn numbered<'a>(texts: &'a [&Prepared<'_>]) -> impl Iterator<Item = (usize, &'a Example)> {
    texts.iter().flat_map(|text| text.examples.iter().map(|example| (text.outlet, example)))
}

/// Outlets dealt out to so many parts.
pub(super) fn deal<'a>(outlets: &BTreeSet<&'a str>, count: usize) -> Vec<BTreeSet<&'a str>> {
    let mut parts = vec![BTreeSet::new(); count.max(2)];
    for (at, outlet) in outlets.iter().enumerate() {
        if let Some(part) = parts.get_mut(at % count.max(2)) {
            part.insert(*outlet);
        }
    }
    parts
}
