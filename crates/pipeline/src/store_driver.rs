//! Drives a store: batches in, an outcome for every record out; retries, and the judgement whether a record or the
//! target is at fault.
//!
//! A write that is refused for a record's values, or takes too long, is done in smaller pieces until the records at
//! fault stand alone. A record that was refused alone is a dead letter only once the store has taken another article
//! since and refuses it again. A store that takes none is down: its table was altered, or it may not be written.

mod at_once;
mod availability;
mod batch;
mod target;

use crate::backoff::jitter;
use crate::delay::delay_seconds;
use crate::held::{Holding, Turn};
use crate::metrics::StageLabel;
use crate::workers::{Done, Job, Report};
use crate::{Clock, Delivery, LoopSettings, Metrics, Outcome, Part, Reason, Store, Written, meant_for};
use article::{DateRole, EnrichedArticle, Precision, Timestamp, decode_article, header};
use at_once::{AtOnce, BATCH_BYTES};
use availability::{Availability, Proof, State};
use batch::{Batch, Pending, Refusal};
use bus::Received;
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender};
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};
use target::{Answer, Ended, Target, backoff};

/// Attempts for one record while others may be fine.
const ATTEMPTS: u32 = 5;
/// Later records of other keys that are tried to tell a bad record from a target that is down.
const PROBES: usize = 20;

/// Records that fail alone, one after the other, before the rest is only sampled; and how many samples are tried
/// before the rest is left for later. Each that is too slow costs the store's whole limit.
struct Patience {
    failures: usize,
    samples: usize,
}

const REFUSED: Patience = Patience { failures: 5, samples: PROBES };
const TOO_SLOW: Patience = Patience { failures: 2, samples: 3 };

/// The driver of one store, on a thread of its own.
pub(crate) struct StoreDriver {
    target: Target,
    jobs: Receiver<Vec<Job>>,
    reports: Sender<Report>,
    metrics: Metrics,
    label: StageLabel,
    clock: Clock,
    queue: VecDeque<Job>,
    at_once: AtOnce,
    gives_way: bool,
    /// `None`: the store is given embargoed articles at once.
    holding: Option<Holding>,
    /// Articles the store has taken so far.
    stored: u64,
}

impl StoreDriver {
    /// The driver of a store that is not open yet.
    pub(crate) fn new(
        store: Box<dyn Store>,
        part: Part,
        metrics: Metrics,
        settings: &LoopSettings,
        holding: Option<Holding>,
        (jobs, reports): (Receiver<Vec<Job>>, Sender<Report>),
        abandoned: Arc<AtomicBool>,
    ) -> Self {
        let label = StageLabel { stage: settings.name.clone() };
        let availability = Availability {
            store: store.name().to_owned(),
            part,
            metrics: metrics.clone(),
            label: label.clone(),
            state: State::Starting,
        };
        Self {
            target: Target { store, availability, reports: reports.clone(), abandoned },
            jobs,
            reports,
            metrics,
            label,
            clock: settings.clock,
            queue: VecDeque::new(),
            at_once: AtOnce::new(settings.gives_way),
            gives_way: settings.gives_way,
            holding,
            stored: 0,
        }
    }

    /// Works until the loop is gone.
    pub(crate) async fn run(mut self) {
        // Ended has been reported where it happened.
        let _ = self.work().await;
    }

    async fn work(&mut self) -> Result<(), Ended> {
        self.target.open().await?;
        loop {
            if self.queue.is_empty() {
                self.queue.extend(self.jobs.recv().map_err(|_| Ended)?);
            }
            let batch = self.take(self.at_once.most()).await?;
            if !batch.is_empty() {
                let began = Instant::now();
                self.deliver(batch).await?;
                if self.gives_way {
                    self.target.pause(began.elapsed()).await?;
                }
            }
        }
    }

    /// Takes what there is, decoded. What cannot be decoded is answered for at once.
    async fn take(&mut self, most: usize) -> Result<Batch, Ended> {
        let (mut batch, mut bytes) = (Batch::default(), 0);
        while batch.len() < most && bytes < BATCH_BYTES {
            if self.queue.is_empty() {
                match self.jobs.try_recv() {
                    Ok(more) => self.queue.extend(more),
                    Err(_) => break,
                }
            }
            let Some(job) = self.queue.pop_front() else { break };
            match delivery_of(&job.received) {
                Ok(delivery) => match self.turn(&delivery, job.epoch).await? {
                    Turn::Now(also) => {
                        bytes += job.received.record.size();
                        batch.push(delivery, Pending::new(job, also));
                    }
                    Turn::Later(held) => self.report(job, Outcome::Hold(held), 1),
                    Turn::Never(reason) => self.report(job, Outcome::Drop(reason), 1),
                },
                Err(reason) => self.report(job, Outcome::DeadLetter(reason), 1),
            }
        }
        Ok(batch)
    }

