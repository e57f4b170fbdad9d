//! Training the topic model: soft-max regression by averaged stochastic gradient descent over hashed words.
//!
//! In: examples. Out: a model. The same examples in the same order always give the same model: the one random
//! number, the order of an epoch, comes from a fixed seed.

use super::features::{BUCKET_BITS, Evidence, features};
use super::model::{ROW, TELLING_STEP, TopicModel, soft_max, worth};
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
    /// Times every example is seen.
    pub epochs: u32,
    /// The first step's length; steps shrink to nothing by the end.
    pub rate: f32,
    /// How much weights shrink in an epoch.
    pub decay: f32,
    /// What the second of two topics is worth beside the first.
    pub second_share: f32,
    /// Rare topics count more: by the number of examples a topic has to this power.
    pub balance: f32,
}

impl Default for TopicTraining {
    fn default() -> Self {
        Self { epochs: 30, rate: 2.0, decay: 0.01, second_share: 0.4, balance: 0.5 }
    }
}

/// An example as buckets with values and a share for each topic.
struct Prepared {
    values: Vec<(usize, f32)>,
    target: [f32; COUNT],
    weight: f32,
}

impl TopicTraining {
    /// Trains a model that states this version.
    pub fn train(&self, version: &str, examples: &[Example<'_>]) -> TopicModel {
        let telling = telling(examples);
        let prepared = self.prepare(examples, &telling);
        let mut weights = Averaged::new(BUCKETS * COUNT);
        let mut bases = Averaged::new(COUNT);
        let mut order: Vec<usize> = (0..prepared.len()).collect();
        let mut random = Random(0x5eed);
        let steps = (self.epochs as usize * prepared.len()).max(1);
        let mut step = 0;
        for _ in 0..self.epochs {
            random.shuffle(&mut order);
            for example in order.iter().filter_map(|at| prepared.get(*at)) {
                step += 1;
                let rate = self.rate * (1.0 - step as f32 / steps as f32);
                descend(&mut weights, &mut bases, example, rate);
            }
            weights.shrink(1.0 - self.decay);
            weights.add_to_mean();
            bases.add_to_mean();
        }
        quantise(version, &weights.mean(), bases.mean(), &telling)
    }

    fn prepare(&self, examples: &[Example<'_>], telling: &[u8]) -> Vec<Prepared> {
        let mut of_topic = [0.0_f32; COUNT];
        for example in examples {
            for count in example.topics.first().and_then(|topic| of_topic.get_mut(*topic)) {
                *count += example.weight;
            }
        }
        let mean = of_topic.iter().sum::<f32>() / COUNT as f32;
        let prepare = |example: &Example<'_>| {
            let values = features(example.evidence).into_iter().filter_map(|(bucket, count)| {
                let telling = *telling.get(bucket as usize)?;
                (telling > 0).then(|| (bucket as usize, worth(count, telling)))
            });
            let mut values: Vec<(usize, f32)> = values.collect();
            let norm = values.iter().map(|(_, value)| value * value).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
            values.iter_mut().for_each(|(_, value)| *value /= norm);
            let mut target = [0.0; COUNT];
            let shares = [1.0, self.second_share];
            let sum: f32 = shares.iter().zip(&example.topics).map(|(share, _)| share).sum();
            for (topic, share) in example.topics.iter().zip(shares) {
                target.get_mut(*topic).into_iter().for_each(|target| *target = share / sum);
            }
            let count = example.topics.first().and_then(|topic| of_topic.get(*topic)).copied().unwrap_or(mean);
            Prepared { values, target, weight: example.weight * (mean / count.max(1.0)).powf(self.balance) }
        };
        examples.iter().map(prepare).collect()
    }
}

fn descend(weights: &mut Averaged, bases: &mut Averaged, example: &Prepared, rate: f32) {
    let mut shares = [0.0; COUNT];
    shares.copy_from_slice(&bases.now);
    for (bucket, value) in &example.values {
        let Some(row) = weights.now.get(bucket * COUNT..(bucket + 1) * COUNT) else { continue };
        for (share, weight) in shares.iter_mut().zip(row) {
            *share += value * weight;
        }
    }
    soft_max(&mut shares);
    let mut steps = [0.0; COUNT];
    for ((step, share), target) in steps.iter_mut().zip(shares).zip(example.target) {
        *step = rate * example.weight * (target - share);
    }
    for (bucket, value) in &example.values {
        let Some(row) = weights.now.get_mut(bucket * COUNT..(bucket + 1) * COUNT) else { continue };
        for (weight, step) in row.iter_mut().zip(steps) {
            *weight += step * value;
        }
    }
    for (base, step) in bases.now.iter_mut().zip(steps) {
        // Bases learn slowly: they see every example.
        *base += step * 0.1;
    }
}

/// How telling each bucket is: the logarithm of examples per example that has it, in steps; nothing for one that no
/// example has.
fn telling(examples: &[Example<'_>]) -> Vec<u8> {
    let mut seen = vec![0.0_f32; BUCKETS];
    let mut all = 0.0;
    for example in examples {
        all += example.weight;
        for bucket in features(example.evidence).into_keys() {
            seen.get_mut(bucket as usize).into_iter().for_each(|seen| *seen += example.weight);
        }
    }
    let telling = |seen: f32| {
        let steps = (1.0 + ((1.0 + all) / (1.0 + seen)).ln()) / TELLING_STEP;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a byte")]
        let steps = steps.round().clamp(1.0, 255.0) as u8;
        if seen > 0.0 { steps } else { 0 }
    };
    seen.into_iter().map(telling).collect()
}

fn quantise(version: &str, weights: &[f32], bases: Vec<f32>, telling: &[u8]) -> TopicModel {
    let full = weights.iter().fold(f32::MIN_POSITIVE, |full, weight| full.max(weight.abs()));
    let mut rows = Vec::with_capacity(BUCKETS * ROW);
    for (row, telling) in weights.chunks_exact(COUNT).zip(telling) {
        rows.push(*telling);
        rows.extend(row.iter().map(|weight| {
            #[expect(clippy::cast_possible_truncation, reason = "between -127 and 127")]
            let byte = (weight / full * f32::from(i8::MAX)).round() as i8;
            byte.cast_unsigned()
        }));
    }
    TopicModel::new(version.to_owned(), bases, full, rows)
}

/// Numbers and the mean of what they were at the end of each epoch.
struct Averaged {
    now: Vec<f32>,
    sum: Vec<f32>,
    times: f32,
}

impl Averaged {
    fn new(count: usize) -> Self {
        Self { now: vec![0.0; count], sum: vec![0.0; count], times: 0.0 }
    }

    fn shrink(&mut self, by: f32) {
        self.now.iter_mut().for_each(|number| *number *= by);
    }

    fn add_to_mean(&mut self) {
        self.sum.iter_mut().zip(&self.now).for_each(|(sum, now)| *sum += now);
        self.times += 1.0;
    }

    fn mean(&self) -> Vec<f32> {
        self.sum.iter().map(|sum| sum / self.times.max(1.0)).collect()
    }
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
