//! Texts and values as they are meant: character references decoded, line breaks as one character.

use html5ever::data::{C1_REPLACEMENTS, NAMED_ENTITIES};

/// Where a piece of a page stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Within {
    /// Between tags.
    Text,
    /// In an attribute.
    Value,
    /// In a title or the like, where no element can stand.
    Title,
    /// In a script or the like, where nothing is more than it is.
    RawText,
    CData,
}

/// The piece as it is meant; `None`: as it is written.
pub(super) fn decoded(piece: &str, within: Within) -> Option<String> {
    let has_references = matches!(within, Within::Text | Within::Value | Within::Title);
    let is_special = |byte: u8| matches!(byte, b'\r' | b'\0') || (byte == b'&' && has_references);
    // All of a piece is looked at many bytes at a time, which most have no such byte in.
    if !piece.bytes().fold(false, |any, byte| any | is_special(byte)) {
        return None;
    }
    let mut out = String::with_capacity(piece.len());
    let mut rest = piece;
    while let Some((before, special, after)) = next_special(rest) {
        out.push_str(before);
        rest = after;
        match special {
            b'\r' => {
                out.push('\n');
                rest = after.strip_prefix('\n').unwrap_or(after);
            }
            b'&' if has_references => match reference(after, within) {
                Some((characters, length)) => {
                    out.extend(characters.into_iter().flatten());
                    rest = after.get(length..).unwrap_or_default();
                }
                None => out.push('&'),
            },
            b'&' => out.push('&'),
            _ => out.push('\u{fffd}'),
        }
    }
    out.push_str(rest);
    Some(out)
}

/// What stands before the next byte that may mean another, the byte, and what stands after it.
fn next_special(text: &str) -> Option<(&str, u8, &str)> {
    let at = text.bytes().position(|byte| matches!(byte, b'\r' | b'\0' | b'&'))?;
    let (before, rest) = text.split_at_checked(at)?;
    let (special, after) = rest.split_at_checked(1)?;
    Some((before, *special.as_bytes().first()?, after))
}

/// What the reference means that begins with an `&` before this text, one character or two, and its length.
fn reference(text: &str, within: Within) -> Option<([Option<char>; 2], usize)> {
    match text.strip_prefix('#') {
        Some(number) => {
            let (character, length) = numbered(number)?;
            Some(([Some(character), None], 1 + length))
        }
        None => named(text, within),
    }
}

/// The longest name that the text begins with; most are one word and a semicolon.
fn named(text: &str, within: Within) -> Option<([Option<char>; 2], usize)> {
    /// The longest name is shorter.
    const LONGEST: usize = 40;
    let word = text.bytes().take(LONGEST).take_while(u8::is_ascii_alphanumeric).count();
    if word == 0 {
        return None;
    }
    let meaning = |length: usize| {
        let (first, second) = NAMED_ENTITIES.get(text.get(..length)?)?;
        let first = char::from_u32(*first).filter(|first| *first != '\0')?;
        Some(([Some(first), char::from_u32(*second).filter(|second| *second != '\0')], length))
    };
    if text.as_bytes().get(word) == Some(&b';')
        && let Some(found) = meaning(word + 1)
    {
        return Some(found);
    }
    let (characters, length) = (1..=word).rev().find_map(meaning)?;
    // `?a=1&copy=2` in an address is no sign of copyright.
    let goes_on = text.as_bytes().get(length).is_some_and(|next| *next == b'=' || next.is_ascii_alphanumeric());
    if within == Within::Value && goes_on { None } else { Some((characters, length)) }
}

/// The character of a number that the text after `&#` begins with, and its length.
fn numbered(text: &str) -> Option<(char, usize)> {
    let (digits, radix) = match text.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (text, 10),
    };
    let count = digits.bytes().take_while(|byte| char::from(*byte).is_digit(radix)).count();
    if count == 0 {
        return None;
    }
    let digit = |byte: u8| char::from(byte).to_digit(radix).unwrap_or_default();
    let number =
        digits.bytes().take(count).fold(0_u32, |all, byte| all.saturating_mul(radix).saturating_add(digit(byte)));
    let end = text.len() - digits.len() + count;
    let length = end + usize::from(text.as_bytes().get(end) == Some(&b';'));
    // Codes 0x80 to 0x9F mean windows-1252.
    let replaced = number.checked_sub(0x80).and_then(|at| C1_REPLACEMENTS.get(at as usize).copied().flatten());
    let known = || char::from_u32(number).filter(|character| *character != '\0');
    Some((replaced.or_else(known).unwrap_or('\u{fffd}'), length))
}
