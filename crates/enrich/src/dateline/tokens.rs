//! The beginning of a line as words, numbers and marks.

use std::ops::Range;

/// How much of a line is looked at: no filing line is longer.
const MAX_BYTES: usize = 240;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind,
    pub(super) text: &'a str,
    pub(super) bytes: Range<usize>,
    /// Whether white space stands before it.
    pub(super) spaced: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters, with hyphens, apostrophes and stops that stand between letters.
    Word,
    /// Digits, with an ordinal ending if there is one.
    Number,
    /// One dash or hyphens in a row.
    Dash,
    Comma,
    Stop,
    Colon,
    Slash,
    Open,
    Close,
    Quote,
    /// Anything else.
    Other,
}

pub(super) fn split(line: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    let mut spaced = false;
    while at < MAX_BYTES {
        let rest = line.get(at..).unwrap_or_default();
        let Some(first) = rest.chars().next() else { break };
        if first.is_whitespace() {
            at += first.len_utf8();
            spaced = true;
            continue;
        }
        let (kind, length) = next(rest, first);
        let Some(text) = rest.get(..length) else { break };
        tokens.push(Token { kind, text, bytes: at..at + length, spaced });
        at += length;
        spaced = false;
    }
    tokens
}

fn next(rest: &str, first: char) -> (Kind, usize) {
    if first.is_ascii_digit() {
        return (Kind::Number, number_length(rest));
    }
    if first.is_alphanumeric() {
        return (Kind::Word, word_length(rest));
    }
    let kind = match first {
        _ if is_dash(first) => {
            return (Kind::Dash, rest.find(|char| !is_dash(char)).unwrap_or(rest.len()));
        }
        ',' | '،' | '、' | ';' => Kind::Comma,
        '.' => Kind::Stop,
        ':' | '：' => Kind::Colon,
        '/' | '|' => Kind::Slash,
        '(' | '[' | '（' | '【' => Kind::Open,
        ')' | ']' | '）' | '】' => Kind::Close,
        '"' | '“' | '”' | '\'' | '‘' | '’' | '«' | '»' => Kind::Quote,
        _ => Kind::Other,
    };
    (kind, first.len_utf8())
}

/// A hyphen, a dash, or the underscore that some wires carry in its stead.
fn is_dash(char: char) -> bool {
    matches!(char, '-' | '–' | '—' | '―' | '‑' | '−' | '_')
}

fn number_length(rest: &str) -> usize {
    let digits = rest.find(|char: char| !char.is_ascii_digit()).unwrap_or(rest.len());
    let after = rest.get(digits..).unwrap_or_default();
    let letters = after.find(|char: char| !char.is_alphabetic()).unwrap_or(after.len());
    match after.get(..letters).unwrap_or_default().to_ascii_lowercase().as_str() {
        "st" | "nd" | "rd" | "th" | "er" | "º" => digits + letters,
        _ => digits,
    }
}

fn word_length(rest: &str) -> usize {
    let mut end = 0;
    let mut chars = rest.char_indices().take(MAX_BYTES).peekable();
    while let Some((at, char)) = chars.next() {
        let inner = chars.peek().is_some_and(|(_, next)| next.is_alphanumeric());
        let belongs = match char {
            '\'' | '’' | 'ʼ' | '`' | '&' => inner,
            '.' => chars.peek().is_some_and(|(_, next)| next.is_alphabetic()),
            '-' => inner && !joins_sentence(rest, at),
            _ => char.is_alphanumeric() || is_mark(char),
        };
        if !belongs {
            break;
        }
        end = at + char.len_utf8();
    }
    end
}

/// Accents written as characters of their own.
fn is_mark(char: char) -> bool {
    matches!(char, '\u{0300}'..='\u{036f}' | '\u{0900}'..='\u{0903}' | '\u{093a}'..='\u{094f}' | '\u{200c}' | '\u{200d}')
}

/// Whether a hyphen without white space ends a word in capitals and begins a sentence, as in `ALGIERS-The minister`;
/// or begins a city behind an agency: `APA-Dakar`.
fn joins_sentence(rest: &str, hyphen: usize) -> bool {
    let (Some(before), Some(after)) = (rest.get(..hyphen), rest.get(hyphen + 1..)) else {
        return false;
    };
    let capitals = before.chars().filter(|char| char.is_uppercase()).take(3).count();
    let mut after = after.chars();
    let capital = after.next().is_some_and(char::is_uppercase);
    capital
        && after.next().is_some_and(|next| next.is_lowercase() || next == ' ')
        && capitals >= 3
        && !before.contains(char::is_lowercase)
}
