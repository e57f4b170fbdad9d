//! A linear model over hashed words: what each says for and against each topic, in a signed byte.
//!
//! The file: the mark, the number of topics, the base of every topic (`f32`), the worth of a full weight (`f32`), the
//! version's length and text; then for each bucket how telling it is (a byte) and one signed byte a topic. Numbers are
//! little-endian.

use super::features::{BUCKET_BITS, Evidence, features};
use super::vocabulary::TOPICS;
use std::borrow::Cow;

/// Begins every model file; the last byte is the version of the form.
pub(super) const MARK: &[u8; 8] = b"DLTOPIC\x01";

const BUCKETS: usize = 1 << BUCKET_BITS;

/// Bytes of a bucket: how telling, and the weights.
const ROW: usize = 1 + TOPICS.len();

/// How telling a bucket is comes in steps of this share: the logarithm of news articles per article with it stays
/// below 16.
pub(super) const TELLING_STEP: f32 = 1.0 / 16.0;

/// The weights that tell topics.
#[derive(Debug, Clone)]
pub(crate) struct TopicModel {
    pub(super) version: String,
    pub(super) bases: Vec<f32>,
    pub(super) full_weight: f32,
    pub(super) rows: Cow<'static, [u8]>,
}

/// Why bytes are no topic model.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum TopicModelError {
    /// Another file, or another version of the form.
    #[error("not a topic model of this version; train it anew with `train-topics`")]
    Mark,
    /// Bytes are missing or too many.
    #[error("the topic model is {found} bytes long where {wanted} are due; copy or train it anew")]
    Length {
        /// Bytes that are there.
        found: usize,
        /// Bytes that the head promises.
        wanted: usize,
    },
}

impl TopicModel {
    /// Reads a model file.
    pub(super) fn decode(bytes: Cow<'static, [u8]>) -> Result<Self, TopicModelError> {
        let (head, head_bytes) = Head::decode(&bytes).ok_or(TopicModelError::Mark)?;
        let wanted = head_bytes + BUCKETS * ROW;
        if bytes.len() != wanted {
            return Err(TopicModelError::Length { found: bytes.len(), wanted });
        }
        let rows = match bytes {
            Cow::Borrowed(bytes) => Cow::Borrowed(bytes.split_at(head_bytes).1),
            Cow::Owned(mut bytes) => {
                bytes.drain(..head_bytes);
                Cow::Owned(bytes)
            }
        };
        Ok(Self { version: head.version, bases: head.bases, full_weight: head.full_weight, rows })
    }

    /// Name and version, as provenance states them.
    pub(super) fn version(&self) -> &str {
        &self.version
    }

    /// How much speaks for each topic, in the order of the vocabulary: from 0 on it is one of the article's, and 1 is
    /// what a clear article of the topic has.
    pub(super) fn scores(&self, evidence: Evidence<'_>) -> [f32; TOPICS.len()] {
        let mut scores = [0.0_f32; TOPICS.len()];
        let mut square = 0.0_f32;
        for (bucket, count) in features(evidence) {
            let at = bucket as usize * ROW;
            let row = self.rows.get(at..).and_then(|rows| rows.first_chunk::<ROW>());
            let Some([telling, weights @ ..]) = row else { continue };
            if *telling == 0 {
                continue;
            }
            let value = worth(count, *telling);
            square += value * value;
            add(&mut scores, weights, value);
        }
        let scale = self.full_weight / f32::from(i8::MAX) / square.sqrt().max(f32::MIN_POSITIVE);
        for (score, base) in scores.iter_mut().zip(&self.bases) {
            *score = *score * scale + base;
        }
        scores
    }
}

/// Numbers that a processor works on side by side.
const LANES: usize = 16;

/// Adds so many times the weights, a signed byte each.
fn add<const TOPICS: usize>(scores: &mut [f32; TOPICS], weights: &[u8; TOPICS], value: f32) {
    let add = |score: &mut f32, weight: &u8| *score += value * f32::from(weight.cast_signed());
    let ((lanes, last), (of_lanes, of_last)) = (scores.as_chunks_mut::<LANES>(), weights.as_chunks::<LANES>());
    for (scores, weights) in lanes.iter_mut().zip(of_lanes) {
        scores.iter_mut().zip(weights).for_each(|(score, weight)| add(score, weight));
    }
    last.iter_mut().zip(of_last).for_each(|(score, weight)| add(score, weight));
}

/// The value of a bucket: more for a rarer word, and less than double for a word that stands there twice.
pub(super) fn worth(count: f32, telling: u8) -> f32 {
    (1.0 + count.ln()).max(0.0) * f32::from(telling) * TELLING_STEP
}

struct Head {
    version: String,
    bases: Vec<f32>,
    full_weight: f32,
}

impl Head {
    /// The head of a file, and how many bytes it has.
    fn decode(bytes: &[u8]) -> Option<(Self, usize)> {
        let rest = bytes.strip_prefix(MARK)?;
        let (count, mut rest) = rest.split_first()?;
        if usize::from(*count) != TOPICS.len() {
            return None;
        }
        let mut number = || {
            let (number, after) = rest.split_first_chunk::<4>()?;
            rest = after;
            Some(f32::from_le_bytes(*number)).filter(|number| number.is_finite())
        };
        let mut bases = Vec::with_capacity(TOPICS.len());
        for _ in TOPICS {
            bases.push(number()?);
        }
        let full_weight = number()?;
        let (length, rest) = rest.split_first()?;
        let (version, rest) = rest.split_at_checked(usize::from(*length))?;
        let version = std::str::from_utf8(version).ok()?.to_owned();
        Some((Self { version, bases, full_weight }, bytes.len() - rest.len()))
    }
}
