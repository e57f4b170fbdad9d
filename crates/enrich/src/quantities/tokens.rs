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
    let mut tokens: Vec<Token<'_>> = Vec::with_capacity(text.len() / 5);
    let mut chars = text.char_indices().peekable();
    while let Some((start, char)) = chars.next() {
        let mut end = start + char.len_utf8();
        let kind = if char == '\n' {
            TokenKind::Break
        } else if char.is_whitespace() {
            continue;
        } else if char.is_ascii_digit() {
            while let Some((at, next)) = chars.peek().copied() {
                let separates =
                    matches!(next, '.' | ',') && text.as_bytes().get(at + 1).is_some_and(u8::is_ascii_digit);
                if !next.is_ascii_digit() && !separates {
                    break;
                }
                end = at + 1;
                chars.next();
            }
            TokenKind::Digits
        } else if char.is_alphabetic() {
            while let Some((at, next)) = chars.next_if(|(_, next)| next.is_alphabetic()) {
                end = at + next.len_utf8();
            }
            TokenKind::Word
        } else {
            TokenKind::Sign
        };
        let joined = tokens.last().is_some_and(|last| last.bytes.end == start);
        tokens.push(Token { kind, text: text.get(start..end).unwrap_or_default(), bytes: start..end, joined });
    }
    tokens
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
