//! The one run loop: read, work in parallel, commit outputs with offsets, in order, until asked to stop.

use crate::backoff::{Backoff, jitter};
use crate::breaker::{SourceBreaker, StageBreaker};
use crate::dead_letter::{GivenUpBy, dead_letter};
use crate::deliver::{Deliverer, seconds_between};
use crate::metrics::{OutcomeLabel, PartitionLabel, StageLabel};
use crate::watch::{StallDetector, Watch};
use crate::window::{Finished, Window};
use crate::workers::{self, Done, Job, Report};
use crate::{Health, LoopError, LoopSettings, Metrics, Outcome, Part, Reason, Shutdown, Stage, Store};
use article::{Timestamp, header};
use bus::{
    Bus, CommitOutcome, Member, Membership, Output, Polled, Received, Revocation, TopicPartition, Transaction,
};
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, TryRecvError};
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// How long a revocation waits for work in progress.
const REVOKE: Duration = Duration::from_secs(10);
/// After an abort the next transaction waits so long, at first and after many in a row.
const FIRST_WAIT: Duration = Duration::from_millis(50);
const LONGEST_WAIT: Duration = Duration::from_secs(5);
/// How long a restarted reader may take until its progress can be judged.
const SETTLE: Duration = Duration::from_secs(30);
/// Aborts in a row after which the loop counts as not ready.
const ABORTS: u32 = 5;
/// Records handed to a worker at once, at most.
const CHUNK: usize = 64;

/// What the loops of a process share.
#[derive(Clone)]
pub struct Environment {
    /// Where messages are.
    pub bus: Arc<dyn Bus>,
    /// What is counted.
    pub metrics: Metrics,
    /// Who is ready.
    pub health: Health,
    /// The request to stop.
    pub shutdown: Shutdown,
    /// Sources that deliver nothing but dead letters.
    pub sources: SourceBreaker,
}

/// Runs a pure stage until shutdown is requested; returns once its work is committed.
pub fn run_stage(environment: &Environment, stage: Arc<dyn Stage>, settings: LoopSettings) -> Result<(), LoopError> {
    let (job_tx, job_rx) = crossbeam_channel::bounded(channel_bound(&settings));
    let (report_tx, report_rx) = crossbeam_channel::bounded(channel_bound(&settings));
    let threads = workers::start(&stage, settings.threads, settings.clock, &job_rx, &report_tx);
    let threads = threads
        .map_err(|error| LoopError::Threads { name: settings.name.clone(), detail: error.to_string() })?;
    drop((job_rx, report_tx));
    let chunks = settings.threads.max(1) * 4;
    let outcome = Loop::start(environment, settings, job_tx, report_rx, chunks)?.run();
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
    environment: &Environment,
    store: Box<dyn Store>,
    runtime: &tokio::runtime::Handle,
    settings: LoopSettings,
) -> Result<(), LoopError> {
    let (job_tx, job_rx) = crossbeam_channel::bounded(channel_bound(&settings));
    let (report_tx, report_rx) = crossbeam_channel::bounded(channel_bound(&settings));
    let abandoned = Arc::new(AtomicBool::new(false));
    let deliverer = Deliverer {
        part: environment.health.part(&settings.name),
        store,
        jobs: job_rx,
        reports: report_tx,
        metrics: environment.metrics.clone(),
        label: StageLabel { stage: settings.name.clone() },
        clock: settings.clock,
        abandoned: Arc::clone(&abandoned),
        queue: VecDeque::new(),
    };
    let runtime = runtime.clone();
    std::thread::Builder::new()
        .name(settings.name.clone())
        .spawn(move || runtime.block_on(deliverer.run()))
        .map_err(|error| LoopError::Threads { name: settings.name.clone(), detail: error.to_string() })?;
    let outcome = Loop::start(environment, settings, job_tx, report_rx, 1).and_then(Loop::run);
    // Not joined: a store that hangs must not hold up the end of the process.
    abandoned.store(true, Ordering::Release);
    outcome
}

/// Every record in progress may have a chunk of its own, and a poll may overshoot the bound by a batch.
fn channel_bound(settings: &LoopSettings) -> usize {
    settings.pace.in_flight_records * 2 + 10_000
}

