//! Weights by feature: a compact table that knows which features it holds.
//!
//! A feature is a hash of 31 bits. Its upper bits choose a bucket of four places, its lower bits are kept beside the
//! weights as a tag, so that a feature the training never saw meets (but for one in some 16,000) no other's weights.
//! The tags of a bucket are one machine word; a feature that is not in the table costs one look at them. A table that
//! was read has rows for the features it holds and no others: looking at weights is waiting for memory.

use crate::label::{LABELS, LANES};

/// Places of a bucket.
const PLACES: usize = 4;
const TAG_BITS: u32 = 16;
const ONES: u64 = 0x0001_0001_0001_0001;
const HIGHS: u64 = 0x8000_8000_8000_8000;

/// Most bits of a bucket's number: 128 MiB.
const MOST_BITS: u32 = 20;

/// Bits of a feature.
const FEATURE_BITS: u32 = 31;

/// Weights of features: `WIDTH` of them each, a multiple of [`LANES`]; one row of labels a pass.
#[derive(Debug, Clone)]
pub(crate) struct Table<const WIDTH: usize> {
    /// Bits of a bucket's number.
    bits: u32,
    buckets: Vec<Bucket>,
    /// The weights of each place; last, those of features that are not here: none.
    rows: Vec<[i8; WIDTH]>,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    /// The tag of each place, the first lowest; 0: free, and so are those after it.
    tags: u64,
    /// The row of the first place; those of the others follow.
    row: u32,
}

impl Bucket {
    fn filled(self) -> usize {
        (0..PLACES).take_while(|place| (self.tags >> (16 * place)) & 0xffff != 0).count()
    }
}

fn tag(feature: u32) -> u64 {
    // 0 is a free place.
    u64::from(feature & 0xffff).max(1)
}

impl<const WIDTH: usize> Table<WIDTH> {
    /// With room for 4 × 2^`bits` features.
    pub(crate) fn new(bits: u32) -> Self {
        let bits = bits.min(MOST_BITS);
        let buckets = (0..1_u32 << bits).map(|number| Bucket { tags: 0, row: number * PLACES as u32 }).collect();
        Self { bits, buckets, rows: vec![[0; WIDTH]; (PLACES << bits) + 1] }
    }

    /// The number of the place of a feature; [`Self::places`]: it is not here.
    #[inline]
    fn place(&self, feature: u32) -> usize {
        let bucket = self.buckets.get(self.bucket(feature)).copied().unwrap_or(Bucket { tags: 0, row: 0 });
        let difference = bucket.tags ^ (tag(feature) * ONES);
        // The lowest high bit marks the first tag that is equal.
        let equal = difference.wrapping_sub(ONES) & !difference & HIGHS;
        let place = bucket.row as usize + (equal.trailing_zeros() / TAG_BITS) as usize;
        if equal == 0 { self.places() } else { place }
    }

    /// The sums of the weights of some features, fewer than 256 of them, so that a sum of bytes fits. `features` is
    /// used up: all places are found before the first weight is read, and without a branch, so that the processor
    /// waits for memory once and not for each.
    pub(crate) fn sum(&self, features: &mut [u32]) -> [i16; WIDTH] {
        for feature in features.iter_mut() {
            // A place is a number of 22 bits.
            *feature = u32::try_from(self.place(*feature)).unwrap_or(u32::MAX);
        }
        let mut sum = [0; WIDTH];
        for weights in features.iter().filter_map(|place| self.rows.get(*place as usize)) {
            for (sum, weight) in sum.iter_mut().zip(weights) {
                *sum += i16::from(*weight);
            }
        }
        sum
    }

    /// Makes room for a feature and tells its place. `None`: its bucket is full, or another feature has its tag.
    /// Only in a table that was made by [`Self::new`].
    pub(crate) fn insert(&mut self, feature: u32) -> Option<usize> {
        if self.place(feature) < self.places() {
            return None;
        }
        let at = self.bucket(feature);
        let bucket = self.buckets.get_mut(at)?;
        let place = Some(bucket.filled()).filter(|place| *place < PLACES)?;
        bucket.tags |= tag(feature) << (16 * place);
        Some(bucket.row as usize + place)
    }

    /// The weights of all places, free ones included.
    pub(crate) fn rows_mut(&mut self) -> &mut [[i8; WIDTH]] {
        let places = self.places();
        self.rows.get_mut(..places).unwrap_or_default()
    }

    /// Places, free ones included.
    pub(crate) fn places(&self) -> usize {
        self.rows.len() - 1
    }

    /// Bits, tags, and a byte a weight of each feature that is here.
    pub(crate) fn encode(&self, bytes: &mut Vec<u8>) {
        bytes.push(u8::try_from(self.bits).unwrap_or(0));
        for bucket in &self.buckets {
            bytes.extend_from_slice(&bucket.tags.to_le_bytes());
        }
        let places = self.buckets.iter().flat_map(|bucket| (bucket.row as usize..).take(bucket.filled()));
        for row in places.filter_map(|place| self.rows.get(place)) {
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
        let mut filled = 0;
        let bucket = |bytes: &[u8; 8]| {
            let bucket = Bucket { tags: u64::from_le_bytes(*bytes), row: filled };
            filled += bucket.filled() as u32;
            bucket
        };
        let buckets: Vec<Bucket> = take(8 << bits)?.as_chunks::<8>().0.iter().map(bucket).collect();
        let mut rows = vec![[0; WIDTH]; filled as usize + 1];
        let mut weights = take(filled as usize * (WIDTH / LANES) * LABELS)?.iter();
        for row in rows.iter_mut().take(filled as usize) {
            for weight in row.chunks_mut(LANES).flat_map(|pass| pass.iter_mut().take(LABELS)) {
                *weight = i8::from_le_bytes([*weights.next()?]);
            }
        }
        Some(Self { bits, buckets, rows })
    }

    fn bucket(&self, feature: u32) -> usize {
        (feature >> (FEATURE_BITS - self.bits)) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feature_that_was_put_in_is_found_and_no_other_and_bytes_keep_both() {
        let mut table: Table<LANES> = Table::new(6);
        let features = || (1..=100_u32).map(|number| number.wrapping_mul(0x9e37_79b1) >> 1);
        let places: Vec<(u32, usize)> =
            features().filter_map(|feature| Some((feature, table.insert(feature)?))).collect();
        assert!(places.len() > 60, "{} of 100 found room", places.len());
        for (at, (_, place)) in (1_i8..).zip(&places) {
            table.rows_mut()[*place][0] = at;
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
            for (at, (feature, _)) in (1_i8..).zip(&places) {
                assert_eq!(table.sum(&mut [*feature])[0], i16::from(at));
            }
            let others = (1..=1000_u32).map(|number| number.wrapping_mul(0x85eb_ca6b) >> 1);
            assert!(others.filter(|other| table.place(*other) < table.places()).count() <= 2);
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
