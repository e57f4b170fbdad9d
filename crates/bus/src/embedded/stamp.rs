//! The one look at the clock: records that come without a time get that of their append.

use std::time::{SystemTime, UNIX_EPOCH};

/// Unix milliseconds, for records without a time.
pub(super) fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
