//! A point in time on the command line.

use article::Timestamp;
use service::clock;

const MINUTE_MS: i64 = 60_000;

/// A day (YYYY-MM-DD), a time (RFC 3339), or how long ago (`90m`, `2h`, `7d`).
pub(crate) fn point_in_time(text: &str) -> Result<Timestamp, String> {
    read(text, clock::now())
        .ok_or_else(|| format!("`{text}` is neither YYYY-MM-DD nor an RFC 3339 time, nor as long ago as `2h` or `7d`"))
}

fn read(text: &str, now: Timestamp) -> Option<Timestamp> {
    let day = || Timestamp::parse(&format!("{text}T00:00:00Z"));
    Timestamp::parse(text).or_else(day).or_else(|| ago(text, now))
}

fn ago(text: &str, now: Timestamp) -> Option<Timestamp> {
    let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let minutes: i64 = match unit {
        "m" => 1,
        "h" => 60,
        "d" => 24 * 60,
        _ => return None,
    };
    let number = i64::from(number.parse::<u16>().ok()?);
    Some(Timestamp::from_millis(now.millis() - number * minutes * MINUTE_MS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_times_and_how_long_ago_are_read() {
        let now = Timestamp::parse("2026-03-02T12:00:00Z").unwrap();
        for (text, expected) in [
            ("2026-03-01", Some("2026-03-01T00:00:00.000Z")),
            ("2026-03-01T10:00:00+02:00", Some("2026-03-01T08:00:00.000Z")),
            ("90m", Some("2026-03-02T10:30:00.000Z")),
            ("2h", Some("2026-03-02T10:00:00.000Z")),
            ("7d", Some("2026-02-23T12:00:00.000Z")),
            ("h", None),
            ("-2h", None),
            ("2", None),
            ("", None),
            ("2ü", None),
            ("yesterday", None),
        ] {
            assert_eq!(read(text, now).map(|at| at.to_string()).as_deref(), expected, "{text}");
        }
    }
}
