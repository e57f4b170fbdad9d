//! Training the topic model: for each topic a linear support vector machine against all others, over hashed words.
//!
//! In: examples. Out: a model. The same examples in the same order always give the same model: the one random
//! number, the order of an epoch, comes from a fixed seed.

use enrich::training::topics::{BUCKETS, Model, Seen, bucket_of_word, telling, topics, value};
use std::collections::{BTreeMap, BTreeSet};
use tagger::training::Random;

/// A text and what it is about.
#[derive(Debug, Clone)]
pub(crate) struct Example<'a> {
    /// What there is to tell by.
    pub(crate) seen: Seen<'a>,
    /// Numbers of its topics in the vocabulary, best first.
    pub(crate) topics: Vec<usize>,
    /// How much it counts; an article is 1.
    pub(crate) weight: f32,
}

/// What words mean, as directions: words of like meaning point alike, so that a model learns from a word about others
/// that it has not seen. The model gets what it learnt of directions as weights of words.
#[derive(Debug, Clone, Default)]
pub(crate) struct WordVectors {
    of_bucket: BTreeMap<u32, Vec<f32>>,
}

impl WordVectors {
    /// Vectors of one length, the commonest word first; of words that share a bucket the first counts.
    pub(crate) fn new(words: impl Iterator<Item = (String, Vec<f32>)>) -> Self {
        let mut of_bucket: BTreeMap<u32, Vec<f32>> = BTreeMap::new();
        for (word, vector) in words {
            of_bucket.entry(bucket_of_word(&word)).or_insert(vector);
        }
        let count = of_bucket.len().max(1) as f32;
        let mut mean = vec![0.0; of_bucket.values().next().map_or(0, Vec::len)];
        for vector in of_bucket.values() {
            mean.iter_mut().zip(vector).for_each(|(mean, number)| *mean += number / count);
        }
        // What all words share tells nothing.
        for vector in of_bucket.values_mut() {
            vector.iter_mut().zip(&mean).for_each(|(number, mean)| *number -= mean);
        }
        Self { of_bucket }
    }

    fn length(&self) -> usize {
        self.of_bucket.values().next().map_or(0, Vec::len)
    }

    /// Where the words of a text point to together.
    fn direction(&self, values: &[(usize, f32)]) -> Vec<f32> {
        let mut sum = vec![0.0; self.length()];
        for (bucket, value) in values {
            let vector = u32::try_from(*bucket).ok().and_then(|bucket| self.of_bucket.get(&bucket));
            sum.iter_mut().zip(vector.into_iter().flatten()).for_each(|(sum, number)| *sum += number * value);
        }
        sum
    }
}

/// Words that say nothing of a topic, whatever the examples have: numbers, measures, small words. Without this a text that
/// counts is sport.
static NO_TOPIC: &str = include_str!("no-topic.txt");

/// Their buckets, and those of the numbers in digits that the texts have.
pub(crate) fn untelling<'a>(texts: impl Iterator<Item = &'a str>) -> BTreeSet<u32> {
    let digits = texts.flat_map(|text| text.split(|char: char| !char.is_alphanumeric()));
    let digits = digits.filter(|word| !word.is_empty() && word.chars().all(|char| char.is_ascii_digit()));
    let words = NO_TOPIC.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace);
    digits.chain(words).map(bucket_of_word).collect()
}

/// What training can be told. The values of [`Default`] did best when each outlet was told by the others.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TopicTraining {
    /// Times every example is seen for each topic.
    pub(crate) epochs: u32,
    /// What an error costs beside a large weight.
    pub(crate) cost: f32,
    /// What missing the second of two topics costs beside missing the first.
    pub(crate) second_share: f32,
    /// The worth of the constant word that every example has.
    pub(crate) base: f32,
    /// What the direction of a text counts beside its words.
    pub(crate) direction: f32,
    /// How far rarer topics are favoured: the power of how much rarer than the mean they are.
    pub(crate) favour: f32,
}

