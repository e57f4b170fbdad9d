//! What a phrase in the text means: a day, a month, a year, or a stretch of them; ISO 8601 at its true precision.

use article::Precision;
use chrono::{Datelike, Days, Months, NaiveDate};

/// A day, or the time from one to another, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moment {
    Day(NaiveDate),
    Month(Month),
    Year(i32),
    /// A week, a weekend, `Oct. 3-5`.
    Days(NaiveDate, NaiveDate),
    /// A quarter or half of a year.
    Months(Month, Month),
    /// A decade, a season over the turn of a year.
    Years(i32, i32),
}

/// A month of a year; the month is 1 to 12.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Month {
    pub(super) year: i32,
    pub(super) month: u32,
}

impl Month {
    pub(super) fn of(day: NaiveDate) -> Self {
        Self { year: day.year(), month: day.month() }
    }

    fn iso(self) -> String {
        format!("{:04}-{:02}", self.year, self.month)
    }

    fn first_day(self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.year, self.month, 1)
    }
}

impl Moment {
    /// The day, month or year; of a stretch its first.
    pub(super) fn iso(self) -> String {
        match self {
            Self::Day(day) | Self::Days(day, _) => day.to_string(),
            Self::Month(month) | Self::Months(month, _) => month.iso(),
            Self::Year(year) | Self::Years(year, _) => format!("{year:04}"),
        }
    }

    /// The last day, month or year of a stretch.
    pub(super) fn until(self) -> Option<String> {
        match self {
            Self::Day(_) | Self::Month(_) | Self::Year(_) => None,
            Self::Days(_, last) => Some(last.to_string()),
            Self::Months(_, last) => Some(last.iso()),
            Self::Years(_, last) => Some(format!("{last:04}")),
        }
    }

    /// Of a stretch, the precision of its ends.
    pub(super) fn precision(self) -> Precision {
        match self {
            Self::Day(_) | Self::Days(..) => Precision::Day,
            Self::Month(_) | Self::Months(..) => Precision::Month,
            Self::Year(_) | Self::Years(..) => Precision::Year,
        }
    }

    /// Where it begins.
    pub(super) fn first_day(self) -> Option<NaiveDate> {
        match self {
            Self::Day(day) | Self::Days(day, _) => Some(day),
            Self::Month(month) | Self::Months(month, _) => month.first_day(),
            Self::Year(year) | Self::Years(year, _) => NaiveDate::from_ymd_opt(year, 1, 1),
        }
    }
}

/// The day so many days away.
pub(super) fn day_from(day: NaiveDate, days: i64) -> Option<NaiveDate> {
    let count = Days::new(days.unsigned_abs());
    if days < 0 { day.checked_sub_days(count) } else { day.checked_add_days(count) }
}

/// The month so many months away.
pub(super) fn month_from(day: NaiveDate, months: i32) -> Option<Month> {
    let first = day.with_day(1)?;
    let count = Months::new(months.unsigned_abs());
    let there = if months < 0 { first.checked_sub_months(count) } else { first.checked_add_months(count) };
    there.map(Month::of)
}

/// Monday to Sunday of the week so many weeks away.
pub(super) fn week_from(day: NaiveDate, weeks: i64) -> Option<(NaiveDate, NaiveDate)> {
    let monday = day_from(day, 7 * weeks - i64::from(day.weekday().num_days_from_monday()))?;
    Some((monday, day_from(monday, 6)?))
}
