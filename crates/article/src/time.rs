//! Points in time as the message carries them: RFC 3339, UTC.

use chrono::{DateTime, SecondsFormat, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A point in time in UTC, written as RFC 3339 with milliseconds and a `Z`, so that every time has one form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, JsonSchema)]
#[schemars(with = "String", extend("format" = "date-time"))]
pub struct Timestamp(DateTime<Utc>);

impl Timestamp {
    /// From Unix milliseconds; values outside the representable years are clamped to the epoch.
    pub fn from_millis(millis: i64) -> Self {
        Self(DateTime::from_timestamp_millis(millis).unwrap_or_default())
    }

    /// Reads RFC 3339 in any offset, with parts of a second or without.
    pub fn parse(text: &str) -> Option<Self> {
        DateTime::parse_from_rfc3339(text).ok().map(|at| Self(at.with_timezone(&Utc)))
    }

    /// Unix milliseconds.
    pub fn millis(self) -> i64 {
        self.0.timestamp_millis()
    }

    /// The same as a chrono value, for calendar arithmetic.
    pub fn to_utc(self) -> DateTime<Utc> {
        self.0
    }
}

impl From<DateTime<Utc>> for Timestamp {
    fn from(at: DateTime<Utc>) -> Self {
        Self(at)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_rfc3339_opts(SecondsFormat::Millis, true))
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom(format!("`{text}` is not an RFC 3339 time")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_time_is_written_with_milliseconds_and_read_without() {
        for (text, expected) in [
            ("2024-10-24T14:02:11Z", "2024-10-24T14:02:11.000Z"),
            ("2024-10-24T14:02:11.25Z", "2024-10-24T14:02:11.250Z"),
            ("2024-10-24T14:02:11.250999+05:00", "2024-10-24T09:02:11.250Z"),
            ("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"),
        ] {
            let at = Timestamp::parse(text).unwrap();
            assert_eq!(at.to_string(), expected, "{text}");
            assert_eq!(serde_json::to_string(&at).unwrap(), format!("\"{expected}\""));
            assert_eq!(Timestamp::parse(expected).map(|at| at.to_string()).as_deref(), Some(expected));
        }
    }
}
