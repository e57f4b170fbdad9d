//! What is the same of words in many texts: made when a word is first met, and kept for the texts to come.
//!
//! What a text tells of a word beyond that, in which company it stands, is told anew in each. Memory is bounded by
//! [`Met`].

use crate::features::{SLOTS, of_form, of_use, uses};
use crate::met::Met;
use crate::model::BOTH;
use crate::table::{Sum, Table, sum};
use crate::word::{USAGE_BITS, Word};

/// What was met before: some 6 MiB at most after texts of usual length. It belongs to the tagger that fills it, and
/// serves one text at a time.
#[derive(Debug, Default)]
pub struct Memory {
    pub(crate) met: Met,
    /// By the number of the word, in each slot: one more than the place of its sum, and in the last bits the usage that
    /// the sum is of; 0: not asked for yet.
    places: Vec<[u32; SLOTS.len()]>,
    /// Where the usage counts, the sum of what does not depend on it follows: texts use most names differently.
    sums: Vec<Line>,
}

/// A sum that no two lines of a processor's cache share.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Line(Sum<BOTH>);

impl Memory {
    /// Makes room, if there is none.
    pub(crate) fn make_room(&mut self) {
        if !self.met.is_full() {
            return;
        }
        let (sums, places) = (std::mem::take(&mut self.sums), std::mem::take(&mut self.places));
        for number in self.met.keep_common() {
            let of_word = places.get(number as usize).copied().unwrap_or_default();
            let mut now = [0; SLOTS.len()];
            for (slot, (known, now)) in of_word.into_iter().zip(&mut now).enumerate() {
                let lines = (known >> USAGE_BITS).checked_sub(1).map(|place| place as usize);
                let lines = lines.and_then(|place| sums.get(place..place + lines_of(slot)));
                *now = lines.map_or(0, |lines| {
                    self.sums.extend_from_slice(lines);
                    place_and_usage(self.sums.len() - lines.len() + 1, known & USAGE)
                });
            }
            self.places.push(now);
        }
    }

    /// What the features of a word add up to in a slot, without those of its company.
    #[inline(always)]
    pub(crate) fn sum_of(
        &mut self,
        word: &Word,
        slot: usize,
        table: &Table<BOTH>,
        features: &mut Vec<u32>,
    ) -> &Sum<BOTH> {
        let (number, usage) = (word.number as usize, if uses(slot) { u32::from(word.usage) } else { 0 });
        if self.places.len() <= number {
            self.places.resize(number + 1, [0; SLOTS.len()]);
        }
        let known = self.places.get(number).and_then(|slots| slots.get(slot)).copied().unwrap_or(0);
        let mut place = (known >> USAGE_BITS).checked_sub(1).map_or(self.sums.len(), |place| place as usize);
        if place >= self.sums.len() {
            place = self.sums.len();
            let form = Line(sum(table, features, |out| of_form(Some(word), slot, out)));
            self.sums.extend(std::iter::repeat_n(form, lines_of(slot)));
        }
        let is_other = known == 0 || known & USAGE != usage;
        if is_other && uses(slot) {
            let mut total = sum(table, features, |out| of_use(word, slot, out));
            if let Some([line, Line(form), ..]) = self.sums.get_mut(place..) {
                total.iter_mut().zip(form).for_each(|(total, form)| *total += *form);
                *line = Line(total);
            }
        }
        if is_other && let Some(known) = self.places.get_mut(number).and_then(|slots| slots.get_mut(slot)) {
            *known = place_and_usage(place + 1, usage);
        }
        self.sums.get(place).map_or(&[0; BOTH], |Line(sum)| sum)
    }
}

/// How many sums there are of a word in a slot.
fn lines_of(slot: usize) -> usize {
    1 + usize::from(uses(slot))
}

/// The bits of a usage.
const USAGE: u32 = (1 << USAGE_BITS) - 1;

/// One more than the place of a sum, eight a word at most and thus far less than 2^27, with the usage that it is of.
fn place_and_usage(after: usize, usage: u32) -> u32 {
    u32::try_from(after).unwrap_or(0) << USAGE_BITS | usage
}
