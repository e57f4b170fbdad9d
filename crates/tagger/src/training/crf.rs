//! A linear-chain conditional random field, trained by stochastic gradients whose steps shrink by weight (AdaGrad).
//!
//! In: labelled rows of tokens. Out: the mean of the weights over the later part of the course, which is steadier on
//! outlets not seen than the last ones.

use super::lattice::{Lanes, Lattice};
use super::random::Random;
use crate::features::LEXICAL;
use crate::label::{LABELS, LANES, OUTSIDE};

/// One row of tokens, ready to learn from.
#[derive(Debug, Clone, Default)]
pub(super) struct Example {
    /// Numbers of the features of every token, one token after the other; lexical ones marked.
    pub(super) rows: Vec<u32>,
    /// Where the rows of each token end.
    pub(super) ends: Vec<u32>,
    /// The right label of each token.
    pub(super) labels: Vec<u8>,
    /// Whether a token outside every name follows.
    pub(super) goes_on: bool,
}

impl Example {
    pub(super) fn tokens(&self) -> impl Iterator<Item = &[u32]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).filter_map(|(start, end)| self.rows.get(start as usize..*end as usize))
    }

    /// Ends the token whose rows were added last.
    pub(super) fn end_token(&mut self) {
        // A piece of a sentence has far fewer than four billion features.
        self.ends.push(u32::try_from(self.rows.len()).unwrap_or(u32::MAX));
    }
}

/// Numbers of one training.
#[derive(Debug, Clone, Copy)]
pub(super) struct Course {
    pub(super) epochs: u32,
    /// How far the first steps go.
    pub(super) rate: f32,
    /// Of 100: words left out.
    pub(super) dropout: u32,
    pub(super) seed: u64,
}

/// Parts of an epoch after each of which the weights are added to the average.
const SNAPSHOTS: usize = 5;
/// Of ten epochs, those before the weights count.
const UNCOUNTED: u32 = 4;
/// Tokens whose labels are all but sure teach nothing and are passed over.
const SURE: f32 = 0.005;
/// Square that every weight begins with, so that its first step is no leap.
const FIRST_SQUARE: f32 = 0.1;

/// Sums of the weights of one or more courses.
pub(super) struct Average {
    pub(super) rows: Vec<Lanes>,
    pub(super) transitions: [Lanes; LABELS],
}

impl Average {
    pub(super) fn new(places: usize) -> Self {
        Self { rows: vec![[0.0; LANES]; places], transitions: [[0.0; LANES]; LABELS] }
    }

    fn add(&mut self, weights: &Weights) {
        let transitions = self.transitions.iter_mut().zip(&weights.transitions);
        for (sums, row) in self.rows.iter_mut().zip(&weights.rows).chain(transitions) {
            for (sum, weight) in sums.iter_mut().zip(row) {
                *sum += weight;
            }
        }
    }
}

/// Weights, and for each the sum of the squares of its gradients.
struct Weights {
    rows: Vec<Lanes>,
    row_squares: Vec<Lanes>,
    transitions: [Lanes; LABELS],
    transition_squares: [Lanes; LABELS],
}

/// Trains on the examples and adds the weights to `average`.
pub(super) fn learn(examples: &[Example], course: &Course, average: &mut Average) {
    let size = average.rows.len();
    let mut weights = Weights {
        rows: vec![[0.0; LANES]; size],
        row_squares: vec![[FIRST_SQUARE; LANES]; size],
        transitions: [[0.0; LANES]; LABELS],
        transition_squares: [[FIRST_SQUARE; LANES]; LABELS],
    };
    let mut random = Random::new(course.seed);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut kept = Example::default();
    let mut lattice = Lattice::default();
    for epoch in 0..course.epochs {
        random.shuffle(&mut order);
        for part in order.chunks(examples.len() / SNAPSHOTS + 1) {
            for example in part.iter().filter_map(|at| examples.get(*at)) {
                drop_words(example, course.dropout, &mut random, &mut kept);
                let scores = kept.tokens().map(|rows| weights.score(rows));
                lattice.fill(scores, &weights.transitions, kept.goes_on);
                weights.learn(&kept, &lattice, course.rate);
            }
            if epoch * 10 >= course.epochs * UNCOUNTED {
                average.add(&weights);
            }
        }
    }
}

/// Copies an example without the lexical features of some of its tokens.
fn drop_words(example: &Example, dropout: u32, random: &mut Random, kept: &mut Example) {
    kept.rows.clear();
    kept.ends.clear();
    kept.labels.clone_from(&example.labels);
    kept.goes_on = example.goes_on;
    for rows in example.tokens() {
        let drop = random.below(100) < dropout as usize;
        let rows = rows.iter().filter(|row| !drop || *row & LEXICAL == 0);
        kept.rows.extend(rows.map(|row| row & !LEXICAL));
        kept.end_token();
    }
}

impl Weights {
    fn score(&self, rows: &[u32]) -> Lanes {
        let mut scores = [0.0; LANES];
        for weights in rows.iter().filter_map(|row| self.rows.get(*row as usize)) {
            for (score, weight) in scores.iter_mut().zip(weights) {
                *score += weight;
            }
        }
        scores
    }

    /// Goes a step from what is expected to what is right.
    fn learn(&mut self, example: &Example, lattice: &Lattice, rate: f32) {
        let mut steps = lattice.steps.map(|row| row.map(|expected| -expected));
        let mut count = |from: u8, to: u8| {
            if let Some(step) = steps.get_mut(usize::from(from)).and_then(|row| row.get_mut(usize::from(to))) {
                *step += 1.0;
            }
        };
        let mut before = OUTSIDE;
        for ((rows, right), expected) in example.tokens().zip(&example.labels).zip(&lattice.labels) {
            count(before, *right);
            before = *right;
            let mut gradient = expected.map(|probability| -probability);
            if let Some(right) = gradient.get_mut(usize::from(*right)) {
                *right += 1.0;
            }
            if gradient.iter().all(|gradient| gradient.abs() < SURE) {
                continue;
            }
            for row in rows.iter().map(|row| *row as usize) {
                if let (Some(row), Some(squares)) = (self.rows.get_mut(row), self.row_squares.get_mut(row)) {
                    step(row, squares, &gradient, rate);
                }
            }
        }
        if example.goes_on {
            count(before, OUTSIDE);
        }
        let rows = self.transitions.iter_mut().zip(&mut self.transition_squares);
        for ((row, squares), gradient) in rows.zip(&steps) {
            step(row, squares, gradient, rate);
        }
    }
}

fn step(row: &mut Lanes, squares: &mut Lanes, gradient: &Lanes, rate: f32) {
    for ((weight, square), gradient) in row.iter_mut().zip(squares).zip(gradient) {
        *square += gradient * gradient;
        *weight += rate * gradient / square.sqrt();
    }
}
