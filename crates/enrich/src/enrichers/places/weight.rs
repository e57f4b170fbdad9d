//! What it counts where in an article a country or place is named.

/// Bytes of the text within which news says where it happened, and a second such stretch.
const LEAD_BYTES: usize = 400;
pub(super) const SECOND_BYTES: usize = 1200;

/// What a mention counts in the headline and the lead, in the second stretch, and beyond.
pub(super) const HEADLINE_WEIGHT: f32 = 3.0;
pub(super) const LEAD_WEIGHT: f32 = 3.0;
const SECOND_WEIGHT: f32 = 1.5;
const LATER_WEIGHT: f32 = 0.7;

/// What a mention that begins at this byte counts.
pub(super) fn weight(byte: usize) -> f32 {
    if byte < LEAD_BYTES {
        LEAD_WEIGHT
    } else if byte < SECOND_BYTES {
        SECOND_WEIGHT
    } else {
        LATER_WEIGHT
    }
}
