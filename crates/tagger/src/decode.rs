//! The best sequence of labels (Viterbi).

use crate::label::{LABELS, LANES, OUTSIDE, may_follow};

/// Scores of one token, one a label.
pub(crate) type Scores = [i32; LANES];

/// No path goes here; far enough from the end of the range for a thousand of them to add up.
const NEVER: i32 = -1_000_000;

/// Scores of one label after another.
#[derive(Debug, Clone)]
pub(crate) struct Transitions {
    /// One row for each label before, with what never happens ruled out.
    rows: [Scores; LABELS],
}

impl Transitions {
    pub(crate) fn new(weights: &[[i16; LANES]; LABELS]) -> Self {
        let mut rows = weights.map(|row| row.map(i32::from));
        for (from, row) in (0u8..).zip(rows.iter_mut()) {
            for (next, score) in (0u8..).zip(row.iter_mut()) {
                if usize::from(next) >= LABELS || !may_follow(from, next) {
                    *score = NEVER;
                }
            }
        }
        Self { rows }
    }

    /// The scores, row by row; 0 for what never happens.
    pub(crate) fn weights(&self) -> impl Iterator<Item = i16> {
        let scores = self.rows.iter().flat_map(|row| row.iter().take(LABELS));
        // Beyond the range is only what never happens.
        scores.map(|score| i16::try_from(*score).unwrap_or(0))
    }
}

/// The best labels of a row of tokens that begins as if after a token outside every name, appended to `labels`.
/// `goes_on`: a token outside every name follows.
pub(crate) fn best(scores: &[Scores], transitions: &Transitions, goes_on: bool, labels: &mut Vec<u8>) {
    if scores.is_empty() {
        return;
    }
    let mut came_from: Vec<[u8; LANES]> = Vec::with_capacity(scores.len());
    let mut path = [NEVER; LANES];
    let mut before = transitions.rows.first().copied().unwrap_or([0; LANES]);
    for scores in scores {
        let mut from = [OUTSIDE; LANES];
        if came_from.is_empty() {
            // A sentence begins as if outside.
            for ((path, before), score) in path.iter_mut().zip(before.iter()).zip(scores) {
                *path = before.saturating_add(*score);
            }
        } else {
            let mut reached = [i32::MIN; LANES];
            for ((label, row), so_far) in (0u8..).zip(&transitions.rows).zip(before.iter()) {
                for ((reached, from), step) in reached.iter_mut().zip(from.iter_mut()).zip(row) {
                    let score = so_far.saturating_add(*step);
                    let better = score > *reached;
                    *from = if better { label } else { *from };
                    *reached = if better { score } else { *reached };
                }
            }
            for ((path, reached), score) in path.iter_mut().zip(&reached).zip(scores) {
                *path = reached.saturating_add(*score).max(4 * NEVER);
            }
        }
        came_from.push(from);
        before = path;
    }
    if goes_on {
        for (score, row) in before.iter_mut().zip(&transitions.rows) {
            *score = score.saturating_add(row.first().copied().unwrap_or(0));
        }
    }
    let ending = before.iter().take(LABELS).enumerate().max_by_key(|(label, score)| (**score, LANES - label));
    let mut label = ending.map_or(OUTSIDE, |(label, _)| u8::try_from(label).unwrap_or(OUTSIDE));
    let begin = labels.len();
    for from in came_from.iter().rev() {
        labels.push(label);
        label = from.get(usize::from(label)).copied().unwrap_or(OUTSIDE);
    }
    if let Some(tail) = labels.get_mut(begin..) {
        tail.reverse();
    }
}
