//! Dates in documents, by one grammar: in fields that are for dates (`read`), and among the words that a page prints for
//! its readers (`printed`), in the languages of the news.

mod calendars;
mod clock;
mod day;
pub(crate) mod digits;
mod grammar;
mod moment;
mod pieces;
pub(crate) mod printed;
mod read;
pub(crate) mod setting;
mod summer;
mod text_part;
pub(crate) mod value;
mod words;
mod zone;

use article::Timestamp;
use value::IsoDate;

/// The first moment of a date that a standard states, at whatever precision; in UTC where it has no offset.
pub fn first_moment(text: &str) -> Option<Timestamp> {
    IsoDate::parse(text).map(|date| date.first_moment())
}

#[cfg(test)]
mod tests;
