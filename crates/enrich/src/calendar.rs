//! Months and days as datelines print them. A date that cannot be is no date.

use chrono::NaiveDate;

/// A date as printed: what is not printed is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PrintedDate {
    pub(crate) year: Option<i32>,
    pub(crate) month: u32,
    pub(crate) day: Option<u32>,
}

impl PrintedDate {
    /// The date, if there can be such a day.
    pub(crate) fn new(year: Option<i32>, month: u32, day: Option<u32>) -> Option<Self> {
        // Without a year, 29 February can be.
        const LEAP_YEAR: i32 = 2000;
        NaiveDate::from_ymd_opt(year.unwrap_or(LEAP_YEAR), month, day.unwrap_or(1))?;
        Some(Self { year, month, day })
    }

    /// ISO 8601 at the printed precision; `None` without a year.
    pub(crate) fn iso(self) -> Option<String> {
        let year = self.year?;
        Some(match self.day {
            Some(day) => format!("{year:04}-{:02}-{day:02}", self.month),
            None => format!("{year:04}-{:02}", self.month),
        })
    }

    /// The same with the year in which it falls near `anchor`; itself if it has a year. `None` if that is not clear.
    pub(crate) fn near(self, anchor: NaiveDate) -> Option<Self> {
        use chrono::Datelike;
        // Filing and publication are days apart; half a year is where two years are equally near.
        const NEAR_DAYS: i64 = 31;
        if self.year.is_some() {
            return Some(self);
        }
        let day = self.day?;
        let years = [anchor.year() - 1, anchor.year(), anchor.year() + 1];
        let near = |year: &i32| {
            let date = NaiveDate::from_ymd_opt(*year, self.month, day);
            date.is_some_and(|date| (date - anchor).num_days().abs() <= NEAR_DAYS)
        };
        years.into_iter().find(near).map(|year| Self { year: Some(year), ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_without_a_year_takes_the_year_it_is_near() {
        let near = |month, day, anchor| {
            PrintedDate::new(None, month, Some(day))
                .unwrap()
                .near(article::first_day(anchor).unwrap())
                .and_then(PrintedDate::iso)
        };
        assert_eq!(near(1, 3, "2024-01-04").as_deref(), Some("2024-01-03"));
        assert_eq!(near(12, 31, "2024-01-02").as_deref(), Some("2023-12-31"));
        assert_eq!(near(1, 1, "2023-12-31").as_deref(), Some("2024-01-01"));
        assert_eq!(near(7, 1, "2024-01-02"), None);
        assert_eq!(near(2, 29, "2023-03-01"), None);
    }

    #[test]
    fn days_that_cannot_be_are_no_dates() {
        assert_eq!(PrintedDate::new(Some(2023), 2, Some(29)), None);
        assert_eq!(PrintedDate::new(None, 13, None), None);
        assert!(PrintedDate::new(None, 2, Some(29)).is_some());
    }
}
