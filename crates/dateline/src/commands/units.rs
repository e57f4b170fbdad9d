//! Numbers with units, for people.

use std::time::Duration;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// `3.0 s`, `12 s`, `3 min 20 s`, `2 h 5 min`, `4 d 3 h`: the two largest units that say something.
pub(crate) fn span(time: Duration) -> String {
    let seconds = time.as_secs();
    let two = |large: u64, name: &str, small: u64, other: &str| {
        let (first, rest) = (seconds / large, seconds % large / small);
        if rest == 0 { format!("{first} {name}") } else { format!("{first} {name} {rest} {other}") }
    };
    match seconds {
        0..10 => format!("{:.1} s", time.as_secs_f64()),
        _ if seconds < MINUTE => format!("{seconds} s"),
        _ if seconds < HOUR => two(MINUTE, "min", 1, "s"),
        _ if seconds < DAY => two(HOUR, "h", MINUTE, "min"),
        _ => two(DAY, "d", HOUR, "h"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_have_two_units_at_most() {
        for (millis, expected) in [
            (0, "0.0 s"),
            (3_040, "3.0 s"),
            (59_999, "59 s"),
            (60_000, "1 min"),
            (200_000, "3 min 20 s"),
            (7_500_000, "2 h 5 min"),
            (86_400_000, "1 d"),
            (356_400_000, "4 d 3 h"),
        ] {
            assert_eq!(span(Duration::from_millis(millis)), expected);
        }
    }
}
