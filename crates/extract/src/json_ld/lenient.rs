//! JSON as it stands in pages: with comments and CDATA around it, line breaks in strings, commas too many, quotes not
//! escaped, several objects one after the other, the end missing.
//!
//! In: the content of a script. Out: the values in it; those before a defect that cannot be mended. What is well-formed
//! is read as it is.

use crate::character_reference::decode;
use crate::json::{MOST_VALUES, values_in};
use serde_json::{Deserializer, Value};

/// Largest block that is mended, in bytes; well-formed ones may be larger.
const LARGEST_MENDED: usize = 1 << 20;

/// Most values one after the other in a block.
const MAX_VALUES: usize = 100;

/// The values of the blocks of one page. A block is passed over that has more of them than there is room for.
pub(crate) fn values(blocks: impl Iterator<Item = impl AsRef<str>>) -> Vec<Value> {
    let mut room = MOST_VALUES;
    blocks.flat_map(|block| values_of(block.as_ref(), &mut room)).collect()
}

fn values_of(block: &str, room: &mut usize) -> Vec<Value> {
    let block = without_wrapping(block);
    let well_formed = if take(block, room) { serde_json::from_str(block).ok() } else { None };
    if let Some(value) = well_formed {
        return vec![value];
    }
    if block.len() > LARGEST_MENDED {
        return Vec::new();
    }
    let found = stream(&mended(block), room);
    if found.is_empty() && block.contains("&quot;") {
        return stream(&mended(&decode(block)), room);
    }
    found
}

/// The values up to the first defect. What comes after it is lost: nobody can tell what it was meant to be.
fn stream(text: &str, room: &mut usize) -> Vec<Value> {
    if !take(text, room) {
        return Vec::new();
    }
    Deserializer::from_str(text).into_iter().map_while(Result::ok).take(MAX_VALUES).collect()
}

/// Whether there is room for the values of this text, which then is theirs.
fn take(text: &str, room: &mut usize) -> bool {
    let left = room.checked_sub(values_in(text));
    *room = left.unwrap_or(*room);
    left.is_some()
}

/// Without the comments and CDATA marks that software puts around scripts.
fn without_wrapping(block: &str) -> &str {
    const BEFORE: &[&str] =
        &["<!--", "//<![CDATA[", "// <![CDATA[", "/*<![CDATA[*/", "/* <![CDATA[ */", "<![CDATA[", "//<!--"];
    const AFTER: &[&str] = &["-->", "//]]>", "// ]]>", "/*]]>*/", "/* ]]> */", "]]>", "//-->", "//", ";"];
    let is_space = |c: char| c.is_whitespace() || c == '\u{feff}';
    let mut block = block.trim_matches(is_space);
    while let Some(rest) = BEFORE.iter().find_map(|mark| block.strip_prefix(mark)) {
        block = rest.trim_start_matches(is_space);
    }
    while let Some(rest) = AFTER.iter().find_map(|mark| block.strip_suffix(mark)) {
        block = rest.trim_end_matches(is_space);
    }
    block
}

/// The same with the usual defects mended. One pass, each character looked at a bounded number of times.
fn mended(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut open: Vec<char> = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let after = rest.split_at_checked(c.len_utf8()).map_or("", |(_, after)| after);
        if c == '/' && after.starts_with('*') {
            rest = after.split_once("*/").map_or("", |(_, rest)| rest);
            continue;
        }
        if c == '/' && after.starts_with('/') {
            rest = after.split_once('\n').map_or("", |(_, rest)| rest);
            continue;
        }
        rest = match c {
            '"' => string(after, &mut out),
            '{' | '[' => {
                open.push(if c == '{' { '}' } else { ']' });
                out.push(c);
                after
            }
            '}' | ']' => {
                without_last_comma(&mut out);
                if open.last() == Some(&c) {
                    open.pop();
                    out.push(c);
                }
                after
            }
            // Separates statements, not values.
            ';' => after,
            _ => {
                out.push(c);
                after
            }
        };
    }
    without_last_comma(&mut out);
    out.extend(open.into_iter().rev());
    out
}

fn without_last_comma(out: &mut String) {
    let kept = out.trim_end().trim_end_matches(',').len();
    if out.get(kept..).is_some_and(|tail| tail.contains(',')) {
        out.truncate(kept);
    }
}

