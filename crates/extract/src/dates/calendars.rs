//! Days of other calendars than the Gregorian in which news prints its dates: the Iranian and the Thai Buddhist one, the
//! eras of Japan and Taiwan.

use chrono::{Days, NaiveDate};

/// The day of a date in the Iranian (Jalali) calendar, from the year 1300 (1921) to 1499 (2121).
///
/// Leap years follow the cycle of 33 years, which agrees with the calendar as observed from 1800 to 2090; 1 Farvardin
/// 1400 was 21 March 2021 (Institute of Geophysics, University of Tehran).
pub(super) fn from_jalali(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    const YEARS: std::ops::Range<i32> = 1300..1500;
    let days = match month {
        1..=6 => 31,
        7..=11 => 30,
        12 if is_leap(year) => 30,
        12 => 29,
        _ => return None,
    };
    if !YEARS.contains(&year) || !(1..=days).contains(&day) {
        return None;
    }
    let length = |year: i32| if is_leap(year) { 366 } else { 365 };
    let new_year = NaiveDate::from_ymd_opt(1921, 3, 21)?;
    let years: u64 = (YEARS.start..year).map(length).sum();
    let months = if month <= 7 { 31 * (month - 1) } else { 186 + 30 * (month - 7) };
    new_year.checked_add_days(Days::new(years + u64::from(months + day - 1)))
}

fn is_leap(year: i32) -> bool {
    matches!(year % 33, 1 | 5 | 9 | 13 | 17 | 22 | 26 | 30)
}

/// The Gregorian year of one that Thailand counts, 2500 (1957) to 2642 (2099).
pub(super) fn from_buddhist(year: i32) -> Option<i32> {
    (2500..2643).contains(&year).then_some(year - 543)
}

/// The years before the first of each era, by the two letters of its name.
const ERAS: &[(&str, &str, i32)] =
    &[("令", "和", 2018), ("平", "成", 1988), ("昭", "和", 1925), ("民", "國", 1911), ("民", "国", 1911)];

/// Whether the name of an era begins with this letter.
pub(super) fn begins_era(letter: &str) -> bool {
    ERAS.iter().any(|(one, ..)| *one == letter)
}

/// The Gregorian year of one that is counted from the beginning of an era, of the years of the web.
pub(super) fn from_era(first: &str, second: &str, year: u32) -> Option<i32> {
    let (.., before) = ERAS.iter().find(|(one, two, _)| *one == first && *two == second)?;
    let year = before + i32::try_from(year).ok()?;
    (1900..2100).contains(&year).then_some(year)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn iranian_days_are_the_days_of_the_world() {
        // New Year's days as published, and the last day of a leap year.
        for ((year, month, day), expected) in [
            ((1357, 11, 22), "1979-02-11"),
            ((1399, 1, 1), "2020-03-20"),
            ((1399, 12, 30), "2021-03-20"),
            ((1400, 1, 1), "2021-03-21"),
            ((1403, 1, 1), "2024-03-20"),
            ((1404, 1, 1), "2025-03-21"),
            ((1403, 8, 3), "2024-10-24"),
        ] {
            assert_eq!(from_jalali(year, month, day).unwrap().to_string(), expected, "{year}/{month}/{day}");
        }
        for (year, month, day) in
            [(1400, 12, 30), (1400, 7, 31), (1400, 13, 1), (1400, 0, 1), (1200, 1, 1), (1400, 1, 0)]
        {
            assert_eq!(from_jalali(year, month, day), None, "{year}/{month}/{day}");
        }
    }

    #[test]
    fn years_of_eras_are_years_of_the_world() {
        for (first, second, year, expected) in [
            ("令", "和", 7, Some(2025)),
            ("平", "成", 31, Some(2019)),
            ("昭", "和", 64, Some(1989)),
            ("民", "國", 114, Some(2025)),
            ("民", "国", 999, None),
            ("大", "和", 7, None),
        ] {
            assert_eq!(from_era(first, second, year), expected, "{first}{second}{year}");
        }
    }
}
