//! Where text stands between quotation marks.
//!
//! In: one paragraph. Out: the byte ranges between the marks, outermost only, in order. A mark that opens and is not
//! closed reaches to the end of the paragraph: a speech of several paragraphs opens each and closes the last. Single
//! marks are read where no double ones stand around them and cannot be apostrophes; where an article sets its speech
//! in single marks, double ones inside them are part of it.

use super::characters::{doubled, may_mark, meant};
use super::style::Style;
use std::ops::Range;

/// A piece of text between marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Marked {
    /// Between the marks, without white space at the ends.
    pub(crate) inside: Range<usize>,
    /// With the marks.
    pub(crate) outside: Range<usize>,
    /// Whether single marks enclose it in an article that does not set its speech so: more often a name or a word.
    pub(crate) single: bool,
    /// Whether its closing mark is printed.
    pub(crate) closed: bool,
}

/// A mark as printed. Two single marks side by side are one double mark.
#[derive(Debug, Clone, Copy)]
struct Mark {
    /// What it is meant to be: one of `"“”„«»「」'‘’`.
    char: char,
    at: usize,
    end: usize,
    before: char,
    after: char,
}

/// The marked pieces of the paragraph that stands at `line` in `text`.
pub(crate) fn find(text: &str, line: Range<usize>, style: Style) -> Vec<Marked> {
    let mut found = Vec::new();
    let mut open: Option<Open> = None;
    // Where a single mark may have been set for a double one.
    let mut slip: Option<Mark> = None;
    let mut marks = Marks { text, line: line.clone(), past: line.start };
    // A quotation in single marks ends at the first mark that can close it, so none is looked for twice.
    while let Some(mark) = marks.next() {
        let Some(quote) = &mut open else {
            let apart = mark.is_apart() && marks.closes_behind(mark);
            open = opens(mark, apart).map(|closing| Open { from: mark.at, inside: mark.end, closing, depth: 0 });
            continue;
        };
        let doubled = matches!(mark.char, '“' | '"') && mark.can_begin();
        if quote.single() && doubled && style != Style::Single {
            // What looked like a single mark was none, or the double ones inside matter more.
            let closing = if mark.char == '“' { Closing::Curly } else { Closing::Straight };
            *quote = Open { from: mark.at, inside: mark.end, closing, depth: 0 };
        } else if quote.nests(mark) {
            quote.depth += 1;
        } else if quote.closes(mark) && !(quote.single() && marks.is_possessive(mark)) {
            if quote.depth > 0 {
                quote.depth -= 1;
            } else {
                found.extend(marked(text, quote, mark.at, mark.end, true, style));
                open = None;
            }
        } else if matches!(mark.char, '’' | '\'')
            && matches!(mark.before, ',' | '?' | '!')
            && mark.after.is_whitespace()
        {
            slip = slip.filter(|slip| slip.at >= quote.inside).or(Some(mark));
        }
    }
    let Some(quote) = open else { return found };
    // `“We won,’ she said`: the other mark was meant.
    if let Some(mark) = slip.filter(|mark| mark.at > quote.inside && !quote.single()) {
        found.extend(marked(text, &quote, mark.at, mark.end, true, style));
        return found;
    }
    if !quote.single() || style == Style::Single && quote.from == line.start {
        found.extend(marked(text, &quote, line.end, line.end, false, style));
    }
    found
}

/// The marks of a line, one after the other.
struct Marks<'a> {
    text: &'a str,
    line: Range<usize>,
    past: usize,
}

impl Marks<'_> {
    fn next(&mut self) -> Option<Mark> {
        let line = self.text.get(self.line.clone())?;
        loop {
            let from = self.past - self.line.start;
            let at = from + line.as_bytes().get(from..)?.iter().position(may_mark)?;
            let Some(printed) = line.get(at..).and_then(|rest| rest.chars().next()) else {
                self.past = self.line.start + at + 1;
                continue;
            };
            let mut end = at + printed.len_utf8();
            self.past = self.line.start + end;
            let Some(mut char) = meant(printed) else { continue };
            let next = |end: usize| line.get(end..).and_then(|rest| rest.chars().next());
            if let Some(double) = doubled(char).filter(|_| next(end) == Some(printed)) {
                char = double;
                end += printed.len_utf8();
                self.past = self.line.start + end;
            }
            let before = line.get(..at).and_then(|rest| rest.chars().next_back()).unwrap_or(' ');
            let after = next(end).unwrap_or(' ');
            return Some(Mark { char, at: self.line.start + at, end: self.line.start + end, before, after });
        }
    }

    /// Whether another double mark stands behind this one.
    fn closes_behind(&self, mark: Mark) -> bool {
        self.text.get(mark.end..self.line.end).is_some_and(|rest| rest.contains(['"', '”', '“']))
    }

    /// Whether this single mark belongs to a plural, `the workers’ demands`, since another one closes behind it.
    fn is_possessive(&self, mark: Mark) -> bool {
        if !(matches!(mark.before, 's' | 'S') && mark.after.is_whitespace()) {
            return false;
        }
        let mut ahead = Marks { text: self.text, line: self.line.clone(), past: mark.end };
        while let Some(next) = ahead.next() {
            match next.char {
                '\'' | '‘' | '’' if next.before.is_alphanumeric() && next.after.is_alphanumeric() => {}
                '\'' | '‘' | '’' => return !next.can_begin(),
                _ => {}
            }
        }
        false
    }
}

