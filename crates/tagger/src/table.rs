//! Weights by feature: a compact table that knows which features it holds.
//!
//! A feature is a hash of 31 bits. Its upper bits choose a bucket of four entries; an entry is one word of 32 bits: the
//! further bits of a feature, so that one the training never saw meets (but for one in some 10,000) no other's weights,
//! and the number of the feature's row of weights. Rows stand in the order in which they came: whoever fills a table
//! puts the features that texts are full of first, so that these lie together and the processor keeps them at hand.

use crate::features::{Features, LEXICAL};
use crate::label::{LABELS, LANES};

/// Entries of a bucket.
const PLACES: usize = 4;

/// Bits of the number of an entry in its bucket.
const PLACE_BITS: u32 = 2;

/// Most bits of a bucket's number: 128 MiB of rows.
const MOST_BITS: u32 = 20;

/// Bits of a feature.
const FEATURE_BITS: u32 = 31;

/// Weights that were added up.
pub(crate) type Sum<const WIDTH: usize> = [i16; WIDTH];

/// Weights of features: `WIDTH` of them each, a multiple of [`LANES`]; one row of labels a pass.
#[derive(Debug, Clone)]
pub(crate) struct Table<const WIDTH: usize> {
    /// Bits of a bucket's number.
    bits: u32,
    /// Each entry the upper bits a tag, the lower ones a row; 0: free.
    buckets: Vec<[u32; PLACES]>,
    /// The weights of each row. The first are those of features that are not here: none.
    rows: Vec<Row<WIDTH>>,
}

/// The weights of a feature, which no two lines of a processor's cache share.
#[derive(Debug, Clone, Copy)]
#[repr(align(32))]
struct Row<const WIDTH: usize>([i8; WIDTH]);

impl<const WIDTH: usize> Table<WIDTH> {
    /// With room for 4 × 2^`bits` features but one.
    pub(crate) fn new(bits: u32) -> Self {
        let bits = bits.min(MOST_BITS);
        Self { bits, buckets: vec![[0; PLACES]; 1 << bits], rows: vec![Row([0; WIDTH])] }
    }

    /// The row of a feature; 0: it is not here.
    #[inline(always)]
    fn row(&self, feature: u32) -> u32 {
        let (tag, of_row) = (self.tag(feature), self.bits_of_row());
        let entries = self.buckets.get(self.bucket(feature)).copied().unwrap_or_default();
        // A free entry is row 0. No branch: which of the four it is cannot be foretold.
        entries.iter().fold(0, |row, entry| row | if (entry ^ tag) & !of_row == 0 { entry & of_row } else { 0 })
    }

    /// The sums of the weights of some features, fewer than 256 of them, so that a sum of bytes fits. `features` is
    /// used up: all rows are found before the first weight is read, so that the processor waits for memory once and
    /// not for each.
    #[inline(always)]
    fn sum(&self, features: &mut [u32]) -> Sum<WIDTH> {
        for feature in features.iter_mut() {
            *feature = self.row(*feature & !LEXICAL);
        }
        let mut sum = [0; WIDTH];
        for Row(weights) in features.iter().filter_map(|row| self.rows.get(*row as usize)) {
            for (sum, weight) in sum.iter_mut().zip(weights) {
                *sum += i16::from(*weight);
            }
        }
        sum
    }

    /// Bits; of each bucket how many entries it has, and these; a byte a weight of each row but the first.
    pub(crate) fn encode(&self, bytes: &mut Vec<u8>) {
        bytes.push(u8::try_from(self.bits).unwrap_or(0));
        for entries in &self.buckets {
            let filled = entries.iter().take_while(|entry| **entry != 0);
            bytes.push(u8::try_from(filled.clone().count()).unwrap_or(0));
            bytes.extend(filled.flat_map(|entry| entry.to_le_bytes()));
        }
        for Row(row) in self.rows.iter().skip(1) {
            let weights = row.chunks(LANES).flat_map(|pass| pass.iter().take(LABELS));
            bytes.extend(weights.flat_map(|weight| weight.to_le_bytes()));
        }
    }

