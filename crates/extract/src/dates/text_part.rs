//! How much of a text is looked at for dates.

/// The longest text that is searched, in bytes.
const LONGEST: usize = 4_000;

/// The beginning of a text.
pub(super) fn beginning(text: &str) -> &str {
    let end = text.len().min(LONGEST);
    (0..4).find_map(|back| text.get(..end.saturating_sub(back))).unwrap_or_default()
}
