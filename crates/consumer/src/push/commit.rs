//! Records of many requests become one append: what comes while one is under way goes with the next.
//!
//! In: a queue of parcels, one a request. Out: the records in the raw topic, and to each request whether they stand.

use super::budget::Held;
use super::gate::Gate;
use super::notes::Notes;
use article::TopicName;
use bus::{Bus, BusError, Output};
use pipeline::{Metrics, StageLabel, error_line};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

/// An append ends at so many records, or bytes.
const RECORDS: usize = 5_000;
const BYTES: usize = 4 << 20;
/// How often it is looked whether a gate that is shut may open.
const LOOK: Duration = Duration::from_millis(250);
/// The label of its metrics.
const STAGE: &str = "push";

/// What became of a request's records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// All are durable.
    Written,
    /// None is there.
    NotWritten,
    /// Nobody knows.
    InDoubt,
}

/// The records of one request.
pub(super) struct Parcel {
    pub(super) outputs: Vec<Output>,
    pub(super) answer: oneshot::Sender<Verdict>,
    /// Given back once they are written.
    pub(super) held: Held,
}

/// Writes parcels.
pub(super) struct Committer {
    pub(super) bus: Arc<dyn Bus>,
    pub(super) raw: TopicName,
    /// The name that it writes under.
    pub(super) transactional_id: String,
    pub(super) gate: Arc<Gate>,
    pub(super) metrics: Metrics,
    pub(super) notes: Arc<Notes>,
}

impl Committer {
    /// Makes its series exist, then writes until nobody can send any more and the queue is empty.
    pub(super) fn run(&self, queue: &Receiver<Parcel>) {
        let label = self.label();
        for counter in [&self.metrics.output_records, &self.metrics.commits, &self.metrics.rewinds] {
            drop(counter.get_or_create(&label));
        }
        drop(self.metrics.commit_seconds.get_or_create(&label));
        // What a killed process left open ends now and not with the next push, which may be long in coming.
        if let Err(error) = self.bus.append_as(&self.transactional_id, Vec::new()) {
            self.gate.close(&error_line(&error), Instant::now());
        }
        loop {
            match queue.recv_timeout(LOOK) {
                Ok(first) => self.write(gather(first, queue)),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            if self.gate.is_due(Instant::now()) {
                self.look();
            }
        }
    }

    /// Opens the gate if the topic seems to take records again.
    fn look(&self) {
        match self.bus.check(std::slice::from_ref(&self.raw)) {
            Ok(()) => self.gate.open(),
            Err(error) => drop(self.gate.close(&error_line(&error), Instant::now())),
        }
    }

    fn write(&self, parcels: Vec<Parcel>) {
        let all = parcels.iter().flat_map(|parcel| parcel.outputs.iter().cloned()).collect();
        match self.append(all) {
            // What the topic refuses of one request is no fault of the others.
            Err(BusError::Topic { .. }) if parcels.len() > 1 => {
                for Parcel { outputs, answer, held } in parcels {
                    let verdict = self.verdict(self.append(outputs));
                    drop(held);
                    // Whoever asked may have gone.
                    let _ = answer.send(verdict);
                }
            }
            appended => {
                let verdict = self.verdict(appended);
                for Parcel { answer, held, .. } in parcels {
                    drop(held);
                    let _ = answer.send(verdict);
                }
            }
        }
    }

    fn append(&self, outputs: Vec<Output>) -> Result<(), BusError> {
        let (count, began) = (outputs.len() as u64, Instant::now());
        self.bus.append_as(&self.transactional_id, outputs)?;
        let label = self.label();
        self.metrics.commit_seconds.get_or_create(&label).observe(began.elapsed().as_secs_f64());
        self.metrics.commits.get_or_create(&label).inc();
        self.metrics.output_records.get_or_create(&label).inc_by(count);
        self.gate.written();
        Ok(())
    }

    fn verdict(&self, appended: Result<(), BusError>) -> Verdict {
        let Err(error) = appended else { return Verdict::Written };
        self.metrics.rewinds.get_or_create(&self.label()).inc();
        let cause = error_line(&error);
        let verdict = if matches!(error, BusError::InDoubt { .. }) { Verdict::InDoubt } else { Verdict::NotWritten };
        // What the topic refuses for its size says nothing of others; one that is missing the watch of the bus sees.
        if !matches!(error, BusError::Topic { .. }) {
            self.gate.close(&cause, Instant::now());
        }
        if self.notes.is_due(STAGE, "not_written", Instant::now()).is_some() {
            tracing::warn!(cause, ?verdict, "pushed records could not be written; they are to be sent again");
        }
        verdict
    }

    fn label(&self) -> StageLabel {
        StageLabel { stage: STAGE.to_owned() }
    }
}

/// What waits, up to an append's size.
fn gather(first: Parcel, queue: &Receiver<Parcel>) -> Vec<Parcel> {
    let size = |parcel: &Parcel| parcel.outputs.iter().map(|output| output.record.size()).sum::<usize>();
    let (mut records, mut bytes) = (first.outputs.len(), size(&first));
    let mut parcels = vec![first];
    while records < RECORDS
        && bytes < BYTES
        && let Ok(parcel) = queue.try_recv()
    {
        records += parcel.outputs.len();
        bytes += size(&parcel);
        parcels.push(parcel);
    }
    parcels
}
