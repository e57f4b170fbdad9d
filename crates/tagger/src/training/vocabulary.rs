//! Which features a model learns: those that the articles of two outlets or more have in common. What is seen with one
//! outlet alone explains its articles and no others, and a model without it learns to do without.

use super::crf::Example;
use crate::features::LEXICAL;
use crate::table::Table;
use std::cmp::Reverse;

/// All features of some examples, each with a number.
pub(super) struct Vocabulary {
    /// Sorted; a feature's number is its place.
    features: Vec<u32>,
}

/// The place of a feature that was not chosen.
const LEFT_OUT: u32 = u32::MAX;

/// Outlets that a feature must be seen with.
const OUTLETS: u32 = 2;

/// What is counted of a feature.
#[derive(Debug, Clone, Copy)]
struct Seen {
    outlets: u32,
    uses: u32,
    /// The outlet counted last, so that each counts once.
    last: usize,
}

/// The features chosen from a vocabulary: the place in a table of each, by its number.
pub(super) struct Chosen {
    places: Vec<u32>,
}

impl Vocabulary {
    pub(super) fn new<'a>(examples: impl Iterator<Item = &'a Example>) -> Self {
        let mut features: Vec<u32> = Vec::new();
        for example in examples {
            features.extend(example.rows.iter().map(|feature| feature & !LEXICAL));
        }
        features.sort_unstable();
        features.dedup();
        Self { features }
    }

    /// Turns the features of an example into their numbers.
    pub(super) fn number(&self, example: &mut Example) {
        for row in &mut example.rows {
            let mark = *row & LEXICAL;
            let number = self.features.binary_search(&(*row & !LEXICAL)).ok().and_then(|at| u32::try_from(at).ok());
            *row = number.unwrap_or(LEFT_OUT) & !LEXICAL | mark;
        }
    }

    /// Finds a place in a table with 4 × 2^`bits` places for every feature of the numbered examples that enough outlets
    /// share, those of most outlets, and then those used most, first.
    pub(super) fn choose<'a, const WIDTH: usize>(
        &self,
        examples: impl Iterator<Item = (usize, &'a Example)>,
        bits: u32,
    ) -> (Table<WIDTH>, Chosen) {
        let mut seen: Vec<Seen> = vec![Seen { outlets: 0, uses: 0, last: usize::MAX }; self.features.len()];
        for (outlet, example) in examples {
            for row in &example.rows {
                if let Some(seen) = seen.get_mut((row & !LEXICAL) as usize) {
                    seen.outlets += u32::from(seen.last != outlet);
                    seen.uses += 1;
                    seen.last = outlet;
                }
            }
        }
        let mut places = vec![LEFT_OUT; seen.len()];
        let counted = seen.iter().zip(&self.features).zip(&mut places);
        let mut shared: Vec<_> = counted.filter(|((seen, _), _)| seen.outlets >= OUTLETS).collect();
        shared.sort_by_key(|((seen, _), _)| Reverse((seen.outlets, seen.uses)));
        let mut table = Table::new(bits);
        for ((_, feature), place) in shared {
            let found = table.insert(*feature).and_then(|place| u32::try_from(place).ok());
            *place = found.unwrap_or(LEFT_OUT);
        }
        (table, Chosen { places })
    }
}

impl Chosen {
    /// An example with places for numbers, without the features that were not chosen.
    pub(super) fn placed(&self, example: &Example) -> Example {
        let mut placed = Example {
            rows: Vec::with_capacity(example.rows.len()),
            ends: Vec::with_capacity(example.ends.len()),
            labels: example.labels.clone(),
            goes_on: example.goes_on,
        };
        for token in example.tokens() {
            for number in token {
                let place = self.places.get((number & !LEXICAL) as usize).copied().unwrap_or(LEFT_OUT);
                if place != LEFT_OUT {
                    placed.rows.push(place | (number & LEXICAL));
                }
            }
            placed.end_token();
        }
        placed
    }
}
