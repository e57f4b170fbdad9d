//! Character references of HTML (`&amp;`, `&#8217;`) to characters. The names are those of the HTML standard.

use html5ever::data::NAMED_ENTITIES;
use std::borrow::Cow;

/// Longest reference that is looked for, in bytes after the `&` and with its semicolon: the longest name has 31.
const LONGEST: usize = 32;

/// Decodes references that end with a semicolon; anything else stays as it is.
pub(crate) fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut pieces = text.split('&');
    out.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let reference = piece.find(';').filter(|at| *at < LONGEST).and_then(|at| piece.split_at_checked(at + 1));
        match reference.and_then(|(name, rest)| characters(name).map(|characters| (characters, rest))) {
            Some((characters, rest)) => {
                out.extend(characters.into_iter().flatten());
                out.push_str(rest);
            }
            None => {
                out.push('&');
                out.push_str(piece);
            }
        }
    }
    Cow::Owned(out)
}

/// Whether HTML has a character of this name, which has no semicolon.
pub(crate) fn is_known(name: &str) -> bool {
    name.len() < LONGEST && characters(&format!("{name};")).is_some()
}

/// What a reference stands for, by its name and semicolon: one character, or two.
fn characters(reference: &str) -> Option<[Option<char>; 2]> {
    if let Some(number) = reference.strip_prefix('#') {
        let number = number.strip_suffix(';')?;
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return of_code(code).map(|character| [Some(character), None]);
    }
    let (first, second) = NAMED_ENTITIES.get(reference)?;
    let second = char::from_u32(*second).filter(|second| *second != '\0');
    Some([Some(char::from_u32(*first)?), second])
}

/// The character of a numeric reference. Codes 0x80 to 0x9F mean windows-1252, as in the HTML standard.
fn of_code(code: u32) -> Option<char> {
    match code {
        0 => Some('\u{fffd}'),
        0x80..=0x9f => {
            let byte = [u8::try_from(code).ok()?];
            encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte).0.chars().next()
        }
        // Control characters other than white space have no place in a text.
        0x01..=0x08 | 0x0b | 0x0e..=0x1f | 0x7f => None,
        _ => char::from_u32(code),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_become_characters_and_the_rest_stays() {
        for (text, expected) in [
            ("a &amp; b &lt;c&gt;", "a & b <c>"),
            ("caf&eacute; &#8217;&#x2019;&#146;", "café ’’’"),
            ("&zwnj;&Zeta;&bne;&CounterClockwiseContourIntegral;", "\u{200c}Ζ=\u{20e5}∳"),
            ("AT&T & co; &unknown; &", "AT&T & co; &unknown; &"),
            ("&#0;&#1;&#x110000;", "\u{fffd}&#1;&#x110000;"),
        ] {
            assert_eq!(decode(text), expected);
        }
    }
}