    /// Whether the article is for the store, and now. A bus that cannot say what is held is waited for.
    async fn turn(&mut self, delivery: &Delivery, epoch: u64) -> Result<Turn, Ended> {
        if let Some(reason) = self.target.store.passes_over(&delivery.article) {
            return Ok(Turn::Never(reason));
        }
        let mut backoff = backoff();
        loop {
            let Some(holding) = self.holding.as_mut() else { return Ok(Turn::Now(None)) };
            match holding.turn(delivery, epoch) {
                Ok(turn) => return Ok(turn),
                Err(error) => {
                    tracing::warn!(stage = self.label.stage, %error, "what is held cannot be read; it is tried again");
                    self.target.pause(backoff.next_wait(jitter())).await?;
                }
            }
        }
    }

    /// Writes until every record has its outcome.
    async fn deliver(&mut self, mut batch: Batch) -> Result<(), Ended> {
        let mut backoff = backoff();
        loop {
            let succeeded = self.write(&mut batch).await?;
            let Some(first) = batch.first() else {
                self.target.takes_records();
                return Ok(());
            };
            if first.refusal.is_none() && first.attempts < ATTEMPTS {
                self.target.pause(backoff.next_wait(jitter())).await?;
                continue;
            }
            // Nothing more can be learnt from the first record alone: is it the record or the target?
            if succeeded || self.probe(&mut batch).await? {
                backoff.reset();
                // What was refused is tried once more, now that something was stored after it.
                if batch.first().is_some_and(|first| first.refusal.is_none() && first.attempts >= ATTEMPTS)
                    && let Some(spent) = batch.remove_first()
                {
                    let reason = Reason::new("retries_spent", spent.last_error);
                    self.report(spent.job, Outcome::DeadLetter(reason), spent.attempts);
                }
            } else {
                let why = format!("takes no record: {}", batch.first().map_or("", |one| &one.last_error));
                self.target.down(why, Proof::Stored, &mut backoff).await?;
            }
        }
    }

    /// One attempt on everything pending, in pieces as large as the store takes; what got its outcome leaves. Says
    /// whether any record succeeded.
    async fn write(&mut self, batch: &mut Batch) -> Result<bool, Ended> {
        // The last one is next.
        let mut pieces = vec![std::mem::take(batch)];
        let (mut left, mut untried) = (Batch::default(), Batch::default());
        let (mut succeeded, mut failures, mut sampling) = (false, 0, false);
        while let Some(mut piece) = pieces.pop() {
            let rest = piece.split_off(self.at_once.records(), BATCH_BYTES);
            if !rest.is_empty() {
                pieces.push(rest);
            }
            let patience = match self.target.write(piece.deliveries()).await? {
                Answer::Written(written, spent) => {
                    self.at_once.was_done(piece.len(), spent);
                    if self.settle(piece, written, &mut left) {
                        (succeeded, failures, sampling) = (true, 0, false);
                        if !untried.is_empty() {
                            pieces.insert(0, std::mem::take(&mut untried));
                        }
                    }
                    continue;
                }
                Answer::TooSlow(why, spent) => {
                    self.at_once.was_too_slow(piece.len(), spent);
                    if piece.len() > 1 {
                        tracing::info!(
                            records = piece.len(),
                            fewer = self.at_once.records(),
                            "fewer at once are tried"
                        );
                        pieces.push(piece);
                        continue;
                    }
                    left.append(&mut failed_alone(piece, why));
                    TOO_SLOW
                }
                Answer::Refused(reason) => {
                    if piece.len() > 1 {
                        let rest = piece.split_off(piece.len() / 2, usize::MAX);
                        pieces.extend([rest, piece]);
                        continue;
                    }
                    if !self.refuse(piece, &reason, &mut left) {
                        continue;
                    }
                    REFUSED
                }
            };
            failures += 1;
            if failures >= patience.failures && !sampling {
                sampling = true;
                while let Some(mut piece) = pieces.pop() {
                    untried.append(&mut piece);
                }
                pieces = untried.take_samples(patience.samples);
            }
        }
        left.append(&mut untried);
        *batch = left;
        Ok(succeeded)
    }

