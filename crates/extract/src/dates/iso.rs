//! Dates as documents state them, at their true precision and with the offset they give. Nothing is made up: a text
//! that is no date gives none, and a date without a time gets no time.

use super::clock::of_twelve;
use article::{DateFrom, DateRole, Precision, StatedDate, Timestamp};
use chrono::{DateTime, Days, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime};
use text::calendar::months::month_of_beginning;
use text::calendar::zones;

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

/// Longest text that is read as a date, in bytes.
const LONGEST: usize = 64;

impl IsoDate {
    /// Reads RFC 3339, ISO 8601 (also partial or compact), RFC 2822 and English dates such as `October 24, 2024`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() > LONGEST || !text.is_ascii() {
            return None;
        }
        let date = Self::parse_iso(text).or_else(|| Self::parse_words(text))?;
        let year = chrono::Datelike::year(&date.start);
        // The start of a calendar or of Unix time is what software writes for "unknown".
        let unknown = date.start.and_utc().timestamp() == 0 || year < 1600;
        (!unknown).then_some(date)
    }

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

    /// The day at most a day after receipt: nothing later can have been published.
    fn is_past(&self, received_at: Timestamp) -> bool {
        let latest = received_at.to_utc().naive_utc().checked_add_days(Days::new(1));
        latest.is_some_and(|latest| self.start <= latest)
    }

    /// Whether a page can have been published then: not before the web was, not after receipt.
    pub(crate) fn is_possible(&self, received_at: Timestamp) -> bool {
        self.is_past(received_at) && chrono::Datelike::year(&self.start) >= 1995
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

    pub(super) fn of_day(day: NaiveDate) -> Self {
        let start = day.and_time(NaiveTime::MIN);
        Self { value: day.format("%Y-%m-%d").to_string(), precision: Precision::Day, start, has_offset: false }
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

    fn parse_iso(text: &str) -> Option<Self> {
        let (date, time) = match text.split_once(['T', 't', ' ']) {
            Some((date, time)) => (date, Some(time)),
            None => (text, None),
        };
        let digits = date.bytes().all(|b| b.is_ascii_digit());
        let day = match (date.len(), digits) {
            (10, _) => {
                NaiveDate::parse_from_str(date, "%Y-%m-%d").or_else(|_| NaiveDate::parse_from_str(date, "%Y/%m/%d"))
            }
            (8, true) => NaiveDate::parse_from_str(date, "%Y%m%d"),
            (7, false) if time.is_none() => {
                let first = NaiveDate::parse_from_str(&format!("{date}-01"), "%Y-%m-%d").ok()?;
                let start = first.and_time(NaiveTime::MIN);
                return Some(Self { value: date.to_owned(), precision: Precision::Month, start, has_offset: false });
            }
            (4, true) if time.is_none() => {
                let start = NaiveDate::from_ymd_opt(date.parse().ok()?, 1, 1)?.and_time(NaiveTime::MIN);
                return Some(Self { value: date.to_owned(), precision: Precision::Year, start, has_offset: false });
            }
            _ => return None,
        };
        // Not being a date in this form is the answer, not an error.
        let day = day.ok()?;
        match time {
            None => Some(Self::of_day(day)),
            Some(time) => Self::at(day, time.trim()),
        }
    }

    /// `14:02:11.5+05:00`, `1402Z`, `2:02 PM EST` …
    fn at(day: NaiveDate, text: &str) -> Option<Self> {
        let clock_end =
            text.find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.' | ','))).unwrap_or(text.len());
        let (clock, zone) = text.split_at_checked(clock_end)?;
        let clock = clock.split(['.', ',']).next()?;
        let (hour, minute, second) = clock_parts(clock)?;
        let zone = zone.trim();
        let (hour, zone) = twelve_hours(hour, zone)?;
        // A leap second is the last second of its minute for every clock that reads this.
        let time = NaiveTime::from_hms_opt(hour, minute, second.unwrap_or(0).min(59))?;
        let precision = if second.is_some() { Precision::Second } else { Precision::Minute };
        let offset = if zone.is_empty() { None } else { Some(offset(zone)?) };
        Self::of_time(day.and_time(time), precision, offset)
    }

    /// `Thu, 24 Oct 2024 14:02:11 GMT`, `24 October 2024`, `October 24, 2024 at 2:02 pm`.
    fn parse_words(text: &str) -> Option<Self> {
        let text = match text.split_once(',') {
            Some((weekday, rest)) if weekday.bytes().all(|b| b.is_ascii_alphabetic()) => rest,
            _ => text,
        };
        let mut words = text.split([' ', ',']).filter(|word| !word.is_empty());
        let (first, second, third) = (words.next()?, words.next()?, words.next()?);
        let (day, month) = match month_of_beginning(second) {
            Some(month) => (first, month),
            None => (second, month_of_beginning(first)?),
        };
        let year: i32 = match third.len() {
            4 => third.parse().ok()?,
            // Two digits as RFC 2822 says.
            2 => third.parse::<i32>().ok().map(|year| if year < 50 { 2000 + year } else { 1900 + year })?,
            _ => return None,
        };
        let day = day.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse().ok()?;
        let day = NaiveDate::from_ymd_opt(year, month, day)?;
        let rest: Vec<&str> = words.filter(|word| !word.eq_ignore_ascii_case("at")).collect();
        if rest.is_empty() { Some(Self::of_day(day)) } else { Self::at(day, &rest.join(" ")) }
    }
}

fn clock_parts(clock: &str) -> Option<(u32, u32, Option<u32>)> {
    let mut parts = clock.split(':');
    let first = parts.next()?;
    if let Some(minute) = parts.next() {
        let second = parts.next().map(str::parse).transpose().ok()?;
        return Some((first.parse().ok()?, minute.parse().ok()?, second));
    }
    let (hour, rest) = first.split_at_checked(2)?;
    match rest.len() {
        2 => Some((hour.parse().ok()?, rest.parse().ok()?, None)),
        4 => {
            let (minute, second) = rest.split_at_checked(2)?;
            Some((hour.parse().ok()?, minute.parse().ok()?, Some(second.parse().ok()?)))
        }
        _ => None,
    }
}

/// The hour on the 24-hour clock, and what follows `am` or `pm`.
fn twelve_hours(hour: u32, zone: &str) -> Option<(u32, &str)> {
    let lower = zone.to_ascii_lowercase();
    for (mark, is_afternoon) in [("am", false), ("pm", true), ("a.m.", false), ("p.m.", true)] {
        if lower.starts_with(mark) {
            let rest = zone.split_at_checked(mark.len())?.1.trim();
            return of_twelve(hour, is_afternoon).map(|hour| (hour, rest));
        }
    }
    Some((hour, zone))
}

fn offset(zone: &str) -> Option<FixedOffset> {
    // A comment such as `(CEST)` may follow figures.
    let figures = || zones::numeric(zone.split_whitespace().next()?);
    let minutes = zones::named_in_standard(zone).or_else(figures)?;
    FixedOffset::east_opt(minutes * 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_keeps_its_precision_and_its_offset() {
        for (text, value, precision) in [
            ("2024-10-24T14:02:11Z", "2024-10-24T14:02:11Z", Precision::Second),
            ("2024-10-24T14:02:11.123+05:00", "2024-10-24T14:02:11+05:00", Precision::Second),
            ("2024-10-24 14:02 -0330", "2024-10-24T14:02-03:30", Precision::Minute),
            ("2024-10-24T14:02:11", "2024-10-24T14:02:11", Precision::Second),
            ("20241024T140211Z", "2024-10-24T14:02:11Z", Precision::Second),
            ("2024-10-24", "2024-10-24", Precision::Day),
            ("2024/10/24", "2024-10-24", Precision::Day),
            ("2024-10", "2024-10", Precision::Month),
            ("2024", "2024", Precision::Year),
            ("Thu, 24 Oct 2024 14:02:11 GMT", "2024-10-24T14:02:11Z", Precision::Second),
            ("24 Oct 24 14:02 EST", "2024-10-24T14:02-05:00", Precision::Minute),
            ("October 24, 2024", "2024-10-24", Precision::Day),
            ("24th October 2024", "2024-10-24", Precision::Day),
            ("Oct. 24, 2024 at 2:02 PM", "2024-10-24T14:02", Precision::Minute),
        ] {
            let date = IsoDate::parse(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((date.value.as_str(), date.precision), (value, precision), "{text}");
            assert_eq!(IsoDate::parse(value).unwrap().value, value);
        }
    }

    #[test]
    fn what_is_no_date_gives_none() {
        for text in
            ["", "yesterday", "2024-13-01", "2024-02-30", "12345", "1970-01-01T00:00:00Z", "0001-01-01", "24/10/24"]
        {
            assert_eq!(IsoDate::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_date_a_day_after_receipt_is_not_believed() {
        let received_at = Timestamp::parse("2024-10-24T14:02:11Z").unwrap();
        let stated = |text| IsoDate::parse(text).unwrap().stated(DateRole::Published, DateFrom::Feed, received_at);
        assert!(stated("2024-10-25").is_some());
        assert!(stated("2024-10-26").is_none());
        assert!(stated("2024-10-26T01:00:00+12:00").is_some());
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(text in "[0-9TZ:+. ,a-zA-Z-]{0,40}") {
            if let Some(date) = IsoDate::parse(&text) {
                assert_eq!(IsoDate::parse(&date.value).map(|again| again.value), Some(date.value));
            }
        }
    }
}
