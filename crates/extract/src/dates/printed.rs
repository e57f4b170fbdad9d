//! Dates as they are printed for readers: `24. Oktober 2024, 14:02 Uhr`, `24/10/2024`, `2024年10月24日`.
//!
//! In: running text and how its language writes a date in numbers. Out: the dates in it, each with day, month and year
//! printed; nothing is completed from elsewhere.

use super::calendars::from_jalali;
use super::digits::digit;
use super::iso::IsoDate;
use super::pieces::{Piece, pieces_of};
use article::Precision;
use chrono::{NaiveDate, NaiveTime};
use text::calendar::months::{jalali_month, month_of_date as month_of, month_of_two_words};

/// What stands first in a date of numbers when both could be the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NumberOrder {
    /// `24/10/2024`, in most of the world.
    DayFirst,
    /// `10/24/2024`, in the United States.
    MonthFirst,
}

/// Longest text that is searched, in bytes.
const LONGEST: usize = 4_000;

/// A date in a text.
#[derive(Debug)]
pub(crate) struct Printed {
    pub(crate) date: IsoDate,
    /// How many bytes stand before it.
    pub(crate) at: usize,
    /// How many bytes stand up to its end.
    pub(crate) end: usize,
}

/// The first date in a text.
pub(crate) fn first_date(text: &str, order: NumberOrder) -> Option<IsoDate> {
    printed_dates(text, order).next().map(|printed| printed.date)
}

/// The dates in a text, in its order.
pub(crate) fn printed_dates(text: &str, order: NumberOrder) -> impl Iterator<Item = Printed> {
    let text = (0..4).find_map(|back| text.get(..text.len().min(LONGEST) - back.min(text.len()))).unwrap_or_default();
    let pieces = pieces_of(text);
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(rest) = pieces.get(at..).filter(|rest| !rest.is_empty()) {
            if let Some((day, used)) = day_at(rest, order) {
                let start = rest.first().map_or(0, |piece| piece.start);
                let end = rest.get(used - 1).map_or(start, |piece| piece.start + piece.text.len());
                at += used;
                let time = rest.get(used..).and_then(time_at);
                let end = time.map_or(end, |(_, end)| end);
                let date = IsoDate::printed(day, time.map(|(time, _)| time));
                return Some(Printed { date, at: start, end });
            }
            at += 1;
        }
        None
    })
}

/// Whether a text shows in which order its page writes dates of numbers: `24/10/2024` can only be day first.
pub(crate) fn shown_order(text: &str) -> Option<NumberOrder> {
    let pieces = pieces_of(text);
    pieces.windows(5).find_map(|window| {
        let [first, one, second, two, year] = window else { return None };
        let slashes = one.text == "/" && two.text == "/" && year.is_year();
        let (first, second) = (first.number()?, second.number()?);
        match (slashes, first, second) {
            (true, 13..=31, 1..=12) => Some(NumberOrder::DayFirst),
            (true, 1..=12, 13..=31) => Some(NumberOrder::MonthFirst),
            _ => None,
        }
    })
}