impl Default for TopicTraining {
    fn default() -> Self {
        Self { epochs: 10, cost: 0.5, second_share: 0.3, base: 0.3, direction: 1.8, favour: 0.05 }
    }
}

/// An example as buckets with values, of length 1 together.
struct Prepared {
    values: Vec<(usize, f32)>,
    direction: Vec<f32>,
    square: f32,
    topics: Vec<usize>,
    weight: f32,
}

/// What tells one topic from all others.
struct Weights {
    of_bucket: Vec<f32>,
    of_direction: Vec<f32>,
    base: f32,
}

impl TopicTraining {
    /// Trains a model that states this version.
    pub(crate) fn train(
        &self,
        version: &str,
        examples: &[Example<'_>],
        vectors: &WordVectors,
        untelling: &BTreeSet<u32>,
    ) -> Model {
        let telling = telling_of_buckets(examples, vectors, untelling);
        let mut prepared: Vec<Prepared> = examples.iter().map(|example| prepare(example, &telling, vectors)).collect();
        let scale = self.scale_directions(&mut prepared);
        let rarity = self.rarity(examples);
        let mut random = Random::new(0x5eed);
        let topics: Vec<Weights> = rarity
            .iter()
            .enumerate()
            .map(|(topic, rarity)| {
                let mut weights = self.separate(topic, *rarity, &prepared, &mut random);
                weights.base += self.favour * rarity.ln();
                weights.fold(vectors, scale);
                weights
            })
            .collect();
        quantise(version, &topics, &telling)
    }

    /// Makes the directions of articles as long on the mean as they are to count; by what factor.
    fn scale_directions(&self, examples: &mut [Prepared]) -> f32 {
        let square = |example: &Prepared| example.direction.iter().map(|number| number * number).sum::<f32>();
        let articles: Vec<f32> = examples.iter().filter(|example| example.weight >= 1.0).map(square).collect();
        let mean = articles.iter().sum::<f32>() / articles.len().max(1) as f32;
        let scale = if mean > 0.0 { self.direction / mean.sqrt() } else { 0.0 };
        for example in examples {
            example.direction.iter_mut().for_each(|number| *number *= scale);
            example.square = 1.0 + square(example);
        }
        scale
    }

    /// How much rarer than the mean each topic is among the articles: what missing it costs.
    fn rarity(&self, examples: &[Example<'_>]) -> Vec<f32> {
        let count = topics().len();
        let mut counts = vec![1.0_f32; count];
        let mut all = 0.0;
        for example in examples.iter().filter(|example| example.weight >= 1.0) {
            for (topic, share) in example.topics.iter().zip([1.0, self.second_share]) {
                counts.get_mut(*topic).into_iter().for_each(|count| *count += share);
                all += share;
            }
        }
        counts.into_iter().map(|of_topic| all / count as f32 / of_topic).collect()
    }

    /// The widest gap between the examples of a topic and the others, by coordinate ascent on the dual problem with a
    /// squared hinge.
    fn separate(&self, topic: usize, rarity: f32, examples: &[Prepared], random: &mut Random) -> Weights {
        let directions = examples.first().map_or(0, |example| example.direction.len());
        let mut weights = Weights { of_bucket: vec![0.0; BUCKETS], of_direction: vec![0.0; directions], base: 0.0 };
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
                let pulled = (*pull - slope / (example.square + self.base * self.base + slack)).max(0.0);
                let step = (pulled - *pull) * side;
                *pull = pulled;
                weights.base += step * self.base;
                for (bucket, value) in &example.values {
                    weights.of_bucket.get_mut(*bucket).into_iter().for_each(|weight| *weight += step * value);
                }
                let along = weights.of_direction.iter_mut().zip(&example.direction);
                along.for_each(|(weight, number)| *weight += step * number);
            }
        }
        weights.base *= self.base;
        weights
    }

    fn score(&self, weights: &Weights, example: &Prepared) -> f32 {
        let of = |(bucket, value): &(usize, f32)| weights.of_bucket.get(*bucket).map_or(0.0, |weight| weight * value);
        let along = weights.of_direction.iter().zip(&example.direction).map(|(weight, number)| weight * number);
        weights.base * self.base + example.values.iter().map(of).sum::<f32>() + along.sum::<f32>()
    }
}

