//! Committing: the finished prefix of every partition as one transaction, and what follows from its end.

use super::Loop;
use crate::backoff::jitter;
use crate::dead_letter::{GivenUpBy, dead_letter};
use crate::deliver::seconds_between;
use crate::metrics::OutcomeLabel;
use crate::window::{Finished, Window};
use crate::{LoopError, Outcome, Reason};
use article::{Timestamp, header};
use bus::{CommitOutcome, Output, Received, TopicPartition, Transaction};
use std::collections::BTreeMap;
use std::time::Instant;

/// Aborts in a row after which the loop counts as not ready.
const ABORTS: u32 = 5;

/// A transaction being put together.
#[derive(Default)]
struct Batch {
    transaction: Transaction,
    bytes: usize,
    records: usize,
    held_bytes: usize,
    outputs: u64,
    outcomes: BTreeMap<(&'static str, &'static str), u64>,
    latencies: Vec<f64>,
}

impl Loop<'_> {
    pub(super) fn is_due(&self) -> bool {
        let Some(since) = self.finished_since else { return false };
        if self.commit_after.is_some_and(|after| Instant::now() < after) {
            return false;
        }
        since.elapsed() >= self.settings.pace.linger
            || self.finished.0 >= self.settings.pace.batch_records
            || self.finished.1 >= self.settings.pace.batch_bytes
    }

    /// Commits the finished prefix of every partition, as far as one transaction may hold it.
    pub(super) fn commit(&mut self) -> Result<(), LoopError> {
        let batch = self.gather()?;
        if batch.records == 0 {
            self.finished_since = None;
            return Ok(());
        }
        let started = Instant::now();
        let outcome = self.member.commit(batch.transaction)?;
        let metrics = &self.environment.metrics;
        match outcome {
            CommitOutcome::Committed => {
                metrics.commits.get_or_create(&self.label).inc();
                metrics.commit_seconds.get_or_create(&self.label).observe(started.elapsed().as_secs_f64());
                metrics.output_records.get_or_create(&self.label).inc_by(batch.outputs);
                for ((outcome, reason), count) in batch.outcomes {
                    let label = OutcomeLabel { stage: self.settings.name.clone(), outcome, reason };
                    metrics.input_records.get_or_create(&label).inc_by(count);
                }
                let latency = metrics.latency_seconds.get_or_create(&self.label);
                batch.latencies.iter().for_each(|seconds| latency.observe(*seconds));
                tracing::debug!(
                    stage = self.settings.name,
                    records = batch.records,
                    ms = started.elapsed().as_millis(),
                    "committed"
                );
                self.records -= batch.records;
                self.bytes = self.bytes.saturating_sub(batch.held_bytes);
                self.count_finished();
                if self.aborts.attempts() >= ABORTS {
                    self.part.ready();
                }
                self.aborts.reset();
                self.commit_after = None;
            }
            CommitOutcome::Rewound => {
                metrics.rewinds.get_or_create(&self.label).inc();
                tracing::warn!(
                    stage = self.settings.name,
                    records = batch.records,
                    "transaction aborted; reading again"
                );
                self.discard_all();
                self.commit_after = Some(Instant::now() + self.aborts.next_wait(jitter()));
                if self.aborts.attempts() >= ABORTS {
                    self.part.unready("its transactions are aborted again and again");
                }
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
                next = Some(finished.received.offset + 1);
                self.add(&mut batch, finished, now)?;
            }
            if let Some(next) = next {
                batch.transaction.offsets.push((at, next));
            }
        }
        Ok(batch)
    }

    fn add(&mut self, batch: &mut Batch, finished: Finished, now: Timestamp) -> Result<(), LoopError> {
        let received = &finished.received;
        let headers = &received.record.headers;
        let dead = matches!(finished.outcome, Outcome::DeadLetter(_));
        if let Some(source) = headers.text(header::RECORD_SOURCE)
            && self.environment.sources.note(source, dead, now)
        {
            // The loop that polls it says what follows, where that is in this process.
            tracing::info!(source, "nothing but dead letters from this source; it is left alone for a while");
        }
        if self.breaker.note(dead) {
            return Err(LoopError::TooManyDeadLetters {
                name: self.settings.name.clone(),
                count: self.settings.stop_after_dead_letters,
                topic: self.settings.dead_letters.to_string(),
            });
        }
        let fetched = headers.text(header::RECORD_FETCHED_AT).and_then(Timestamp::parse);
        let fetched = fetched.map_or(received.record.timestamp, Timestamp::millis);
        batch.latencies.push(seconds_between(fetched, now.millis()));
        batch.records += 1;
        batch.held_bytes += finished.size;
        let outcome = match finished.outcome {
            Outcome::Emit(outputs) => {
                batch.outputs += outputs.len() as u64;
                for output in outputs {
                    batch.bytes += output.record.size();
                    batch.transaction.outputs.push(output);
                }
                ("emitted", "ok")
            }
            Outcome::Drop(reason) => ("dropped", reason),
            Outcome::DeadLetter(reason) => {
                let letter = self.letter(received, &reason, finished.attempts, now);
                batch.bytes += letter.record.size();
                batch.transaction.outputs.push(letter);
                ("dead_lettered", reason.class)
            }
        };
        *batch.outcomes.entry(outcome).or_default() += 1;
        Ok(())
    }

    fn letter(&self, received: &Received, reason: &Reason, attempts: u32, at: Timestamp) -> Output {
        let settings = &self.settings;
        let by = GivenUpBy { group: &settings.group, stage: &settings.name, service: &settings.service, attempts, at };
        dead_letter(received, reason, by, &settings.dead_letters, settings.dead_letter_limit)
    }
}
