//! Offsets that nobody is given: what stood there cannot be read, or is gone.

use crate::TopicPartition;

/// A member goes on behind these offsets without having been given what stood there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Where.
    pub partition: TopicPartition,
    /// The first offset that is skipped.
    pub from: i64,
    /// Where reading goes on.
    pub next: i64,
    /// Why.
    pub why: SkipReason,
}

/// Why offsets are skipped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SkipReason {
    /// The client can never read what stands there: damaged, or beyond what it may hold. In its own words.
    Unreadable(String),
    /// It was deleted, by retention or by hand, before it was read.
    Deleted,
    /// What stands there is not what was read before, and nobody can tell since where: the topic was deleted and created
    /// again, or lost its end. Everything that stands there is read; `next` is below `from`.
    StartedOver,
    /// The partition lost its end, as when an out-of-date replica becomes the leader: what was read from `next` on is gone
    /// from it. `next` is below `from`; what stands there now was written since.
    CutBack,
}

impl Skipped {
    /// How many offsets that are, or have gone. Records of aborted transactions, transaction markers, and records that
    /// compaction had removed are among them, if there were any.
    pub fn offsets(&self) -> u64 {
        let offsets = match self.why {
            SkipReason::Unreadable(_) | SkipReason::Deleted | SkipReason::StartedOver => self.next - self.from,
            SkipReason::CutBack => self.from - self.next,
        };
        u64::try_from(offsets).unwrap_or(0)
    }
}
