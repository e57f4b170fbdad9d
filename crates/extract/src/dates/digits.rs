//! Digits of the scripts that news is written in. Each script keeps its ten in a row, as Unicode lays them out.

/// The zeros of the scripts whose digits stand in printed dates: Latin, Arabic, Persian, Devanagari, Bengali, Gurmukhi,
/// Gujarati, Tamil, Telugu, Kannada, Malayalam, Thai, Lao, Burmese, Khmer, and Latin of full width.
const ZEROS: [char; 16] = [
    '0', '\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{be6}', '\u{c66}', '\u{ce6}', '\u{d66}',
    '\u{e50}', '\u{ed0}', '\u{1040}', '\u{17e0}', '\u{ff10}',
];

/// The value of a digit of any of these scripts.
pub(crate) fn digit(c: char) -> Option<u32> {
    if c.is_ascii() {
        return c.to_digit(10);
    }
    let c = u32::from(c);
    ZEROS.iter().map(|zero| u32::from(*zero)).find(|zero| (*zero..*zero + 10).contains(&c)).map(|zero| c - zero)
}

/// The number that a text of at most four digits says.
pub(super) fn number(text: &str) -> Option<u32> {
    // A number of more digits is part of no date.
    let mut digits = 0;
    let mut number = 0;
    for c in text.chars() {
        digits += 1;
        if digits > 4 {
            return None;
        }
        number = number * 10 + digit(c)?;
    }
    (digits > 0).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_the_digits_of_many_scripts() {
        for (text, expected) in [
            ("2024", Some(2024)),
            ("٢٠٢٤", Some(2024)),
            ("۱۴۰۳", Some(1403)),
            ("२०२४", Some(2024)),
            ("২৪", Some(24)),
            ("๒๕๖๗", Some(2567)),
            ("１０", Some(10)),
            ("20245", None),
            ("2o", None),
            ("", None),
        ] {
            assert_eq!(number(text), expected, "{text}");
        }
    }
}
