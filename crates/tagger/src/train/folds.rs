//! Training both passes, and cross-validation by outlet.

use super::gold::GoldText;
use super::perceptron::{Average, Course, Example, learn};
use crate::features::{Rows, SLOTS, of_first_pass, of_place, of_word};
use crate::first_pass::FirstPass;
use crate::label::Kind;
use crate::lexicon::Lexicon;
use crate::model::{Model, Pass};
use crate::tagger::{label, label_twice, names, pieces};
use crate::words::Words;
use std::collections::BTreeSet;

/// Numbers of a training.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The model's name and version.
    pub name: String,
    /// Bits of a row number.
    pub bits: u32,
    /// Times the data is gone through.
    pub epochs: u32,
    /// Courses in different order whose weights are averaged.
    pub courses: u32,
    /// Of 100: words left out while learning.
    pub dropout: u32,
    /// Parts of the training data for the first pass that the second learns from.
    pub parts: usize,
    /// Beginning of the random numbers.
    pub seed: u64,
}

/// Right, wrong and missed names, by kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    counts: [[u32; 3]; Kind::ALL.len()],
}

impl Figures {
    /// F1 over these kinds together.
    pub fn f1(&self, kinds: &[Kind]) -> f64 {
        let counts = kinds.iter().filter_map(|kind| self.counts.get(*kind as usize));
        let [right, wrong, missed] = counts.fold([0.0; 3], |sums: [f64; 3], count| {
            std::array::from_fn(|at| {
                sums.get(at).copied().unwrap_or(0.0) + f64::from(count.get(at).copied().unwrap_or(0))
            })
        });
        2.0 * right / (2.0 * right + wrong + missed).max(1.0)
    }

    fn count(&mut self, gold: &GoldText, words: &Words, labels: &[u8]) {
        let found: BTreeSet<_> =
            names(words, labels).into_iter().map(|name| (name.kind, name.bytes.start, name.bytes.end)).collect();
        let right: BTreeSet<_> = gold.names.iter().map(|(kind, bytes)| (*kind, bytes.start, bytes.end)).collect();
        for (at, (kind, ..)) in found
            .intersection(&right)
            .map(|name| (0, name))
            .chain(found.difference(&right).map(|name| (1, name)))
            .chain(right.difference(&found).map(|name| (2, name)))
        {
            if let Some(count) = self.counts.get_mut(*kind as usize).and_then(|counts| counts.get_mut(at)) {
                *count += 1;
            }
        }
    }

    /// Of this and other texts together.
    pub fn add(&mut self, other: &Self) {
        for (sum, count) in self.counts.iter_mut().flatten().zip(other.counts.iter().flatten()) {
            *sum += count;
        }
    }
}

/// One fold of a cross-validation.
#[derive(Debug, Clone)]
pub struct Fold<'a> {
    /// From 0 on.
    pub number: usize,
    /// Ids of the texts it was measured on.
    pub ids: Vec<&'a str>,
    /// After the first pass.
    pub once: Figures,
    /// After the second pass.
    pub twice: Figures,
    /// Trained on the other texts.
    pub model: Model,
}

/// A labelled article ready to learn from.
struct Prepared<'a> {
    gold: &'a GoldText,
    words: Words,
    labels: Vec<u8>,
    examples: Vec<Example>,
}

fn prepare<'a>(gold: &'a GoldText, lexicon: &Lexicon, bits: u32) -> Prepared<'a> {
    let words = Words::read(&gold.text, lexicon);
    let labels = gold.labels(&words.tokens);
    let examples = examples(&words, &labels, bits, None);
    Prepared { gold, words, labels, examples }
}

fn examples(words: &Words, labels: &[u8], bits: u32, found: Option<&FirstPass>) -> Vec<Example> {
    let mut examples = Vec::new();
    for sentence in words.sentences().into_iter().flat_map(|sentence| pieces(&sentence)) {
        let mut example = Example::default();
        for at in sentence.clone() {
            let mut out = Rows { bits, rows: &mut example.rows };
            for (slot, offset) in SLOTS.into_iter().enumerate() {
                let there = at.checked_add_signed(offset).filter(|at| sentence.contains(at));
                of_word(there.and_then(|at| words.at(at)), slot, &mut out);
            }
            of_place(words, &sentence, at, &mut out);
            if let Some(found) = found {
                of_first_pass(words, found, at, &mut out);
            }
            example.ends.push(u32::try_from(example.rows.len()).unwrap_or(u32::MAX));
        }
        example.labels = labels.get(sentence).unwrap_or_default().to_vec();
        examples.push(example);
    }
    examples
}

