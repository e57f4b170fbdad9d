//! Whether clocks stand on summer time, for zones that are named alike all the year.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Weekday};
use text::calendar::zones::Summer;

/// Whether it is summer at a local time, by the rules since the year 2007.
pub(super) fn is_summer(rule: Summer, local: NaiveDateTime) -> bool {
    let sunday = |month, number: i8| change(local.year(), month, number);
    let (begins, ends) = match rule {
        Summer::America => (sunday(3, 2), sunday(11, 1)),
        Summer::Europe => (sunday(3, -1), sunday(10, -1)),
        Summer::Australia => (sunday(10, 1), sunday(4, 1)),
        Summer::NewZealand => (sunday(9, -1), sunday(4, 1)),
    };
    let (Some(begins), Some(ends)) = (begins, ends) else { return false };
    if begins < ends { (begins..ends).contains(&local) } else { local >= begins || local < ends }
}

/// Two hours after the beginning of a Sunday of a month; -1 is its last.
fn change(year: i32, month: u32, number: i8) -> Option<NaiveDateTime> {
    let day = match u8::try_from(number) {
        Ok(number) => NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Sun, number),
        Err(_) => (4..=5).rev().find_map(|last| NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Sun, last)),
    };
    Some(day?.and_time(NaiveTime::from_hms_opt(2, 0, 0)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summer_begins_and_ends_on_sundays() {
        for (rule, at, expected) in [
            (Summer::America, "2025-03-09T01:59:00", false),
            (Summer::America, "2025-03-09T03:00:00", true),
            (Summer::America, "2025-11-02T03:00:00", false),
            (Summer::Europe, "2025-03-30T04:00:00", true),
            (Summer::Europe, "2025-10-27T04:00:00", false),
            (Summer::Australia, "2025-01-15T10:00:00", true),
            (Summer::Australia, "2025-06-15T10:00:00", false),
            (Summer::NewZealand, "2025-09-28T10:00:00", true),
        ] {
            let local: NaiveDateTime = at.parse().unwrap();
            assert_eq!(is_summer(rule, local), expected, "{rule:?} {at}");
        }
    }
}
