//! Names that no other test, and no other run against the same broker or database, uses.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// A name from `prefix`, this process, its time and a counter; lower-case letters, digits and `-`, fit for a lane, a
/// group or (with `-` replaced) a database. At most 22 characters longer than the prefix.
pub fn unique_name(prefix: &str) -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    // Before 1970 there are no tests: a clock that says so still leaves process and counter.
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs() % 10_000_000;
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    format!("{prefix}-{seconds:x}-{:x}-{count:x}", std::process::id())
}
