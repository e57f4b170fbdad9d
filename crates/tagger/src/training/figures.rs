//! Counting right, wrong and missed names.

use super::gold::GoldText;
use crate::label::Kind;
use crate::tagger::names;
use crate::words::Words;
use std::collections::BTreeSet;

/// Right, wrong and missed names, by kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    counts: [[u32; 3]; Kind::ALL.len()],
}

impl Figures {
    /// F1 over these kinds together.
    pub fn f1(&self, kinds: &[Kind]) -> f64 {
        let counts = kinds.iter().filter_map(|kind| self.counts.get(*kind as usize));
        let [right, wrong, missed] = counts.fold([0.0; 3], |[right, wrong, missed], [one, two, three]| {
            [right + f64::from(*one), wrong + f64::from(*two), missed + f64::from(*three)]
        });
        2.0 * right / (2.0 * right + wrong + missed).max(1.0)
    }

    /// Of this and other texts together.
    pub fn add(&mut self, other: &Self) {
        for (sum, count) in self.counts.iter_mut().flatten().zip(other.counts.iter().flatten()) {
            *sum += count;
        }
    }

    pub(super) fn count(&mut self, gold: &GoldText, words: &Words, labels: &[u8]) {
        let found: BTreeSet<_> =
            names(words, labels).into_iter().map(|name| (name.kind, name.bytes.start, name.bytes.end)).collect();
        let right: BTreeSet<_> = gold.names.iter().map(|(kind, bytes)| (*kind, bytes.start, bytes.end)).collect();
        for (at, (kind, ..)) in found
            .intersection(&right)
            .map(|name| (0, name))
            .chain(found.difference(&right).map(|name| (1, name)))
            .chain(right.difference(&found).map(|name| (2, name)))
        {
            if let Some(count) = self.counts.get_mut(*kind as usize).and_then(|counts| counts.get_mut(at)) {
                *count += 1;
            }
        }
    }
}
