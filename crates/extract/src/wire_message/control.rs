//! The control characters of wire messages.

/// Opens the header.
pub(super) const SOH: char = '\u{1}';
/// Opens the text.
pub(super) const STX: char = '\u{2}';
/// Closes the text.
pub(super) const ETX: char = '\u{3}';
/// Parts the number of an ANPA message from what selects its readers.
pub(super) const US: char = '\u{1f}';

/// What stands around messages to fill the line.
pub(super) fn is_filler(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\0' | '\u{4}' | '\u{16}' | '\u{7f}')
}

/// A year by its last two digits: no message is older than 1970.
pub(super) fn year_of(digits: &str) -> Option<u32> {
    let year: u32 = digits.parse().ok().filter(|_| digits.len() == 2)?;
    Some(if year < 70 { 2000 + year } else { 1900 + year })
}

/// A number of exactly so many digits.
pub(super) fn is_number(text: &str, digits: usize) -> bool {
    text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit())
}