    /// Reads what [`Self::encode`] wrote; `take` hands out so many of its bytes.
    pub(crate) fn decode<'a>(mut take: impl FnMut(usize) -> Option<&'a [u8]>) -> Option<Self> {
        let bits = u32::from(*take(1)?.first()?);
        if bits > MOST_BITS {
            return None;
        }
        let mut table = Self::new(bits);
        let mut filled = 0;
        for entries in &mut table.buckets {
            let count = usize::from(*take(1)?.first()?);
            let read = take(count * 4)?.as_chunks::<4>().0;
            for (entry, bytes) in entries.get_mut(..count)?.iter_mut().zip(read) {
                *entry = u32::from_le_bytes(*bytes);
            }
            filled += count;
        }
        let (weights, _) = take(filled * (WIDTH / LANES) * LABELS)?.as_chunks::<LABELS>();
        table.rows.reserve_exact(filled);
        for passes in weights.chunks_exact(WIDTH / LANES) {
            let mut row = [0; WIDTH];
            for (lanes, weights) in row.as_chunks_mut::<LANES>().0.iter_mut().zip(passes) {
                lanes.first_chunk_mut().into_iter().for_each(|lanes| *lanes = weights.map(u8::cast_signed));
            }
            table.rows.push(Row(row));
        }
        Some(table)
    }

    fn bucket(&self, feature: u32) -> usize {
        (feature >> (FEATURE_BITS - self.bits)) as usize
    }

    /// What follows in a feature on the bits of its bucket, as far as an entry has room for it.
    fn tag(&self, feature: u32) -> u32 {
        feature << (u32::BITS - FEATURE_BITS + self.bits) & !self.bits_of_row()
    }

    fn bits_of_row(&self) -> u32 {
        (1 << (self.bits + PLACE_BITS)) - 1
    }
}

/// Adds up the weights of some features, which are collected in `found`.
#[inline(always)]
pub(crate) fn sum<const WIDTH: usize>(
    table: &Table<WIDTH>,
    found: &mut Vec<u32>,
    features: impl FnOnce(&mut Features<'_>),
) -> Sum<WIDTH> {
    found.clear();
    features(&mut Features(found));
    table.sum(found)
}

/// A table in the making.
#[cfg(any(test, feature = "training"))]
impl<const WIDTH: usize> Table<WIDTH> {
    /// Makes room for a feature and tells its row. `None`: its bucket is full, or another feature has its tag.
    pub(crate) fn insert(&mut self, feature: u32) -> Option<usize> {
        let (bucket, tag, of_row) = (self.bucket(feature), self.tag(feature), self.bits_of_row());
        let next = u32::try_from(self.rows.len()).ok().filter(|row| *row <= of_row)?;
        let entries = self.buckets.get_mut(bucket)?;
        if entries.iter().any(|entry| *entry != 0 && (entry ^ tag) & !of_row == 0) {
            return None;
        }
        *entries.iter_mut().find(|entry| **entry == 0)? = tag | next;
        self.rows.push(Row([0; WIDTH]));
        Some(self.rows.len() - 1)
    }

    /// The weights of all rows, by their number.
    pub(crate) fn rows_mut(&mut self) -> impl Iterator<Item = &mut [i8; WIDTH]> {
        self.rows.iter_mut().map(|Row(weights)| weights)
    }

    /// How many rows there are, the one of no feature included.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feature_that_was_put_in_is_found_and_no_other_and_bytes_keep_both() {
        let mut table: Table<LANES> = Table::new(6);
        let features = || (1..=100_u32).map(|number| number.wrapping_mul(0x9e37_79b1) >> 1);
        let rows: Vec<(u32, usize)> =
            features().filter_map(|feature| Some((feature, table.insert(feature)?))).collect();
        assert!(rows.len() > 60, "{} of 100 found room", rows.len());
        assert!(rows.iter().map(|(_, row)| *row).eq(1..table.len()), "rows stand in the order in which they came");
        for (at, (_, row)) in (1_i8..).zip(&rows) {
            table.rows_mut().nth(*row).unwrap()[0] = at;
        }
        let mut bytes = Vec::new();
        table.encode(&mut bytes);
        let mut rest = bytes.as_slice();
        let read = Table::<LANES>::decode(|length| {
            let (taken, after) = rest.split_at_checked(length)?;
            rest = after;
            Some(taken)
        })
        .unwrap();
        assert!(rest.is_empty());
        for table in [&table, &read] {
            for (at, (feature, _)) in (1_i8..).zip(&rows) {
                assert_eq!(table.sum(&mut [*feature])[0], i16::from(at));
            }
            let others = (1..=1000_u32).map(|number| number.wrapping_mul(0x85eb_ca6b) >> 1);
            assert!(others.filter(|other| table.row(*other) != 0).count() <= 2);
        }
    }

    #[test]
    fn a_table_cut_short_is_none() {
        let mut bytes = Vec::new();
        Table::<LANES>::new(2).encode(&mut bytes);
        for length in 0..bytes.len() {
            let mut rest = &bytes[..length];
            let read = Table::<LANES>::decode(|length| {
                let (taken, after) = rest.split_at_checked(length)?;
                rest = after;
                Some(taken)
            });
            assert!(read.is_none(), "{length} bytes");
        }
    }
}
