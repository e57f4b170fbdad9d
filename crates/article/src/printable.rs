//! What strangers wrote, so that showing it cannot steer a terminal or look like lines of our own.
//!
//! The one place that knows which characters do: control characters (C0, DEL, C1), with them every escape sequence;
//! marks that embed, override or isolate a direction; separators of lines and paragraphs. Everything that is printed, by
//! commands and in logs, comes through here. They are written as JSON writes them, `\u001b`, so that a line of JSON
//! stays one and means the same.

use std::borrow::Cow;
use std::fmt;
use std::io::{self, Write};

/// Whether showing it does something else than to show it.
pub fn steers(character: char) -> bool {
    character.is_control() || matches!(character, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// In one line, in which nothing steers: white space is a space, and what else steers is left out. For people.
pub fn printable(text: &str) -> String {
    let spaced = text.chars().map(|character| if character.is_whitespace() { ' ' } else { character });
    spaced.filter(|character| !steers(*character)).collect()
}

/// Everything that steers, line breaks too, as JSON would write it. For logs, errors and names of files.
pub fn escaped(text: &str) -> Cow<'_, str> {
    if !text.contains(steers) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    // A string takes everything.
    let _ = fmt::Write::write_str(&mut Escaping(&mut out), text);
    Cow::Owned(out)
}

/// Text on its way to `W`, escaped as by [`escaped`].
#[derive(Debug)]
pub struct Escaping<W>(pub W);

impl<W: fmt::Write> fmt::Write for Escaping<W> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut rest = text;
        while let Some((at, character)) = rest.char_indices().find(|(_, character)| steers(*character)) {
            let (plain, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
            self.0.write_str(plain)?;
            match character {
                '\n' => self.0.write_str("\\n")?,
                '\r' => self.0.write_str("\\r")?,
                '\t' => self.0.write_str("\\t")?,
                other => write!(self.0, "\\u{:04x}", u32::from(other))?,
            }
            rest = from.get(character.len_utf8()..).unwrap_or_default();
        }
        self.0.write_str(rest)
    }
}

/// Bytes on their way to `W`, in which nothing steers but line breaks and tabs, which are ours: for output of lines.
/// What is no UTF-8 passes as it is but for its control characters.
#[derive(Debug)]
pub struct Unsteered<W> {
    out: W,
    /// The beginning of a character whose end has not come yet.
    begun: Vec<u8>,
}

impl<W: Write> Unsteered<W> {
    /// Nothing is written yet.
    pub fn new(out: W) -> Self {
        Self { out, begun: Vec::new() }
    }

    /// What was written to.
    pub fn into_inner(self) -> W {
        self.out
    }

    fn pass(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        let mut told = Vec::with_capacity(bytes.len());
        while !bytes.is_empty() {
            let (plain, rest) = bytes.split_at(plain_length(bytes));
            told.extend_from_slice(plain);
            // All bytes of a character beyond ASCII are beyond it.
            let (other, rest) = rest.split_at(rest.iter().position(is_plain).unwrap_or(rest.len()));
            tell(other, &mut told);
            bytes = rest;
        }
        self.out.write_all(&told)
    }
}

/// Whether a byte is a character that steers nothing, or a line break or tab.
fn is_plain(byte: &u8) -> bool {
    matches!(byte, b' '..=b'~' | b'\n' | b'\t')
}

/// How many bytes at the beginning are plain. Looks at some at a time, which a processor does side by side.
fn plain_length(bytes: &[u8]) -> usize {
    const STEP: usize = 16;
    let (steps, _) = bytes.as_chunks::<STEP>();
    let plain = steps.iter().take_while(|step| step.iter().fold(true, |plain, byte| plain & is_plain(byte))).count();
    let (_, rest) = bytes.split_at(plain * STEP);
    plain * STEP + rest.iter().position(|byte| !is_plain(byte)).unwrap_or(rest.len())
}

