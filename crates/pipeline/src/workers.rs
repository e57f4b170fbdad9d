//! Threads for pure work: records in, outcomes out, in any order.

use crate::{Clock, Outcome, Reason, Stage};
use bus::Received;
use crossbeam_channel::{Receiver, Sender};
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::JoinHandle;

/// Stack of a worker: parsers of outside bytes recurse within their own limits, with room to spare.
pub(crate) const STACK: usize = 16 << 20;

/// A record to work on.
#[derive(Debug, Clone)]
pub(crate) struct Job {
    /// Which period of reading it belongs to; answers from an earlier one are ignored.
    pub(crate) epoch: u64,
    pub(crate) received: Arc<Received>,
}

/// What came of a job.
#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) epoch: u64,
    pub(crate) received: Arc<Received>,
    pub(crate) outcome: Outcome,
    /// How often it was tried.
    pub(crate) attempts: u32,
}

/// What workers report.
#[derive(Debug)]
pub(crate) enum Report {
    Done(Vec<Done>),
    /// The target is out of order for good: no offset may move.
    Fatal(String),
    /// Nobody takes what is written any more: no offset may move, and that is no fault.
    Gone(String),
}

/// Starts `threads` workers. They end when the job channel closes.
pub(crate) fn start(
    stage: &Arc<dyn Stage>,
    threads: usize,
    clock: Clock,
    jobs: &Receiver<Vec<Job>>,
    reports: &Sender<Report>,
) -> std::io::Result<Vec<JoinHandle<()>>> {
    (0..threads.max(1))
        .map(|number| {
            let (stage, jobs, reports) = (Arc::clone(stage), jobs.clone(), reports.clone());
            std::thread::Builder::new()
                .name(format!("{} {number}", stage.name()))
                .stack_size(STACK)
                .spawn(move || work(stage.as_ref(), clock, &jobs, &reports))
        })
        .collect()
}

fn work(stage: &dyn Stage, clock: Clock, jobs: &Receiver<Vec<Job>>, reports: &Sender<Report>) {
    for chunk in jobs {
        let done = chunk.into_iter().map(|job| {
            let outcome = process(stage, &job.received, clock);
            Done { epoch: job.epoch, received: job.received, outcome, attempts: 1 }
        });
        if reports.send(Report::Done(done.collect())).is_err() {
            return;
        }
    }
}

/// A panic is a fault of ours that this record brought to light: it must not take its neighbours with it.
pub(crate) fn process(stage: &dyn Stage, received: &Received, clock: Clock) -> Outcome {
    catch_unwind(AssertUnwindSafe(|| stage.process(received, clock()))).unwrap_or_else(|panic| {
        let message = panic_text(panic.as_ref());
        tracing::error!(
            topic = %received.topic, partition = received.partition, offset = received.offset, message,
            "a record made the stage panic; it goes to the dead letters"
        );
        Outcome::DeadLetter(Reason::new("panic", message))
    })
}

fn panic_text(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "panic without a message".to_owned())
}
