//! What is in progress on one partition, and how far it is finished without a gap.

use crate::Outcome;
use bus::{Output, Received};
use std::collections::VecDeque;
use std::sync::Arc;

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
    received: Arc<Received>,
    size: usize,
    outcome: Option<Outcome>,
    attempts: u32,
}

/// A record that is finished and everything before it too.
#[derive(Debug)]
pub(crate) struct Finished {
    pub(crate) received: Arc<Received>,
    pub(crate) outcome: Outcome,
    /// How often it was tried.
    pub(crate) attempts: u32,
    /// Bytes it held while in progress.
    pub(crate) size: usize,
}

impl Window {
    /// Takes a record in. Returns its size for the in-flight account.
    pub(crate) fn push(&mut self, received: Arc<Received>) -> usize {
        let size = received.record.size();
        self.position = Some(received.offset + 1);
        self.slots.push_back(Slot { received, size, outcome: None, attempts: 0 });
        size
    }

    /// Notes an outcome. Returns the bytes its outputs add to the account; `None`: no such record is in progress.
    pub(crate) fn finish(&mut self, offset: i64, outcome: Outcome, attempts: u32) -> Option<usize> {
        let index = self.slots.binary_search_by_key(&offset, |slot| slot.received.offset).ok()?;
        let slot = self.slots.get_mut(index)?;
        if slot.outcome.is_some() {
            return None;
        }
        let added = output_bytes(&outcome);
        slot.size += added;
        slot.outcome = Some(outcome);
        slot.attempts = attempts;
        Some(added)
    }

    /// The next finished record without a gap before it.
    pub(crate) fn pop_finished(&mut self) -> Option<Finished> {
        self.slots.front()?.outcome.as_ref()?;
        let slot = self.slots.pop_front()?;
        Some(Finished { received: slot.received, outcome: slot.outcome?, attempts: slot.attempts, size: slot.size })
    }

    /// Whether there is something to commit.
    pub(crate) fn has_finished(&self) -> bool {
        self.slots.front().is_some_and(|slot| slot.outcome.is_some())
    }

    /// Whether nothing is in progress.
    pub(crate) fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Records in progress.
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
        self.slots.front().map(|slot| slot.received.record.timestamp)
    }

    /// Records that have their outcome, and the bytes they hold.
    pub(crate) fn finished(&self) -> (usize, usize) {
        let finished = self.slots.iter().filter(|slot| slot.outcome.is_some());
        finished.fold((0, 0), |(records, bytes), slot| (records + 1, bytes + slot.size))
    }
}

fn output_bytes(outcome: &Outcome) -> usize {
    match outcome {
        Outcome::Emit(outputs) => outputs.iter().map(|output: &Output| output.record.size()).sum(),
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
                window.push(received(*offset));
            }
            let mut finished = std::collections::BTreeSet::new();
            let mut popped = Vec::new();
            for index in order {
                let offset = offsets[index.index(offsets.len())];
                let known = window.finish(offset, Outcome::Drop("test"), 1).is_some();
                prop_assert_eq!(known, finished.insert(offset));
                while let Some(one) = window.pop_finished() {
                    popped.push(one.received.offset);
                }
                let expected: Vec<i64> = offsets.iter().copied().take_while(|one| finished.contains(one)).collect();
                prop_assert_eq!(&popped, &expected);
            }
        }
    }
}
