//! How many records a store is given at once: fewer once it was too slow for more.

use std::time::Duration;

/// One write at most.
const BATCH_RECORDS: usize = 500;
/// One write at most where others are to have their turn: some 30 ms of work for SQLite.
const FEW_RECORDS: usize = 25;
/// One write at most, unless one record alone has more.
pub(super) const BATCH_BYTES: usize = 8 << 20;

/// More is given again when a write takes less than this part of the time that was not enough: twice as many records
/// then need about half of it.
const ROOMY: u32 = 4;
/// So many such writes in a row are needed.
const IN_A_ROW: u32 = 4;

/// A number of records that is halved when a write takes too long and doubled when writes have become quick.
#[derive(Debug)]
pub(super) struct AtOnce {
    records: usize,
    most: usize,
    /// What the last write that was given up had taken.
    not_enough: Duration,
    /// Writes in a row that left room for more.
    roomy: u32,
}

impl AtOnce {
    /// Nothing is known of the store yet.
    pub(super) fn new(gives_way: bool) -> Self {
        let most = if gives_way { FEW_RECORDS } else { BATCH_RECORDS };
        Self { records: most, most, not_enough: Duration::MAX, roomy: 0 }
    }

    /// Never more than so many.
    pub(super) fn most(&self) -> usize {
        self.most
    }

    pub(super) fn records(&self) -> usize {
        self.records
    }

    /// A write of so many records was given up after so long.
    pub(super) fn was_too_slow(&mut self, records: usize, spent: Duration) {
        *self = Self { records: (records / 2).max(1), most: self.most, not_enough: spent, roomy: 0 };
    }

    /// A write of so many records was done after so long.
    pub(super) fn was_done(&mut self, records: usize, spent: Duration) {
        if records < self.records {
            // Fewer than allowed show nothing.
            return;
        }
        self.roomy = if spent.saturating_mul(ROOMY) <= self.not_enough { self.roomy + 1 } else { 0 };
        if self.roomy >= IN_A_ROW {
            self.roomy = 0;
            self.records = self.records.saturating_mul(2).min(self.most);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn what_was_too_slow_is_halved_down_to_one_and_what_is_quick_doubles() {
        let mut at_once = AtOnce::new(false);
        at_once.was_done(500, SECOND * 100);
        assert_eq!(at_once.records(), 500);
        let mut tried = Vec::new();
        for _ in 0..10 {
            at_once.was_too_slow(at_once.records(), SECOND * 8);
            tried.push(at_once.records());
        }
        assert_eq!(tried, [250, 125, 62, 31, 15, 7, 3, 1, 1, 1]);
        let mut write = |times: u32, records: Option<usize>, spent: Duration| {
            for _ in 0..times {
                at_once.was_done(records.unwrap_or(at_once.records()), spent);
            }
            at_once.records()
        };
        assert_eq!(write(3, None, SECOND * 2), 1);
        assert_eq!(write(1, None, SECOND * 2), 2);
        assert_eq!(write(20, None, SECOND * 3), 2, "twice as many might be too slow again");
        assert_eq!(write(20, Some(1), SECOND / 10), 2, "fewer than allowed show nothing");
        assert_eq!(write(40, None, SECOND / 10), 500);
    }
}
