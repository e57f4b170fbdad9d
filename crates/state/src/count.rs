//! How many records there are somewhere.

use std::fmt;
use std::ops::Add;

/// A number of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// They were counted.
    Exactly(u64),
    /// So many offsets, which were not looked at: on Kafka the markers that end transactions, and what aborted
    /// transactions left, are among them. Written with `~`.
    Offsets(u64),
}

impl Count {
    /// The number, whichever it is.
    pub fn number(self) -> u64 {
        match self {
            Self::Exactly(number) | Self::Offsets(number) => number,
        }
    }

    /// Whether these are records that were counted.
    pub fn is_exact(self) -> bool {
        matches!(self, Self::Exactly(_))
    }
}

impl Default for Count {
    fn default() -> Self {
        Self::Exactly(0)
    }
}

impl Add for Count {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let sum = self.number() + other.number();
        if self.is_exact() && other.is_exact() { Self::Exactly(sum) } else { Self::Offsets(sum) }
    }
}

impl std::iter::Sum for Count {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        counts.fold(Self::default(), Add::add)
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exactly(number) => number.fmt(f),
            Self::Offsets(number) => write!(f, "~{number}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_is_exact_only_when_all_of_it_was_counted() {
        let sum = |counts: &[Count]| counts.iter().copied().sum::<Count>().to_string();
        assert_eq!(sum(&[]), "0");
        assert_eq!(sum(&[Count::Exactly(2), Count::Exactly(3)]), "5");
        assert_eq!(sum(&[Count::Exactly(2), Count::Offsets(3_000), Count::Exactly(1)]), "~3003");
    }
}
