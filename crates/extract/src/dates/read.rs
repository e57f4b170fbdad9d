//! Dates in fields that are for dates: in feeds, JSON-LD, meta elements, attributes, in whatever form and language.
//!
//! In: the value of a field, and what is known of its document. Out: the date, at its true precision and with the offset it
//! gives. Nothing is made up: a text that is no date gives none, a date without a time gets no time, and a zone's name that
//! means different offsets in different places gives none unless the document says where it is from.

use super::grammar::{Form, Grammar};
use super::pieces::pieces_of;
use super::setting::Setting;
use super::text_part::beginning;
use super::value::IsoDate;
use article::Precision;

impl IsoDate {
    /// Reads ISO 8601, RFC 3339, RFC 9557, RFC 2822, what programs and people make of them, Unix time.
    pub(crate) fn read(text: &str, setting: &Setting) -> Option<Self> {
        let text = beginning(text.trim());
        if let Some(date) = Self::of_unix(text) {
            return Some(date);
        }
        let pieces = pieces_of(text);
        let grammar = Grammar { pieces: &pieces, setting, form: Form::Stated };
        let whole = || (0..pieces.len()).find_map(|at| grammar.moment(at)).map(|(date, _)| date);
        // The start of Unix time is what software writes for "unknown".
        grammar.partial().or_else(whole).filter(|date| !date.is_unknown())
    }

    /// Reads a value that was made by this reader, or one of a standard that needs nothing to be known.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        Self::read(text, &Setting::default())
    }

    /// Reads a day in ISO 8601 and nothing else.
    pub(crate) fn iso_day(text: &str) -> Option<Self> {
        Self::parse(text).filter(|date| date.precision == Precision::Day && date.value == text)
    }
}

impl Grammar<'_> {
    /// `2024`, `2024-10`
    fn partial(&self) -> Option<IsoDate> {
        let year = self.piece(0)?.number_of(4..=4).filter(|year| (1600..2500).contains(year));
        let year = i32::try_from(year?).ok()?;
        match self.pieces {
            [_] => IsoDate::of_month(year, None),
            [_, mark, month] if mark.is(&["-"]) => IsoDate::of_month(year, Some(month.number_of(2..=2)?)),
            _ => None,
        }
    }
}
