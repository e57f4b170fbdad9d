//! Dates as feeds state them, where they keep to no standard: `Thu Oct 24 09:30:00 PDT 2024`, `24-Oct-2024 9:30`,
//! `Do, 24 Okt 2024 09:30:00 GMT+0200`, Unix time. Zones that mean different offsets in different places give none.

use super::clock::of_twelve;
use super::iso::IsoDate;
use super::printed::{NumberOrder, first_date};
use chrono::DateTime;
use text::calendar::months::month_of_beginning;
use text::calendar::zones;

/// Longest text that is read as a date, in bytes.
const LONGEST: usize = 100;

/// Reads a date in any form that feeds use.
pub(crate) fn parse(text: &str) -> Option<IsoDate> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    IsoDate::parse(text)
        .or_else(|| of_unix_time(text))
        .or_else(|| Pieces::of(text).and_then(|pieces| IsoDate::parse(&pieces.iso()?)))
        .or_else(|| first_date(text, NumberOrder::DayFirst))
}

/// Seconds or milliseconds since 1970; between 2001 and 2286 both are told by their number of digits.
fn of_unix_time(text: &str) -> Option<IsoDate> {
    let number: i64 = text.parse().ok()?;
    let moment = match text.len() {
        10 => DateTime::from_timestamp(number, 0),
        13 => DateTime::from_timestamp_millis(number),
        _ => None,
    }?;
    IsoDate::parse(&moment.format("%Y-%m-%dT%H:%M:%SZ").to_string())
}

/// The parts of a date, whatever their order.
#[derive(Default)]
struct Pieces<'a> {
    year: Option<i32>,
    month: Option<u32>,
    day: Option<u32>,
    clock: Option<&'a str>,
    afternoon: Option<bool>,
    /// In minutes; `Some(None)`: a zone whose offset is not known.
    offset: Option<Option<i32>>,
}

impl<'a> Pieces<'a> {
    fn of(text: &'a str) -> Option<Self> {
        let mut pieces = Self::default();
        // ISO 8601 puts a `T` between date and time.
        let spaced = text.split_once('T').filter(|(date, time)| {
            date.ends_with(|c: char| c.is_ascii_digit()) && time.starts_with(|c: char| c.is_ascii_digit())
        });
        let (first, second) = spaced.unwrap_or((text, ""));
        let words = [first, second].into_iter().flat_map(|part| part.split([' ', ',', '\t', '(', ')', '|']));
        for word in words.filter(|word| !word.is_empty()) {
            pieces.take(word)?;
        }
        Some(pieces)
    }