/// The date that begins with the first piece, and how many pieces it takes.
fn day_at(pieces: &[Piece<'_>], order: NumberOrder) -> Option<(NaiveDate, usize)> {
    let first = pieces.first()?;
    if first.text.starts_with(|c| digit(c).is_some()) {
        let named = || day_month_year(pieces);
        if first.is_year() {
            year_first(pieces)
        } else {
            named().or_else(|| numbers(pieces, order)).or_else(|| jalali(pieces))
        }
    } else {
        month_day_year(pieces)
    }
}

/// How many of the next pieces are of these words.
fn skip(pieces: &[Piece<'_>], from: usize, words: &[&str]) -> usize {
    pieces.iter().skip(from).take(3).take_while(|piece| piece.is(words)).count()
}

const AFTER_DAY: &[&str] =
    &[".", "st", "nd", "rd", "th", "er", "º", "°", "de", "of", "-", "/", "d", "'", "’", "do", "ª", "din", ","];
const AFTER_MONTH: &[&str] = &[".", ",", "de", "del", "of", "-", "/", "’", "'", "'’", "do", "năm"];

/// `24. Oktober 2024`, `24th of October, 2024`, `24 de octubre de 2024`, `24-Oct-2024`.
fn day_month_year(pieces: &[Piece<'_>]) -> Option<(NaiveDate, usize)> {
    let day = pieces.first()?.day()?;
    let at = 1 + skip(pieces, 1, AFTER_DAY);
    let (month, at) = month_at(pieces, at)?;
    let at = at + skip(pieces, at, AFTER_MONTH);
    // `24 أيلول/سبتمبر 2024` names the month twice.
    let at = at + usize::from(pieces.get(at).is_some_and(|piece| month_of(piece.text) == Some(month)));
    let year = pieces.get(at)?.year()?;
    Some((NaiveDate::from_ymd_opt(year, month, day)?, at + 1))
}

/// The month named by the pieces from this one on, and the piece after it: a name, a name of two words, `tháng 10`.
fn month_at(pieces: &[Piece<'_>], at: usize) -> Option<(u32, usize)> {
    let first = pieces.get(at)?;
    let second = pieces.get(at + 1);
    let of_two = || month_of_two_words(first.text, second?.text).map(|month| (month, at + 2));
    let numbered = || second?.number().filter(|_| first.is(&["tháng"])).map(|month| (month, at + 2));
    month_of(first.text).map(|month| (month, at + 1)).or_else(of_two).or_else(numbered)
}

/// `14 تیر 1399`, `1399/04/14`: the Iranian calendar.
fn jalali(pieces: &[Piece<'_>]) -> Option<(NaiveDate, usize)> {
    let year =
        |piece: &Piece<'_>| piece.number().filter(|_| piece.length() == 4).and_then(|year| i32::try_from(year).ok());
    let [first, second, third, rest @ ..] = pieces else { return None };
    if let (Some(day), Some(month)) = (first.day(), jalali_month(second.text)) {
        return Some((from_jalali(year(third)?, month, day)?, 3));
    }
    let [fourth, fifth, ..] = rest else { return None };
    if !second.is(&["/", "-"]) || second.text != fourth.text {
        return None;
    }
    Some((from_jalali(year(first)?, third.day()?, fifth.day()?)?, 5))
}

/// `October 24, 2024`.
fn month_day_year(pieces: &[Piece<'_>]) -> Option<(NaiveDate, usize)> {
    let month = month_of(pieces.first()?.text)?;
    let at = 1 + skip(pieces, 1, &[".", "-", "/"]);
    let day = pieces.get(at)?.day()?;
    let at = at + 1 + skip(pieces, at + 1, &[",", "st", "nd", "rd", "th", ".", "-", "/"]);
    let year = pieces.get(at)?.year()?;
    Some((NaiveDate::from_ymd_opt(year, month, day)?, at + 1))
}

/// `2024-10-24`, `2024. október 24.`, `2024年10月24日`.
fn year_first(pieces: &[Piece<'_>]) -> Option<(NaiveDate, usize)> {
    let year = pieces.first()?.year()?;
    let mark = pieces.get(1)?;
    if mark.is(&["-", "/", ".", "年", "년"]) {
        let month_at = pieces.get(2)?;
        let between = pieces.get(3)?;
        let alike = between.text == mark.text || between.is(&["月", "월"]);
        if let Some(month) = month_at.number().filter(|_| alike) {
            let day = pieces.get(4)?.day()?;
            let closed = pieces.get(5).is_some_and(|piece| piece.is(&["日", "일"]));
            return Some((NaiveDate::from_ymd_opt(year, month, day)?, 5 + usize::from(closed)));
        }
    }
    let at = 1 + skip(pieces, 1, &[".", ",", "-"]);
    let month = month_of(pieces.get(at)?.text)?;
    let at = at + 1 + skip(pieces, at + 1, &[".", "-"]);
    let day = pieces.get(at)?.day()?;
    // `2024 May 10 2025` is `10 2025` of something else.
    Some((NaiveDate::from_ymd_opt(year, month, day)?, at + 1))
}

/// `24.10.2024`, `24.10.24`, `24/10/2024`, `10/24/2024`.
fn numbers(pieces: &[Piece<'_>], order: NumberOrder) -> Option<(NaiveDate, usize)> {
    let [first, one, second, two, third, ..] = pieces else { return None };
    let (first, second) = (first.day()?, second.day()?);
    let year = match (third.year(), third.length(), one.text) {
        (Some(year), ..) => year,
        // Two digits stand for a year where readers write the day first and a full stop between.
        (None, 2, ".") => third.number().and_then(|year| i32::try_from(2000 + year).ok())?,
        (None, ..) => return None,
    };
    if one.text != two.text || !one.is(&[".", "/", "-"]) {
        return None;
    }
    let month_first = one.text != "." && (order == NumberOrder::MonthFirst || second > 12) && first <= 12;
    let (day, month) = if month_first { (second, first) } else { (first, second) };
    Some((NaiveDate::from_ymd_opt(year, month, day)?, 5))
}

/// The time printed after a date, and where it ends: `, 14:02`, `um 14.02 Uhr`, `à 14h02`, `at 2:02 pm`.
fn time_at(pieces: &[Piece<'_>]) -> Option<(NaiveTime, usize)> {
    const BEFORE: &[&str] = &[
        ",", "-", "–", "—", "|", "•", "·", "at", "um", "à", "a", "às", "las", "alle", "ore", "kl", "o", "w", "godz",
        ".", "(", "T", "@", "om",
    ];
    let at = pieces.iter().take(4).take_while(|piece| piece.is(BEFORE)).count();
    let [hour, mark, minute, ..] = pieces.get(at..)? else { return None };
    let digits = minute.length() == 2 && minute.number().is_some();
    if !digits || !mark.is(&[":", ".", "h"]) || hour.length() > 2 {
        return None;
    }
    let (hour_number, minute_number) = (hour.number()?, minute.number()?);
    let tail = pieces.get(at + 3..).unwrap_or_default();
    let after = tail.first();
    // `24.10.2024, 3.50 Euro`: with a full stop only a word for the clock makes it a time.
    if mark.text == "." && !after.is_some_and(|piece| piece.is(&["Uhr", "h", "am", "pm"])) {
        return None;
    }
    let half = match (after, tail.get(1), tail.get(2)) {
        (Some(word), ..) if word.is(&["am"]) => Some(0),
        (Some(word), ..) if word.is(&["pm"]) => Some(12),
        (Some(first), Some(stop), Some(last)) if stop.is(&["."]) && last.is(&["m"]) && first.is(&["a"]) => Some(0),
        (Some(first), Some(stop), Some(last)) if stop.is(&["."]) && last.is(&["m"]) && first.is(&["p"]) => Some(12),
        _ => None,
    };
    let hour_number = match half {
        Some(_) if !(1..=12).contains(&hour_number) => return None,
        Some(half) => hour_number % 12 + half,
        None => hour_number,
    };
    let time = NaiveTime::from_hms_opt(hour_number, minute_number, 0)?;
    Some((time, minute.start + minute.text.len()))
}

impl IsoDate {
    /// A date as printed: no offset is.
    fn printed(day: NaiveDate, time: Option<NaiveTime>) -> Self {
        match time.and_then(|time| Self::of_time(day.and_time(time), Precision::Minute, None)) {
            Some(date) => date,
            None => Self::of_day(day),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, order: NumberOrder) -> Option<String> {
        first_date(text, order).map(|date| date.value)
    }

    #[test]
    fn dates_are_read_as_readers_read_them() {
        for (text, expected) in [
            ("Veröffentlicht am 24. Oktober 2024, 14:02 Uhr", "2024-10-24T14:02"),
            ("Do., 24.10.2024 - 14.02 Uhr", "2024-10-24T14:02"),
            ("Stand: 24.10.24", "2024-10-24"),
            ("Publié le 1er août 2024 à 14h02", "2024-08-01T14:02"),
            ("24 de octubre de 2024", "2024-10-24"),
            ("24 Ekim 2024 Perşembe", "2024-10-24"),
            ("24 октября 2024", "2024-10-24"),
            ("24 października 2024, 07:30", "2024-10-24T07:30"),
            ("October 24, 2024 at 2:02 p.m.", "2024-10-24T14:02"),
            ("Oct. 24th, 2024 12:02 am", "2024-10-24T00:02"),
            ("24th of October 2024", "2024-10-24"),
            ("24-Oct-2024", "2024-10-24"),
            ("2024年10月24日", "2024-10-24"),
            ("2024. október 24.", "2024-10-24"),
            ("2024/10/24", "2024-10-24"),
            ("2024년 10월 24일 14:02", "2024-10-24T14:02"),
            ("٢٤ أكتوبر ٢٠٢٤", "2024-10-24"),
            ("24 تشرين الأول/أكتوبر 2024", "2024-10-24"),
            ("২৪ অক্টোবর ২০২৪, ১৪:০২", "2024-10-24T14:02"),
            ("24 अक्टूबर 2024", "2024-10-24"),
            ("24 ตุลาคม 2567", "2024-10-24"),
            ("24/10/2567", "2024-10-24"),
            ("24 tháng 10, 2024", "2024-10-24"),
            ("۳ آبان ۱۴۰۳", "2024-10-24"),
            ("۱۴۰۳/۰۸/۰۳", "2024-10-24"),
            ("5/13/2024", "2024-05-13"),
            ("3/4/2024", "2024-04-03"),
        ] {
            assert_eq!(read(text, NumberOrder::DayFirst).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(read("3/4/2024", NumberOrder::MonthFirst).as_deref(), Some("2024-03-04"));
        assert_eq!(read("3.4.2024", NumberOrder::MonthFirst).as_deref(), Some("2024-04-03"));
    }

    #[test]
    fn what_is_not_a_whole_date_is_none() {
        for text in [
            "",
            "October 2024",
            "24 October",
            "31 February 2024",
            "1.2.3",
            "10.0.0.1",
            "24 apples 2024",
            "123456/10/2024",
            "© 2019-2024",
            "3/4/24",
        ] {
            assert_eq!(read(text, NumberOrder::DayFirst), None, "{text}");
        }
    }

    #[test]
    fn a_page_shows_its_order() {
        assert_eq!(shown_order("1/2/2024 and 24/2/2024"), Some(NumberOrder::DayFirst));
        assert_eq!(shown_order("1/2/2024 and 2/24/2024"), Some(NumberOrder::MonthFirst));
        assert_eq!(shown_order("1/2/2024"), None);
    }

    #[test]
    fn every_date_of_a_text_is_found_with_its_place() {
        let text = "Posted 1 May 2024, updated 3 May 2024 10:00";
        let found: Vec<_> = printed_dates(text, NumberOrder::DayFirst)
            .map(|printed| text.get(printed.at..printed.end).unwrap())
            .collect();
        assert_eq!(found, ["1 May 2024", "3 May 2024 10:00"]);
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_the_search_panic(text in "[0-9./ a-zéß年月日,:-]{0,120}|\\PC{0,60}") {
            let found = printed_dates(&text, NumberOrder::DayFirst).count();
            assert!(found <= text.len());
        }
    }
}