impl Weights {
    /// Gives each word what its direction says.
    fn fold(&mut self, vectors: &WordVectors, scale: f32) {
        for (bucket, vector) in &vectors.of_bucket {
            let along: f32 = self.of_direction.iter().zip(vector).map(|(weight, number)| weight * number).sum();
            self.of_bucket.get_mut(*bucket as usize).into_iter().for_each(|weight| *weight += along * scale);
        }
    }
}

fn prepare(example: &Example<'_>, telling: &[u8], vectors: &WordVectors) -> Prepared {
    let values = example.seen.features().into_iter().filter_map(|(bucket, count)| {
        let telling = *telling.get(bucket as usize)?;
        (telling > 0).then(|| (bucket as usize, value(count, telling)))
    });
    let mut values: Vec<(usize, f32)> = values.collect();
    let norm = values.iter().map(|(_, value)| value * value).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
    values.iter_mut().for_each(|(_, value)| *value /= norm);
    let direction = vectors.direction(&values);
    Prepared { values, direction, square: 1.0, topics: example.topics.clone(), weight: example.weight }
}

/// How telling each bucket is: the logarithm of examples per example that has it, in steps; nothing for one that says
/// nothing, and one that no example has and of whose words no direction is known.
fn telling_of_buckets(examples: &[Example<'_>], vectors: &WordVectors, untelling: &BTreeSet<u32>) -> Vec<u8> {
    let mut seen = vec![0.0_f32; BUCKETS];
    let mut all = 0.0;
    for example in examples {
        all += example.weight;
        for (bucket, _) in example.seen.features() {
            seen.get_mut(bucket as usize).into_iter().for_each(|seen| *seen += example.weight);
        }
    }
    let of_bucket = |(bucket, seen): (usize, f32)| {
        let is_known = u32::try_from(bucket).is_ok_and(|bucket| vectors.of_bucket.contains_key(&bucket));
        let is_untelling = u32::try_from(bucket).is_ok_and(|bucket| untelling.contains(&bucket));
        let steps = telling(1.0 + ((1.0 + all) / (1.0 + seen)).ln());
        if !is_untelling && (seen > 0.0 || is_known) { steps } else { 0 }
    };
    seen.into_iter().enumerate().map(of_bucket).collect()
}

fn quantise(version: &str, topics: &[Weights], telling: &[u8]) -> Model {
    let all = topics.iter().flat_map(|weights| &weights.of_bucket);
    let full = all.fold(f32::MIN_POSITIVE, |full, weight| full.max(weight.abs()));
    let mut rows = Vec::with_capacity(BUCKETS * (1 + topics.len()));
    for (bucket, telling) in telling.iter().enumerate() {
        rows.push(*telling);
        rows.extend(topics.iter().map(|weights| {
            let weight = weights.of_bucket.get(bucket).copied().unwrap_or(0.0);
            let byte = (weight / full * f32::from(i8::MAX)).round() as i8;
            byte.cast_unsigned()
        }));
    }
    Model::of_parts(version.to_owned(), topics.iter().map(|weights| weights.base).collect(), full, rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_examples_give_the_same_model() {
        let texts = ["a match and a goal", "a court and a judge"];
        let examples = texts.map(|body| Example {
            seen: Seen { body, ..Seen::default() },
            topics: vec![if body.contains("goal") { 14 } else { 1 }],
            weight: 1.0,
        });
        let train = || {
            let untelling = untelling(["12"].into_iter());
            TopicTraining::default().train("test@1", &examples, &WordVectors::default(), &untelling).encode()
        };
        assert_eq!(train(), train());
        assert!(train().windows(6).any(|part| part == b"test@1"));
        let model = Model::decode(train()).unwrap();
        let scores = model.scores(examples[0].seen);
        assert!(scores[14] > scores[1], "{scores:?}");
    }
}