/// Copies a string whose opening quote was just read, and gives what follows it.
fn string<'a>(text: &'a str, out: &mut String) -> &'a str {
    out.push('"');
    let mut rest = text;
    loop {
        let at = rest.find(|c: char| matches!(c, '"' | '\\') || c.is_control()).unwrap_or(rest.len());
        let (plain, special) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(plain);
        let mut characters = special.chars();
        match characters.next() {
            None => {
                out.push('"');
                return "";
            }
            Some('"') => {
                let after = characters.as_str();
                if ends_string(after) {
                    out.push('"');
                    return after;
                }
                out.push_str("\\\"");
                rest = after;
            }
            Some('\\') => {
                match characters.next() {
                    Some(escaped @ ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't')) => {
                        out.push('\\');
                        out.push(escaped);
                    }
                    Some('u') if characters.clone().take(4).filter(char::is_ascii_hexdigit).count() == 4 => {
                        out.push_str("\\u");
                    }
                    Some(other) if !other.is_control() => out.push(other),
                    Some(_) | None => {}
                }
                rest = characters.as_str();
            }
            Some(_) => {
                out.push(' ');
                rest = characters.as_str();
            }
        }
    }
}

/// Whether a quote is the end of its string, by what follows it.
fn ends_string(after: &str) -> bool {
    /// Bytes of white space that are looked through.
    const WINDOW: usize = 256;
    let start = (0..4).find_map(|back| after.get(..WINDOW.min(after.len()).saturating_sub(back))).unwrap_or(after);
    let next = start.trim_start();
    next.is_empty() || next.starts_with([':', '}', ']', '\n']) || next.strip_prefix(',').is_some_and(begins_value)
}

/// Whether what follows a comma is JSON again and not the rest of a sentence.
fn begins_value(text: &str) -> bool {
    let text = text.trim_start();
    text.is_empty()
        || text.starts_with(['"', '{', '[', '}', ']', '-', '/', ','])
        || text.starts_with(|c: char| c.is_ascii_digit())
        || ["true", "false", "null"].iter().any(|word| text.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn usual_defects_are_mended() {
        for (text, expected) in [
            ("{\"a\": 1}", json!([{"a": 1}])),
            ("<!-- {\"a\": 1} -->", json!([{"a": 1}])),
            ("//<![CDATA[\n{\"a\": 1};\n//]]>", json!([{"a": 1}])),
            ("{\"a\": [1, 2,], }", json!([{"a": [1, 2]}])),
            ("{\"a\": \"one\ntwo\tthree\"}", json!([{"a": "one two three"}])),
            ("{\"a\": 1}{\"b\": 2}", json!([{"a": 1}, {"b": 2}])),
            ("{\"a\": 1},\n{\"b\": 2}", json!([{"a": 1}])),
            ("{\"a\": \"he said \"no\" to it\", \"b\": 2}", json!([{"a": "he said \"no\" to it", "b": 2}])),
            ("{\"a\": \"it\\'s\", \"b\": \"\\u00e9\"}", json!([{"a": "it's", "b": "é"}])),
            ("{\"a\": \"cut off", json!([{"a": "cut off"}])),
            ("{\"a\": {\"b\": [1, 2", json!([{"a": {"b": [1, 2]}}])),
            ("/* note */ {\"a\": 1, // more\n \"b\": \"http://x\"}", json!([{"a": 1, "b": "http://x"}])),
            ("{&quot;a&quot;: &quot;b&quot;}", json!([{"a": "b"}])),
            ("no json", json!([])),
            ("", json!([])),
        ] {
            assert_eq!(json!(values([text].into_iter())), expected, "{text}");
        }
    }

    #[test]
    fn hostile_blocks_end() {
        for piece in ["\"", "\\", "{", "[,", "{\"a\":", "//", "/*", "\"\n", ",", "}"] {
            values([piece.repeat(100_000)].into_iter());
        }
    }

    proptest::proptest! {
        #[test]
        fn mending_never_panics(text in "[{}\\[\\]\",:\\\\ a-z0-9\n/*é]{0,200}") {
            values([&text].into_iter());
        }
    }
}
