//! The day of a date: `24. Oktober 2024`, `24/10/2024`, `2024年10月24日`, `令和6年10月24日`, `20241024`.
//!
//! In: pieces. Out: the day that begins with one of them. Day, month and year are all there; nothing is completed.

use super::calendars::{from_buddhist, from_era, from_jalali};
use super::grammar::Grammar;
use super::pieces::{Kind, Piece};
use super::setting::NumberOrder;
use super::words::Role;
use chrono::NaiveDate;
use text::calendar::months::{jalali_month, month_of_beginning, month_of_date, month_of_two_words};

const AFTER_DAY: &[&str] = &[".", "º", "°", "ª", "-", "/", "'", "’", ","];
const AFTER_MONTH: &[&str] = &[".", ",", "-", "/", "’", "'", "،", "׳", "॰", "․"];

impl Grammar<'_> {
    /// The day that begins with this piece.
    pub(super) fn day(&self, at: usize) -> Option<(NaiveDate, usize)> {
        let first = self.piece(at)?;
        match first.kind {
            Kind::Digit if first.length() == 8 && self.is_stated() => Some((solid(first.text)?, at + 1)),
            Kind::Digit if self.year(at).is_some() => self.year_first(at),
            Kind::Digit => self.day_month_year(at).or_else(|| self.numbers(at)).or_else(|| self.jalali(at)),
            Kind::Letter => self.month_day_year(at),
            Kind::Ideograph => self.year_first(at),
            Kind::Mark | Kind::Space => None,
        }
    }

    /// The year at this piece in the Gregorian or the Thai calendar, of the web's age where it is only printed.
    fn year(&self, at: usize) -> Option<i32> {
        let piece = self.piece(at)?;
        let stated = || {
            let year = piece.number_of(4..=4).filter(|year| self.is_stated() && (1600..2500).contains(year))?;
            i32::try_from(year).ok()
        };
        piece.year().or_else(stated)
    }

    /// The name of a month.
    pub(super) fn month(&self, at: usize) -> Option<(u32, usize)> {
        let first = self.piece(at)?;
        if first.kind == Kind::Digit && self.is(at + 1, &["月", "월"]) {
            return Some((first.number().filter(|month| (1..=12).contains(month))?, at + 2));
        }
        if first.kind != Kind::Letter {
            return None;
        }
        let language = self.setting.language();
        let stated = || if self.is_stated() { month_of_beginning(first.text) } else { None };
        let second = || self.piece(at + 1);
        let of_two = || month_of_two_words(first.text, second()?.text);
        let numbered = || second()?.day().filter(|_| matches!(first.text, "tháng" | "Tháng" | "thg" | "Thg"));
        // `มี.ค.`
        let is_short = || !first.text.is_ascii() && self.is(at + 1, &[".", "׳", "॰"]);
        let abbreviated = || if is_short() { self.words(at, 2, |word| month_of_date(word, language)) } else { None };
        if let Some(month) = month_of_date(first.text, language).or_else(stated) {
            return Some((month, at + 1));
        }
        of_two().or_else(numbered).map(|month| (month, at + 2)).or_else(abbreviated)
    }

    /// `24. Oktober 2024`, `24th of October, 2024`, `24 de octubre de 2024`, `24-Oct-24`, `24 Oct '24`.
    fn day_month_year(&self, at: usize) -> Option<(NaiveDate, usize)> {
        let day = self.piece(at)?.day()?;
        let month_at = self.past(at + 1, AFTER_DAY, &[Role::AfterDay]);
        // A word such as `de` may end in the month of another language.
        let (month, next) = (at + 1..=month_at).rev().find_map(|at| self.month(at))?;
        let year_at = self.past(next, AFTER_MONTH, &[Role::AfterMonth]);
        // `24 أيلول/سبتمبر 2024` names the month twice.
        let year_at = self.month(year_at).filter(|(again, _)| *again == month).map_or(year_at, |(_, next)| next);
        let (year, next) = (next..=year_at).rev().find_map(|at| self.year_after_month(at))?;
        Some((NaiveDate::from_ymd_opt(year, month, day)?, next))
    }

    /// A year of four digits, or of two that could be nothing else.
    fn year_after_month(&self, at: usize) -> Option<(i32, usize)> {
        if let Some(year) = self.year(at) {
            return Some((year, at + 1));
        }
        let short = self.piece(at)?.number_of(2..=2).and_then(|year| i32::try_from(year).ok())?;
        let is_marked = at > 0 && self.is_joined(at) && self.is(at - 1, &["'", "’", "-", "/"]);
        // `24 Oct 09:30:00`
        let is_clock = self.is(at + 1, &[":", "."]) || self.piece(at + 1).is_some_and(Piece::is_word);
        // `7 มี.ค. 68`: Thailand writes two figures of its own years.
        if self.setting.language() == Some("th")
            && let Some(year) = from_buddhist(2500 + short).filter(|year| (2010..2043).contains(year))
        {
            return Some((year, at + 1));
        }
        // As RFC 2822 says.
        let year = if short < 50 { 2000 + short } else { 1900 + short };
        ((is_marked || self.is_stated()) && !is_clock).then_some((year, at + 1))
    }

    /// `October 24, 2024`, `Oct. 24th, 2024`.
    fn month_day_year(&self, at: usize) -> Option<(NaiveDate, usize)> {
        let (month, next) = self.month(at)?;
        let day_at = self.past(next, &[".", "-", "/"], &[]);
        let day = self.piece(day_at)?.day()?;
        let year_at = self.past(day_at + 1, AFTER_DAY, &[Role::AfterDay]);
        let year = self.year(year_at)?;
        Some((NaiveDate::from_ymd_opt(year, month, day)?, year_at + 1))
    }

    /// `2024-10-24`, `2024. október 24.`, `2024年10月24日`, `2024 m. spalio 24 d.`, `2024. gada 24. oktobris`.
    fn year_first(&self, at: usize) -> Option<(NaiveDate, usize)> {
        let (year, next) = match self.year(at) {
            Some(year) => (year, at + 1),
            None => self.year_of_era(at)?,
        };
        if let Some((month, day, next)) = self.numbers_after_year(next) {
            return Some((NaiveDate::from_ymd_opt(year, month, day)?, next));
        }
        let month_at = self.past(next, &[".", ",", "-", "(", ")", "’", "'"], &[Role::AfterYear]);
        if let Some((month, next)) = self.month(month_at) {
            let day_at = self.past(next, &[".", "-"], &[Role::AfterYear]);
            let day = self.piece(day_at)?.day()?;
            return Some((NaiveDate::from_ymd_opt(year, month, day)?, day_at + 1));
        }
        // `2024, 5 May 2025` is `5 May 2025`.
        let day = self.piece(month_at).filter(|_| !self.is(next, &[","]))?.day()?;
        let (month, next) = self.month(self.past(month_at + 1, AFTER_DAY, &[Role::AfterDay]))?;
        let day = NaiveDate::from_ymd_opt(year, month, day).filter(|_| self.year(next).is_none())?;
        Some((day, next))
    }

    /// `-10-24`, `年10月24日`, `. 10. 24`.
    fn numbers_after_year(&self, at: usize) -> Option<(u32, u32, usize)> {
        let (mark, between) = (self.piece(at)?, self.piece(at + 2)?);
        let is_alike = between.text == mark.text || between.is(&["月", "월"]);
        if !mark.is(&["-", "/", ".", "年", "년"]) || !is_alike {
            return None;
        }
        let month = self.piece(at + 1)?.number_of(1..=2)?;
        let day = self.piece(at + 3)?.day()?;
        Some((month, day, at + 4 + usize::from(self.is(at + 4, &["日", "일"]))))
    }

    /// `令和6`, `民國113`, `令和元`.
    fn year_of_era(&self, at: usize) -> Option<(i32, usize)> {
        let (first, second, number) = (self.piece(at)?, self.piece(at + 1)?, self.piece(at + 2)?);
        let number = if number.is(&["元"]) { Some(1) } else { number.number_of(1..=3) };
        Some((from_era(first.text, second.text, number?)?, at + 3))
    }

    /// `14 تیر 1399`, `1399/04/14`: the Iranian calendar.
    fn jalali(&self, at: usize) -> Option<(NaiveDate, usize)> {
        let year = |at: usize| {
            let year = self.piece(at).and_then(|piece: &Piece<'_>| piece.number_of(4..=4));
            year.and_then(|year| i32::try_from(year).ok())
        };
        let (first, second) = (self.piece(at)?, self.piece(at + 1)?);
        let month = || Some(second.text).filter(|word| !word.is_ascii()).and_then(jalali_month);
        if let Some((day, month)) = first.day().and_then(|day| Some((day, month()?))) {
            let year_at = self.past(at + 2, &["،", ","], &[Role::AfterMonth]);
            return Some((from_jalali(year(year_at)?, month, day)?, year_at + 1));
        }
        let (third, fourth, fifth) = (self.piece(at + 2)?, self.piece(at + 3)?, self.piece(at + 4)?);
        if !second.is(&["/", "-"]) || second.text != fourth.text {
            return None;
        }
        Some((from_jalali(year(at)?, third.day()?, fifth.day()?)?, at + 5))
    }

    /// `24.10.2024`, `24.10.24`, `24/10/2024`, `10/24/2024`.
    fn numbers(&self, at: usize) -> Option<(NaiveDate, usize)> {
        let (first, second) = (self.piece(at)?.day()?, self.piece(at + 2)?.day()?);
        let (one, two, third) = (self.piece(at + 1)?, self.piece(at + 3)?, self.piece(at + 4)?);
        if one.text != two.text || !one.is(&[".", "/", "-"]) {
            return None;
        }
        let year = match self.year(at + 4) {
            Some(year) => year,
            // Two digits stand for a year where readers write the day first and a full stop between.
            None if one.is(&["."]) => i32::try_from(2000 + third.number_of(2..=2)?).ok()?,
            None => return None,
        };
        let prefers_month = self.setting.order == NumberOrder::MonthFirst || second > 12;
        let month_first = !one.is(&["."]) && prefers_month && first <= 12;
        let (day, month) = if month_first { (second, first) } else { (first, second) };
        Some((NaiveDate::from_ymd_opt(year, month, day)?, at + 5))
    }
}

/// `20241024`
fn solid(digits: &str) -> Option<NaiveDate> {
    let part = |range: std::ops::Range<usize>| digits.get(range)?.parse::<u32>().ok();
    let year = i32::try_from(part(0..4)?).ok().filter(|year| (1600..2500).contains(year))?;
    NaiveDate::from_ymd_opt(year, part(4..6)?, part(6..8)?)
}
