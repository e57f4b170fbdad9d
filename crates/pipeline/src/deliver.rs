//! Drives a store: batches in, an outcome for every record out; retries, and the judgement whether a record or the
//! target is at fault.

use crate::backoff::{Backoff, jitter};
use crate::metrics::StageLabel;
use crate::workers::{Done, Job, Report};
use crate::{Clock, Delivery, Metrics, Outcome, Part, Reason, Store, StoreError, Written};
use article::{DateRole, EnrichedArticle, Precision, Timestamp, decode_article, header};
use bus::Received;
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender};
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// One write to a store at most.
const BATCH_RECORDS: usize = 500;
const BATCH_BYTES: usize = 8 << 20;
/// Attempts for one record while others may be fine.
const ATTEMPTS: u32 = 5;
/// Later records of other keys that are tried to tell a bad record from a target that is down.
const PROBES: usize = 20;
const FIRST_WAIT: Duration = Duration::from_millis(200);
const LONGEST_WAIT: Duration = Duration::from_secs(15);

/// The driver of one store, on a thread of its own.
pub(crate) struct Deliverer {
    pub(crate) store: Box<dyn Store>,
    pub(crate) jobs: Receiver<Vec<Job>>,
    pub(crate) reports: Sender<Report>,
    pub(crate) part: Part,
    pub(crate) metrics: Metrics,
    pub(crate) label: StageLabel,
    pub(crate) clock: Clock,
    /// The loop has gone: nobody waits for outcomes any more.
    pub(crate) abandoned: Arc<AtomicBool>,
    pub(crate) queue: VecDeque<Job>,
}

/// A delivery in progress.
struct Pending {
    job: Job,
    attempts: u32,
    last_error: String,
}

/// The store or the loop is gone for good.
struct Ended;

impl Deliverer {
    /// Works until the loop is gone.
    pub(crate) async fn run(mut self) {
        // Ended has been reported where it happened.
        let _ = self.work().await;
    }

    async fn work(&mut self) -> Result<(), Ended> {
        self.open().await?;
        loop {
            let (deliveries, pending) = self.next_batch()?;
            if !deliveries.is_empty() {
                self.deliver(deliveries, pending).await?;
            }
        }
    }

    /// Connects, however long it takes.
    async fn open(&mut self) -> Result<(), Ended> {
        let mut backoff = Backoff::new(FIRST_WAIT, LONGEST_WAIT);
        loop {
            self.wanted()?;
            match self.store.open().await {
                Ok(()) => {
                    self.metrics.store_up.get_or_create(&self.label).set(1);
                    self.part.ready();
                    tracing::info!(store = self.store.name(), "store is ready");
                    return Ok(());
                }
                Err(error) => self.wait_out(error, &mut backoff).await?,
            }
        }
    }

    /// Says that the target is down and waits; a refusal ends everything.
    async fn wait_out(&mut self, error: StoreError, backoff: &mut Backoff) -> Result<(), Ended> {
        self.metrics.store_up.get_or_create(&self.label).set(0);
        match error {
            StoreError::Down(why) => {
                let wait = backoff.next_wait(jitter());
                self.part.unready(&why);
                tracing::warn!(
                    store = self.store.name(),
                    why,
                    attempt = backoff.attempts(),
                    wait_ms = wait.as_millis(),
                    "store is down; its offsets stay where they are"
                );
                self.pause(wait).await
            }
            StoreError::Refused(why) => {
                self.part.dead(&why);
                // The loop may be gone already; then there is nobody to tell.
                let _ = self.reports.send(Report::Fatal(why));
                Err(Ended)
            }
        }
    }

    /// What is tried after the loop has gone is done again by the next one.
    fn wanted(&self) -> Result<(), Ended> {
        if self.abandoned.load(Ordering::Acquire) { Err(Ended) } else { Ok(()) }
    }

    async fn pause(&self, wait: Duration) -> Result<(), Ended> {
        let until = Instant::now() + wait;
        while Instant::now() < until {
            self.wanted()?;
            tokio::time::sleep(Duration::from_millis(50).min(wait)).await;
        }
        Ok(())
    }

    /// Waits for work and takes what is there, decoded. What cannot be decoded is answered for at once.
    fn next_batch(&mut self) -> Result<(Vec<Delivery>, Vec<Pending>), Ended> {
        if self.queue.is_empty() {
            self.queue.extend(self.jobs.recv().map_err(|_| Ended)?);
        }
        Ok(self.take(BATCH_RECORDS))
    }

    fn take(&mut self, most: usize) -> (Vec<Delivery>, Vec<Pending>) {
        let (mut deliveries, mut pending, mut bytes) = (Vec::new(), Vec::new(), 0);
        while deliveries.len() < most && bytes < BATCH_BYTES {
            if self.queue.is_empty() {
                match self.jobs.try_recv() {
                    Ok(more) => self.queue.extend(more),
                    Err(_) => break,
                }
            }
            let Some(job) = self.queue.pop_front() else { break };
            match delivery_of(&job.received) {
                Ok(delivery) => {
                    bytes += job.received.record.size();
                    deliveries.push(delivery);
                    pending.push(Pending { job, attempts: 0, last_error: String::new() });
                }
                Err(reason) => self.report(job, Outcome::DeadLetter(reason), 1),
            }
        }
        (deliveries, pending)
    }