    /// `None`: a word that is no part of a date.
    fn take(&mut self, word: &'a str) -> Option<()> {
        let numeric = word.starts_with(|c: char| c.is_ascii_digit());
        if numeric && word.contains(':') && self.clock.is_none() {
            let end = word.find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.'))).unwrap_or(word.len());
            let (clock, rest) = word.split_at_checked(end)?;
            self.clock = Some(clock.split('.').next().unwrap_or(clock));
            return if rest.is_empty() { Some(()) } else { self.take_zone_or_half(rest) };
        }
        if numeric && word.contains(['-', '/', '.']) && !word.ends_with('.') {
            return self.take_date(word);
        }
        if numeric {
            let number = word.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '.');
            return self.take_number(number);
        }
        if self.month.is_none()
            && let Some(month) = month_of_beginning(word)
        {
            self.month = Some(month);
            return Some(());
        }
        if self.day.is_none() && self.month.is_none() && self.year.is_none() {
            // A weekday, in whatever language.
            return Some(());
        }
        self.take_zone_or_half(word)
    }

    /// `24-Oct-2024`, `2024/10/24`, `24.10.2024`; where day and month could be either, it is none.
    fn take_date(&mut self, word: &'a str) -> Option<()> {
        let parts: Vec<&str> = word.split(['-', '/', '.']).collect();
        let [first, second, third] = parts.try_into().ok()?;
        if let Some(month) = month_of_beginning(second) {
            self.month = Some(month);
            self.take_number(first)?;
            return self.take_number(third);
        }
        let number = |text: &str| text.parse::<u32>().ok();
        let (first_number, second_number, third_number) = (number(first)?, number(second)?, number(third)?);
        let (year, month, day) = if first.len() == 4 {
            (first_number, second_number, third_number)
        } else if third.len() == 4 && (word.contains('.') || first_number > 12) {
            (third_number, second_number, first_number)
        } else if third.len() == 4 && second_number > 12 {
            (third_number, first_number, second_number)
        } else {
            return None;
        };
        self.year = i32::try_from(year).ok();
        self.month = Some(month).filter(|month| (1..=12).contains(month));
        self.day = Some(day);
        self.month.map(|_| ())
    }

    fn take_number(&mut self, text: &str) -> Option<()> {
        let number: u32 = text.parse().ok()?;
        match text.len() {
            1 | 2 if self.day.is_none() => self.day = Some(number),
            // Two digits as RFC 2822 says.
            2 if self.year.is_none() => {
                self.year = i32::try_from(if number < 50 { 2000 + number } else { 1900 + number }).ok();
            }
            4 if self.year.is_none() => self.year = i32::try_from(number).ok(),
            _ => return None,
        }
        Some(())
    }

    fn take_zone_or_half(&mut self, word: &str) -> Option<()> {
        let half = word.trim_end_matches('.').replace('.', "").to_ascii_lowercase();
        if matches!(half.as_str(), "am" | "pm") && self.clock.is_some() {
            self.afternoon = Some(half == "pm");
            return Some(());
        }
        // A zone given twice, as in `+0200 (CEST)`, is what it was given as first.
        if matches!(self.offset, Some(Some(_))) {
            return Some(());
        }
        let sign = word.find(['+', '-']);
        let (name, digits) = word.split_at_checked(sign.unwrap_or(word.len()))?;
        let named = if name.is_empty() { Some(0) } else { zones::named(name) };
        if digits.is_empty() {
            let is_name = (1..=5).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_alphabetic());
            self.offset = Some(named);
            return is_name.then_some(());
        }
        self.offset = Some(Some(named? + zones::numeric(digits)?));
        Some(())
    }

    /// The date in ISO 8601.
    fn iso(&self) -> Option<String> {
        let mut iso = format!("{:04}-{:02}-{:02}", self.year?, self.month?, self.day?);
        let Some(clock) = self.clock else { return Some(iso) };
        let mut parts = clock.split(':');
        let hour: u32 = parts.next()?.parse().ok()?;
        let hour = match self.afternoon {
            Some(is_afternoon) => of_twelve(hour, is_afternoon)?,
            None => hour,
        };
        iso.push_str(&format!("T{hour:02}:{:0>2}", parts.next()?));
        if let Some(second) = parts.next() {
            iso.push_str(&format!(":{second:0>2}"));
        }
        if let Some(Some(minutes)) = self.offset {
            let (sign, minutes) = if minutes < 0 { ('-', -minutes) } else { ('+', minutes) };
            iso.push_str(&format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60));
        }
        Some(iso)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dates_of_no_standard_are_read() {
        for (text, expected) in [
            ("Thu, 24 Oct 2024 09:30:00 +0200", "2024-10-24T09:30:00+02:00"),
            ("Thu Oct 24 09:30:00 PDT 2024", "2024-10-24T09:30:00-07:00"),
            ("Thu Oct 24 09:30:00 2024", "2024-10-24T09:30:00"),
            ("Thu, 24 Oct 2024 09:30:00 CEST", "2024-10-24T09:30:00+02:00"),
            ("Thu, 24 Oct 2024 9:30:00 GMT+0530", "2024-10-24T09:30:00+05:30"),
            ("Thu, 24 Oct 2024 09:30:00 +0200 (CEST)", "2024-10-24T09:30:00+02:00"),
            ("Thu, 24 Oct 2024 09:30:00 IST", "2024-10-24T09:30:00"),
            ("Thursday, October 24, 2024 - 9:30pm", "2024-10-24T21:30"),
            ("24-Oct-2024 09:30:00", "2024-10-24T09:30:00"),
            ("24-Oct-24 09:30", "2024-10-24T09:30"),
            ("24.10.2024 09:30", "2024-10-24T09:30"),
            ("10/24/2024 9:30:00 PM", "2024-10-24T21:30:00"),
            ("2024/10/24 09:30:00 +0900", "2024-10-24T09:30:00+09:00"),
            ("2024-10-24T9:30:00 JST", "2024-10-24T09:30:00+09:00"),
            ("Do, 24 Oct 2024 09:30 UTC", "2024-10-24T09:30Z"),
            ("1729762200", "2024-10-24T09:30:00Z"),
            ("1729762200123", "2024-10-24T09:30:00Z"),
            ("2024-10", "2024-10"),
        ] {
            assert_eq!(parse(text).map(|date| date.value).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_could_be_two_days_is_none() {
        for text in
            ["", "yesterday", "10/11/24", "soon 24", "0000-00-00", "Thu, 32 Oct 2024", "1", "12345678901234567890"]
        {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(text in "[0-9TZ:+. ,a-zA-Zé/()-]{0,50}") {
            let _date = parse(&text);
        }
    }
}
