//! Dates as documents state them: what a value says, and which of several is to be believed.
//!
//! In: values in ISO 8601 at the precision and with the offset that the source gave. Out: days, moments, the order of
//! trust. The one place where such a value is read.

use crate::{Extra, Span, Timestamp};
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a date is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DateRole {
    /// When the article was published.
    Published,
    /// When it was changed.
    Modified,
    /// A date the text speaks of.
    Mentioned,
}

/// How exact a date is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// `2024`
    Year,
    /// `2024-10`
    Month,
    /// `2024-10-24`
    Day,
    /// `2024-10-24T14:02Z`
    Minute,
    /// `2024-10-24T14:02:11Z`
    Second,
}

/// Where a date was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DateFrom {
    /// The feed entry.
    Feed,
    /// JSON-LD in the page.
    JsonLd,
    /// A meta element.
    Meta,
    /// A time element.
    TimeTag,
    /// The URL.
    Url,
    /// The header line of wire text.
    Header,
    /// The dateline.
    Dateline,
    /// The running text.
    Text,
}

/// A date with its source and precision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StatedDate {
    /// What it is about.
    pub role: DateRole,
    /// ISO 8601 at its true precision, with the offset the source gave.
    pub value: String,
    /// How exact it is.
    pub precision: Precision,
    /// Where it was found.
    pub from: DateFrom,
    /// As printed, for dates in the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Where it stands in the body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
    /// Of a stretch of days, months or years its end, as exact as the value, which is its beginning.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// Properties this version does not model.
    #[serde(flatten)]
    pub extra: Extra,
}

impl StatedDate {
    /// A date with nothing more to say of it.
    pub fn new(role: DateRole, value: String, precision: Precision, from: DateFrom) -> Self {
        Self { role, value, precision, from, text: None, span: None, until: None, extra: Extra::new() }
    }

    /// The first of its days, as stated whatever the offset.
    pub fn first_day(&self) -> Option<NaiveDate> {
        first_day(&self.value)
    }

    /// The moment, where time and offset are stated.
    pub fn moment(&self) -> Option<Timestamp> {
        const FORMS: [&str; 2] = ["%Y-%m-%dT%H:%M:%S%.f%#z", "%Y-%m-%dT%H:%M%#z"];
        let read = |form: &&str| DateTime::parse_from_str(&self.value, form).ok();
        FORMS.iter().filter(|_| self.has_time()).find_map(read).map(|at| Timestamp::from(at.to_utc()))
    }

    /// The beginning of what is stated: of the year, the month, the day … Without an offset it counts as UTC.
    pub fn at(&self) -> Option<Timestamp> {
        const FORMS: [&str; 2] = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"];
        let local = || match self.has_time() {
            true => FORMS.iter().find_map(|form| NaiveDateTime::parse_from_str(&self.value, form).ok()),
            false => self.first_day().map(|day| day.and_time(NaiveTime::MIN)),
        };
        self.moment().or_else(|| local().map(|at| Timestamp::from(at.and_utc())))
    }

    /// What dates are sorted by, best first: the role; a day or a time before a bare month or year; how far the source
    /// is to be trusted; a moment before a time without an offset before a day. Dates that a text speaks of are all
    /// alike and stay in the order of the text.
    pub fn order(&self) -> (DateRole, bool, u8, u8) {
        match self.role {
            DateRole::Published | DateRole::Modified => {
                let (is_coarse, inexact) = match self.precision {
                    Precision::Second | Precision::Minute => (false, u8::from(self.moment().is_none())),
                    Precision::Day => (false, 2),
                    Precision::Month => (true, 3),
                    Precision::Year => (true, 4),
                };
                (self.role, is_coarse, distrust(self.from), inexact)
            }
            DateRole::Mentioned => (self.role, false, 0, 0),
        }
    }

    fn has_time(&self) -> bool {
        matches!(self.precision, Precision::Minute | Precision::Second)
    }
}

/// The first day of a year, a month, a day or a time in ISO 8601.
pub fn first_day(iso: &str) -> Option<NaiveDate> {
    let date = iso.split(['T', ' ']).next()?;
    let mut parts = date.split('-').map(str::parse::<u32>);
    let year = i32::try_from(parts.next()?.ok()?).ok()?;
    let mut part = || parts.next().unwrap_or(Ok(1)).ok();
    NaiveDate::from_ymd_opt(year, part()?, part()?)
}

/// What publishing software writes for machines comes before what stands in the page for readers; a URL and the
/// dateline give the day only, and a dateline may be a day older than its publication.
fn distrust(from: DateFrom) -> u8 {
    match from {
        DateFrom::JsonLd => 0,
        DateFrom::Header => 1,
        DateFrom::Meta => 2,
        DateFrom::Feed => 3,
        DateFrom::TimeTag => 4,
        DateFrom::Url => 5,
        DateFrom::Dateline => 6,
        DateFrom::Text => 7,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stated(value: &str, precision: Precision, from: DateFrom) -> StatedDate {
        StatedDate::new(DateRole::Published, value.to_owned(), precision, from)
    }

    #[test]
    fn every_precision_has_a_point_in_time() {
        for (value, precision, expected, is_moment) in [
            ("2024", Precision::Year, Some("2024-01-01T00:00:00.000Z"), false),
            ("2024-10", Precision::Month, Some("2024-10-01T00:00:00.000Z"), false),
            ("2024-10-24", Precision::Day, Some("2024-10-24T00:00:00.000Z"), false),
            ("2024-10-24T14:02Z", Precision::Minute, Some("2024-10-24T14:02:00.000Z"), true),
            ("2024-10-24T14:02+05:00", Precision::Minute, Some("2024-10-24T09:02:00.000Z"), true),
            ("2024-10-24T14:02+0500", Precision::Minute, Some("2024-10-24T09:02:00.000Z"), true),
            ("2024-10-24T14:02", Precision::Minute, Some("2024-10-24T14:02:00.000Z"), false),
            ("2024-10-24T14:02:11.250-03:30", Precision::Second, Some("2024-10-24T17:32:11.250Z"), true),
            ("2024-10-24T14:02:11", Precision::Second, Some("2024-10-24T14:02:11.000Z"), false),
            ("yesterday", Precision::Day, None, false),
            ("2024-02-31", Precision::Day, None, false),
        ] {
            let date = stated(value, precision, DateFrom::Header);
            assert_eq!(date.at().map(|at| at.to_string()).as_deref(), expected, "{value}");
            assert_eq!(date.moment(), date.at().filter(|_| is_moment), "{value}");
        }
    }

    #[test]
    fn values_of_any_precision_have_a_first_day() {
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day);
        assert_eq!(first_day("2024"), day(2024, 1, 1));
        assert_eq!(first_day("2024-10"), day(2024, 10, 1));
        assert_eq!(first_day("2024-10-24T14:02:11+05:00"), day(2024, 10, 24));
        assert_eq!(first_day("soon"), None);
    }

    #[test]
    fn the_best_date_is_first() {
        let best_first = [
            stated("2024-10-24", Precision::Day, DateFrom::JsonLd),
            stated("2024-10-24", Precision::Day, DateFrom::Header),
            stated("2024-10-24T14:02Z", Precision::Minute, DateFrom::Meta),
            stated("2024-10-24T14:02", Precision::Minute, DateFrom::Meta),
            stated("2024-10-24T14:02:11Z", Precision::Second, DateFrom::Feed),
            stated("2024-10-24", Precision::Day, DateFrom::Text),
            stated("2024-10", Precision::Month, DateFrom::JsonLd),
        ];
        assert!(best_first.is_sorted_by_key(StatedDate::order));
    }
}
