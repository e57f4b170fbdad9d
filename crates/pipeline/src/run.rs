//! The one run loop: read, work in parallel, commit outputs with offsets, in order, until asked to stop.

mod partitions;
mod settlement;
mod settling;
mod state;
mod transaction;

use crate::held::Holding;
use crate::store_driver::StoreDriver;
use crate::workers::{self, Done, Job, Report};
use crate::{LoopContext, LoopError, LoopSettings, Outcome, Reason, Stage, Store, meant_for};
use article::header;
use bus::{Polled, Received, TopicPartition};
use crossbeam_channel::TryRecvError;
use partitions::Standstill;
use state::Loop;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Records handed to a worker at once, at most.
const CHUNK: usize = 64;

/// Runs a pure stage until shutdown is requested; returns once its work is committed.
pub fn run_stage(context: &LoopContext, stage: Arc<dyn Stage>, settings: LoopSettings) -> Result<(), LoopError> {
    let (job_tx, job_rx) = crossbeam_channel::bounded(channel_bound(&settings));
    let (report_tx, report_rx) = crossbeam_channel::bounded(channel_bound(&settings));
    let threads = workers::start(&stage, settings.threads, settings.clock, &job_rx, &report_tx);
    let threads =
        threads.map_err(|error| LoopError::Threads { name: settings.name.clone(), detail: error.to_string() })?;
    drop((job_rx, report_tx));
    let chunks = settings.threads.max(1) * 4;
    let outcome = Loop::start(context, settings, Some(stage), job_tx, report_rx, chunks)?.run();
    // The loop and with it the job channel are gone: the workers come to an end.
    for thread in threads {
        if thread.join().is_err() {
            tracing::error!("a worker thread panicked");
        }
    }
    outcome
}

/// Runs a store until shutdown is requested. Its I/O happens on `runtime`.
pub fn run_store(
    context: &LoopContext,
    store: Box<dyn Store>,
    runtime: &tokio::runtime::Handle,
    settings: LoopSettings,
) -> Result<(), LoopError> {
    let (job_tx, job_rx) = crossbeam_channel::bounded(channel_bound(&settings));
    let (report_tx, report_rx) = crossbeam_channel::bounded(channel_bound(&settings));
    let abandoned = Arc::new(AtomicBool::new(false));
    let part = context.health.part(&settings.name);
    let holds = settings.holds.clone();
    let holding = holds.map(|topic| Holding::new(context.bus.clone(), topic, settings.group.clone(), settings.clock));
    let metrics = context.metrics.clone();
    let driver =
        StoreDriver::new(store, part, metrics, &settings, holding, (job_rx, report_tx), Arc::clone(&abandoned));
    let runtime = runtime.clone();
    std::thread::Builder::new()
        .name(settings.name.clone())
        .spawn(move || runtime.block_on(driver.run()))
        .map_err(|error| LoopError::Threads { name: settings.name.clone(), detail: error.to_string() })?;
    let outcome = Loop::start(context, settings, None, job_tx, report_rx, 1).and_then(Loop::run);
    // Not joined: a store that hangs must not hold up the end of the process.
    abandoned.store(true, Ordering::Release);
    outcome
}

/// Every record in progress may have a chunk of its own, and a poll may overshoot the bound by a batch.
fn channel_bound(settings: &LoopSettings) -> usize {
    settings.pace.in_flight_records * 2 + 10_000
}

