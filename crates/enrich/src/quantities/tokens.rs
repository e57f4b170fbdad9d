//! The text cut into digits, words and single signs, in one pass.

use std::ops::Range;

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// ASCII digits with the separators between them: `3,000`, `2.5`.
    Digits,
    /// Letters and marks.
    Word,
    /// One other visible character.
    Sign,
    /// A line break; nothing reaches across it.
    Break,
}

/// A piece of the text.
#[derive(Debug, Clone)]
pub(super) struct Token<'a> {
    pub(super) kind: TokenKind,
    pub(super) text: &'a str,
    pub(super) bytes: Range<usize>,
    /// Whether it follows the token before it without white space.
    pub(super) joined: bool,
}

/// The tokens of a text in order.
pub(super) fn split(text: &str) -> Vec<Token<'_>> {
    // Bytes of a word with its space, nearly always more.
    const WORD: usize = 5;
    let mut tokens: Vec<Token<'_>> = Vec::with_capacity(text.len() / WORD);
    let bytes = text.as_bytes();
    let mut start = 0;
    let mut last_end = None;
    while let Some(byte) = bytes.get(start) {
        let (kind, end) = if *byte == b'\n' {
            (TokenKind::Break, start + 1)
        } else if byte.is_ascii_whitespace() {
            start += 1;
            continue;
        } else if byte.is_ascii_digit() {
            (TokenKind::Digits, digits_end(bytes, start + 1))
        } else if byte.is_ascii_alphabetic() {
            (TokenKind::Word, word_end(text, start + 1))
        } else {
            let Some(char) = text.get(start..).and_then(|rest| rest.chars().next()) else { break };
            let end = start + char.len_utf8();
            if char.is_whitespace() {
                start = end;
                continue;
            }
            if char.is_alphabetic() { (TokenKind::Word, word_end(text, end)) } else { (TokenKind::Sign, end) }
        };
        let joined = last_end == Some(start);
        tokens.push(Token { kind, text: text.get(start..end).unwrap_or_default(), bytes: start..end, joined });
        last_end = Some(end);
        start = end;
    }
    tokens
}

fn digits_end(bytes: &[u8], mut end: usize) -> usize {
    while let Some(next) = bytes.get(end) {
        let separates = matches!(next, b'.' | b',') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
        if !next.is_ascii_digit() && !separates {
            break;
        }
        end += 1;
    }
    end
}

fn word_end(text: &str, mut end: usize) -> usize {
    while let Some(next) = text.as_bytes().get(end) {
        if next.is_ascii_alphabetic() {
            end += 1;
        } else if next.is_ascii() {
            break;
        } else {
            let char = text.get(end..).and_then(|rest| rest.chars().next());
            let Some(char) = char.filter(|char| char.is_alphabetic()) else { break };
            end += char.len_utf8();
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_separators_and_words_their_letters() {
        let texts = |text| split(text).into_iter().map(|token| token.text).collect::<Vec<_>>();
        assert_eq!(texts("Tk 3,000.50, per-cent"), ["Tk", "3,000.50", ",", "per", "-", "cent"]);
        assert_eq!(texts("250km at 21.0°C."), ["250", "km", "at", "21.0", "°", "C", "."]);
        assert_eq!(texts(""), Vec::<&str>::new());
    }
}
