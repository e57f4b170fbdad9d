//! Work on all cores with the results in input order and memory bounded.
//!
//! A feeder thread makes the items, as many workers as there are cores take them, and the caller gets the results one
//! by one in the order of the items. At most a few items a core are in flight: a slow caller slows the feeder.
//! The threads are not joined: a caller that stops early (a closed pipe) may leave while the feeder still waits for
//! input, and the threads end with the process.

use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// Items in flight for each core: enough that a long item does not idle the other cores.
const IN_FLIGHT_PER_CORE: usize = 4;

/// Enough for parsers that descend once per nesting level of a document.
const WORKER_STACK_BYTES: usize = 16 << 20;

/// Name of the worker threads; their panics are results, see [`quiet_worker_panics`].
const WORKER: &str = "worker";

/// The work on one item panicked.
#[derive(Debug)]
pub(crate) struct Panicked;

type Worked<O> = Result<O, Panicked>;

/// The name of an item and where its result will come.
type Awaited<O> = (String, Receiver<Worked<O>>);

/// An item and where its result goes.
type Job<I, O> = (I, SyncSender<Worked<O>>);

/// The results in the order of their items, each with the item's name.
pub(crate) struct InOrder<O> {
    pending: Receiver<Awaited<O>>,
    next: Option<Awaited<O>>,
}

/// Where the feeder puts its items.
pub(crate) struct Feed<I, O> {
    jobs: SyncSender<Job<I, O>>,
    order: SyncSender<Awaited<O>>,
}

impl<I, O> Feed<I, O> {
    /// Hands over one item; waits while too many are in flight. False: nobody wants more.
    pub(crate) fn put(&self, name: String, item: I) -> bool {
        let (answer, answered) = sync_channel(1);
        self.order.send((name, answered)).is_ok() && self.jobs.send((item, answer)).is_ok()
    }
}

/// Starts feeding and working.
pub(crate) fn in_order<I, O>(
    feed: impl FnOnce(Feed<I, O>) + Send + 'static,
    work: impl Fn(I) -> O + Send + Sync + 'static,
) -> std::io::Result<InOrder<O>>
where
    I: Send + 'static,
    O: Send + 'static,
{
    quiet_worker_panics();
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let (jobs, queue) = sync_channel(cores);
    let (order, pending) = sync_channel(cores * IN_FLIGHT_PER_CORE);
    let queue = Arc::new(Mutex::new(queue));
    let work = Arc::new(work);
    for _ in 0..cores {
        let (queue, work) = (Arc::clone(&queue), Arc::clone(&work));
        let worker = thread::Builder::new().name(WORKER.to_owned()).stack_size(WORKER_STACK_BYTES);
        worker.spawn(move || work_off(&queue, work.as_ref()))?;
    }
    thread::Builder::new().name("feeder".to_owned()).spawn(move || feed(Feed { jobs, order }))?;
    Ok(InOrder { pending, next: None })
}

impl<O> InOrder<O> {
    /// Whether the next result is there already; if not, this is the moment to flush what was written.
    pub(crate) fn must_wait(&mut self) -> bool {
        self.next.is_none()
            && match self.pending.try_recv() {
                Ok(next) => {
                    self.next = Some(next);
                    false
                }
                Err(TryRecvError::Empty | TryRecvError::Disconnected) => true,
            }
    }
}

impl<O> Iterator for InOrder<O> {
    type Item = (String, Result<O, Panicked>);

    fn next(&mut self) -> Option<Self::Item> {
        let (name, result) = match self.next.take() {
            Some(next) => next,
            None => self.pending.recv().ok()?, // The feeder is done.
        };
        Some((name, result.recv().unwrap_or(Err(Panicked))))
    }
}

fn work_off<I, O>(queue: &Mutex<Receiver<Job<I, O>>>, work: &impl Fn(I) -> O) {
    loop {
        let job = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((item, answer)) = job else { return };
        let worked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| work(item)));
        // Nobody waits for it any more when the caller stopped early.
        let _ = answer.send(worked.map_err(|_| Panicked));
    }
}

/// A panic in a worker is one input that could not be taken and is reported as that, not as a backtrace.
fn quiet_worker_panics() {
    let loud = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if thread::current().name() != Some(WORKER) {
            loud(panic);
        }
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items_and_a_panic_is_one_of_them() {
        let feed = |feed: Feed<u64, u64>| (0..500).for_each(|item| assert!(feed.put(item.to_string(), item)));
        let work = |item: u64| {
            assert_ne!(item, 7, "seven");
            // Uneven work, so that results finish out of order.
            (0..(item % 13) * 1000).fold(item, |sum, _| std::hint::black_box(sum))
        };
        let results: Vec<Option<u64>> = in_order(feed, work).unwrap().map(|(_, result)| result.ok()).collect();
        let expected: Vec<Option<u64>> = (0..500).map(|item| (item != 7).then_some(item)).collect();
        assert_eq!(results, expected);
    }

    #[test]
    fn a_feeder_is_told_when_nobody_wants_more() {
        let (told, heard) = sync_channel(1);
        let feed = move |feed: Feed<u64, u64>| {
            let mut item = 0;
            while feed.put(String::new(), item) {
                item += 1;
            }
            told.send(item).unwrap();
        };
        let mut results = in_order(feed, |item| item).unwrap();
        assert_eq!(results.next().unwrap().1.unwrap(), 0);
        drop(results);
        let put = heard.recv_timeout(std::time::Duration::from_secs(60)).unwrap();
        assert!(put > 0, "the feeder ended by itself");
    }
}