    /// Takes the answers to a write; what is to be tried again goes to `left`. Says whether any record succeeded.
    fn settle(&mut self, piece: Batch, written: Vec<Written>, left: &mut Batch) -> bool {
        let mut succeeded = false;
        for (delivery, mut one, answer) in piece.into_answered(written) {
            one.attempts += 1;
            let outcome = match answer {
                Written::Stored => {
                    self.stored += 1;
                    self.target.takes_records();
                    if meant_for::is_news(&delivery.received.record) {
                        self.observe_freshness(&delivery.article);
                    }
                    Outcome::Emit(one.also.take().into_iter().collect())
                }
                Written::Unchanged(reason) => {
                    one.also.take().map_or(Outcome::Drop(reason), |also| Outcome::Emit(vec![also]))
                }
                Written::DeadLetter(reason) => Outcome::DeadLetter(reason),
                Written::Retry(why) => {
                    one.last_error = why;
                    left.push(delivery, one);
                    continue;
                }
            };
            succeeded |= !matches!(outcome, Outcome::DeadLetter(_));
            self.report(one.job, outcome, one.attempts);
        }
        succeeded
    }

    /// Records that the store refuses although nothing else is written with them: dead letters if it has taken an
    /// article since it refused them before. Says whether any is left.
    fn refuse(&mut self, piece: Batch, reason: &Reason, left: &mut Batch) -> bool {
        let mut any = false;
        for (delivery, mut one) in piece.into_pairs() {
            one.attempts += 1;
            match one.refusal {
                Some(before) if before.stored_before < self.stored => {
                    self.report(one.job, Outcome::DeadLetter(before.reason), one.attempts);
                }
                Some(_) | None => {
                    any = true;
                    one.last_error.clone_from(&reason.message);
                    one.refusal = Some(Refusal { reason: reason.clone(), stored_before: self.stored });
                    left.push(delivery, one);
                }
            }
        }
        any
    }

    /// Tries later records of other keys than those pending, whose order stays. Says whether any of them succeeded.
    async fn probe(&mut self, batch: &mut Batch) -> Result<bool, Ended> {
        if self.queue.is_empty() {
            match self.jobs.recv_timeout(Duration::from_secs(1)) {
                Ok(more) => self.queue.extend(more),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Err(Ended),
            }
        }
        let stuck = batch.keys();
        let mut probes = Batch::default();
        for (delivery, one) in self.take(PROBES).await?.into_pairs() {
            let same_key = stuck.contains(&one.job.received.record.key);
            let into = if same_key { &mut *batch } else { &mut probes };
            into.push(delivery, one);
        }
        if probes.is_empty() {
            return Ok(false);
        }
        let succeeded = self.write(&mut probes).await?;
        batch.append(&mut probes);
        Ok(succeeded)
    }

    fn report(&self, job: Job, outcome: Outcome, attempts: u32) {
        let done = Done { epoch: job.epoch, received: job.received, outcome, attempts };
        // A loop that is gone reads the record again.
        let _ = self.reports.send(Report::Done(vec![done]));
    }

    fn observe_freshness(&self, article: &EnrichedArticle) {
        let precise = article.0.enrichment.dates.iter().find(|date| {
            date.role == DateRole::Published && matches!(date.precision, Precision::Second | Precision::Minute)
        });
        if let Some(at) = precise.and_then(|date| Timestamp::parse(&date.value)) {
            match delay_seconds(at.millis(), (self.clock)().millis()) {
                Some(seconds) => self.metrics.freshness_seconds.get_or_create(&self.label).observe(seconds),
                None => {
                    self.metrics.ignored_times.get_or_create(&self.label).inc();
                }
            }
        }
    }
}

/// A record that took too long on its own.
fn failed_alone(piece: Batch, why: String) -> Batch {
    let mut left = Batch::default();
    for (delivery, mut one) in piece.into_pairs() {
        one.attempts += 1;
        one.last_error.clone_from(&why);
        left.push(delivery, one);
    }
    left
}

fn delivery_of(received: &Arc<Received>) -> Result<Delivery, Reason> {
    let article = decode_article(&received.record).map_err(|error| Reason::of_decoding("broken_message", &error))?;
    let replay = received.record.headers.text(header::REPLAY).and_then(|text| text.parse().ok()).unwrap_or(0);
    Ok(Delivery { article: EnrichedArticle(article), replay, received: Arc::clone(received) })
}
