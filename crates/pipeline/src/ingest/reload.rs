//! Other sources while the loop runs: what is known of those that stay is kept.

use super::condition::Condition;
use super::state::{Ingest, Slot};
use crate::{LoopError, SourceState};
use bus::TopicPartition;
use std::collections::BTreeSet;
use std::time::Instant;

impl Ingest<'_> {
    /// Puts other sources in the place of those there are, as soon as no poll is under way. Polls that do not end are not
    /// waited for; what they find is given up.
    pub(super) fn reload(&mut self) -> Result<(), LoopError> {
        if let Some(others) = (self.others)() {
            self.coming = Some(others);
        }
        if self.places.are_used() {
            return Ok(());
        }
        let Some(coming) = self.coming.take() else { return Ok(()) };
        self.epoch += 1;
        let mut before = std::mem::take(&mut self.slots);
        let (mut added, mut unread) = (Vec::new(), BTreeSet::new());
        for source in coming {
            let name = source.name().to_owned();
            let new = Slot::new(source, self.partitions, &self.polling);
            let slot = match before.remove(&name) {
                Some(old) => old.continued(new),
                None => {
                    unread.insert(new.partition);
                    added.push(name.clone());
                    Slot { under_way: self.leaving.remove(&name), ..new }
                }
            };
            self.slots.insert(name, slot.with_poll_that_does_not_end());
        }
        let removed: Vec<String> = before.keys().cloned().collect();
        for (name, slot) in before {
            self.unnoted.remove(&name);
            self.leaving.extend(slot.under_way.map(|under_way| (name, under_way)));
        }
        for partition in unread.into_iter().filter(|partition| self.owned.contains_key(partition)).collect::<Vec<_>>() {
            self.load(&TopicPartition::new(self.settings.input.clone(), partition))?;
        }
        for name in &added {
            if let Some(slot) = self.slots.get_mut(name) {
                slot.condition = Condition::taken_over(&slot.noted);
            }
        }
        self.look_at = Instant::now();
        tracing::info!(
            sources = self.slots.len(),
            added = added.join(", "),
            removed = removed.join(", "),
            "sources were read again"
        );
        self.publish_owned();
        Ok(())
    }
}

impl Slot {
    /// The source of `new`, with what is known of the one before it. It is polled when that one was to be, unless that
    /// failed, or it is to be polled at other times.
    fn continued(self, new: Self) -> Self {
        let interval = |slot: &Self| slot.source.as_ref().map(|source| (source.interval(), source.longest_interval()));
        let failed = matches!(self.condition.state(), SourceState::Failing | SourceState::Broken);
        let due = if failed || interval(&self) != interval(&new) { new.due } else { self.due };
        let hour = self.hour.limited(new.hour.limit());
        Self { source: new.source, backoff: new.backoff, broken_wait: new.broken_wait, due, hour, ..self }
    }

    /// Not polled anew before a poll that is under way has ended.
    fn with_poll_that_does_not_end(mut self) -> Self {
        if self.under_way.is_some() {
            self.successor = self.source.take();
        }
        self
    }
}
