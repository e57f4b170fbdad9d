//! Linear models over hashed words and runs of letters, one for each script that several languages share.
//!
//! The file: the mark, then for each script the number of languages, their codes (length, letters), the base of each
//! (`f32`), the worth of a full weight (`f32`), and for each bucket a signed byte a language. Numbers are little-endian.

use super::features::{MOST, words};
use super::met::Met;
use super::scripts::{Group, Script, main_script};
use std::borrow::Cow;

/// Begins every model file; the last byte is the version of the form.
pub(super) const MARK: &[u8; 8] = b"DLLANGU\x01";

/// What a text is when it is none of the languages of its script.
pub(super) const OTHER: &str = "und";

/// The weights that tell languages.
#[derive(Debug, Clone)]
pub(crate) struct LanguageModel {
    /// In the order of [`Group::ALL`].
    pub(super) of_groups: Vec<Weights>,
}

/// The weights of one script.
#[derive(Debug, Clone)]
pub(super) struct Weights {
    pub(super) codes: Vec<String>,
    pub(super) bases: Vec<f32>,
    pub(super) full_weight: f32,
    /// A byte a language for each bucket.
    pub(super) rows: Cow<'static, [u8]>,
}

/// What a text was read as.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Told<'a> {
    /// Its code, two letters where there are such; [`None`]: a language that the model does not know.
    pub(super) language: Option<&'a str>,
    /// How likely that is, among the languages of the script.
    pub(super) share: f32,
    /// How many letters told it; a sign of Chinese, Japanese or Korean counts as three.
    pub(super) letters: u32,
    /// Whether they are Latin.
    pub(super) is_latin: bool,
    /// How likely English is.
    pub(super) english: f32,
}

/// Why bytes are no language model.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("not a language model of this version; train it anew with `train-language`")]
pub(super) struct LanguageModelError;

impl LanguageModel {
    /// Reads a model file.
    pub(super) fn decode(bytes: &'static [u8]) -> Result<Self, LanguageModelError> {
        Self::read(bytes).ok_or(LanguageModelError)
    }

    fn read(bytes: &'static [u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(MARK)?;
        let mut of_groups = Vec::with_capacity(Group::ALL.len());
        for group in Group::ALL {
            let (count, after) = rest.split_first()?;
            rest = after;
            let mut codes = Vec::with_capacity(usize::from(*count));
            for _ in 0..*count {
                let (length, after) = rest.split_first()?;
                let (code, after) = after.split_at_checked(usize::from(*length))?;
                codes.push(std::str::from_utf8(code).ok()?.to_owned());
                rest = after;
            }
            let mut number = || {
                let (number, after) = rest.split_first_chunk::<4>()?;
                rest = after;
                Some(f32::from_le_bytes(*number)).filter(|number| number.is_finite())
            };
            let bases = (0..*count).map(|_| number()).collect::<Option<Vec<f32>>>()?;
            let full_weight = number()?;
            let (rows, after) = rest.split_at_checked(codes.len() << group.bucket_bits())?;
            rest = after;
            of_groups.push(Weights { codes, bases, full_weight, rows: Cow::Borrowed(rows) });
        }
        rest.is_empty().then_some(Self { of_groups })
    }

    /// The language that these pieces of a text are in; `None`: they have no letters. `met` is this model's, empty at
    /// first.
    pub(super) fn tell<'a>(&self, pieces: impl Iterator<Item = &'a str> + Clone, met: &mut Met) -> Option<Told<'_>> {
        let (script, letters) = main_script(pieces.clone())?;
        let group = match script {
            Script::Of(language) => {
                return Some(Told { language: Some(language), share: 1.0, letters, is_latin: false, english: 0.0 });
            }
            // Both are one of the above by now.
            Script::Han | Script::Kana => return None,
            Script::Shared(group) => group,
        };
        let at = Group::ALL.iter().position(|known| *known == group)?;
        let weights = self.of_groups.get(at)?;
        let shares = weights.shares(pieces, group, met);
        let by_code = || weights.codes.iter().zip(&shares);
        let english = by_code().find(|(code, _)| *code == "en").map_or(0.0, |(_, share)| *share);
        let (code, share) = by_code().max_by(|one, other| one.1.total_cmp(other.1))?;
        Some(Told {
            language: Some(code.as_str()).filter(|code| *code != OTHER),
            share: *share,
            letters,
            is_latin: group == Group::Latin,
            english,
        })
    }
}

impl Weights {
    /// How likely each language is.
    fn shares<'a>(&self, pieces: impl Iterator<Item = &'a str>, group: Group, met: &mut Met) -> Vec<f32> {
        let count = self.codes.len();
        let (mut sums, mut taken) = (vec![0; count], 0);
        met.begin(group, count);
        for word in pieces.flat_map(|piece| words(piece, group)) {
            taken += met.add(word, group, count, &self.rows, &mut sums);
            if taken >= MOST {
                break;
            }
        }
        // At most some thousand features of a byte each: exact.
        let scale = self.full_weight / f32::from(i8::MAX) * worth(taken);
        let scores = sums.iter().zip(&self.bases).map(|(sum, base)| *sum as f32 * scale + base);
        likelihoods(scores.collect())
    }
}

/// The value of each of so many features: a text four times as long is twice as sure.
pub(super) fn worth(features: usize) -> f32 {
    1.0 / (features as f32).sqrt().max(1.0)
}

/// Scores as shares of one.
pub(super) fn likelihoods(mut scores: Vec<f32>) -> Vec<f32> {
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    scores.iter_mut().for_each(|score| *score = (*score - most).exp());
    let sum: f32 = scores.iter().sum();
    scores.iter_mut().for_each(|score| *score /= sum);
    scores
}
