//! The version of an article, and which of two is newer.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// Versions below this are revisions that a source counts itself; from here on they are fetch times in Unix
/// milliseconds (10¹¹ ms is March 1973, before any news was fetched).
const FIRST_FETCH_TIME: u64 = 100_000_000_000;

/// The source's own integer revision, or the fetch time in Unix milliseconds. Written as a decimal string.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, JsonSchema)]
#[schemars(with = "String", extend("pattern" = "^[0-9]+$"))]
pub struct Version(u64);

impl Version {
    /// A revision the source stated, if it is one (below 10¹¹).
    pub fn revision(number: u64) -> Option<Self> {
        (number < FIRST_FETCH_TIME).then_some(Self(number))
    }

    /// A fetch time in Unix milliseconds. Times before 1973 count as that day, so that they never pass for revisions.
    pub fn fetched_at(millis: i64) -> Self {
        Self(u64::try_from(millis).unwrap_or(0).max(FIRST_FETCH_TIME))
    }

    /// The number as written.
    pub fn number(self) -> u64 {
        self.0
    }

    /// Whether the source counted this version itself.
    pub fn is_revision(self) -> bool {
        self.0 < FIRST_FETCH_TIME
    }

    /// A number that sorts versions as stores compare them: revisions outrank fetch times, then the higher wins.
    /// Fits an SQL `bigint`.
    pub fn rank(self) -> i64 {
        const REVISION: i64 = 1 << 62;
        let number = i64::try_from(self.0).unwrap_or(i64::MAX >> 2).min(i64::MAX >> 2);
        if self.is_revision() { REVISION + number } else { number }
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.is_revision(), self.0).cmp(&(other.is_revision(), other.0))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Version {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Version {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map(Self).map_err(|_| serde::de::Error::custom(format!("version `{text}` is not a whole number")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_revision_outranks_any_fetch_time() {
        let revision = Version::revision(2).unwrap();
        let fetch = Version::fetched_at(1_729_778_531_000);
        assert!(revision > fetch);
        assert!(revision.rank() > fetch.rank());
        assert!(Version::revision(3).unwrap() > revision);
        assert!(Version::fetched_at(1_729_778_531_001) > fetch);
    }

    #[test]
    fn a_fetch_time_never_passes_for_a_revision() {
        assert!(!Version::fetched_at(-5).is_revision());
        assert!(Version::revision(FIRST_FETCH_TIME).is_none());
    }
}