struct Loop<'a> {
    environment: &'a Environment,
    settings: LoopSettings,
    label: StageLabel,
    part: Part,
    member: Box<dyn Member>,
    watch: Watch,
    stalls: StallDetector,
    /// When the reader was restarted because it stood still.
    rejoined_at: Option<Instant>,
    windows: BTreeMap<TopicPartition, Window>,
    epoch: u64,
    records: usize,
    bytes: usize,
    intake_open: bool,
    draining: bool,
    out: HandedOut,
    finished_since: Option<Instant>,
    /// Records that have their outcome and are not committed, and the bytes they hold.
    finished: (usize, usize),
    /// Grows while transactions are aborted one after the other.
    aborts: Backoff,
    /// After an abort: no transaction before this.
    commit_after: Option<Instant>,
    /// The partition a transaction is filled from first, so that none is served before the others for good.
    first: usize,
    breaker: StageBreaker,
    jobs: Sender<Vec<Job>>,
    reports: Receiver<Report>,
    /// Into how many pieces a batch is cut, so that all workers get some.
    chunks: usize,
}

/// What workers have been given and have not answered for, of this and of earlier epochs: bounds what waits for them.
#[derive(Default)]
struct HandedOut {
    records: usize,
    bytes: usize,
}

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

impl<'a> Loop<'a> {
    fn start(
        environment: &'a Environment,
        settings: LoopSettings,
        jobs: Sender<Vec<Job>>,
        reports: Receiver<Report>,
        chunks: usize,
    ) -> Result<Self, LoopError> {
        let part = environment.health.part(&format!("{} input", settings.name));
        let member = join(environment, &settings)?;
        let watch = watch(&settings.name, member.as_ref())?;
        Ok(Self {
            environment,
            label: StageLabel { stage: settings.name.clone() },
            part,
            member,
            watch,
            stalls: StallDetector::default(),
            rejoined_at: None,
            windows: BTreeMap::new(),
            epoch: 0,
            records: 0,
            bytes: 0,
            intake_open: true,
            draining: false,
            out: HandedOut::default(),
            finished_since: None,
            finished: (0, 0),
            aborts: Backoff::new(FIRST_WAIT, LONGEST_WAIT),
            commit_after: None,
            first: 0,
            breaker: StageBreaker::new(settings.stop_after_dead_letters),
            settings,
            jobs,
            reports,
            chunks,
        })
    }

    fn run(mut self) -> Result<(), LoopError> {
        tracing::info!(stage = self.settings.name, topic = %self.settings.input, group = self.settings.group, "started");
        let mut drain_until = None;
        loop {
            if drain_until.is_none() && self.environment.shutdown.is_requested() {
                drain_until = Some(Instant::now() + self.settings.drain);
                self.draining = true;
                tracing::info!(stage = self.settings.name, in_flight = self.records, "draining");
            }
            if let Some(until) = drain_until {
                if self.records == 0 {
                    tracing::info!(stage = self.settings.name, "drained");
                    return Ok(());
                }
                if Instant::now() > until {
                    return Err(LoopError::DrainDeadline { name: self.settings.name.clone(), in_flight: self.records });
                }
            }
            if let Some(stalled) = self.turn()? {
                self = self.rejoin(&stalled)?;
            }
        }
    }

    /// Does what there is to do. Says which partition stands still, if one does.
    fn turn(&mut self) -> Result<Option<TopicPartition>, LoopError> {
        let busy = self.collect()?;
        if self.is_due() {
            self.commit()?;
        }
        self.adjust_intake();
        let stalled = self.look_after_lag();
        let wait = match (self.records, busy) {
            (0, _) if !self.draining => Duration::from_millis(50),
            (0, _) | (_, true) => Duration::from_millis(1),
            (_, false) => Duration::from_millis(5),
        };
        match self.member.poll(wait)? {
            Polled::Nothing => {}
            Polled::Records(records) => self.take_in(records)?,
            Polled::Assigned(partitions) => self.assign(partitions),
            Polled::Revoked(revocation) => self.revoke(revocation)?,
        }
        Ok(stalled)
    }