    /// Writes until every record has its outcome.
    async fn deliver(&mut self, deliveries: Vec<Delivery>, pending: Vec<Pending>) -> Result<(), Ended> {
        let mut backoff = Backoff::new(FIRST_WAIT, LONGEST_WAIT);
        let (mut deliveries, mut pending) = (deliveries, pending);
        loop {
            let succeeded = self.write(&mut deliveries, &mut pending).await?;
            let Some(first) = pending.first() else { return Ok(()) };
            if first.attempts < ATTEMPTS {
                self.pause(backoff.next_wait(jitter())).await?;
                continue;
            }
            // The first record's retries are spent: is it the record or the target?
            if succeeded || self.probe(&mut deliveries, &mut pending).await? {
                let spent = pending.remove(0);
                deliveries.remove(0);
                let reason = Reason::new("retries_spent", spent.last_error);
                self.report(spent.job, Outcome::DeadLetter(reason), spent.attempts);
                backoff.reset();
            } else {
                let why = format!("takes no record: {}", pending.first().map_or("", |one| &one.last_error));
                self.wait_out(StoreError::Down(why), &mut backoff).await?;
            }
        }
    }

    /// One write of everything pending; what got its outcome leaves. Says whether any record succeeded.
    async fn write(&mut self, deliveries: &mut Vec<Delivery>, pending: &mut Vec<Pending>) -> Result<bool, Ended> {
        let mut backoff = Backoff::new(FIRST_WAIT, LONGEST_WAIT);
        let written = loop {
            self.wanted()?;
            match self.store.write(deliveries).await {
                Ok(written) if written.len() == deliveries.len() => break written,
                Ok(written) => {
                    let why = format!("answered for {} of {} records", written.len(), deliveries.len());
                    self.wait_out(StoreError::Down(why), &mut backoff).await?;
                }
                Err(error) => {
                    self.wait_out(error, &mut backoff).await?;
                    self.open().await?;
                }
            }
        };
        if backoff.attempts() > 0 {
            self.part.ready();
            self.metrics.store_up.get_or_create(&self.label).set(1);
        }
        let (mut left, mut left_pending, mut succeeded) = (Vec::new(), Vec::new(), false);
        for ((answer, delivery), mut one) in written.into_iter().zip(deliveries.drain(..)).zip(pending.drain(..)) {
            one.attempts += 1;
            let outcome = match answer {
                Written::Stored => {
                    self.observe_freshness(&delivery.article);
                    Outcome::Emit(Vec::new())
                }
                Written::Unchanged(reason) => Outcome::Drop(reason),
                Written::DeadLetter(reason) => Outcome::DeadLetter(reason),
                Written::Retry(why) => {
                    one.last_error = why;
                    left.push(delivery);
                    left_pending.push(one);
                    continue;
                }
            };
            succeeded |= !matches!(outcome, Outcome::DeadLetter(_));
            self.report(one.job, outcome, one.attempts);
        }
        (*deliveries, *pending) = (left, left_pending);
        Ok(succeeded)
    }

    /// Tries later records of other keys than the first pending one. Says whether any of them succeeded.
    async fn probe(&mut self, deliveries: &mut Vec<Delivery>, pending: &mut Vec<Pending>) -> Result<bool, Ended> {
        if self.queue.is_empty() {
            match self.jobs.recv_timeout(Duration::from_secs(1)) {
                Ok(more) => self.queue.extend(more),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Err(Ended),
            }
        }
        let stuck = pending.first().and_then(|one| one.job.received.record.key.clone());
        let (fresh, fresh_pending) = self.take(PROBES);
        let (mut probes, mut probes_pending) = (Vec::new(), Vec::new());
        for (delivery, one) in fresh.into_iter().zip(fresh_pending) {
            if one.job.received.record.key == stuck {
                deliveries.push(delivery);
                pending.push(one);
            } else {
                probes.push(delivery);
                probes_pending.push(one);
            }
        }
        if probes.is_empty() {
            return Ok(false);
        }
        let succeeded = self.write(&mut probes, &mut probes_pending).await?;
        deliveries.append(&mut probes);
        pending.append(&mut probes_pending);
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
            let seconds = seconds_between(at.millis(), (self.clock)().millis());
            self.metrics.freshness_seconds.get_or_create(&self.label).observe(seconds);
        }
    }
}

/// Seconds from one Unix ms to another, never negative.
pub(crate) fn seconds_between(from: i64, to: i64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of a span of years fit 52 bits")]
    let millis = to.saturating_sub(from).max(0) as f64;
    millis / 1_000.0
}

fn delivery_of(received: &Arc<Received>) -> Result<Delivery, Reason> {
    let article = decode_article(&received.record).map_err(|error| {
        let detail = std::error::Error::source(&error).map(|source| format!(": {source}")).unwrap_or_default();
        Reason::new("broken_message", format!("{error}{detail}"))
    })?;
    let replay = received.record.headers.text(header::REPLAY).and_then(|text| text.parse().ok()).unwrap_or(0);
    Ok(Delivery { article: EnrichedArticle(article), replay, received: Arc::clone(received) })
}
