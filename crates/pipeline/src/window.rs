//! What is in progress on one partition, and how far it is finished without a gap.

use crate::Outcome;
use bus::{Output, Received, Skipped};
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Instant;

/// Records of one partition in offset order, each waiting for its outcome. Work finishes in any order; what may be
/// committed is only the finished prefix.
#[derive(Debug, Default)]
pub(crate) struct Window {
    slots: VecDeque<Slot>,
    /// Next offset to be read: one past the last record taken in.
    position: Option<i64>,
}

#[derive(Debug)]
struct Slot {
    what: What,
    size: usize,
}

#[derive(Debug)]
enum What {
    Record {
        received: Arc<Received>,
        since: Instant,
        outcome: Option<Outcome>,
        attempts: u32,
    },
    /// Nothing to work on: finished from the start.
    Skipped(Skipped),
}

/// What is finished, and everything before it too.
#[derive(Debug)]
pub(crate) enum Finished {
    /// A record.
    Record {
        received: Arc<Received>,
        /// When it was taken in.
        since: Instant,
        outcome: Outcome,
        /// How often it was tried.
        attempts: u32,
        /// Bytes it held while in progress.
        size: usize,
    },
    /// Offsets that nobody was given.
    Skipped(Skipped),
}

impl Finished {
    /// The next offset to be read after this.
    pub(crate) fn next_offset(&self) -> i64 {
        match self {
            Self::Record { received, .. } => received.offset + 1,
            Self::Skipped(skipped) => skipped.next,
        }
    }
}

impl Slot {
    /// The last offset it stands for.
    fn offset(&self) -> i64 {
        match &self.what {
            What::Record { received, .. } => received.offset,
            What::Skipped(skipped) => skipped.next - 1,
        }
    }

    fn is_finished(&self) -> bool {
        match &self.what {
            What::Record { outcome, .. } => outcome.is_some(),
            What::Skipped(_) => true,
        }
    }
}

impl Window {
    /// Takes a record in, read at `since`. Returns its size for the in-flight account.
    pub(crate) fn push(&mut self, received: Arc<Received>, since: Instant) -> usize {
        let size = received.record.size();
        self.position = Some(received.offset + 1);
        self.slots.push_back(Slot { what: What::Record { received, since, outcome: None, attempts: 0 }, size });
        size
    }

    /// Notes that offsets are skipped after what was taken in before.
    pub(crate) fn skip(&mut self, skipped: Skipped) {
        self.position = Some(skipped.next);
        self.slots.push_back(Slot { what: What::Skipped(skipped), size: 0 });
    }

    /// Notes an outcome. Returns the bytes its outputs add to the account; `None`: no such record is in progress.
    pub(crate) fn finish(&mut self, offset: i64, outcome: Outcome, attempts: u32) -> Option<usize> {
        let index = self.slots.binary_search_by_key(&offset, Slot::offset).ok()?;
        let slot = self.slots.get_mut(index)?;
        let What::Record { outcome: known @ None, attempts: tried, .. } = &mut slot.what else { return None };
        let added = output_bytes(&outcome);
        slot.size += added;
        *known = Some(outcome);
        *tried = attempts;
        Some(added)
    }

    /// What is finished next, without a gap before it.
    pub(crate) fn pop_finished(&mut self) -> Option<Finished> {
        if !self.slots.front()?.is_finished() {
            return None;
        }
        let Slot { what, size } = self.slots.pop_front()?;
        Some(match what {
            What::Record { received, since, outcome, attempts } => {
                Finished::Record { received, since, outcome: outcome?, attempts, size }
            }
            What::Skipped(skipped) => Finished::Skipped(skipped),
        })
    }

    /// Whether there is something to commit.
    pub(crate) fn has_finished(&self) -> bool {
        self.slots.front().is_some_and(Slot::is_finished)
    }

    /// Whether nothing is in progress.
    pub(crate) fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Records in progress, and skips.
    pub(crate) fn len(&self) -> usize {
        self.slots.len()
    }

    /// Bytes in progress.
    pub(crate) fn bytes(&self) -> usize {
        self.slots.iter().map(|slot| slot.size).sum()
    }

    /// Next offset to be read, once something was.
    pub(crate) fn position(&self) -> Option<i64> {
        self.position
    }

    /// Timestamp of the oldest record in progress, Unix ms.
    pub(crate) fn oldest(&self) -> Option<i64> {
        self.slots.iter().find_map(|slot| match &slot.what {
            What::Record { received, .. } => Some(received.record.timestamp),
            What::Skipped(_) => None,
        })
    }

    /// Records that have their outcome, and the bytes they hold.
    pub(crate) fn finished(&self) -> (usize, usize) {
        let finished = self.slots.iter().filter(|slot| slot.is_finished());
        finished.fold((0, 0), |(records, bytes), slot| (records + 1, bytes + slot.size))
    }
}

fn output_bytes(outcome: &Outcome) -> usize {
    match outcome {
        Outcome::Emit(outputs) | Outcome::Hold(outputs) => {
            outputs.iter().map(|output: &Output| output.record.size()).sum()
        }
        Outcome::Drop(_) | Outcome::DeadLetter(_) => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use article::{Record, TopicName};
    use proptest::prelude::*;

    fn received(offset: i64) -> Arc<Received> {
        Arc::new(Received { topic: TopicName::new("t"), partition: 0, offset, record: Record::default() })
    }

    proptest! {
        #[test]
        fn the_watermark_never_passes_an_unfinished_offset(
            gaps in prop::collection::vec(1_i64..4, 1..40),
            order in prop::collection::vec(any::<prop::sample::Index>(), 0..60),
        ) {
            let mut window = Window::default();
            let offsets: Vec<i64> = gaps.iter().scan(0, |at, gap| { *at += gap; Some(*at) }).collect();
            for offset in &offsets {
                window.push(received(*offset), Instant::now());
            }
            let mut finished = std::collections::BTreeSet::new();
            let mut popped = Vec::new();
            for index in order {
                let offset = offsets[index.index(offsets.len())];
                let known = window.finish(offset, Outcome::Drop("test"), 1).is_some();
                prop_assert_eq!(known, finished.insert(offset));
                while let Some(one) = window.pop_finished() {
                    popped.push(one.next_offset() - 1);
                }
                let expected: Vec<i64> = offsets.iter().copied().take_while(|one| finished.contains(one)).collect();
                prop_assert_eq!(&popped, &expected);
            }
        }
    }
}
