//! What rows of weights, a signed byte each, add up to.

/// Sums of rows of bytes, in lanes that a processor adds side by side.
#[derive(Default)]
pub(super) struct Sums {
    /// How many bytes of a row count.
    count: usize,
    /// As far as they were added up without passing the range of their numbers; the last lanes may be beyond a row.
    lanes: Vec<[i16; LANES]>,
    /// Rows in `lanes`.
    rows: u16,
    /// All before.
    sums: Vec<i32>,
}

/// Numbers of 16 bits that are added at once.
const LANES: usize = 16;

/// So many bytes add up to no more than 16 bits hold.
const MOST_ROWS: u16 = 256;

impl Sums {
    pub(super) fn new(count: usize) -> Self {
        Self { count, lanes: vec![[0; LANES]; count.div_ceil(LANES)], rows: 0, sums: vec![0; count] }
    }

    /// Adds the row that begins at this byte.
    pub(super) fn add(&mut self, bytes: &[u8], at: usize) {
        if self.rows == MOST_ROWS {
            self.carry();
        }
        self.rows += 1;
        // What the last lanes read of the next row is never looked at. At the end there is none.
        let wide = bytes.get(at..at + self.lanes.len() * LANES);
        let row = wide.or_else(|| bytes.get(at..at + self.count)).unwrap_or_default();
        let (chunks, rest) = row.as_chunks::<LANES>();
        for (lanes, weights) in self.lanes.iter_mut().zip(chunks) {
            add(lanes, weights);
        }
        if let Some(lanes) = self.lanes.get_mut(chunks.len()) {
            add(lanes, rest);
        }
    }

    /// Begins anew.
    pub(super) fn clear(&mut self) {
        self.lanes.fill([0; LANES]);
        self.sums.fill(0);
        self.rows = 0;
    }

    /// How many bytes of a row count.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// What no more than [`MOST_ROWS`] rows add up to.
    pub(super) fn of_few(&self) -> &[i16] {
        self.lanes.as_flattened().get(..self.count).unwrap_or_default()
    }

    fn carry(&mut self) {
        for (sum, lane) in self.sums.iter_mut().zip(self.lanes.as_flattened()) {
            *sum += i32::from(*lane);
        }
        self.lanes.fill([0; LANES]);
        self.rows = 0;
    }

    pub(super) fn end(mut self) -> Vec<i32> {
        self.carry();
        self.sums
    }
}

fn add(lanes: &mut [i16; LANES], weights: &[u8]) {
    for (lane, weight) in lanes.iter_mut().zip(weights) {
        *lane = lane.wrapping_add(i16::from(weight.cast_signed()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_add_up_however_many_and_where_they_lie() {
        let count = 21;
        let bytes: Vec<u8> = (0..count * 3).map(|at: usize| (at * 37).to_le_bytes()[0]).collect();
        let rows: Vec<usize> = (0..2_000).map(|at| at % 3).collect();
        let mut sums = Sums::new(count);
        rows.iter().for_each(|row| sums.add(&bytes, row * count));
        let expected: Vec<i32> = (0..count)
            .map(|lane| rows.iter().map(|row| i32::from(bytes[row * count + lane].cast_signed())).sum())
            .collect();
        assert_eq!(sums.end(), expected);
        let mut lowest = Sums::new(1);
        (0..600).for_each(|_| lowest.add(&[0x80], 0));
        assert_eq!(lowest.end(), [-128 * 600]);
    }
}
