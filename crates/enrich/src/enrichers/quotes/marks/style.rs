//! Whether an article sets its speech in double or in single marks.
//!
//! In: the whole text. Out: the style of its closing marks beside a stop, where speech ends; names and words that are
//! held at a distance end elsewhere.

use super::characters::may_mark;

/// The marks around speech.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    Double,
    Single,
}

/// The style of a text; in doubt double marks are for speech.
pub(crate) fn of(text: &str) -> Style {
    let (mut single, mut double) = (0_usize, 0_usize);
    let mut inside = false;
    let mut past = 0;
    while let Some(skipped) = text.as_bytes().get(past..).and_then(|rest| rest.iter().position(may_mark)) {
        let at = past + skipped;
        let Some(char) = text.get(at..).and_then(|rest| rest.chars().next()) else {
            past = at + 1;
            continue;
        };
        past = at + char.len_utf8();
        let before = || text.get(..at).and_then(|before| before.chars().next_back()).unwrap_or(' ');
        let after = || text.get(past..).and_then(|after| after.chars().next()).unwrap_or(' ');
        match char {
            '"' | '”' | '“' | '„' | '«' | '»' => {
                double += 1;
                inside = (before().is_whitespace() || before() == '(') && !after().is_whitespace();
            }
            '\'' | '’' if !inside && matches!(before(), ',' | '.' | '?' | '!') => {
                single += usize::from(after().is_whitespace() || after() == ',');
            }
            // Two single marks are a double one.
            '\'' | '’' if after() == char => double += 1,
            _ => {}
        }
    }
    // A pair of double marks inside each quotation is none too many.
    if single > 0 && single * 2 >= double { Style::Single } else { Style::Double }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_marks_beside_stops_tell_the_style() {
        assert_eq!(of("‘We won,’ she said. ‘At last.’"), Style::Single);
        assert_eq!(of("'She told me \"go\",' he said."), Style::Single);
        assert_eq!(of("“He told us ‘go,’ and left,” she said."), Style::Double);
        assert_eq!(of("The 'war room' of the workers' union was empty."), Style::Double);
        assert_eq!(of("'She told me \"stay\" and left,' he said."), Style::Single);
        assert_eq!(of("''We won,'' she said."), Style::Double);
        assert_eq!(of(""), Style::Double);
    }
}
