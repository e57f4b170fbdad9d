//! A date as a document states it, at its true precision and with the offset it gives.

use article::{DateFrom, DateRole, Precision, StatedDate, Timestamp};
use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime};

/// A date found in a text, in ISO 8601.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct IsoDate {
    /// As `StatedDate::value`.
    pub(crate) value: String,
    /// How exact it is.
    pub(crate) precision: Precision,
    /// Its first moment, as if in UTC when it has no offset.
    start: NaiveDateTime,
    has_offset: bool,
}

impl IsoDate {
    /// A moment counted in seconds or milliseconds of Unix time, as scripts do, of this century.
    pub(crate) fn of_unix(text: &str) -> Option<Self> {
        if !text.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let seconds = match text.len() {
            10 => text.parse::<i64>().ok()?,
            13 => text.parse::<i64>().ok()? / 1_000,
            _ => return None,
        };
        let start = DateTime::from_timestamp(seconds, 0)?.naive_utc();
        Self::of_time(start, Precision::Second, FixedOffset::east_opt(0))
    }

    pub(super) fn of_day(day: NaiveDate) -> Self {
        let start = day.and_time(NaiveTime::MIN);
        Self { value: day.format("%Y-%m-%d").to_string(), precision: Precision::Day, start, has_offset: false }
    }

    /// A month, or a year where none is given.
    pub(super) fn of_month(year: i32, month: Option<u32>) -> Option<Self> {
        let start = NaiveDate::from_ymd_opt(year, month.unwrap_or(1), 1)?.and_time(NaiveTime::MIN);
        let (form, precision) = if month.is_some() { ("%Y-%m", Precision::Month) } else { ("%Y", Precision::Year) };
        Some(Self { value: start.format(form).to_string(), precision, start, has_offset: false })
    }

    pub(super) fn of_time(local: NaiveDateTime, precision: Precision, offset: Option<FixedOffset>) -> Option<Self> {
        let form = if precision == Precision::Minute { "%Y-%m-%dT%H:%M" } else { "%Y-%m-%dT%H:%M:%S" };
        let mut value = local.format(form).to_string();
        let mut start = local;
        if let Some(offset) = offset {
            let zone = if offset.local_minus_utc() == 0 { "Z".to_owned() } else { offset.to_string() };
            value.push_str(&zone);
            start = local.checked_sub_offset(offset)?;
        }
        Some(Self { value, precision, start, has_offset: offset.is_some() })
    }

    /// Whether it is what software writes for "unknown": the start of Unix time.
    pub(super) fn is_unknown(&self) -> bool {
        self.start.and_utc().timestamp() == 0
    }

    /// The day at most a day after receipt: nothing later can have been published.
    fn is_past(&self, received_at: Timestamp) -> bool {
        let latest = received_at.to_utc().naive_utc().checked_add_days(Days::new(1));
        latest.is_some_and(|latest| self.start <= latest)
    }

    /// Whether a page can have been published then: not before the web was, not after receipt.
    pub(crate) fn is_possible(&self, received_at: Timestamp) -> bool {
        self.is_past(received_at) && self.start.year() >= 1995
    }

    /// The first of its days, in UTC where it has an offset.
    pub(crate) fn first_day(&self) -> NaiveDate {
        self.start.date()
    }

    /// The day as stated, whatever the offset; the first one where no day is stated.
    pub(crate) fn local_day(&self) -> NaiveDate {
        NaiveDate::parse_from_str(self.day(), "%Y-%m-%d").unwrap_or_else(|_| self.first_day())
    }

    /// The day as stated, `2024-10-24`; shorter when no day is.
    pub(crate) fn day(&self) -> &str {
        self.value.get(..10).unwrap_or(&self.value)
    }

    /// As a stated date; `None` when it lies more than a day after receipt, which no publication can state truly.
    pub(crate) fn stated(self, role: DateRole, from: DateFrom, received_at: Timestamp) -> Option<StatedDate> {
        self.is_past(received_at).then(|| StatedDate::new(role, self.value, self.precision, from))
    }

    /// Its first moment, as if in UTC where it has no offset.
    pub(crate) fn first_moment(&self) -> Timestamp {
        Timestamp::from(self.start.and_utc())
    }

    /// The moment, when the text gives time and offset.
    pub(crate) fn moment(&self) -> Option<Timestamp> {
        let exact = matches!(self.precision, Precision::Minute | Precision::Second) && self.has_offset;
        exact.then(|| self.first_moment())
    }
}