    fn take_in(&mut self, records: Vec<Received>) -> Result<(), LoopError> {
        let chunk = records.len().div_ceil(self.chunks).clamp(1, CHUNK.max(records.len() / self.chunks.max(1)));
        let mut jobs = Vec::with_capacity(chunk);
        for record in records {
            let at = TopicPartition::new(record.topic.clone(), record.partition);
            let received = Arc::new(record);
            let size = self.windows.entry(at).or_default().push(Arc::clone(&received));
            self.bytes += size;
            self.records += 1;
            self.out.bytes += size;
            self.out.records += 1;
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
        }
    }

    fn finish(&mut self, done: Done) {
        self.out.records = self.out.records.saturating_sub(1);
        self.out.bytes = self.out.bytes.saturating_sub(done.received.record.size());
        if done.epoch != self.epoch {
            return;
        }
        let outcome = self.within_limits(done.outcome, &done.received, done.attempts);
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
    fn within_limits(&self, outcome: Outcome, received: &Received, attempts: u32) -> Outcome {
        let outcome = match outcome {
            Outcome::Emit(outputs) => {
                let largest = outputs.iter().map(|output| output.record.size()).max().unwrap_or(0);
                if largest <= self.settings.output_limit {
                    return Outcome::Emit(outputs);
                }
                let limit = self.settings.output_limit;
                Outcome::DeadLetter(Reason::new("too_large", format!("{largest} bytes, the limit is {limit}")))
            }
            other @ (Outcome::Drop(_) | Outcome::DeadLetter(_)) => other,
        };
        if let Outcome::DeadLetter(reason) = &outcome {
            tracing::warn!(
                stage = self.settings.name, topic = %received.topic, partition = received.partition,
                offset = received.offset, source = received.record.headers.text(header::RECORD_SOURCE),
                id = received.record.headers.text(header::CE_ID), class = reason.class, attempts,
                message = reason.message, "dead letter"
            );
        }
        outcome
    }

    fn is_due(&self) -> bool {
        let Some(since) = self.finished_since else { return false };
        if self.commit_after.is_some_and(|after| Instant::now() < after) {
            return false;
        }
        since.elapsed() >= self.settings.pace.linger
            || self.finished.0 >= self.settings.pace.batch_records
            || self.finished.1 >= self.settings.pace.batch_bytes
    }

    /// Commits the finished prefix of every partition, as far as one transaction may hold it.
    fn commit(&mut self) -> Result<(), LoopError> {
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
                tracing::debug!(stage = self.settings.name, records = batch.records, ms = started.elapsed().as_millis(), "committed");
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
                tracing::warn!(stage = self.settings.name, records = batch.records, "transaction aborted; reading again");
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

    fn count_finished(&mut self) {
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
            tracing::warn!(source, "nothing but dead letters from this source; it is not polled for ten minutes");
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
        let by = GivenUpBy {
            group: &settings.group,
            stage: &settings.name,
            service: &settings.service,
            attempts,
            at,
        };
        dead_letter(received, reason, by, &settings.dead_letters, settings.dead_letter_limit)
    }

    fn adjust_intake(&mut self) {
        let pace = &self.settings.pace;
        // What was handed out and given up since is still in somebody's hands.
        let (records, bytes) = (self.records.max(self.out.records), self.bytes.max(self.out.bytes));
        let full = records >= pace.in_flight_records || bytes >= pace.in_flight_bytes;
        let roomy = records <= pace.in_flight_records * 3 / 4 && bytes <= pace.in_flight_bytes * 3 / 4;
        let open = !self.draining && if self.intake_open { !full } else { roomy };
        if open != self.intake_open {
            self.intake_open = open;
            self.member.set_intake(open);
            self.stalls.reset();
        }
    }

    fn assign(&mut self, partitions: Vec<TopicPartition>) {
        tracing::info!(stage = self.settings.name, count = partitions.len(), "partitions assigned");
        for at in partitions {
            self.windows.entry(at).or_default();
        }
        self.part.ready();
    }

    /// Finishes and commits what is in progress on partitions that are being taken away, under a deadline.
    fn revoke(&mut self, revocation: Revocation) -> Result<(), LoopError> {
        let lost = revocation.lost;
        tracing::info!(stage = self.settings.name, count = revocation.partitions.len(), lost, "partitions revoked");
        let until = Instant::now() + REVOKE;
        while !lost && Instant::now() < until && self.busy_on(&revocation) {
            match self.reports.recv_timeout(Duration::from_millis(20)) {
                Ok(report) => self.note(report)?,
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Err(self.workers_ended()),
            }
            self.collect()?;
            self.commit()?;
        }
        for at in &revocation.partitions {
            if let Some(window) = self.windows.remove(at) {
                self.records -= window.len();
                self.bytes = self.bytes.saturating_sub(window.bytes());
                let label = PartitionLabel { stage: self.settings.name.clone(), partition: at.partition };
                self.environment.metrics.lag_records.remove(&label);
                self.environment.metrics.lag_seconds.remove(&label);
            }
        }
        self.count_finished();
        self.stalls.reset();
        Ok(())
    }

    fn busy_on(&self, revocation: &Revocation) -> bool {
        revocation.partitions.iter().any(|at| self.windows.get(at).is_some_and(|window| !window.is_empty()))
    }

    fn discard_all(&mut self) {
        self.epoch += 1;
        self.windows.values_mut().for_each(|window| *window = Window::default());
        (self.records, self.bytes, self.finished_since) = (0, 0, None);
        self.finished = (0, 0);
    }

    /// Publishes the lag. Says which partition stands still although records wait, if one does.
    fn look_after_lag(&mut self) -> Option<TopicPartition> {
        let ends = self.watch.ends(self.windows.keys().cloned())?;
        let (now, clock) = (Instant::now(), (self.settings.clock)());
        let mut stalled = None;
        for (at, end) in ends {
            let Some(window) = self.windows.get(&at) else { continue };
            let position = window.position();
            let still = self.stalls.note(&at, position, end, now);
            let unread = match (end, position) {
                (Some(end), Some(position)) => (end - position).max(0),
                // Where reading will begin is not known here yet.
                (Some(_), None) | (None, _) => 0,
            };
            let lag = unread + i64::try_from(window.len()).unwrap_or(0);
            let label = PartitionLabel { stage: self.settings.name.clone(), partition: at.partition };
            self.environment.metrics.lag_records.get_or_create(&label).set(lag);
            // With nothing in progress only the wait is known, not the age of what waits.
            let age = window.oldest().map_or(still.as_secs_f64(), |oldest| seconds_between(oldest, clock.millis()));
            #[expect(clippy::cast_possible_truncation, reason = "an age in whole seconds")]
            self.environment.metrics.lag_seconds.get_or_create(&label).set(age as i64);
            if self.intake_open && still > self.settings.stall {
                stalled = Some(at);
            }
        }
        stalled
    }

    /// Leaves the group and joins it anew, unless that was tried just now.
    fn rejoin(mut self, at: &TopicPartition) -> Result<Self, LoopError> {
        let name = self.settings.name.clone();
        if self.rejoined_at.is_some_and(|rejoined_at| rejoined_at.elapsed() < self.settings.stall * 5 + SETTLE) {
            return Err(LoopError::Stalled { name, partition: at.to_string() });
        }
        self.environment.metrics.stalls.get_or_create(&self.label).inc();
        tracing::warn!(stage = name, partition = %at, "no progress although records wait; rejoining the group");
        self.part.unready("rejoining the group");
        self.discard_all();
        self.windows.clear();
        drop(self.member);
        let member = join(self.environment, &self.settings)?;
        let watch = watch(&name, member.as_ref())?;
        Ok(Self { member, watch, stalls: StallDetector::default(), rejoined_at: Some(Instant::now()), intake_open: true, ..self })
    }
}

fn watch(name: &str, member: &dyn Member) -> Result<Watch, LoopError> {
    Watch::start(name, member.lag_probe())
        .map_err(|error| LoopError::Threads { name: name.to_owned(), detail: error.to_string() })
}

fn join(environment: &Environment, settings: &LoopSettings) -> Result<Box<dyn Member>, LoopError> {
    Ok(environment.bus.join(Membership {
        group: settings.group.clone(),
        topic: settings.input.clone(),
        transactional_id: settings.transactional_id.clone(),
    })?)
}
