//! Where text stands between quotation marks.
//!
//! In: one paragraph. Out: the byte ranges between the marks, outermost only, in order. A mark that opens and is not
//! closed reaches to the end of the paragraph: a speech of several paragraphs opens each and closes the last. Single
//! marks are read where no double ones stand around them and cannot be apostrophes.

use std::ops::Range;

/// A piece of text between marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Marked {
    /// Between the marks, without white space at the ends.
    pub(super) inside: Range<usize>,
    /// With the marks.
    pub(super) outside: Range<usize>,
    /// Whether single marks enclose it, which more often enclose a name or a word.
    pub(super) single: bool,
    /// Whether its closing mark is printed.
    pub(super) closed: bool,
}

/// The marked pieces of the paragraph that stands at `line` in `text`.
pub(super) fn find(text: &str, line: Range<usize>) -> Vec<Marked> {
    let paragraph = text.get(line.clone()).unwrap_or_default();
    let mut found = Vec::new();
    let mut open: Option<Open> = None;
    // Where a single mark may have been set for a double one.
    let mut slip: Option<usize> = None;
    // A quotation in single marks ends at the first mark that can close it, so none is looked for twice.
    let mut past = 0;
    while let Some(skipped) = paragraph.as_bytes().get(past..).and_then(|rest| rest.iter().position(may_mark)) {
        let at = past + skipped;
        let Some(char) = paragraph.get(at..).and_then(|rest| rest.chars().next()) else {
            past = at + 1;
            continue;
        };
        past = at + char.len_utf8();
        if !is_mark(char) {
            continue;
        }
        let before = paragraph.get(..at).and_then(|rest| rest.chars().next_back()).unwrap_or(' ');
        let after = paragraph.get(past..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
        let here = line.start + at;
        let end = here + char.len_utf8();
        match &mut open {
            None => {
                if let Some(closing) = opens(char, before, after) {
                    open = Some(Open { from: here, inside: end, closing, depth: 0 });
                }
            }
            Some(quote) if quote.single() && matches!(char, '“' | '"') && can_begin(before, after) => {
                // What looked like a single mark was none, or the double ones inside matter more.
                let closing = if char == '“' { Closing::Curly } else { Closing::Straight };
                open = Some(Open { from: here, inside: end, closing, depth: 0 });
            }
            Some(quote) if quote.nests(char, before, after) => quote.depth += 1,
            Some(quote) if quote.closes(char, before, after) => {
                if quote.depth > 0 {
                    quote.depth -= 1;
                } else {
                    found.extend(marked(text, quote, here, end, true));
                    open = None;
                }
            }
            Some(quote) => {
                let ends = matches!(char, '’' | '\'') && matches!(before, ',' | '?' | '!') && after.is_whitespace();
                if ends && slip.is_none_or(|slip| slip < quote.inside) {
                    slip = Some(here);
                }
            }
        }
    }
    if let Some(quote) = open.filter(|quote| !quote.single()) {
        // `“We won,’ she said`: the other mark was meant.
        if let Some(at) = slip.filter(|at| *at > quote.inside) {
            found.extend(marked(text, &quote, at, at + paragraph_char_len(text, at), true));
            return found;
        }
        found.extend(marked(text, &quote, line.end, line.end, false));
    }
    found
}

/// Whether a quotation mark may begin with this byte: `"`, `'`, or the first of a curly or an angle one.
fn may_mark(byte: &u8) -> bool {
    matches!(byte, b'"' | b'\'' | 0xE2 | 0xC2)
}

fn is_mark(char: char) -> bool {
    matches!(char, '"' | '\'' | '“' | '”' | '„' | '«' | '»' | '‘' | '’')
}

/// The end of the line in which a quotation is closed that is still open before these lines. None of them opens
/// one before that.
pub(super) fn closes_in(text: &str, lines: &[Range<usize>]) -> Option<usize> {
    // Paragraphs of the longest speech with one pair of marks.
    const MOST: usize = 8;
    for line in lines.iter().take(MOST) {
        let paragraph = text.get(line.clone()).unwrap_or_default();
        let mut before = ' ';
        for char in paragraph.chars() {
            match char {
                '“' | '„' | '«' => return None,
                '"' if before.is_whitespace() || before == '(' => return None,
                '”' | '"' | '»' => return Some(line.end),
                _ => before = char,
            }
        }
    }
    None
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Closing {
    Curly,
    Straight,
    Angle,
    /// `»…«`, or `»…»`.
    TurnedAngle,
    Single,
    StraightSingle,
}

struct Open {
    from: usize,
    inside: usize,
    closing: Closing,
    depth: u32,
}

impl Open {
    fn single(&self) -> bool {
        matches!(self.closing, Closing::Single | Closing::StraightSingle)
    }

    fn nests(&self, char: char, before: char, after: char) -> bool {
        match self.closing {
            // Before white space or a stop an opening mark is a closing one set wrongly.
            Closing::Curly => char == '“' && can_begin(before, after),
            Closing::Angle => char == '«',
            Closing::Straight | Closing::TurnedAngle | Closing::Single | Closing::StraightSingle => false,
        }
    }

    fn closes(&self, char: char, before: char, after: char) -> bool {
        match self.closing {
            Closing::Curly => matches!(char, '”' | '"' | '“' | '„'),
            // Typists mix straight with curly marks.
            Closing::Straight => matches!(char, '"' | '”') || char == '“' && !can_begin(before, after),
            Closing::Angle => char == '»',
            Closing::TurnedAngle => matches!(char, '«' | '»'),
            Closing::Single => char == '’' && !after.is_alphanumeric() && !before.is_whitespace(),
            Closing::StraightSingle => {
                matches!(char, '\'' | '’') && !after.is_alphanumeric() && !before.is_whitespace()
            }
        }
    }
}

fn opens(char: char, before: char, after: char) -> Option<Closing> {
    match char {
        '“' | '„' => Some(Closing::Curly),
        '”' if can_begin(before, after) => Some(Closing::Curly),
        '"' if !after.is_whitespace() => Some(Closing::Straight),
        '«' => Some(Closing::Angle),
        '»' if after.is_alphanumeric() => Some(Closing::TurnedAngle),
        '‘' if can_begin(before, after) => Some(Closing::Single),
        '\'' if can_begin(before, after) && after.is_alphabetic() => Some(Closing::StraightSingle),
        _ => None,
    }
}

/// Whether a mark between these two can open.
fn can_begin(before: char, after: char) -> bool {
    (before.is_whitespace() || matches!(before, '(' | '[' | '—' | '–' | '-' | ':' | ',' | '…'))
        && !after.is_whitespace()
}

fn paragraph_char_len(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8)
}

fn marked(text: &str, quote: &Open, inside_end: usize, outside_end: usize, closed: bool) -> Option<Marked> {
    let inside = text.get(quote.inside..inside_end)?;
    let start = quote.inside + (inside.len() - inside.trim_start().len());
    let inside = inside.trim();
    (!inside.is_empty()).then(|| Marked {
        inside: start..start + inside.len(),
        outside: quote.from..outside_end,
        single: quote.single(),
        closed,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found = find(text, 0..text.len());
        let inside: Vec<&str> = found.iter().map(|marked| text.get(marked.inside.clone()).unwrap()).collect();
        assert_eq!(inside, expected, "{text}");
    }

    #[test]
    fn marks_of_all_kinds_enclose_text() {
        check("“We won,” she said. “At last.”", &["We won,", "At last."]);
        check("\"We won,\" she said. \"At last.\"", &["We won,", "At last."]);
        check("‘We won’t stop,’ she said.", &["We won’t stop,"]);
        check("'We don't stop,' she said.", &["We don't stop,"]);
        check("He said: «We won».", &["We won"]);
        check("“He told us ‘go home’ and left,” she said.", &["He told us ‘go home’ and left,"]);
        check("“She said “go” to me,” he said.", &["She said “go” to me,"]);
        check("“We go on", &["We go on"]);
        check("“We go on,’ she said. ", &["We go on,"]);
        check("He said: »We go on«.", &["We go on"]);
        check("the workers' union isn't here", &[]);
        check("the workers’ union isn’t here", &[]);
        check("", &[]);
    }
}
