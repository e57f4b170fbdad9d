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
    let mut tokens = Vec::with_capacity(text.len() / 5);
    let mut chars = text.char_indices().peekable();
    let mut spaced = true;
    while let Some((start, first)) = chars.next() {
        if first.is_whitespace() && first != '\n' {
            spaced = true;
            continue;
        }
        let mut end = start + first.len_utf8();
        let kind = if first.is_ascii_digit() {
            while let Some((at, _)) = chars.next_if(|(_, char)| char.is_ascii_digit()) {
                end = at + 1;
            }
            Kind::Number
        } else if first.is_alphabetic() {
            while let Some((at, char)) = chars.next_if(|(_, char)| char.is_alphabetic() || is_accent(*char)) {
                end = at + char.len_utf8();
            }
            Kind::Word
        } else {
            Kind::Mark
        };
        let Some(piece) = text.get(start..end) else { break };
        if kind == Kind::Word
            && !spaced
            && is_ordinal_ending(piece)
            && let Some(number) = tokens.last_mut().filter(|token: &&mut Token<'_>| token.kind == Kind::Number)
        {
            number.kind = Kind::Ordinal;
            number.end = end;
            continue;
        }
        tokens.push(Token { kind, text: piece, start, end, spaced });
        spaced = first == '\n';
    }
    tokens
}

fn is_ordinal_ending(word: &str) -> bool {
    ["st", "nd", "rd", "th"].iter().any(|ending| ending.eq_ignore_ascii_case(word))
}

/// Vowel signs and accents that are characters of their own.
fn is_accent(char: char) -> bool {
    matches!(char, '\u{0300}'..='\u{036f}' | '\u{0900}'..='\u{0903}' | '\u{093a}'..='\u{094f}' | '\u{200c}' | '\u{200d}')
}
