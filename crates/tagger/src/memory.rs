//! What is the same of words in every text: made when a word is first met, and kept for the texts to come.
//!
//! What a text tells of a word beyond that, how it is used, is told anew in each. Memory is bounded by [`Met`].

use crate::features::{SLOTS, of_form};
use crate::met::Met;
use crate::model::BOTH;
use crate::table::{Sum, Table, sum};
use crate::word::Word;

/// What was met before: some 4 MiB at most after texts of usual length. It belongs to the tagger that fills it, and
/// serves one text at a time.
#[derive(Debug, Default)]
pub struct Memory {
    pub(crate) met: Met,
    /// By the number of the word: one more than the place of its sum in each slot; 0: not asked for yet.
    places: Vec<[u32; SLOTS.len()]>,
    sums: Vec<Sum<BOTH>>,
}

impl Memory {
    /// Makes room, if there is none.
    pub(crate) fn make_room(&mut self) {
        if self.met.is_full() {
            *self = Self::default();
        }
    }

    /// What the features of a word as such add up to in a slot.
    pub(crate) fn sum_of(
        &mut self,
        word: &Word,
        slot: usize,
        table: &Table<BOTH>,
        features: &mut Vec<u32>,
    ) -> Sum<BOTH> {
        let number = word.number as usize;
        if self.places.len() <= number {
            self.places.resize(number + 1, [0; SLOTS.len()]);
        }
        let Some(place) = self.places.get_mut(number).and_then(|slots| slots.get_mut(slot)) else { return [0; BOTH] };
        if let Some(sum) = place.checked_sub(1).and_then(|place| self.sums.get(place as usize)) {
            return *sum;
        }
        let sum = sum(table, features, |out| of_form(Some(word), slot, out));
        self.sums.push(sum);
        *place = u32::try_from(self.sums.len()).unwrap_or(0); // Five a word: far less than four billion.
        sum
    }
}
