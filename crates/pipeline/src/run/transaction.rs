//! Committing: the finished prefix of every partition as one transaction, and what follows from its end.

use super::state::Loop;
use crate::dead_letter::{GivenUpBy, UNREADABLE, dead_letter};
use crate::metrics::PartitionLabel;
use crate::tally::Tally;
use crate::window::{Finished, Window};
use crate::{LoopError, Outcome, Reason, Span, meant_for};
use article::{EMBARGOED, Record, Timestamp, header};
use bus::{CommitOutcome, Received, SkipReason, Skipped, TopicPartition, Transaction};
use std::sync::Arc;
use std::time::Instant;

/// A transaction being put together.
#[derive(Default)]
struct Batch {
    transaction: Transaction,
    bytes: usize,
    records: usize,
    held_bytes: usize,
    tally: Tally,
    skipped: Vec<Skipped>,
    /// Told once they are committed: an abort makes them anew.
    dead: Vec<Dead>,
}

/// A record that is given up.
struct Dead {
    received: Arc<Received>,
    reason: Reason,
    attempts: u32,
}

impl Loop<'_> {
    pub(super) fn is_due(&self) -> bool {
        let Some(since) = self.finished_since else { return false };
        if self.commit_after.is_some_and(|after| Instant::now() < after) {
            return false;
        }
        let pace = self.settings.pace;
        let is_alone = self.stage.is_some() && self.out.records == 0 && self.began.elapsed() >= pace.alone;
        is_alone
            || since.elapsed() >= pace.linger
            || self.finished.0 >= pace.batch_records
            || self.finished.1 >= pace.batch_bytes
    }

    /// Commits the finished prefix of every partition, as far as one transaction may hold it.
    pub(super) fn commit(&mut self) -> Result<(), LoopError> {
        let batch = self.gather()?;
        if batch.records == 0 {
            self.finished_since = None;
            return Ok(());
        }
        let started = Instant::now();
        self.began = started;
        let outcome = self.member.commit(batch.transaction)?;
        let metrics = &self.context.metrics;
        match outcome {
            CommitOutcome::Committed => {
                batch.tally.committed(self.context, &self.label, started.elapsed());
                batch.skipped.iter().for_each(|skipped| self.count_skipped(skipped));
                batch.dead.iter().for_each(|dead| self.tell(dead));
                self.records -= batch.records;
                self.bytes = self.bytes.saturating_sub(batch.held_bytes);
                self.count_finished();
                self.health.committed(Instant::now());
                self.commit_after = None;
            }
            CommitOutcome::Rewound { cause } => {
                metrics.rewinds.get_or_create(&self.label).inc();
                let now = Instant::now();
                self.commit_after = Some(now + self.health.aborted(&cause, now));
                self.discard_all();
            }
        }
        metrics.in_flight_records.get_or_create(&self.label).set(i64::try_from(self.records).unwrap_or(i64::MAX));
        Ok(())
    }

    pub(super) fn count_finished(&mut self) {
        let counts = self.windows.values().map(Window::finished);
        self.finished = counts.fold((0, 0), |(records, bytes), one| (records + one.0, bytes + one.1));
        self.finished_since = self.windows.values().any(Window::has_finished).then(Instant::now);
    }

    fn gather(&mut self) -> Result<Batch, LoopError> {
        let mut batch = Batch::default();
        let now = (self.settings.clock)();
        let mut partitions: Vec<TopicPartition> =
            self.windows.iter().filter(|(_, window)| window.has_finished()).map(|(at, _)| at.clone()).collect();
        if !partitions.is_empty() {
            self.first = (self.first + 1) % partitions.len();
            partitions.rotate_left(self.first);
        }
        for at in partitions {
            let mut next = None;
            while batch.records < self.settings.pace.batch_records && batch.bytes < self.settings.pace.batch_bytes {
                let Some(finished) = self.windows.get_mut(&at).and_then(Window::pop_finished) else { break };
                next = Some(finished.next_offset());
                match finished {
                    Finished::Record { received, since, outcome, attempts, size } => {
                        batch.held_bytes += size;
                        if self.context.spans.are_wanted() {
                            batch.tally.traced(self.span(&received, since, &outcome, now));
                        }
                        self.add(&mut batch, received, outcome, attempts, now)?;
                    }
                    Finished::Skipped(skipped) => self.add_skipped(&mut batch, skipped, now)?,
                }
            }
            if let Some(next) = next {
                batch.transaction.offsets.push((at, next));
            }
        }
        Ok(batch)
    }

    fn add(
        &mut self,
        batch: &mut Batch,
        received: Arc<Received>,
        outcome: Outcome,
        attempts: u32,
        now: Timestamp,
    ) -> Result<(), LoopError> {
        let headers = &received.record.headers;
        if !meant_for::is_retry(&received.record) {
            self.note_how_news_does(&received, &outcome, now)?;
        }
        if meant_for::is_news(&received.record) {
            let fetched = headers.text(header::RECORD_FETCHED_AT).and_then(Timestamp::parse);
            let fetched = fetched.map_or(received.record.timestamp, Timestamp::millis);
            batch.tally.fetched(fetched, now);
        }
        batch.records += 1;
        match outcome {
            Outcome::Emit(outputs) => {
                batch.tally.emitted(outputs.len());
                for output in outputs {
                    batch.bytes += output.record.size();
                    batch.transaction.outputs.push(output);
                }
            }
            Outcome::Drop(reason) => batch.tally.dropped(reason),
            Outcome::Hold(held) => {
                batch.tally.dropped(EMBARGOED);
                batch.bytes += held.iter().map(|output| output.record.size()).sum::<usize>();
                batch.transaction.outputs.extend(held);
            }
            Outcome::DeadLetter(reason) => {
                self.give_up(batch, &received, &reason, attempts, now);
                batch.dead.push(Dead { received, reason, attempts });
            }
        }
        Ok(())
    }

    fn span(&self, received: &Received, since: Instant, outcome: &Outcome, now: Timestamp) -> Option<Span> {
        let outcome = match outcome {
            Outcome::Emit(_) => ("emitted", "ok"),
            Outcome::Drop(reason) => ("dropped", *reason),
            Outcome::Hold(_) => ("dropped", EMBARGOED),
            Outcome::DeadLetter(reason) => ("dead_lettered", reason.class),
        };
        Span::of_read(received, since, &self.settings.name, &self.settings.group, outcome, now)
    }

    /// Tells the breakers of its source and of this stage what became of a record.
    fn note_how_news_does(&mut self, received: &Received, outcome: &Outcome, now: Timestamp) -> Result<(), LoopError> {
        let dead = matches!(outcome, Outcome::DeadLetter(_));
        if let Some(source) = received.record.headers.text(header::RECORD_SOURCE)
            && self.context.sources.note(source, dead, now)
        {
            // The loop that polls it says what follows, where that is in this process.
            tracing::info!(source, "nothing but dead letters from this source; it is left alone for a while");
        }
        match outcome {
            Outcome::DeadLetter(reason) => self.note_dead(received, reason),
            Outcome::Emit(_) | Outcome::Drop(_) | Outcome::Hold(_) => {
                self.breaker.note_good();
                Ok(())
            }
        }
    }

    /// Offsets that nobody was given: noted in the transaction that goes past them.
    fn add_skipped(&mut self, batch: &mut Batch, skipped: Skipped, now: Timestamp) -> Result<(), LoopError> {
        batch.records += 1;
        if let SkipReason::Unreadable(cause) = &skipped.why {
            let TopicPartition { topic, partition } = skipped.partition.clone();
            let received = Received { topic, partition, offset: skipped.from, record: Record::default() };
            let (from, last) = (skipped.from, skipped.next - 1);
            let reason = Reason::new(UNREADABLE, format!("offsets {from} to {last} can never be read: {cause}"));
            self.note_dead(&received, &reason)?;
            self.give_up(batch, &received, &reason, 1, now);
        }
        batch.skipped.push(skipped);
        Ok(())
    }

    /// Ends the loop when this is one dead letter too many.
    fn note_dead(&mut self, received: &Received, reason: &Reason) -> Result<(), LoopError> {
        if !self.breaker.note_dead(received.record.headers.text(header::RECORD_SOURCE)) {
            return Ok(());
        }
        Err(LoopError::TooManyDeadLetters {
            name: self.settings.name.clone(),
            count: self.settings.stop_after_dead_letters,
            record: format!("{} {} offset {}", received.topic, received.partition, received.offset),
            reason: format!("{}: {}", reason.class, reason.message),
            topic: self.settings.dead_letters.to_string(),
        })
    }

    fn tell(&self, Dead { received, reason, attempts }: &Dead) {
        tracing::warn!(
            stage = self.settings.name, topic = %received.topic, partition = received.partition,
            offset = received.offset, source = received.record.headers.text(header::RECORD_SOURCE),
            id = received.record.headers.text(header::CE_ID), class = reason.class, attempts,
            why = reason.message, "dead letter"
        );
    }

    fn count_skipped(&self, skipped: &Skipped) {
        let (stage, partition) = (self.settings.name.clone(), skipped.partition.partition);
        let label = PartitionLabel { stage, partition };
        let metrics = &self.context.metrics;
        match skipped.why {
            SkipReason::Unreadable(_) => {
                metrics.unreadable_records.get_or_create(&label).inc_by(skipped.offsets());
            }
            SkipReason::Deleted => {
                metrics.lost_records.get_or_create(&label).inc_by(skipped.offsets());
            }
            // How much of the old topic was not read nobody can tell any more.
            SkipReason::StartedOver | SkipReason::CutBack => {}
        }
    }

    /// Puts the dead letter of a record into a transaction.
    fn give_up(&self, batch: &mut Batch, received: &Received, reason: &Reason, attempts: u32, at: Timestamp) {
        let settings = &self.settings;
        let by = GivenUpBy { group: &settings.group, stage: &settings.name, service: &settings.service, attempts, at };
        let letter = dead_letter(received, reason, by, &settings.dead_letters, settings.dead_letter_limit);
        batch.bytes += letter.record.size();
        batch.transaction.outputs.push(letter);
        batch.tally.dead_lettered(reason.class);
    }
}
