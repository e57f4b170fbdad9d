//! Committing harvests: records and cursors in one transaction, and what follows from its end; and since when sources
//! fail.

use super::records::{encode, stub_of};
use super::state::Ingest;
use crate::cursors;
use crate::tally::Tally;
use crate::{Harvest, LoopError};
use bus::{CommitOutcome, TopicPartition, Transaction};
use std::time::Instant;

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
        self.note_failing()
    }

    /// Writes since when sources fail, and that they no longer do: a restart, or another owner, goes on counting.
    fn note_failing(&mut self) -> Result<(), LoopError> {
        if self.unnoted.is_empty() || self.note_after.is_some_and(|after| Instant::now() < after) {
            return Ok(());
        }
        let now = (self.settings.clock)();
        let (mut transaction, mut noted) = (Transaction::default(), Vec::new());
        for name in std::mem::take(&mut self.unnoted) {
            let Some(slot) = self.slots.get(&name) else { continue };
            let Some(offset) = self.owned.get(&slot.partition) else { continue };
            let since = slot.condition.failing_since();
            if since == slot.noted {
                continue;
            }
            let at = TopicPartition::new(self.settings.input.clone(), slot.partition);
            transaction.outputs.push(cursors::failing(&at, &name, since, now));
            if !transaction.offsets.iter().any(|(other, _)| *other == at) {
                transaction.offsets.push((at, *offset));
            }
            noted.push((name, since));
        }
        if noted.is_empty() {
            return Ok(());
        }
        match self.member.commit(transaction)? {
            CommitOutcome::Committed => {
                self.health.committed(Instant::now());
                self.note_after = None;
                for (name, since) in noted {
                    if let Some(slot) = self.slots.get_mut(&name) {
                        slot.noted = since;
                    }
                }
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
        let (mut cursors, mut came, mut tally) = (Vec::new(), Vec::new(), Tally::default());
        for (name, harvest) in batch {
            let Some(slot) = self.slots.get(&name) else { continue };
            let Some(offset) = self.owned.get(&slot.partition) else { continue };
            let at = TopicPartition::new(self.settings.input.clone(), slot.partition);
            if !transaction.offsets.iter().any(|(other, _)| *other == at) {
                transaction.offsets.push((at, *offset));
            }
            let first = transaction.outputs.len();
            for record in harvest.records {
                let fetched = record.fetched_at.map_or(now.millis(), |at| at.millis());
                tally.fetched(fetched, now);
                transaction.outputs.push(encode(&self.settings, &self.raw, &name, record, now, &mut tally));
            }
            for refused in harvest.refused {
                transaction.outputs.push(stub_of(&self.settings, &name, &refused, now, &mut tally));
            }
            let own = transaction.outputs.iter().skip(first).map(|output| output.record.size() as u64);
            came.push((name.clone(), own.len() as u64, own.sum::<u64>()));
            if let Some(cursor) = harvest.cursor {
                transaction.outputs.push(cursors::output(&self.settings.input, slot.partition, &name, &cursor, now));
                cursors.push((name, cursor));
            }
        }
        let started = Instant::now();
        let metrics = &self.context.metrics;
        match self.member.commit(transaction)? {
            CommitOutcome::Committed => {
                self.health.committed(Instant::now());
                tally.committed(metrics, &self.label, started.elapsed());
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
