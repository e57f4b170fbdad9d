//! How long work keeps the processor, for tests that bound it: what else the machine does meanwhile does not count.
//!
//! In: work. Out: what it gives, and the processor time of this thread; where the system does not tell, the time passed.

use std::time::{Duration, Instant};

/// What the work gives, and how long it took.
pub(crate) fn measured<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let (begun, before) = (Instant::now(), spent());
    let given = work();
    let took = spent().zip(before).map(|(after, before)| after.saturating_sub(before));
    (given, took.unwrap_or_else(|| begun.elapsed()))
}

/// What this thread has spent so far, as Linux counts it.
fn spent() -> Option<Duration> {
    // The count is brought up to date where a thread lets others pass.
    std::thread::yield_now();
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}
