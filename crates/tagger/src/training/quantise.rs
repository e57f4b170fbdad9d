//! Trained weights as the bytes of a model.

use super::crf::Average;
use super::lattice::Lanes;
use crate::decode::Transitions;
use crate::label::{LABELS, LANES};
use crate::model::{AGAIN_UNIT, BOTH, Weights};
use crate::table::Table;

/// Of so many weights the largest is cut to the range of a byte, so that the many small ones keep their differences.
const ONE_CUT_IN: usize = 20_000;

/// A first pass alone.
pub(super) fn first(table: Table<BOTH>, average: &Average) -> Weights {
    let nothing = Average::new(0);
    both(table, Table::new(0), average, &nothing)
}

/// Both passes. The rows of `second` are those of `table`, then those of `again`.
pub(super) fn both(mut table: Table<BOTH>, mut again: Table<LANES>, first: &Average, second: &Average) -> Weights {
    let places = table.len();
    let (shared, own) = second.rows.split_at(places.min(second.rows.len()));
    let (first_scale, second_scale) = (scale(&first.rows), scale(shared));
    for (at, row) in table.rows_mut().enumerate() {
        let (once, twice) = row.split_at_mut(LANES);
        write(once, first.rows.get(at), first_scale);
        write(twice, shared.get(at), second_scale);
    }
    for (row, means) in again.rows_mut().zip(own) {
        write(row, Some(means), second_scale / f32::from(AGAIN_UNIT));
    }
    let first = transitions(&first.transitions, first_scale);
    let second = transitions(&second.transitions, second_scale);
    Weights { table, again, first, second }
}

fn scale(rows: &[Lanes]) -> f32 {
    let mut sizes: Vec<f32> = rows.iter().flatten().map(|weight| weight.abs()).filter(|size| *size > 0.0).collect();
    sizes.sort_by(f32::total_cmp);
    let large = sizes.get(sizes.len().saturating_sub(1 + sizes.len() / ONE_CUT_IN)).copied();
    127.0 / large.unwrap_or(1.0)
}

#[expect(clippy::cast_possible_truncation, reason = "rounded and clamped")]
fn write(row: &mut [i8], weights: Option<&Lanes>, scale: f32) {
    for (byte, weight) in row.iter_mut().zip(weights.into_iter().flatten()) {
        *byte = (weight * scale).round().clamp(-127.0, 127.0) as i8;
    }
}

#[expect(clippy::cast_possible_truncation, reason = "rounded and clamped")]
fn transitions(weights: &[Lanes; LABELS], scale: f32) -> Transitions {
    Transitions::new(&weights.map(|row| row.map(|weight| (weight * scale).round().clamp(-3e4, 3e4) as i16)))
}
