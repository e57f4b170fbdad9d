//! Dates in documents: as standards write them (`iso`), in whatever form feeds have (`lenient`), printed for readers in the
//! languages of the news (`printed`).

mod calendars;
mod clock;
pub(crate) mod digits;
pub(crate) mod iso;
pub(crate) mod lenient;
mod pieces;
pub(crate) mod printed;
