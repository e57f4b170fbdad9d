//! Live news at a steady rate, and how long each article takes into the store of a process.

use crate::{Dateline, push_raw, short_articles};
use anyhow::ensure;
use article::Topics;
use bus::Bus;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Between two looks at what is stored: what a latency is exact to.
const LOOK: Duration = Duration::from_millis(5);
/// What was sent must be stored by then.
const DEADLINE: Duration = Duration::from_secs(120);

/// News that flows.
pub(super) struct Flow<'a> {
    pub(super) bus: &'a dyn Bus,
    pub(super) topics: &'a Topics,
    /// Articles a second.
    pub(super) rate: f64,
    /// The process with the store, and what its loop is called.
    pub(super) process: &'a Dateline,
    pub(super) store: &'a str,
}

/// When each article was durable in the raw topic, and how long after that it was stored and its offset committed.
pub(super) struct Flowed(Vec<(Instant, Duration)>);

impl Flow<'_> {
    /// Lets news flow while something is done.
    pub(super) fn during<T>(&self, seed: u64, act: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<(T, Flowed)> {
        let (ended, failed) = (&AtomicBool::new(false), &AtomicBool::new(false));
        let before = self.stored()?;
        std::thread::scope(|scope| {
            let sender = scope.spawn(move || {
                let sent = self.send(seed, ended);
                failed.store(sent.is_err(), Ordering::Release);
                sent
            });
            let is_over = move || ended.load(Ordering::Acquire) || failed.load(Ordering::Acquire);
            let watcher = scope.spawn(move || self.watch(before, is_over));
            let done = act();
            ended.store(true, Ordering::Release);
            let sent = sender.join().unwrap_or_else(|_| Err(anyhow::anyhow!("the sender panicked")))?;
            let until = Instant::now() + DEADLINE;
            let stored = watcher.join().unwrap_or_else(|_| Err(anyhow::anyhow!("the watcher panicked")))?;
            let stored = self.rest(stored, before, sent.len(), until)?;
            let took = sent.iter().zip(stored).map(|(sent, stored)| (*sent, stored.duration_since(*sent)));
            Ok((done?, Flowed(took.collect())))
        })
    }

    /// Sends at the rate, each time what is due by then.
    fn send(&self, seed: u64, ended: &AtomicBool) -> anyhow::Result<Vec<Instant>> {
        let mut articles = short_articles(usize::MAX, seed).map(|article| article.raw_record("live"));
        let (began, mut sent) = (Instant::now(), Vec::new());
        while !ended.load(Ordering::Acquire) {
            #[expect(clippy::cast_sign_loss, clippy::cast_possible_truncation, reason = "a count of articles")]
            let due = (began.elapsed().as_secs_f64() * self.rate) as usize + 1;
            let more = due.saturating_sub(sent.len());
            push_raw(self.bus, self.topics, articles.by_ref().take(more))?;
            sent.resize(due.max(sent.len()), Instant::now());
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(sent)
    }

    /// Notes when so many were stored, until the sender ends.
    fn watch(&self, before: usize, is_over: impl Fn() -> bool) -> anyhow::Result<Vec<Instant>> {
        let mut stored = Vec::new();
        while !is_over() {
            let count = self.stored()?.saturating_sub(before);
            stored.resize(count.max(stored.len()), Instant::now());
            std::thread::sleep(LOOK);
        }
        Ok(stored)
    }

    /// The same of what was sent last.
    fn rest(
        &self,
        mut stored: Vec<Instant>,
        before: usize,
        sent: usize,
        until: Instant,
    ) -> anyhow::Result<Vec<Instant>> {
        while stored.len() < sent {
            let count = self.stored()?.saturating_sub(before);
            stored.resize(count.max(stored.len()), Instant::now());
            ensure!(Instant::now() < until, "only {count} of {sent} live articles were stored");
            std::thread::sleep(LOOK);
        }
        Ok(stored)
    }

    fn stored(&self) -> anyhow::Result<usize> {
        let labels = [format!("stage=\"{}\"", self.store), "outcome=\"emitted\"".to_owned()];
        let labels = labels.each_ref().map(String::as_str);
        let stored = self.process.metric("dateline_input_records_total", &labels)?.unwrap_or(0.0);
        #[expect(clippy::cast_sign_loss, clippy::cast_possible_truncation, reason = "a count of records")]
        Ok(stored as usize)
    }
}

impl Flowed {
    /// Seconds that so many hundredths of what was sent between two moments took, or less.
    pub(super) fn at(&self, share: usize, from: Instant, to: Instant) -> f64 {
        let sent = self.0.iter().filter(|(sent, _)| (from..to).contains(sent));
        let mut took: Vec<Duration> = sent.map(|(_, took)| *took).collect();
        took.sort();
        let last = took.len().saturating_sub(1);
        took.get((took.len() * share / 100).min(last)).map_or(f64::NAN, Duration::as_secs_f64)
    }
}
