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

#[cfg(test)]
mod tests;
