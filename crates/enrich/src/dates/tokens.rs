//! The text as words, numbers and marks, for reading dates.

/// One word, number or mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind,
    /// Of a number the digits, without an ordinal ending.
    pub(super) text: &'a str,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether white space stands before it; true for the first.
    pub(super) spaced: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters; an apostrophe ends it.
    Word,
    /// Digits without an ending.
    Number,
    /// Digits with `st`, `nd`, `rd`, `th`.
    Ordinal,
    /// One other character; a line break is one.
    Mark,
}

impl Token<'_> {
    pub(super) fn is(&self, word: &str) -> bool {
        self.text.eq_ignore_ascii_case(word)
    }

    pub(super) fn is_one_of(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(word))
    }

    pub(super) fn is_capital(&self) -> bool {
        self.text.starts_with(char::is_uppercase)
    }

    /// A hyphen or dash with nothing around it is the other side's to check.
    pub(super) fn is_dash(&self) -> bool {
        matches!(self.text, "-" | "–" | "—" | "‑" | "−")
    }

    /// The number, if it has at most four digits.
    pub(super) fn number(&self) -> Option<u32> {
        let digits = matches!(self.kind, Kind::Number | Kind::Ordinal) && self.text.len() <= 4;
        // Digits only, and few: nothing to lose.
        if digits { self.text.parse().ok() } else { None }
    }

    /// A day of a month: one or two digits.
    pub(super) fn day(&self) -> Option<u32> {
        self.number().filter(|day| self.text.len() <= 2 && (1..=31).contains(day))
    }

    /// Four digits that people mean a year by.
    pub(super) fn year(&self) -> Option<i32> {
        let year = self.number().filter(|_| self.kind == Kind::Number && self.text.len() == 4)?;
        i32::try_from(year).ok().filter(|year| (1500..=2100).contains(year))
    }
}

/// All tokens of the text.
pub(super) fn split(text: &str) -> Vec<Token<'_>> {
    let mut tokens: Vec<Token<'_>> = Vec::with_capacity(text.len() / 5);
    let bytes = text.as_bytes();
    let mut start = 0;
    let mut spaced = true;
    while let Some(byte) = bytes.get(start) {
        if matches!(byte, b' ' | b'\t' | b'\r') {
            spaced = true;
            start += 1;
            continue;
        }
        let (kind, end) = if byte.is_ascii_digit() {
            let digits = bytes.iter().skip(start).take_while(|byte| byte.is_ascii_digit());
            (Kind::Number, start + digits.count())
        } else {
            let Some(first) = char_at(text, start) else { break };
            let end = start + first.len_utf8();
            if first.is_whitespace() && first != '\n' {
                spaced = true;
                start = end;
                continue;
            }
            if first.is_alphabetic() { (Kind::Word, word_end(text, end)) } else { (Kind::Mark, end) }
        };
        let Some(piece) = text.get(start..end) else { break };
        let begins = start;
        start = end;
        if kind == Kind::Word
            && !spaced
            && is_ordinal_ending(piece)
            && let Some(number) = tokens.last_mut().filter(|token| token.kind == Kind::Number)
        {
            number.kind = Kind::Ordinal;
            number.end = end;
            continue;
        }
        tokens.push(Token { kind, text: piece, start: begins, end, spaced });
        spaced = *byte == b'\n';
    }
    tokens
}

fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// The end of the word whose first character ends at `end`.
fn word_end(text: &str, mut end: usize) -> usize {
    while let Some(byte) = text.as_bytes().get(end) {
        if byte.is_ascii_alphabetic() {
            end += 1;
            continue;
        }
        let further = char_at(text, end).filter(|char| !char.is_ascii() && (char.is_alphabetic() || is_accent(*char)));
        let Some(char) = further else { break };
        end += char.len_utf8();
    }
    end
}

fn is_ordinal_ending(word: &str) -> bool {
    ["st", "nd", "rd", "th"].iter().any(|ending| ending.eq_ignore_ascii_case(word))
}

/// Vowel signs and accents that are characters of their own.
fn is_accent(char: char) -> bool {
    matches!(char, '\u{0300}'..='\u{036f}' | '\u{0900}'..='\u{0903}' | '\u{093a}'..='\u{094f}' | '\u{200c}' | '\u{200d}')
}
