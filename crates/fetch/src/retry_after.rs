//! The `Retry-After` header: seconds, or an HTTP date.

use crate::http_date;
use std::time::{Duration, SystemTime};

/// Longest pause a server can ask for; more is a mistake at its end.
pub(crate) const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// How long to wait from `now`; `None`: the header is in neither form.
pub(crate) fn parse(header: &str, now: SystemTime) -> Option<Duration> {
    let header = header.trim();
    if !header.is_empty() && header.bytes().all(|byte| byte.is_ascii_digit()) {
        // Digits that do not fit are a very long time.
        return Some(header.parse().map_or(LONGEST, Duration::from_secs).min(LONGEST));
    }
    let until = http_date::parse(header)?;
    Some(until.duration_since(now).unwrap_or(Duration::ZERO).min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_and_dates_are_read_and_capped() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_445_412_480 - 30);
        let cases = [
            ("120", Some(120)),
            (" 0 ", Some(0)),
            ("99999999999999999999999", Some(86_400)),
            ("Wed, 21 Oct 2015 07:28:00 GMT", Some(30)),
            ("Wed, 21 Oct 2009 07:28:00 GMT", Some(0)),
            ("soon", None),
            ("-5", None),
            ("", None),
        ];
        for (header, seconds) in cases {
            assert_eq!(parse(header, now), seconds.map(Duration::from_secs), "{header}");
        }
    }
}
