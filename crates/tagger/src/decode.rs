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
    /// The same the other way round: one for each label behind.
    columns: [Scores; LABELS],
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
        let column = |next: usize| {
            std::array::from_fn(|from| rows.get(from).and_then(|row| row.get(next)).copied().unwrap_or(NEVER))
        };
        Self { rows, columns: std::array::from_fn(column) }
    }

    /// The scores, row by row; 0 for what never happens.
    pub(crate) fn weights(&self) -> impl Iterator<Item = i16> {
        let scores = self.rows.iter().flat_map(|row| row.iter().take(LABELS));
        scores.map(|score| if *score == NEVER { 0 } else { *score })
    }
}

/// The best labels of a row of tokens that begins as if after a token outside every name, appended to `labels`.
/// `goes_on`: a token outside every name follows. `paths` is room to work in.
#[inline(always)]
pub(crate) fn best(
    scores: &[Scores],
    transitions: &Transitions,
    goes_on: bool,
    paths: &mut Vec<Scores>,
    labels: &mut Vec<u8>,
) {
    paths.clear();
    for scores in scores {
        // A sentence begins as if outside.
        let [outside, ..] = &transitions.rows;
        let mut reached = paths.last().map_or(*outside, |before| reached_from(before, transitions));
        for (reached, score) in reached.iter_mut().zip(scores) {
            *reached = reached.saturating_add(*score);
        }
        let ahead = reached.iter().copied().max().unwrap_or(0);
        paths.push(reached.map(|path| path.saturating_sub(ahead)));
    }
    let Some(mut ends) = paths.last().copied() else { return };
    if goes_on {
        let [to_outside, ..] = &transitions.columns;
        ends.iter_mut().zip(to_outside).for_each(|(score, step)| *score = score.saturating_add(*step));
    }
    let begin = labels.len();
    let mut label = greatest(&ends);
    labels.push(label);
    // Which label led to each is asked only along the best path.
    for before in paths.iter().rev().skip(1) {
        let mut led = *before;
        if let Some(steps) = transitions.columns.get(usize::from(label)) {
            led.iter_mut().zip(steps).for_each(|(score, step)| *score = score.saturating_add(*step));
        }
        label = greatest(&led);
        labels.push(label);
    }
    if let Some(tail) = labels.get_mut(begin..) {
        tail.reverse();
    }
}

/// The best score of a path to each label of a token, before the token's own, behind those of the token before it.
#[inline(always)]
fn reached_from(before: &Scores, transitions: &Transitions) -> Scores {
    let mut reached = [NEVER; LANES];
    for (row, so_far) in transitions.rows.iter().zip(before) {
        for (reached, step) in reached.iter_mut().zip(row) {
            *reached = (*reached).max(step.saturating_add(*so_far));
        }
    }
    reached
}

/// The first label with the greatest score.
#[inline(always)]
fn greatest(scores: &Scores) -> u8 {
    // Those beyond the labels are never greater than all of these.
    let greatest = scores.iter().copied().fold(NEVER, i16::max);
    (0..).zip(scores.iter().take(LABELS)).find(|(_, score)| **score == greatest).map_or(OUTSIDE, |(label, _)| label)
}
