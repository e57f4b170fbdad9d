//! Durations and sizes as people write them: a whole number and a unit.

use std::time::Duration;

/// Units of time and how many milliseconds they are.
const TIME: [(&str, u64); 5] = [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)];
/// Units of size and how many bytes they are. Only powers of two: `MB` means two things.
const SIZE: [(&str, u64); 5] = [("B", 1), ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("TiB", 1 << 40)];

/// `500ms`, `2s`, `5m`, `12h`, `7d`.
pub fn parse_duration(text: &str) -> Option<Duration> {
    quantity(text, &TIME).map(Duration::from_millis)
}

/// `512B`, `64KiB`, `8MiB`, `20GiB`, `1TiB`, in bytes.
pub(crate) fn parse_size(text: &str) -> Option<u64> {
    quantity(text, &SIZE)
}

/// In the largest unit that is whole.
pub(crate) fn duration_text(duration: Duration) -> String {
    in_largest_unit(u64::try_from(duration.as_millis()).unwrap_or(u64::MAX), &TIME)
}

/// In the largest unit that is whole.
pub(crate) fn size_text(bytes: u64) -> String {
    in_largest_unit(bytes, &SIZE)
}

fn quantity(text: &str, units: &[(&str, u64)]) -> Option<u64> {
    let unit_at = text.find(|c: char| !c.is_ascii_digit())?;
    let (number, unit) = text.split_at_checked(unit_at)?;
    let (_, factor) = units.iter().find(|(name, _)| *name == unit.trim_start())?;
    number.parse::<u64>().ok()?.checked_mul(*factor)
}

fn in_largest_unit(amount: u64, units: &[(&str, u64)]) -> String {
    let whole = units.iter().rev().find(|(_, factor)| amount >= *factor && amount.is_multiple_of(*factor));
    let smallest = units.first().map_or("", |(name, _)| name);
    whole.map_or_else(|| format!("{amount}{smallest}"), |(name, factor)| format!("{}{name}", amount / factor))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_and_written() {
        for (text, millis) in [("500ms", 500), ("2s", 2_000), ("5m", 300_000), ("12h", 43_200_000), ("7d", 604_800_000)]
        {
            let duration = Duration::from_millis(millis);
            assert_eq!(parse_duration(text), Some(duration), "{text}");
            assert_eq!(duration_text(duration), text);
        }
        assert_eq!(parse_duration("2 s"), Some(Duration::from_secs(2)));
        for text in ["", "5", "s", "-2s", "1.5s", "2S", "2sec", "99999999999999999999s", "18446744073709551615d"] {
            assert_eq!(parse_duration(text), None, "{text}");
        }
    }

    #[test]
    fn sizes_are_read_and_written() {
        for (text, bytes) in [("512B", 512), ("64KiB", 65_536), ("8MiB", 8_388_608), ("20GiB", 21_474_836_480)] {
            assert_eq!(parse_size(text), Some(bytes), "{text}");
            assert_eq!(size_text(bytes), text);
        }
        for text in ["8MB", "8", "8mib", "99999999TiB"] {
            assert_eq!(parse_size(text), None, "{text}");
        }
        assert_eq!((size_text(0), duration_text(Duration::ZERO)), ("0B".to_owned(), "0ms".to_owned()));
    }
}
