//! The store with its outages waited out: what comes back is about records only.

use super::availability::{Availability, Proof};
use crate::backoff::{Backoff, jitter};
use crate::workers::Report;
use crate::{Delivery, Reason, Store, StoreError, Written};
use crossbeam_channel::Sender;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

const FIRST_WAIT: Duration = Duration::from_millis(200);
const LONGEST_WAIT: Duration = Duration::from_secs(15);

/// A store that can be opened and loses the same write so often in a row is given fewer records: a proxy's limit or the
/// server's memory may be at its end before the store's own time is.
const LOST_WRITES: u32 = 3;

/// The store or the loop is gone for good.
pub(super) struct Ended;

/// What a write came to.
pub(super) enum Answer {
    /// Done: an answer for every record, after so long.
    Written(Vec<Written>, Duration),
    /// Nothing is written: so many take too long; given up after so long. [`Duration::MAX`]: time was not the matter.
    TooSlow(String, Duration),
    /// Nothing is written: a record's values are refused.
    Refused(Reason),
}

/// A store that is opened, and opened again whenever it was down.
pub(super) struct Target {
    pub(super) store: Box<dyn Store>,
    pub(super) availability: Availability,
    pub(super) reports: Sender<Report>,
    /// The loop has gone: nobody waits for outcomes any more.
    pub(super) abandoned: Arc<AtomicBool>,
}

/// The waits between attempts on a store.
pub(super) fn backoff() -> Backoff {
    Backoff::new(FIRST_WAIT, LONGEST_WAIT)
}

impl Target {
    /// Connects, however long it takes.
    pub(super) async fn open(&mut self) -> Result<(), Ended> {
        let mut backoff = backoff();
        loop {
            self.wanted()?;
            match self.store.open().await {
                Ok(()) => {
                    self.availability.proven(Proof::Opened);
                    return Ok(());
                }
                Err(error) => self.wait_out(error, Proof::Opened, &mut backoff).await?,
            }
        }
    }

    /// Writes, again and again while the store is down; only several records are given up after a few times.
    pub(super) async fn write(&mut self, deliveries: &[Delivery]) -> Result<Answer, Ended> {
        let mut backoff = backoff();
        loop {
            self.wanted()?;
            let began = Instant::now();
            match self.store.write(deliveries).await {
                Ok(written) if written.len() == deliveries.len() => {
                    self.availability.proven(Proof::Answered);
                    return Ok(Answer::Written(written, began.elapsed()));
                }
                Ok(written) => {
                    let why = format!("answered for {} of {} records", written.len(), deliveries.len());
                    self.down(why, Proof::Answered, &mut backoff).await?;
                }
                Err(StoreError::Records(reason)) => return Ok(Answer::Refused(reason)),
                Err(StoreError::TooSlow(why)) => {
                    let spent = began.elapsed();
                    self.availability.lost(why.clone(), Proof::Answered, 1, Duration::ZERO);
                    self.open().await?;
                    return Ok(Answer::TooSlow(why, spent));
                }
                Err(error) => {
                    let why = error.to_string();
                    self.wait_out(error, Proof::Answered, &mut backoff).await?;
                    self.open().await?;
                    if deliveries.len() > 1 && backoff.attempts() >= LOST_WRITES {
                        return Ok(Answer::TooSlow(why, Duration::MAX));
                    }
                }
            }
        }
    }

    /// Says that the store is down and waits.
    pub(super) async fn down(&mut self, why: String, until: Proof, backoff: &mut Backoff) -> Result<(), Ended> {
        let wait = backoff.next_wait(jitter());
        self.availability.lost(why, until, backoff.attempts(), wait);
        self.pause(wait).await
    }

    /// An article was stored, or nothing is pending any more.
    pub(super) fn takes_records(&mut self) {
        self.availability.proven(Proof::Stored);
    }

    /// Waits, unless the loop goes meanwhile.
    pub(super) async fn pause(&self, wait: Duration) -> Result<(), Ended> {
        let until = Instant::now() + wait;
        while Instant::now() < until {
            self.wanted()?;
            tokio::time::sleep(Duration::from_millis(50).min(until - Instant::now())).await;
        }
        Ok(())
    }

    /// Waits after trouble with the store as a whole; what no waiting mends ends everything.
    async fn wait_out(&mut self, error: StoreError, until: Proof, backoff: &mut Backoff) -> Result<(), Ended> {
        let report = match error {
            StoreError::Down(why) | StoreError::TooSlow(why) => return self.down(why, until, backoff).await,
            StoreError::Records(reason) => return self.down(reason.message, until, backoff).await,
            StoreError::Refused(why) => {
                self.availability.dead(&why);
                Report::Fatal(why)
            }
            StoreError::Gone(why) => {
                self.availability.dead(&why);
                Report::Gone(why)
            }
        };
        // The loop may be gone already; then there is nobody to tell.
        let _ = self.reports.send(report);
        Err(Ended)
    }

    /// What is tried after the loop has gone is done again by the next one.
    fn wanted(&self) -> Result<(), Ended> {
        if self.abandoned.load(Ordering::Acquire) { Err(Ended) } else { Ok(()) }
    }
}
