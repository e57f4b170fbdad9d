//! Times as a feed states them: the parser library keeps only the moment in UTC, so the offset and precision given are
//! noted while it parses.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, SecondsFormat, Utc};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Longest text that is read as a time, in bytes.
const LONGEST: usize = 64;

/// What the times of one document were stated as, by their moment.
#[derive(Debug, Clone, Default)]
pub(super) struct StatedTimes(Arc<Mutex<HashMap<DateTime<Utc>, String>>>);

impl StatedTimes {
    /// Reads a time and notes how it was stated.
    pub(super) fn note(&self, text: &str) -> Option<DateTime<Utc>> {
        let (moment, stated) = parse(text)?;
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(moment, stated);
        Some(moment)
    }

    /// ISO 8601 with the offset and precision the feed gave.
    pub(super) fn stated(&self, moment: DateTime<Utc>) -> String {
        let noted = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&moment).cloned();
        noted.unwrap_or_else(|| moment.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

fn parse(text: &str) -> Option<(DateTime<Utc>, String)> {
    let text = text.trim();
    if text.len() > LONGEST || !text.is_ascii() {
        return None;
    }
    let iso = DateTime::parse_from_rfc3339(text)
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f%z"))
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f %z"))
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M%:z"));
    if let Ok(time) = iso.or_else(|_| DateTime::parse_from_rfc2822(&tidy_mail_date(text))) {
        return Some((time.to_utc(), time.to_rfc3339_opts(SecondsFormat::AutoSi, true)));
    }
    let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f")
        .or_else(|_| NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f"));
    if let Ok(time) = local {
        return Some((time.and_utc(), time.format("%Y-%m-%dT%H:%M:%S").to_string()));
    }
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    Some((day.and_time(NaiveTime::MIN).and_utc(), day.to_string()))
}

/// A date in the form of RFC 2822 without what feeds get wrong in it: the weekday (often not the date's, or not in
/// English), long month names, and `UTC` or `Z` as zone.
fn tidy_mail_date(text: &str) -> String {
    let date = text.split_once(',').map_or(text, |(_weekday, date)| date);
    let words = date.split_whitespace().enumerate().map(|(position, word)| match (position, word) {
        (1, month) => month.chars().filter(char::is_ascii_alphabetic).take(3).collect(),
        (_, "UTC" | "Z") => "+0000".to_owned(),
        (_, other) => other.to_owned(),
    });
    words.collect::<Vec<String>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_keep_their_offset_and_precision() {
        let cases = [
            ("2024-10-24T09:30:00+05:00", "2024-10-24T09:30:00+05:00"),
            ("2024-10-24T09:30:00+0500", "2024-10-24T09:30:00+05:00"),
            (" 2024-10-24T09:30:00Z ", "2024-10-24T09:30:00Z"),
            ("Thu, 24 Oct 2024 09:30:00 +0500", "2024-10-24T09:30:00+05:00"),
            ("Mon, 24 October 2024 09:30:00 GMT", "2024-10-24T09:30:00Z"),
            ("Do, 24 Oct 2024 09:30 UTC", "2024-10-24T09:30:00Z"),
            ("24 Oct 2024 09:30:00 EST", "2024-10-24T09:30:00-05:00"),
            ("2024-10-24 09:30:00", "2024-10-24T09:30:00"),
            ("2024-10-24", "2024-10-24"),
        ];
        for (text, stated) in cases {
            let times = StatedTimes::default();
            let moment = times.note(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(times.stated(moment), stated, "{text}");
        }
        for text in ["", "yesterday", "2024-13-01", "24", "Thu, ", "١٢", "99999999999999999999999-01-01"] {
            assert!(StatedTimes::default().note(text).is_none(), "{text}");
        }
    }
}