fn learn_pass(examples: &[&Example], settings: &Settings, courses: u32) -> Pass {
    let mut average = Average::new(settings.bits);
    for number in 0..courses {
        let course = Course {
            bits: settings.bits,
            epochs: settings.epochs,
            dropout: settings.dropout,
            seed: settings.seed + u64::from(number),
        };
        learn(examples, &course, &mut average);
    }
    average.quantise(settings.bits)
}

fn train_prepared(texts: &[&Prepared<'_>], settings: &Settings) -> (Pass, Pass) {
    let all: Vec<&Example> = texts.iter().flat_map(|text| &text.examples).collect();
    let first = learn_pass(&all, settings, settings.courses);
    let mut second: Vec<Example> = Vec::with_capacity(all.len());
    for part in parts(texts, settings.parts) {
        let rest = texts.iter().filter(|text| !part.contains(text.gold.outlet()));
        let rest: Vec<&Example> = rest.flat_map(|text| &text.examples).collect();
        let pass = learn_pass(&rest, settings, 1);
        for text in texts.iter().filter(|text| part.contains(text.gold.outlet())) {
            let found = FirstPass::new(&text.words, label(&pass, &text.words, None));
            second.extend(examples(&text.words, &text.labels, settings.bits, Some(&found)));
        }
    }
    let second: Vec<&Example> = second.iter().collect();
    let second = learn_pass(&second, settings, settings.courses);
    (first, second)
}

/// Outlets dealt out to so many parts.
fn parts<'a>(texts: &[&Prepared<'a>], count: usize) -> Vec<BTreeSet<&'a str>> {
    let outlets: BTreeSet<&str> = texts.iter().map(|text| text.gold.outlet()).collect();
    deal(&outlets, count)
}

fn deal<'a>(outlets: &BTreeSet<&'a str>, count: usize) -> Vec<BTreeSet<&'a str>> {
    let mut parts = vec![BTreeSet::new(); count.max(2)];
    for (at, outlet) in outlets.iter().enumerate() {
        if let Some(part) = parts.get_mut(at % count.max(2)) {
            part.insert(*outlet);
        }
    }
    parts
}

/// Trains a model on all texts.
pub fn train(texts: &[GoldText], lexicon: &str, settings: &Settings) -> Option<Model> {
    let lexicon = Lexicon::parse(lexicon)?;
    let prepared: Vec<Prepared<'_>> = texts.iter().map(|text| prepare(text, &lexicon, settings.bits)).collect();
    let prepared: Vec<&Prepared<'_>> = prepared.iter().collect();
    let (first, second) = train_prepared(&prepared, settings);
    Some(Model { name: settings.name.clone(), lexicon, first, second })
}

/// Trains on all outlets but those of a fold and measures on these, fold by fold. `done` gets each
/// as it is measured.
pub fn cross_validate(
    texts: &[GoldText],
    lexicon: &str,
    settings: &Settings,
    folds: usize,
    done: &mut dyn FnMut(&Fold<'_>),
) -> Option<()> {
    let lexicon = Lexicon::parse(lexicon)?;
    let prepared: Vec<Prepared<'_>> = texts.iter().map(|text| prepare(text, &lexicon, settings.bits)).collect();
    let outlets: BTreeSet<&str> = texts.iter().map(GoldText::outlet).collect();
    for (number, fold) in deal(&outlets, folds).iter().enumerate() {
        let (held_out, rest): (Vec<_>, Vec<_>) = prepared.iter().partition(|text| fold.contains(text.gold.outlet()));
        let (first, second) = train_prepared(&rest, settings);
        let (mut once, mut twice) = (Figures::default(), Figures::default());
        for text in &held_out {
            once.count(text.gold, &text.words, &label(&first, &text.words, None));
            twice.count(text.gold, &text.words, &label_twice(&first, &second, &text.words));
        }
        let ids: Vec<&str> = held_out.iter().map(|text| text.gold.id.as_str()).collect();
        let model = Model { name: format!("{}-fold-{number}", settings.name), lexicon: lexicon.clone(), first, second };
        done(&Fold { number, ids, once, twice, model });
    }
    Some(())
}
