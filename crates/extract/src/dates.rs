//! Dates in documents: as standards write them (`iso`), in whatever form feeds have (`lenient`), printed for readers in the
//! languages of the news (`printed`).

mod calendars;
pub(crate) mod digits;
pub(crate) mod iso;
pub(crate) mod lenient;
mod months;
pub(crate) mod printed;
