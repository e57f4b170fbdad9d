//! Committing harvests: records and cursors in one transaction, and what follows from its end; and how sources are.

use super::records::{encode, span, stub_of};
use super::state::{Ingest, Slot};
use crate::cursors;
use crate::source_health::SourceHealth;
use crate::tally::Tally;
use crate::{Harvest, LoopError};
use article::Timestamp;
use bus::{CommitOutcome, TopicPartition, Transaction};
use std::time::Instant;

/// When what the topic says of the polls of a source is old.
const OLD_MS: i64 = 900_000;

impl Ingest<'_> {
    /// Commits what was harvested, a transaction at a time.
    pub(super) fn commit_all(&mut self) -> Result<(), LoopError> {
        while !self.ready.is_empty() {
            let mut bytes = 0;
            let most = self.settings.pace.batch_bytes;
            let fits = self.ready.iter().take_while(|(_, harvest)| {
                let before = bytes;
                bytes += harvest.records.iter().map(|record| record.body.len()).sum::<usize>();
                before < most
            });
            let count = fits.count();
            let batch: Vec<(String, Harvest)> = self.ready.drain(..count).collect();
            self.commit(batch)?;
        }
        self.note_health()
    }

    /// Writes how sources are that are another way than the topic says, and from time to time how the others were polled:
    /// a restart, or another owner, goes on from there.
    fn note_health(&mut self) -> Result<(), LoopError> {
        if self.unnoted.is_empty() || self.note_after.is_some_and(|after| Instant::now() < after) {
            return Ok(());
        }
        let names = std::mem::take(&mut self.unnoted);
        let is_due = |slot: &Slot, old| {
            let health = slot.health();
            health.differs(&slot.noted) || is_old(&slot.noted, &health, old)
        };
        if !names.iter().filter_map(|name| self.slots.get(name)).any(|slot| is_due(slot, OLD_MS)) {
            return Ok(());
        }
        let clock = (self.settings.clock)();
        let (mut transaction, mut noted) = (Transaction::default(), Vec::new());
        // Those whose turn would come soon go with it.
        for (name, slot) in self.slots.iter().filter(|(_, slot)| is_due(slot, OLD_MS / 2)) {
            let Some(offset) = self.owned.get(&slot.partition) else { continue };
            let health = slot.health();
            let at = TopicPartition::new(self.settings.input.clone(), slot.partition);
            transaction.outputs.extend(cursors::health(&at, name, &health, clock));
            if !transaction.offsets.iter().any(|(other, _)| *other == at) {
                transaction.offsets.push((at, *offset));
            }
            noted.push((name.clone(), health));
        }
        if noted.is_empty() {
            return Ok(());
        }
        match self.member.commit(transaction)? {
            CommitOutcome::Committed => {
                self.health.committed(Instant::now());
                self.note_after = None;
                self.are_noted(noted);
                Ok(())
            }
            CommitOutcome::Rewound { cause } => {
                self.unnoted.extend(noted.into_iter().map(|(name, _)| name));
                let due = self.aborted(&cause);
                self.note_after = Some(due);
                self.start_over(Vec::new(), due)
            }
        }
    }

    /// The topic says so now.
    fn are_noted(&mut self, noted: Vec<(String, SourceHealth)>) {
        for (name, health) in noted {
            if let Some(slot) = self.slots.get_mut(&name) {
                slot.health.records.clone_from(&health.records);
                slot.noted = health;
            }
        }
    }

    /// Notes an abort; gives when the next transaction may begin.
    fn aborted(&mut self, cause: &str) -> Instant {
        self.context.metrics.rewinds.get_or_create(&self.label).inc();
        let now = Instant::now();
        now + self.health.aborted(cause, now)
    }

    fn commit(&mut self, batch: Vec<(String, Harvest)>) -> Result<(), LoopError> {
        let now = (self.settings.clock)();
        let mut transaction = Transaction::default();
        let names: Vec<String> = batch.iter().map(|(name, _)| name.clone()).collect();
        let (mut cursors, mut came, mut noted, mut tally) = (Vec::new(), Vec::new(), Vec::new(), Tally::default());
        for (name, harvest) in batch {
            let Some(slot) = self.slots.get(&name) else { continue };
            let Some(offset) = self.owned.get(&slot.partition) else { continue };
            let at = TopicPartition::new(self.settings.input.clone(), slot.partition);
            if !transaction.offsets.iter().any(|(other, _)| *other == at) {
                transaction.offsets.push((at.clone(), *offset));
            }
            let first = transaction.outputs.len();
            for record in harvest.records {
                let fetched = record.fetched_at.map_or(now.millis(), |at| at.millis());
                tally.fetched(fetched, now);
                let output = encode(&self.settings, &self.raw, &name, record, now, &mut tally);
                if self.context.spans.are_wanted() {
                    tally.traced(span(&self.settings, &output, Timestamp::from_millis(fetched), now));
                }
                transaction.outputs.push(output);
            }
            for refused in harvest.refused {
                transaction.outputs.push(stub_of(&self.settings, &name, &refused, now, &mut tally));
            }
            let own = transaction.outputs.iter().skip(first).map(|output| output.record.size() as u64);
            let count = own.len() as u64;
            came.push((name.clone(), count, own.sum::<u64>()));
            if count > 0 {
                let mut health = slot.health();
                health.add(count, now);
                transaction.outputs.extend(cursors::health(&at, &name, &health, now));
                noted.push((name.clone(), health));
            }
            if let Some(cursor) = harvest.cursor {
                transaction.outputs.push(cursors::output(&self.settings.input, slot.partition, &name, &cursor, now));
                cursors.push((name, cursor));
            }
        }
        let started = Instant::now();
        match self.member.commit(transaction)? {
            CommitOutcome::Committed => {
                self.health.committed(Instant::now());
                tally.committed(self.context, &self.label, started.elapsed());
                for (name, records, bytes) in came {
                    if let Some(slot) = self.slots.get_mut(&name).filter(|_| records > 0) {
                        slot.hour.add(records, bytes, Instant::now());
                    }
                }
                for (name, cursor) in cursors {
                    if let Some(slot) = self.slots.get_mut(&name) {
                        slot.cursor = Some(cursor);
                    }
                }
                self.are_noted(noted);
                Ok(())
            }
            CommitOutcome::Rewound { cause } => {
                let due = self.aborted(&cause);
                self.start_over(names, due)
            }
        }
    }

    /// After an abort nothing is certain but what the topic holds: cursors are read again, harvests are given up. The
    /// sources they came from are asked again, but not as fast as transactions can fail.
    fn start_over(&mut self, mut given_up: Vec<String>, due: Instant) -> Result<(), LoopError> {
        self.epoch += 1;
        given_up.extend(self.ready.drain(..).map(|(name, _)| name));
        let partitions: Vec<i32> = self.owned.keys().copied().collect();
        for partition in partitions {
            self.load(&TopicPartition::new(self.settings.input.clone(), partition))?;
        }
        self.look_at = Instant::now();
        for name in given_up {
            if let Some(slot) = self.slots.get_mut(&name) {
                slot.due = due;
            }
        }
        Ok(())
    }
}

/// Whether a source was polled so long after what was noted of it.
fn is_old(noted: &SourceHealth, health: &SourceHealth, millis: i64) -> bool {
    let polled = |health: &SourceHealth| health.polled_at.map_or(0, Timestamp::millis);
    polled(health) - polled(noted) >= millis
}
