//! Words of the calendar in the form in which lists know them.

use crate::without_accents;

/// A word in lower case, without accents, without the signs that some writers set and others do not, its letters as the
/// lists have them: `ΜΑΡΤΊΟΥ` and `μαρτίου` are one word, and so are the letters yeh of Arabic and of Persian.
pub fn key(word: &str) -> String {
    without_accents(word).chars().filter(|c| !is_left_out(*c)).map(alike).collect()
}

/// Signs of vowels, marks that join letters or part them, the dot that is left of a capital I with a dot.
fn is_left_out(c: char) -> bool {
    matches!(c, '\u{307}' | '\u{200c}' | '\u{200d}' | '\u{93c}' | '\u{640}' | '\u{64b}'..='\u{65f}')
}

fn alike(c: char) -> char {
    match c {
        'ά' => 'α',
        'έ' => 'ε',
        'ή' => 'η',
        'ί' | 'ϊ' | 'ΐ' => 'ι',
        'ό' => 'ο',
        'ύ' | 'ϋ' | 'ΰ' => 'υ',
        'ώ' => 'ω',
        'ς' => 'σ',
        'أ' | 'إ' | 'آ' => 'ا',
        'ي' | 'ى' => 'ی',
        'ك' => 'ک',
        'ة' => 'ه',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_are_spelled_apart_are_one() {
        for (one, other) in [
            ("ΜΑΡΤΊΟΥ", "μαρτιου"),
            ("HAZİRAN", "haziran"),
            ("أكتوبر", "اکتوبر"),
            ("سه\u{200c}شنبه", "سهشنبه"),
            ("Août", "aout"),
            ("", ""),
        ] {
            assert_eq!(key(one), key(other), "{one}");
        }
    }
}
