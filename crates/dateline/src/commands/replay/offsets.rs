//! Records by their places, on the command line.

use std::str::FromStr;

/// Offsets of one partition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Offsets {
    pub(super) partition: i32,
    pub(super) first: i64,
    /// `None`: all that follow.
    pub(super) last: Option<i64>,
}

impl FromStr for Offsets {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let read = || {
            let (partition, span) = text.split_once('/')?;
            let (first, last) = span.split_once('-')?;
            let number = |text: &str| text.parse::<i64>().ok().filter(|number| (0..i64::MAX).contains(number));
            let (first, last) = (number(first)?, if last.is_empty() { None } else { Some(number(last)?) });
            let partition = partition.parse::<i32>().ok().filter(|number| *number >= 0)?;
            last.is_none_or(|last| first <= last).then_some(Self { partition, first, last })
        };
        read().ok_or_else(|| {
            format!("`{text}` names no records; write PARTITION/FIRST-LAST such as 3/100-199, or 3/100-")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_and_anything_else_is_refused() {
        for (text, expected) in [
            ("3/100-199", Offsets { partition: 3, first: 100, last: Some(199) }),
            ("0/0-0", Offsets { partition: 0, first: 0, last: Some(0) }),
            ("12/7-", Offsets { partition: 12, first: 7, last: None }),
        ] {
            assert_eq!(text.parse(), Ok(expected), "{text}");
        }
        for text in ["", "3", "3/", "3/1", "/1-2", "-1/1-2", "3/2-1", "3/-2", "3/1-2-3", "3/1..2", "x/1-2"] {
            assert!(text.parse::<Offsets>().unwrap_err().contains("3/100-199"), "{text}");
        }
    }
}
