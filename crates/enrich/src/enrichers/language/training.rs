//! What the trainer of the language model needs: what a text is seen as, and a model of what was learnt.

use super::features::each_feature;
use super::met::Met;
use super::model::{self, LanguageModel, MARK, worth};
use super::scripts::{Group, Script, main_script};
use std::borrow::Cow;

/// What a text is when it is none of the languages of its script.
pub const OTHER: &str = model::OTHER;

/// A script that several languages share, for which a model has weights of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SharedScript(Group);

impl SharedScript {
    /// All of them, in the order of the model file.
    pub fn all() -> impl Iterator<Item = Self> {
        Group::ALL.into_iter().map(Self)
    }

    /// The one that most of a text is written in.
    pub fn of(text: &str) -> Option<Self> {
        match main_script([text].into_iter())? {
            (Script::Shared(group), _) => Some(Self(group)),
            _ => None,
        }
    }

    /// How many buckets words and runs of letters fall into.
    pub fn buckets(self) -> usize {
        1 << self.0.bucket_bits()
    }

    /// Appends the buckets of pieces of a text; gives the value of each.
    pub fn features(self, pieces: &[&str], buckets: &mut Vec<usize>) -> f32 {
        worth(each_feature(pieces.iter().copied(), self.0, |bucket| buckets.push(bucket)))
    }
}

/// Scores as shares of one.
pub fn likelihoods(scores: Vec<f32>) -> Vec<f32> {
    model::likelihoods(scores)
}

/// What was learnt of one script.
#[derive(Debug, Clone)]
pub struct Weights {
    /// Its languages.
    pub codes: Vec<String>,
    /// The base of each.
    pub bases: Vec<f32>,
    /// What a full weight is worth.
    pub full_weight: f32,
    /// For each bucket a signed byte a language.
    pub rows: Vec<u8>,
}

/// A model that was learnt.
#[derive(Debug, Clone)]
pub struct Model(LanguageModel);

impl Model {
    /// Of the weights of each script, in the order of [`SharedScript::all`].
    pub fn of_parts(of_scripts: impl IntoIterator<Item = Weights>) -> Self {
        let weights = |of: Weights| model::Weights {
            codes: of.codes,
            bases: of.bases,
            full_weight: of.full_weight,
            rows: Cow::Owned(of.rows),
        };
        Self(LanguageModel { of_groups: of_scripts.into_iter().map(weights).collect() })
    }

    /// Reads a model file. `None`: it is none, or of another version.
    pub fn decode(bytes: &'static [u8]) -> Option<Self> {
        LanguageModel::decode(bytes).ok().map(Self)
    }

    /// The model file.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = MARK.to_vec();
        for weights in &self.0.of_groups {
            out.push(count_byte(weights.codes.len()));
            for code in &weights.codes {
                let code: Vec<u8> = code.bytes().take(usize::from(u8::MAX)).collect();
                out.push(count_byte(code.len()));
                out.extend(code);
            }
            for number in weights.bases.iter().chain([&weights.full_weight]) {
                out.extend(number.to_le_bytes());
            }
            out.extend_from_slice(&weights.rows);
        }
        out
    }

    /// The code of the language that a text is in, how likely that is, and how many letters told it. The code of a
    /// language that the model does not know is `None`, and all is for a text without letters.
    pub fn tell(&self, text: &str) -> Option<(Option<&str>, f32, u32)> {
        let told = self.0.tell([text].into_iter(), &mut Met::default())?;
        Some((told.language, told.share, told.letters))
    }
}

fn count_byte(count: usize) -> u8 {
    u8::try_from(count).unwrap_or(u8::MAX)
}
