//! Training the topic model: for each topic a linear support vector machine against all others, over hashed words.
//!
//! In: examples. Out: a model. The same examples in the same order always give the same model: the one random
//! number, the order of an epoch, comes from a fixed seed.

use super::features::{BUCKET_BITS, Evidence, features};
use super::model::{ROW, TELLING_STEP, TopicModel, worth};
use super::vocabulary::TOPICS;

const COUNT: usize = TOPICS.len();
const BUCKETS: usize = 1 << BUCKET_BITS;

/// A text and what it is about.
#[derive(Debug, Clone)]
pub struct Example<'a> {
    /// What there is to tell by.
    pub evidence: Evidence<'a>,
    /// Numbers of its topics in the vocabulary, best first.
    pub topics: Vec<usize>,
    /// How much it counts; an article is 1.
    pub weight: f32,
}

/// What training can be told. The values of [`Default`] did best when each outlet was told by the others.
#[derive(Debug, Clone, Copy)]
pub struct TopicTraining {
    /// Times every example is seen for each topic.
    pub epochs: u32,
    /// What an error costs beside a large weight.
    pub cost: f32,
    /// What missing the second of two topics costs beside missing the first.
    pub second_share: f32,
    /// The worth of the constant word that every example has.
    pub base: f32,
}

impl Default for TopicTraining {
    fn default() -> Self {
        Self { epochs: 10, cost: 0.5, second_share: 0.3, base: 0.3 }
    }
}

/// An example as buckets with values, of length 1 together.
struct Prepared {
    values: Vec<(usize, f32)>,
    topics: Vec<usize>,
    weight: f32,
}

/// What tells one topic from all others.
struct Weights {
    of_bucket: Vec<f32>,
    base: f32,
}

impl TopicTraining {
    /// Trains a model that states this version.
    pub fn train(&self, version: &str, examples: &[Example<'_>]) -> TopicModel {
        let telling = telling(examples);
        let prepared: Vec<Prepared> = examples.iter().map(|example| prepare(example, &telling)).collect();
        let rarity = self.rarity(examples);
        let mut random = Random(0x5eed);
        let topics: Vec<Weights> = rarity
            .iter()
            .enumerate()
            .map(|(topic, rarity)| self.separate(topic, *rarity, &prepared, &mut random))
            .collect();
        quantise(version, &topics, &telling)
    }

    /// How much rarer than the mean each topic is among the articles: what missing it costs.
    fn rarity(&self, examples: &[Example<'_>]) -> [f32; COUNT] {
        let mut counts = [1.0_f32; COUNT];
        let mut all = 0.0;
        for example in examples.iter().filter(|example| example.weight >= 1.0) {
            for (topic, share) in example.topics.iter().zip([1.0, self.second_share]) {
                counts.get_mut(*topic).into_iter().for_each(|count| *count += share);
                all += share;
            }
        }
        counts.map(|count| all / COUNT as f32 / count)
    }

    /// The widest gap between the examples of a topic and the others, by coordinate ascent on the dual problem with a
    /// squared hinge.
    fn separate(&self, topic: usize, rarity: f32, examples: &[Prepared], random: &mut Random) -> Weights {
        let mut weights = Weights { of_bucket: vec![0.0; BUCKETS], base: 0.0 };
        let mut pulls = vec![0.0_f32; examples.len()];
        let mut order: Vec<usize> = (0..examples.len()).collect();
        for _ in 0..self.epochs {
            random.shuffle(&mut order);
            for at in &order {
                let (Some(example), Some(pull)) = (examples.get(*at), pulls.get_mut(*at)) else { continue };
                let (side, worth) = match example.topics.iter().position(|of| *of == topic) {
                    Some(0) => (1.0, rarity),
                    Some(_) => (1.0, rarity * self.second_share),
                    None => (-1.0, 1.0),
                };
                let slack = 1.0 / (2.0 * self.cost * example.weight * worth);
                let slope = side * self.score(&weights, example) - 1.0 + *pull * slack;
                let pulled = (*pull - slope / (1.0 + self.base * self.base + slack)).max(0.0);
                let step = (pulled - *pull) * side;
                *pull = pulled;
                weights.base += step * self.base;
                for (bucket, value) in &example.values {
                    weights.of_bucket.get_mut(*bucket).into_iter().for_each(|weight| *weight += step * value);
                }
            }
        }
        weights.base *= self.base;
        weights
    }

    fn score(&self, weights: &Weights, example: &Prepared) -> f32 {
        let of = |(bucket, value): &(usize, f32)| weights.of_bucket.get(*bucket).map_or(0.0, |weight| weight * value);
        weights.base * self.base + example.values.iter().map(of).sum::<f32>()
    }
}

fn prepare(example: &Example<'_>, telling: &[u8]) -> Prepared {
    let values = features(example.evidence).into_iter().filter_map(|(bucket, count)| {
        let telling = *telling.get(bucket as usize)?;
        (telling > 0).then(|| (bucket as usize, worth(count, telling)))
    });
    let mut values: Vec<(usize, f32)> = values.collect();
    let norm = values.iter().map(|(_, value)| value * value).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
    values.iter_mut().for_each(|(_, value)| *value /= norm);
    Prepared { values, topics: example.topics.clone(), weight: example.weight }
}

/// How telling each bucket is: the logarithm of examples per example that has it, in steps; nothing for one that no
/// example has.
fn telling(examples: &[Example<'_>]) -> Vec<u8> {
    let mut seen = vec![0.0_f32; BUCKETS];
    let mut all = 0.0;
    for example in examples {
        all += example.weight;
        for (bucket, _) in features(example.evidence) {
            seen.get_mut(bucket as usize).into_iter().for_each(|seen| *seen += example.weight);
        }
    }
    let telling = |seen: f32| {
        let steps = (1.0 + ((1.0 + all) / (1.0 + seen)).ln()) / TELLING_STEP;
        let steps = steps.round().clamp(1.0, 255.0) as u8;
        if seen > 0.0 { steps } else { 0 }
    };
    seen.into_iter().map(telling).collect()
}

fn quantise(version: &str, topics: &[Weights], telling: &[u8]) -> TopicModel {
    let all = topics.iter().flat_map(|weights| &weights.of_bucket);
    let full = all.fold(f32::MIN_POSITIVE, |full, weight| full.max(weight.abs()));
    let mut rows = Vec::with_capacity(BUCKETS * ROW);
    for (bucket, telling) in telling.iter().enumerate() {
        rows.push(*telling);
        rows.extend(topics.iter().map(|weights| {
            let weight = weights.of_bucket.get(bucket).copied().unwrap_or(0.0);
            let byte = (weight / full * f32::from(i8::MAX)).round() as i8;
            byte.cast_unsigned()
        }));
    }
    TopicModel::new(version.to_owned(), topics.iter().map(|weights| weights.base).collect(), full, rows)
}

/// SplitMix64: small, and the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn shuffle(&mut self, list: &mut [usize]) {
        for end in (1..list.len()).rev() {
            let other = (self.next() % (end as u64 + 1)) as usize;
            list.swap(end, other);
        }
    }
}
