//! How far one partition reaches.

use bus::{Bus, BusError, Isolation, TopicPartition};

/// Where a partition begins and ends, as offsets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reach {
    /// The first one that is kept.
    pub start: i64,
    /// One past the last that may be read.
    pub end: i64,
    /// One past the last that was written: beyond `end` while a transaction is open.
    pub written: i64,
}

impl Reach {
    /// Asks the bus.
    pub fn of(bus: &dyn Bus, at: &TopicPartition) -> Result<Self, BusError> {
        let start = bus.start_offset(at)?;
        let end = bus.end_offset(at, Isolation::Committed)?;
        let written = bus.end_offset(at, Isolation::Uncommitted)?;
        Ok(Self { start, end, written: written.max(end) })
    }

    /// Where a group that has come so far reads on.
    pub(crate) fn from(&self, position: Option<i64>) -> i64 {
        position.map_or(self.start, |position| position.max(self.start))
    }

    /// Offsets nobody may read yet, as of a later look in which the end stands where it stood: a transaction that is open
    /// for moments is nothing to tell.
    pub(crate) fn held_up(&self, later: &Self) -> u64 {
        if self.written > self.end && self.end == later.end {
            u64::try_from(later.written - later.end).unwrap_or(0)
        } else {
            0
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_end_that_stands_still_before_what_was_written_is_held_up() {
        let reach = |end, written| Reach { start: 2, end, written };
        assert_eq!(reach(5, 5).held_up(&reach(5, 5)), 0);
        assert_eq!(reach(5, 9).held_up(&reach(9, 12)), 0, "one transaction ended, the next is open");
        assert_eq!(reach(5, 5).held_up(&reach(5, 7)), 0, "open only now");
        assert_eq!(reach(5, 9).held_up(&reach(5, 12)), 7);
        assert_eq!((reach(5, 5).from(None), reach(5, 5).from(Some(4)), reach(5, 5).from(Some(0))), (2, 4, 2));
    }
}
