//! How probable each label and each step between labels is, by the forward-backward algorithm.
//!
//! In: scores of the tokens of one row and of the steps. Out: probabilities. Every sum is kept near 1, so that a row
//! of any length stays within the range of the numbers.

use super::exponential::exp;
use crate::label::{LABELS, LANES, may_follow};

/// One number a label.
pub(super) type Lanes = [f32; LANES];

/// Probabilities over one row of tokens.
#[derive(Default)]
pub(super) struct Lattice {
    /// Of each label of each token.
    pub(super) labels: Vec<Lanes>,
    /// Expected number of each step; the one into the first token counts as from outside.
    pub(super) steps: [Lanes; LABELS],
    /// Exponentials of the scores of each token, the greatest of a token 1.
    local: Vec<Lanes>,
    /// Forward sums, each token's adding up to 1.
    forward: Vec<Lanes>,
}

impl Lattice {
    /// Of a row that begins as if after a token outside every name. `goes_on`: such a token follows.
    pub(super) fn fill(&mut self, scores: impl Iterator<Item = Lanes>, transitions: &[Lanes; LABELS], goes_on: bool) {
        self.labels.clear();
        self.steps = [[0.0; LANES]; LABELS];
        self.local.clear();
        self.local.extend(scores.map(|scores| exponentials(&scores)));
        let factors = factors(transitions);
        self.run_forward(&factors);
        self.run_backward(&factors, goes_on);
    }

    fn run_forward(&mut self, factors: &[Lanes; LABELS]) {
        self.forward.clear();
        let [mut reached, ..] = *factors;
        for local in &self.local {
            if let Some(before) = self.forward.last() {
                reached = [0.0; LANES];
                for (row, mass) in factors.iter().zip(before) {
                    for (reached, factor) in reached.iter_mut().zip(row) {
                        *reached += mass * factor;
                    }
                }
            }
            self.forward.push(normal(product(&reached, local)));
        }
    }

    fn run_backward(&mut self, factors: &[Lanes; LABELS], goes_on: bool) {
        let mut backward = [0.0; LANES];
        for (backward, [outside, ..]) in backward.iter_mut().zip(factors) {
            *backward = if goes_on { *outside } else { 1.0 };
        }
        let mut is_last = true;
        for (at, (local, forward)) in self.local.iter().zip(&self.forward).enumerate().rev() {
            let label = normal(product(forward, &backward));
            if is_last && goes_on {
                for ([outside, ..], probability) in self.steps.iter_mut().zip(&label) {
                    *outside += probability;
                }
            }
            is_last = false;
            self.labels.push(label);
            match at.checked_sub(1).and_then(|before| self.forward.get(before)) {
                Some(before) => backward = flow(factors, before, &product(local, &backward), &mut self.steps),
                None => {
                    let [outside, ..] = &mut self.steps;
                    for (step, probability) in outside.iter_mut().zip(&label) {
                        *step += probability;
                    }
                }
            }
        }
        self.labels.reverse();
    }
}

/// Adds the steps between two tokens to `steps`; the result is the backward sums of the first of them.
fn flow(factors: &[Lanes; LABELS], before: &Lanes, inward: &Lanes, steps: &mut [Lanes; LABELS]) -> Lanes {
    let mut flows = *factors;
    let mut backward = [0.0; LANES];
    let mut all = 0.0;
    for ((row, mass), backward) in flows.iter_mut().zip(before).zip(&mut backward) {
        *row = product(row, inward);
        *backward = row.iter().sum();
        all += mass * *backward;
    }
    let scale = 1.0 / f32::max(all, f32::MIN_POSITIVE);
    for ((steps, row), mass) in steps.iter_mut().zip(&flows).zip(before) {
        for (step, flow) in steps.iter_mut().zip(row) {
            *step += mass * scale * flow;
        }
    }
    normal(backward)
}

fn exponentials(scores: &Lanes) -> Lanes {
    let most = scores.iter().take(LABELS).copied().fold(f32::MIN, f32::max);
    let mut exponentials = [0.0; LANES];
    for (exponential, score) in exponentials.iter_mut().zip(scores).take(LABELS) {
        *exponential = exp(score - most);
    }
    exponentials
}

fn factors(transitions: &[Lanes; LABELS]) -> [Lanes; LABELS] {
    let mut factors = [[0.0; LANES]; LABELS];
    for ((from, row), scores) in (0..).zip(factors.iter_mut()).zip(transitions) {
        for ((to, factor), score) in (0..).zip(row.iter_mut()).zip(scores).take(LABELS) {
            *factor = if may_follow(from, to) { exp(*score) } else { 0.0 };
        }
    }
    factors
}

fn product(one: &Lanes, two: &Lanes) -> Lanes {
    let mut product = *one;
    for (product, two) in product.iter_mut().zip(two) {
        *product *= two;
    }
    product
}

fn normal(mut lanes: Lanes) -> Lanes {
    let scale = 1.0 / f32::max(lanes.iter().sum(), f32::MIN_POSITIVE);
    for lane in &mut lanes {
        *lane *= scale;
    }
    lanes
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every path of labels through three tokens, each weighed by hand.
    #[test]
    fn probabilities_are_those_of_counting_every_path() {
        let value = |at: usize| f32::from(u8::try_from(at * 37 % 23).unwrap()) / 10.0 - 1.0;
        let scores: Vec<Lanes> = (0..3).map(|token| std::array::from_fn(|label| value(token * 16 + label))).collect();
        let transitions: [Lanes; LABELS] = std::array::from_fn(|from| std::array::from_fn(|to| value(from * 7 + to)));
        for goes_on in [false, true] {
            let mut labels = vec![[0.0_f64; LANES]; 3];
            let mut all = 0.0;
            for path in 0..LABELS.pow(3) {
                let path = [path % LABELS, path / LABELS % LABELS, path / LABELS / LABELS];
                let mut total = 0.0;
                let mut from = 0;
                let mut happens = true;
                for (scores, label) in scores.iter().zip(path) {
                    happens &= may_follow(u8::try_from(from).unwrap(), u8::try_from(label).unwrap());
                    total += scores[label] + transitions[from][label];
                    from = label;
                }
                total += if goes_on { transitions[from][0] } else { 0.0 };
                let weight = if happens { f64::from(total).exp() } else { 0.0 };
                all += weight;
                for (labels, label) in labels.iter_mut().zip(path) {
                    labels[label] += weight;
                }
            }
            let mut lattice = Lattice::default();
            lattice.fill(scores.iter().copied(), &transitions, goes_on);
            for (found, counted) in lattice.labels.iter().flatten().zip(labels.iter().flatten()) {
                assert!((f64::from(*found) - counted / all).abs() < 1e-4, "{found} for {}", counted / all);
            }
            let steps: f32 = lattice.steps.iter().flatten().sum();
            assert!((steps - if goes_on { 4.0 } else { 3.0 }).abs() < 1e-3, "{steps}");
        }
    }
}
