//! Times of day as people write them.

/// The hour of a day of 24 that clocks of twelve call so, before noon or after; `None`: they have no such hour.
pub(super) fn of_twelve(hour: u32, is_afternoon: bool) -> Option<u32> {
    (1..=12).contains(&hour).then_some(hour % 12 + if is_afternoon { 12 } else { 0 })
}
