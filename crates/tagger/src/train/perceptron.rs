//! An averaged structured perceptron: for each sentence labelled wrongly, the features of the right labels gain and
//! those of the found ones lose; what is kept is the mean over all steps.

use crate::decode::{Scores, Transitions, best};
use crate::features::LEXICAL;
use crate::label::{LABELS, LANES};
use crate::model::Pass;

/// One sentence, ready to learn from.
#[derive(Debug, Clone, Default)]
pub(super) struct Example {
    /// Rows of every token, one after the other.
    pub(super) rows: Vec<u32>,
    /// Where the rows of each token end.
    pub(super) ends: Vec<u32>,
    /// The right label of each token.
    pub(super) labels: Vec<u8>,
}

/// Numbers of one training.
#[derive(Debug, Clone, Copy)]
pub(super) struct Course {
    pub(super) bits: u32,
    pub(super) epochs: u32,
    /// Of 100: words left out.
    pub(super) dropout: u32,
    pub(super) seed: u64,
}

/// Sums of averaged weights of one or more courses.
pub(super) struct Average {
    rows: Vec<[f32; LANES]>,
    transitions: [[f32; LANES]; LABELS],
}

impl Average {
    pub(super) fn new(bits: u32) -> Self {
        Self { rows: vec![[0.0; LANES]; 1 << bits], transitions: [[0.0; LANES]; LABELS] }
    }

    /// A byte a weight. Rare weights beyond the range are cut, so that the many small ones keep their differences.
    #[expect(clippy::cast_possible_truncation, reason = "rounded and clamped")]
    pub(super) fn quantise(&self, bits: u32) -> Pass {
        let mut sizes: Vec<f32> = self.rows.iter().flatten().map(|weight| weight.abs()).filter(|w| *w > 0.0).collect();
        sizes.sort_by(f32::total_cmp);
        let large = sizes.get(sizes.len().saturating_sub(1 + sizes.len() / 20_000)).copied().unwrap_or(1.0);
        let scale = 127.0 / large.max(1e-6);
        let rows = self.rows.iter().map(|row| row.map(|weight| (weight * scale).round().clamp(-127.0, 127.0) as i8));
        let weights = self.transitions.map(|row| row.map(|weight| (weight * scale).round().clamp(-3e4, 3e4) as i32));
        Pass::new(bits, rows.collect(), weights)
    }
}

struct Weights {
    rows: Vec<[i32; LANES]>,
    row_totals: Vec<[i32; LANES]>,
    transitions: [[i32; LANES]; LABELS],
    transition_totals: [[i32; LANES]; LABELS],
    step: i32,
}

/// Trains on the examples and adds the mean weights to `average`.
pub(super) fn learn(examples: &[&Example], course: &Course, average: &mut Average) {
    let size = 1usize << course.bits;
    let mut weights = Weights {
        rows: vec![[0; LANES]; size],
        row_totals: vec![[0; LANES]; size],
        transitions: [[0; LANES]; LABELS],
        transition_totals: [[0; LANES]; LABELS],
        step: 1,
    };
    let mut random = Random(course.seed);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut kept = Example::default();
    let mut found = Vec::new();
    let mut scores: Vec<Scores> = Vec::new();
    for _ in 0..course.epochs {
        random.shuffle(&mut order);
        for example in order.iter().filter_map(|at| examples.get(*at)) {
            drop_words(example, course.dropout, &mut random, &mut kept);
            scores.clear();
            scores.extend(kept.tokens().map(|rows| weights.score(rows)));
            found.clear();
            best(&scores, &Transitions::new(&weights.transitions), false, &mut found);
            if found != kept.labels {
                weights.correct(&kept, &found);
            }
            weights.step += 1;
        }
    }
    weights.add_mean(average);
}

impl Example {
    fn tokens(&self) -> impl Iterator<Item = &[u32]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).filter_map(|(start, end)| self.rows.get(start as usize..*end as usize))
    }
}

/// Copies an example without the lexical features of some of its tokens.
fn drop_words(example: &Example, dropout: u32, random: &mut Random, kept: &mut Example) {
    kept.rows.clear();
    kept.ends.clear();
    kept.labels.clone_from(&example.labels);
    for rows in example.tokens() {
        let drop = random.below(100) < u64::from(dropout);
        let rows = rows.iter().filter(|row| !drop || *row & LEXICAL == 0);
        kept.rows.extend(rows.map(|row| row & !LEXICAL));
        kept.ends.push(u32::try_from(kept.rows.len()).unwrap_or(u32::MAX));
    }
}

impl Weights {
    fn score(&self, rows: &[u32]) -> Scores {
        let mut scores = [0; LANES];
        for weights in rows.iter().filter_map(|row| self.rows.get(*row as usize)) {
            for (score, weight) in scores.iter_mut().zip(weights) {
                *score += weight;
            }
        }
        scores
    }

    fn correct(&mut self, example: &Example, found: &[u8]) {
        let mut before = (0, 0);
        for ((rows, right), wrong) in example.tokens().zip(&example.labels).zip(found) {
            if right != wrong {
                for row in rows {
                    self.change(*row, *right, 1);
                    self.change(*row, *wrong, -1);
                }
            }
            if (before.0, right) != (before.1, wrong) {
                self.change_transition(before.0, *right, 1);
                self.change_transition(before.1, *wrong, -1);
            }
            before = (*right, *wrong);
        }
    }

    fn change(&mut self, row: u32, label: u8, by: i32) {
        let (row, label) = (row as usize, usize::from(label));
        let weight = self.rows.get_mut(row).and_then(|row| row.get_mut(label));
        let total = self.row_totals.get_mut(row).and_then(|row| row.get_mut(label));
        if let (Some(weight), Some(total)) = (weight, total) {
            *weight += by;
            *total += by * self.step;
        }
    }

    fn change_transition(&mut self, from: u8, to: u8, by: i32) {
        let (from, to) = (usize::from(from), usize::from(to));
        let weight = self.transitions.get_mut(from).and_then(|row| row.get_mut(to));
        let total = self.transition_totals.get_mut(from).and_then(|row| row.get_mut(to));
        if let (Some(weight), Some(total)) = (weight, total) {
            *weight += by;
            *total += by * self.step;
        }
    }

    fn add_mean(&self, average: &mut Average) {
        let rows = average.rows.iter_mut().zip(self.rows.iter().zip(&self.row_totals));
        let transitions = self.transitions.iter().zip(&self.transition_totals);
        for (sums, (weights, totals)) in rows.chain(average.transitions.iter_mut().zip(transitions)) {
            for (sum, (weight, total)) in sums.iter_mut().zip(weights.iter().zip(totals)) {
                // Far below 2²⁴, so exact enough.
                *sum += *weight as f32 - *total as f32 / self.step as f32;
            }
        }
    }
}

/// A small generator with a fixed beginning: the same data gives the same model.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end.max(1)
    }

    fn shuffle(&mut self, order: &mut [usize]) {
        for at in (1..order.len()).rev() {
            let other = usize::try_from(self.below(at as u64 + 1)).unwrap_or(0);
            order.swap(at, other);
        }
    }
}
