//! The best sequence of labels (Viterbi).

use crate::label::{LABELS, LANES, OUTSIDE, may_follow};

/// Scores of one token, one a label. Sixteen bits, which add up in few steps on every processor; what a path scores is
/// kept relative to the best path, so that long sentences stay in range.
pub(crate) type Scores = [i16; LANES];

/// No path goes here: what is added to it saturates, and the best path is never so far behind itself.
const NEVER: i16 = i16::MIN;

/// Scores of one label after another.
#[derive(Debug, Clone)]
pub(crate) struct Transitions {
    /// One row for each label before, with what never happens ruled out.
    rows: [Scores; LABELS],
}

impl Transitions {
    pub(crate) fn new(weights: &[[i16; LANES]; LABELS]) -> Self {
        let mut rows = *weights;
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
        scores.map(|score| if *score == NEVER { 0 } else { *score })
    }
}

/// The best labels of a row of tokens that begins as if after a token outside every name, appended to `labels`.
/// `goes_on`: a token outside every name follows.
pub(crate) fn best(scores: &[Scores], transitions: &Transitions, goes_on: bool, labels: &mut Vec<u8>) {
    if scores.is_empty() {
        return;
    }
    let mut came_from: Vec<[u8; LANES]> = Vec::with_capacity(scores.len());
    // A sentence begins as if outside.
    let mut before = transitions.rows.first().copied().unwrap_or([0; LANES]);
    for scores in scores {
        let mut from = [0_i16; LANES];
        let mut reached = before;
        if !came_from.is_empty() {
            reached = [NEVER; LANES];
            for ((label, row), so_far) in (0_i16..).zip(&transitions.rows).zip(before.iter()) {
                // Three plain loops: each becomes a handful of vector instructions.
                let mut scores = *row;
                scores.iter_mut().for_each(|score| *score = score.saturating_add(*so_far));
                for ((from, reached), score) in from.iter_mut().zip(&reached).zip(&scores) {
                    *from = if score > reached { label } else { *from };
                }
                for (reached, score) in reached.iter_mut().zip(&scores) {
                    *reached = if score > reached { *score } else { *reached };
                }
            }
        }
        for (reached, score) in reached.iter_mut().zip(scores) {
            *reached = reached.saturating_add(*score);
        }
        let ahead = reached.iter().copied().max().unwrap_or(0);
        before = reached.map(|path| path.saturating_sub(ahead));
        // Labels are fewer than lanes.
        came_from.push(from.map(|label| label.to_le_bytes()[0]));
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