impl Loop<'_> {
    fn run(mut self) -> Result<(), LoopError> {
        tracing::info!(stage = self.settings.name, topic = %self.settings.input, group = self.settings.group, "started");
        let mut drain_until = None;
        loop {
            if drain_until.is_none() && self.context.shutdown.is_requested() {
                drain_until = Some(Instant::now() + self.settings.drain);
                self.draining = true;
                tracing::info!(stage = self.settings.name, in_flight = self.records, "draining");
            }
            if let Some(until) = drain_until {
                if self.records == 0 {
                    // Before it is said: others take over its partitions from here on.
                    drop(self.member);
                    tracing::info!(stage = self.settings.name, "drained");
                    return Ok(());
                }
                if Instant::now() > until {
                    return Err(LoopError::DrainDeadline { name: self.settings.name.clone(), in_flight: self.records });
                }
            }
            if let Some(standstill) = self.turn()? {
                self = self.rejoin(&standstill)?;
            }
        }
    }

    /// Does what there is to do. Says what stands still, if something does.
    fn turn(&mut self) -> Result<Option<Standstill>, LoopError> {
        let busy = self.collect()?;
        if self.is_due() {
            self.commit()?;
        }
        self.adjust_intake();
        self.health.look(Instant::now());
        let standstill = self.look_after_lag().map(Standstill::Partition).or_else(|| self.look_after_home());
        self.settle()?;
        let wait = match (self.records, busy) {
            (0, _) if !self.draining => Duration::from_millis(50),
            (0, _) | (_, true) => Duration::from_millis(1),
            (_, false) => Duration::from_millis(5),
        };
        match self.member.poll(wait)? {
            Polled::Nothing => {}
            // They come again once the place is settled.
            Polled::Records(_) | Polled::Skipped(_) if self.settling.is_due() => {}
            Polled::Records(records) => self.take_in(records)?,
            Polled::Skipped(skipped) => self.skip(skipped)?,
            Polled::Assigned(partitions) => self.assign(partitions),
            Polled::Revoked(revocation) => self.revoke(revocation)?,
        }
        Ok(standstill)
    }

    fn take_in(&mut self, records: Vec<Received>) -> Result<(), LoopError> {
        let chunk = records.len().div_ceil(self.chunks).clamp(1, CHUNK.max(records.len() / self.chunks.max(1)));
        let mut jobs = Vec::with_capacity(chunk);
        let now = Instant::now();
        for record in records {
            let at = TopicPartition::new(record.topic.clone(), record.partition);
            let received = Arc::new(record);
            let size = self.windows.entry(at).or_default().push(Arc::clone(&received), now);
            self.bytes += size;
            self.records += 1;
            self.out.bytes += size;
            self.out.records += 1;
            let LoopSettings { group, takes_replays, .. } = &self.settings;
            if let Some(reason) = meant_for::passed_over(&received.record, group, *takes_replays) {
                let outcome = Outcome::Drop(reason);
                self.finish(Done { epoch: self.epoch, received, outcome, attempts: 1 });
                continue;
            }
            jobs.push(Job { epoch: self.epoch, received });
            if jobs.len() == chunk {
                self.hand_out(std::mem::take(&mut jobs))?;
            }
        }
        if jobs.is_empty() { Ok(()) } else { self.hand_out(jobs) }
    }

    fn hand_out(&mut self, jobs: Vec<Job>) -> Result<(), LoopError> {
        if self.jobs.send(jobs).is_ok() {
            return Ok(());
        }
        // Nobody works any more: what they reported last says why.
        self.collect()?;
        Err(self.workers_ended())
    }

    fn workers_ended(&self) -> LoopError {
        LoopError::Threads { name: self.settings.name.clone(), detail: "they ended by themselves".to_owned() }
    }

    /// Takes in what the workers report. Says whether there was anything.
    fn collect(&mut self) -> Result<bool, LoopError> {
        let mut any = false;
        loop {
            match self.reports.try_recv() {
                Ok(report) => self.note(report)?,
                Err(TryRecvError::Empty) => return Ok(any),
                Err(TryRecvError::Disconnected) => return Err(self.workers_ended()),
            }
            any = true;
        }
    }

    fn note(&mut self, report: Report) -> Result<(), LoopError> {
        match report {
            Report::Done(done) => {
                for one in done {
                    self.finish(one);
                }
                Ok(())
            }
            Report::Fatal(detail) => Err(LoopError::Fatal { name: self.settings.name.clone(), detail }),
            Report::Gone(detail) => Err(LoopError::Gone { name: self.settings.name.clone(), detail }),
        }
    }

    fn finish(&mut self, done: Done) {
        self.out.records = self.out.records.saturating_sub(1);
        self.out.bytes = self.out.bytes.saturating_sub(done.received.record.size());
        if done.epoch != self.epoch {
            return;
        }
        let outcome = self.within_limits(done.outcome, &done.received);
        let at = TopicPartition::new(done.received.topic.clone(), done.received.partition);
        let window = self.windows.get_mut(&at);
        if let Some(added) = window.and_then(|window| window.finish(done.received.offset, outcome, done.attempts)) {
            self.bytes += added;
            self.finished.0 += 1;
            self.finished.1 += added;
            self.finished_since.get_or_insert_with(Instant::now);
        }
    }

    /// An output over the limit makes its input a dead letter: checked here, before anything is produced.
    fn within_limits(&self, outcome: Outcome, received: &Received) -> Outcome {
        let largest = match &outcome {
            Outcome::Emit(outputs) | Outcome::Hold(outputs) => {
                outputs.iter().map(|output| output.record.size()).max().unwrap_or(0)
            }
            Outcome::Drop(_) | Outcome::DeadLetter(_) => 0,
        };
        let limit = self.settings.output_limit;
        if largest > limit {
            return Outcome::DeadLetter(Reason::new("too_large", format!("{largest} bytes, the limit is {limit}")));
        }
        if let Outcome::Drop(reason) = &outcome {
            tracing::debug!(
                stage = self.settings.name, topic = %received.topic, partition = received.partition,
                offset = received.offset, source = received.record.headers.text(header::RECORD_SOURCE),
                id = received.record.headers.text(header::CE_ID), reason, "dropped"
            );
        }
        outcome
    }
}
