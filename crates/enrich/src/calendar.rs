//! Months and days as printed, and ISO 8601 dates at their true precision.
//!
//! Month names in the languages of the news agencies of the world. A date that cannot be is no date.

use chrono::NaiveDate;
use foldhash::{HashMap, HashSet};
use std::sync::LazyLock;
use text::Lowercase;

/// Month names and their usual short forms, January first, lower case, without a stop.
const MONTHS: [&str; 12] = [
    "january|jan|enero|ene|janvier|janv|januar|janeiro|gennaio|januari|ocak|stycznia|января|січня",
    "february|feb|febr|febrero|février|févr|februar|fevereiro|febbraio|februari|şubat|lutego|февраля|лютого",
    "march|mar|marzo|mars|märz|março|maart|maret|mart|marca|марта|березня",
    "april|apr|abril|avril|abr|aprile|nisan|kwietnia|апреля|квітня",
    "may|mayo|mai|maio|maggio|mei|mayıs|maja|мая|травня",
    "june|jun|junio|juin|juni|junho|giugno|haziran|czerwca|июня|червня",
    "july|jul|julio|juillet|juil|juli|julho|luglio|temmuz|lipca|июля|липня",
    "august|aug|agosto|août|ago|augustus|agustus|ağustos|sierpnia|августа|серпня",
    "september|sep|sept|septiembre|setiembre|septembre|setembro|settembre|eylül|września|сентября|вересня",
    "october|oct|octubre|octobre|oktober|okt|outubro|ottobre|ekim|października|октября|жовтня",
    "november|nov|noviembre|novembre|novembro|kasım|listopada|ноября|листопада",
    "december|dec|diciembre|dic|décembre|déc|dezember|dez|dezembro|dicembre|desember|aralık|grudnia|\
     декабря|грудня",
];

const WEEKDAYS: &str = "monday|mon|tuesday|tue|tues|wednesday|wed|thursday|thu|thur|thurs|friday|fri|saturday|sat|\
sunday|sun|lunes|martes|miércoles|jueves|viernes|sábado|domingo|lundi|mardi|mercredi|jeudi|\
vendredi|samedi|dimanche";

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

/// Months by each of their names.
static MONTHS_OF: LazyLock<HashMap<&'static str, u32>> = LazyLock::new(|| {
    let mut months_of = HashMap::default();
    for (month, names) in (1..).zip(MONTHS) {
        // Of two months of one name the first is meant.
        names.split('|').for_each(|name| _ = months_of.entry(name).or_insert(month));
    }
    months_of
});

static DAYS_OF: LazyLock<HashSet<&'static str>> = LazyLock::new(|| WEEKDAYS.split('|').collect());

/// The month a word names.
pub(crate) fn month(word: &str) -> Option<u32> {
    let mut small = Lowercase::default();
    match small.of(word) {
        Some(word) => MONTHS_OF.get(word).copied(),
        None => MONTHS_OF.get(word.to_lowercase().as_str()).copied(),
    }
}

/// Whether a word names a day of the week.
pub(crate) fn is_weekday(word: &str) -> bool {
    let mut small = Lowercase::default();
    match small.of(word) {
        Some(word) => DAYS_OF.contains(word),
        None => DAYS_OF.contains(word.to_lowercase().as_str()),
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
