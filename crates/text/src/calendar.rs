//! Words of the calendar: months, days of the week, time zones. One list of each for every reader of dates.

mod key;
pub mod months;
mod names;
pub mod weekdays;
pub mod zones;

pub use key::key;
