//! Dates in headers of HTTP, and how far one lies ahead.

use chrono::DateTime;
use std::time::{Duration, SystemTime};

/// The time that a header states.
pub(crate) fn parse(text: &str) -> Option<SystemTime> {
    DateTime::parse_from_rfc2822(text.trim()).ok().map(SystemTime::from)
}

/// How long an answer holds by its `Expires`: counted from its `Date`, else from `now`. `None`: it says nothing, or that
/// it is old already.
pub(crate) fn expires_in(expires: Option<&str>, date: Option<&str>, now: SystemTime) -> Option<Duration> {
    let from = date.and_then(parse).unwrap_or(now);
    parse(expires?)?.duration_since(from).ok().filter(|holds| !holds.is_zero())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_expires_by_the_clock_of_its_server() {
        let now = parse("Wed, 21 Oct 2015 07:28:00 GMT").unwrap();
        let cases = [
            (Some("Wed, 21 Oct 2015 08:00:00 GMT"), Some("Wed, 21 Oct 2015 07:50:00 GMT"), Some(600)),
            (Some("Wed, 21 Oct 2015 08:00:00 GMT"), None, Some(1_920)),
            (Some("Wed, 21 Oct 2015 08:00:00 GMT"), Some("today"), Some(1_920)),
            (Some("Wed, 21 Oct 2015 07:50:00 GMT"), Some("Wed, 21 Oct 2015 07:50:00 GMT"), None),
            (Some("Thu, 01 Jan 1970 00:00:00 GMT"), None, None),
            (Some("0"), None, None),
            (Some("-1"), None, None),
            (None, Some("Wed, 21 Oct 2015 07:50:00 GMT"), None),
        ];
        for (expires, date, seconds) in cases {
            assert_eq!(expires_in(expires, date, now), seconds.map(Duration::from_secs), "{expires:?} {date:?}");
        }
    }
}