/// The end of the line in which a quotation is closed that is still open before these lines. None of them opens
/// one before that.
pub(crate) fn closes_in(text: &str, lines: &[Range<usize>]) -> Option<usize> {
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
    Corner,
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

    fn nests(&self, mark: Mark) -> bool {
        match self.closing {
            // Before white space or a stop an opening mark is a closing one set wrongly.
            Closing::Curly => matches!(mark.char, '“' | '"') && mark.can_begin(),
            Closing::Straight => mark.char == '“' && mark.can_begin(),
            Closing::Angle => mark.char == '«',
            Closing::Corner => mark.char == '「',
            Closing::TurnedAngle | Closing::Single | Closing::StraightSingle => false,
        }
    }

    fn closes(&self, mark: Mark) -> bool {
        let ends_word = !mark.after.is_alphanumeric() && !mark.before.is_whitespace();
        match self.closing {
            Closing::Curly => matches!(mark.char, '”' | '"' | '“' | '„'),
            // Typists mix straight with curly marks.
            Closing::Straight => matches!(mark.char, '"' | '”') || mark.char == '“' && !mark.can_begin(),
            Closing::Angle => mark.char == '»',
            Closing::TurnedAngle => matches!(mark.char, '«' | '»'),
            Closing::Corner => mark.char == '」',
            Closing::Single => ends_word && (mark.char == '’' || mark.char == '‘' && !mark.can_begin()),
            Closing::StraightSingle => ends_word && matches!(mark.char, '\'' | '’'),
        }
    }
}

/// What closes a quotation that this mark opens. `apart`: it stands between spaces, with another one behind it.
fn opens(mark: Mark, apart: bool) -> Option<Closing> {
    match mark.char {
        '“' | '„' => Some(Closing::Curly),
        '”' if mark.can_begin() || apart => Some(Closing::Curly),
        '"' if !mark.after.is_whitespace() && !mark.before.is_numeric() || apart => Some(Closing::Straight),
        '«' => Some(Closing::Angle),
        '»' if mark.after.is_alphanumeric() => Some(Closing::TurnedAngle),
        '「' => Some(Closing::Corner),
        '‘' if mark.can_begin() => Some(Closing::Single),
        '\'' if mark.can_begin() && (mark.after.is_alphabetic() || mark.after == '[') => Some(Closing::StraightSingle),
        _ => None,
    }
}

impl Mark {
    /// `its ” funds ”`
    fn is_apart(self) -> bool {
        self.before.is_whitespace() && self.after.is_whitespace()
    }

    /// Whether a mark between these two can open.
    fn can_begin(self) -> bool {
        (self.before.is_whitespace() || matches!(self.before, '(' | '[' | '—' | '–' | '-' | ':' | ',' | '…'))
            && !self.after.is_whitespace()
    }
}

fn marked(
    text: &str,
    quote: &Open,
    inside_end: usize,
    outside_end: usize,
    closed: bool,
    style: Style,
) -> Option<Marked> {
    let inside = text.get(quote.inside..inside_end)?;
    let start = quote.inside + (inside.len() - inside.trim_start().len());
    let inside = inside.trim();
    (!inside.is_empty()).then(|| Marked {
        inside: start..start + inside.len(),
        outside: quote.from..outside_end,
        single: quote.single() && style != Style::Single,
        closed,
    })
}

#[cfg(test)]
mod tests {
    use super::super::style;
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found = find(text, 0..text.len(), style::of(text));
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

    #[test]
    fn marks_of_other_keyboards_enclose_text() {
        check("``We won,'' she said.", &["We won,"]);
        check("''We won,'' she said.", &["We won,"]);
        check("‘‘We won,’’ she said.", &["We won,"]);
        check("「We won,」 she said.", &["We won,"]);
        check("She said: ″We won.″", &["We won."]);
        check("„We won,” she said, „at last.“", &["We won,", "at last."]);
        check("its ” funds and donations ” were seized", &["funds and donations"]);
        check("a 6\" lid and a 12\" pipe", &[]);
    }

    #[test]
    fn marks_inside_others_are_part_of_the_quotation() {
        check("“They shouted \"go home\" at us,” she said.", &["They shouted \"go home\" at us,"]);
        check("'She told me \"stay here\" and left,' he said.", &["She told me \"stay here\" and left,"]);
        check("'The workers' demands are fair,' she said.", &["The workers' demands are fair,"]);
        check("‘The players’ effort was good,’ she said.", &["The players’ effort was good,"]);
        check("They called them 'animals' and 'thieves' today.", &["animals", "thieves"]);
    }
}
