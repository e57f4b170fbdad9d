//! What the trainer of the topic model needs: what a text is seen as, and a model of what was learnt.

use super::features::{BUCKET_BITS, Evidence, features, word_bucket};
use super::model::{MARK, TELLING_STEP, TopicModel, TopicModelError, worth};
use super::vocabulary;
use std::borrow::Cow;

/// How many buckets words and pairs of words fall into.
pub const BUCKETS: usize = 1 << BUCKET_BITS;

/// What there is of an article to tell its topic by.
#[derive(Debug, Clone, Copy, Default)]
pub struct Seen<'a> {
    /// The address of the page.
    pub url: Option<&'a str>,
    /// The headline.
    pub headline: Option<&'a str>,
    /// The text.
    pub body: &'a str,
}

impl<'a> Seen<'a> {
    /// The buckets of an article with their counts, each bucket once, in their order.
    pub fn features(self) -> Vec<(u32, f32)> {
        features(self.evidence())
    }

    fn evidence(self) -> Evidence<'a> {
        Evidence { url: self.url, headline: self.headline, body: self.body }
    }
}

/// Id and name of each topic, in the order in which models number them.
pub fn topics() -> &'static [(&'static str, &'static str)] {
    &vocabulary::TOPICS
}

/// The bucket of a word of the text.
pub fn bucket_of_word(word: &str) -> u32 {
    word_bucket(word)
}

/// How telling a bucket is, as a model has it: the logarithm of articles per article with it, in steps.
pub fn telling(logarithm: f32) -> u8 {
    (logarithm / TELLING_STEP).round().clamp(1.0, 255.0) as u8
}

/// Of a hundred: how sure a reader is told that the first (0) or second (1) topic is at a score.
pub fn confidence(rank: usize, score: f32, words: usize) -> u8 {
    super::confidence(rank, score, words)
}

/// The value of a bucket that stands so often in a text.
pub fn value(count: f32, telling: u8) -> f32 {
    worth(count, telling)
}

/// A model that was learnt.
#[derive(Debug, Clone)]
pub struct Model(TopicModel);

impl Model {
    /// Of the base of each topic, what a full weight is worth, and for each bucket how telling it is and a signed byte a
    /// topic.
    pub fn of_parts(version: String, bases: Vec<f32>, full_weight: f32, rows: Vec<u8>) -> Self {
        Self(TopicModel { version, bases, full_weight, rows: Cow::Owned(rows) })
    }

    /// Reads a model file.
    pub fn decode(bytes: Vec<u8>) -> Result<Self, TopicModelError> {
        TopicModel::decode(Cow::Owned(bytes)).map(Self)
    }

    /// The model file.
    pub fn encode(&self) -> Vec<u8> {
        let TopicModel { version, bases, full_weight, rows } = &self.0;
        let mut out = MARK.to_vec();
        out.push(count_byte(bases.len()));
        for number in bases.iter().chain([full_weight]) {
            out.extend(number.to_le_bytes());
        }
        let version: Vec<u8> = version.bytes().take(usize::from(u8::MAX)).collect();
        out.push(count_byte(version.len()));
        out.extend(version);
        out.extend_from_slice(rows);
        out
    }

    /// How much speaks for each topic.
    pub fn scores(&self, seen: Seen<'_>) -> Vec<f32> {
        self.0.scores(seen.evidence()).to_vec()
    }
}

fn count_byte(count: usize) -> u8 {
    u8::try_from(count).unwrap_or(u8::MAX)
}
