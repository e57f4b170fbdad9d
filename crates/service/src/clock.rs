//! The only clock of the services. Everything pure takes the time as an argument.

use article::Timestamp;
use std::time::{SystemTime, UNIX_EPOCH};

/// The time now, to the millisecond. A system clock set before 1970 counts as 1970.
pub fn now() -> Timestamp {
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_millis(i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_tells_a_present_day() {
        assert!(now() > Timestamp::parse("2024-01-01T00:00:00Z").unwrap());
    }
}
