//! The one place of the command that asks what time it is.

use article::Timestamp;
use std::time::{SystemTime, UNIX_EPOCH};

/// The present.
pub(crate) fn now() -> Timestamp {
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_millis(i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX))
}
