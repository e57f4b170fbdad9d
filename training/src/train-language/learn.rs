//! Training the language model: for each script a logistic regression over its languages.
//!
//! In: texts with the codes of their languages. Out: a model. The same texts in the same order always give the same
//! model: which text is looked at next and how much of it comes from a fixed seed.

use enrich::training::language::{Model, OTHER, SharedScript, Weights, likelihoods};
use std::collections::BTreeMap;
use tagger::training::Random;

/// What training can be told.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LanguageTraining {
    /// Times that each language's texts are drawn from.
    pub(crate) epochs: u32,
    /// Texts drawn of a language each time: at most so many.
    pub(crate) most_draws: u32,
    /// At least so many, however few there are.
    pub(crate) fewest_draws: u32,
    /// How far the first step goes.
    pub(crate) rate: f32,
    /// Weights as large are pulled back by this share of the step.
    pub(crate) decay: f32,
}

impl Default for LanguageTraining {
    fn default() -> Self {
        Self { epochs: 7, most_draws: 700, fewest_draws: 400, rate: 0.5, decay: 1e-5 }
    }
}

/// A language with a smaller share of its texts in a script is not written in it: those texts are names and quotations.
const LEAST_SHARE: f32 = 0.05;

/// The base of a language that is never told.
const NEVER: f32 = -30.0;

/// Texts of one script by the number of their language.
type Texts<'a> = Vec<Vec<&'a str>>;

impl LanguageTraining {
    /// Trains on pairs of a language's code and a text.
    pub(crate) fn train(&self, examples: &[(&str, &str)]) -> Model {
        let mut random = Random::new(0x5eed);
        let mut counts: BTreeMap<&str, f32> = BTreeMap::new();
        examples.iter().for_each(|(code, _)| *counts.entry(code).or_default() += 1.0);
        let of_scripts = SharedScript::all().map(|script| {
            let mut texts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
            for (code, text) in examples {
                if SharedScript::of(text) == Some(script) {
                    texts.entry(code).or_default().push(text);
                }
            }
            let codes = texts.keys().map(|code| (*code).to_owned()).collect();
            let shares = texts.iter().map(|(code, texts)| {
                let all = counts.get(code).copied().unwrap_or(1.0);
                if *code == OTHER { 1.0 } else { texts.len() as f32 / all }
            });
            let shares: Vec<f32> = shares.collect();
            let mut weights = self.train_script(script, codes, &texts.into_values().collect(), &mut random);
            for (base, _) in weights.bases.iter_mut().zip(shares).filter(|(_, share)| *share < LEAST_SHARE) {
                *base = NEVER;
            }
            weights
        });
        Model::of_parts(of_scripts)
    }

    fn train_script(
        &self,
        script: SharedScript,
        codes: Vec<String>,
        texts: &Texts<'_>,
        random: &mut Random,
    ) -> Weights {
        let count = codes.len();
        let mut weights = vec![0.0_f32; count * script.buckets()];
        let mut squares = vec![1e-6_f32; weights.len()];
        let mut bases = vec![0.0_f32; count];
        let mut buckets = Vec::new();
        let mut order: Vec<usize> = Vec::new();
        for epoch in 0..self.epochs {
            let rate = self.rate * (1.0 - epoch as f32 / self.epochs as f32);
            order.clear();
            for (language, texts) in texts.iter().enumerate() {
                let draws = texts.len().clamp(self.fewest_draws as usize, self.most_draws as usize);
                order.extend(std::iter::repeat_n(language, draws));
            }
            random.shuffle(&mut order);
            for language in &order {
                let Some(pieces) = texts.get(*language).and_then(|texts| draw(texts, random)) else { continue };
                buckets.clear();
                let value = script.features(&pieces, &mut buckets);
                let mut scores = bases.clone();
                for bucket in &buckets {
                    let row = weights.get(bucket * count..(bucket + 1) * count).unwrap_or_default();
                    scores.iter_mut().zip(row).for_each(|(score, weight)| *score += weight * value);
                }
                let mut wrong = likelihoods(scores);
                wrong.get_mut(*language).into_iter().for_each(|share| *share -= 1.0);
                for bucket in &buckets {
                    let range = bucket * count..(bucket + 1) * count;
                    let rows = weights.get_mut(range.clone()).into_iter().flatten();
                    let squares = squares.get_mut(range).into_iter().flatten();
                    for ((weight, square), wrong) in rows.zip(squares).zip(&wrong) {
                        let slope = wrong * value + self.decay * *weight;
                        *square += slope * slope;
                        *weight -= rate * slope / square.sqrt();
                    }
                }
                bases.iter_mut().zip(&wrong).for_each(|(base, wrong)| *base -= 0.01 * rate * wrong);
            }
        }
        quantise(codes, bases, &weights)
    }
}

/// Some text of a language: a few words, a sentence, or several.
fn draw<'a>(texts: &[&'a str], random: &mut Random) -> Option<Vec<&'a str>> {
    let text = texts.get(random.below(texts.len()))?;
    match random.below(10) {
        0..3 => {
            let starts: Vec<usize> = text.match_indices(' ').map(|(at, _)| at + 1).collect();
            let from = random.below(starts.len() + 1);
            let to = from + 4 + random.below(10);
            let start = from.checked_sub(1).and_then(|at| starts.get(at)).copied().unwrap_or(0);
            let end = starts.get(to).copied().unwrap_or(text.len());
            Some(vec![text.get(start..end)?])
        }
        3..7 => Some(vec![text]),
        _ => {
            let further = 1 + random.below(3);
            let mut pieces = vec![*text];
            for _ in 0..further {
                pieces.push(texts.get(random.below(texts.len()))?);
            }
            Some(pieces)
        }
    }
}

fn quantise(codes: Vec<String>, bases: Vec<f32>, weights: &[f32]) -> Weights {
    // The few largest weights are cut, so that all others keep their digits.
    let mut sizes: Vec<f32> = weights.iter().map(|weight| weight.abs()).collect();
    sizes.sort_by(f32::total_cmp);
    // A script in which there is no text has none.
    let largest = sizes.len().saturating_sub(sizes.len() / 2_000 + 1);
    let full_weight = sizes.get(largest).copied().unwrap_or(1.0).max(f32::MIN_POSITIVE);
    let most = f32::from(i8::MAX);
    let rows = weights.iter().map(|weight| {
        let byte = (weight / full_weight * most).round().clamp(-most, most) as i8;
        byte.cast_unsigned()
    });
    Weights { codes, bases, full_weight, rows: rows.collect() }
}
