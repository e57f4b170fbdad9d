//! Words of the calendar: months, days of the week, time zones. One list of each for every reader of dates.

pub mod months;
pub mod weekdays;
pub mod zones;