/// Appends bytes as they are told.
fn tell(bytes: &[u8], told: &mut Vec<u8>) {
    for chunk in bytes.utf8_chunks() {
        for character in chunk.valid().chars() {
            let mut letters = [0; 4];
            let printed = character.encode_utf8(&mut letters);
            if steers(character) {
                told.extend_from_slice(escaped(printed).as_bytes());
            } else {
                told.extend_from_slice(printed.as_bytes());
            }
        }
        // No terminal of today takes a byte of 0x80 to 0x9f that stands alone for a control character; an old one may.
        for byte in chunk.invalid() {
            if (0x80..=0x9f).contains(byte) {
                told.extend_from_slice(format!("\\u{byte:04x}").as_bytes());
            } else {
                told.push(*byte);
            }
        }
    }
}

impl<W: Write> Write for Unsteered<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let joined;
        let all = if self.begun.is_empty() {
            bytes
        } else {
            joined = [std::mem::take(&mut self.begun).as_slice(), bytes].concat();
            joined.as_slice()
        };
        let (whole, begun) = all.split_at(all.len() - begun_at_the_end(all));
        self.begun = begun.to_vec();
        self.pass(whole)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Bytes at the end that may be the beginning of a character.
fn begun_at_the_end(bytes: &[u8]) -> usize {
    let is_first = |byte: &u8| *byte >= 0xc0;
    let Some(back) = bytes.iter().rev().take(3).position(is_first) else { return 0 };
    let first = bytes.iter().rev().nth(back).copied().unwrap_or(0);
    let length = match first {
        0xf0.. => 4,
        0xe0.. => 3,
        _ => 2,
    };
    if back + 1 < length { back + 1 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HOSTILE: &str = "Up\u{1b}]0;x\u{7}\u{9b}31m\r\n\u{202e}gnp\u{2066}\u{85}\u{2028}\u{7f}\0";

    fn passed(text: &[u8], piece: usize) -> String {
        let mut out = Unsteered::new(Vec::new());
        text.chunks(piece).for_each(|piece| out.write_all(piece).unwrap());
        out.flush().unwrap();
        String::from_utf8(out.out).unwrap()
    }

    #[test]
    fn nothing_steers_once_it_has_come_through_here() {
        assert!(!printable(HOSTILE).contains(steers) && !escaped(HOSTILE).contains(steers));
        assert_eq!(escaped("a\u{1b}[2J\nb\u{202e}"), "a\\u001b[2J\\nb\\u202e");
        assert_eq!(printable("a\u{1b}[2J\nb\u{202e}"), "a[2J b");
        for plain in ["Zürich, ça va – “so” it is", "شكرا جزيلا", "今日は", ""] {
            assert!(matches!(escaped(plain), Cow::Borrowed(_)));
            assert_eq!(printable(plain), plain);
        }
    }

    #[test]
    fn lines_stay_lines_however_they_are_cut() {
        for piece in 1..8 {
            let out = passed(HOSTILE.as_bytes(), piece);
            assert_eq!(
                out, "Up\\u001b]0;x\\u0007\\u009b31m\\r\n\\u202egnp\\u2066\\u0085\\u2028\\u007f\\u0000",
                "{piece}"
            );
        }
    }

    #[test]
    fn json_means_the_same() {
        let line = serde_json::to_string(HOSTILE).unwrap();
        assert_eq!(serde_json::from_str::<String>(&passed(line.as_bytes(), 5)).unwrap(), HOSTILE);
    }

    proptest! {
        #[test]
        fn text_passes_as_it_is_but_for_what_steers(text in "(\\PC|\n|\t){0,200}", piece in 1_usize..9) {
            let expected: String = text.chars().map(|character| match character {
                '\n' | '\t' => character.to_string(),
                other => escaped(&other.to_string()).into_owned(),
            }).collect();
            prop_assert_eq!(passed(text.as_bytes(), piece), expected);
        }
    }
}
