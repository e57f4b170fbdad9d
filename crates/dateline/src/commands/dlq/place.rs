//! The place in a document that a message names: `byte 6`, `line 3 column 14`, `header x-record-hints`.

use article::Headers;

/// What a message points at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// The header in which it is; `None`: in the value.
    pub(super) header: Option<String>,
    /// The byte at which it is, from 0; `None`: all of it.
    pub(super) byte: Option<usize>,
}

/// The place that a message about a record names, as far as it is there.
pub(super) fn named(message: &str, headers: &Headers, value: &[u8]) -> Option<Place> {
    if let Some(name) = header_named(message, headers) {
        let byte = byte_named(message, headers.get(&name).unwrap_or_default());
        return Some(Place { header: Some(name), byte });
    }
    Some(Place { header: None, byte: Some(byte_named(message, value)?) })
}

fn header_named(message: &str, headers: &Headers) -> Option<String> {
    let (_, rest) = message.split_once("header ")?;
    let name = rest.split(|character: char| character != '-' && !character.is_ascii_alphanumeric()).next()?;
    headers.get(name).map(|_| name.to_owned())
}

fn byte_named(message: &str, text: &[u8]) -> Option<usize> {
    // Messages count what follows a byte order mark.
    let mark = if text.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let byte = match number_after(message, "byte ") {
        Some(number) => mark + number.checked_sub(1)?,
        None => {
            let (_, rest) = message.split_once("line ")?;
            let (line, column) = (number_after(message, "line ")?, number_after(rest, " column ")?);
            let begins = |byte: &(usize, &u8)| *byte.1 == b'\n';
            let start = match line.checked_sub(2) {
                None => mark,
                Some(breaks) => text.iter().enumerate().filter(begins).nth(breaks)?.0 + 1,
            };
            start + column.saturating_sub(1)
        }
    };
    (byte <= text.len()).then_some(byte)
}

fn number_after(message: &str, word: &str) -> Option<usize> {
    let (_, rest) = message.split_once(word)?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn byte_in(message: &str, value: &[u8]) -> Option<usize> {
        named(message, &Headers::new(), value).map(|place| {
            assert_eq!(place.header, None);
            place.byte.unwrap()
        })
    }

    #[test]
    fn bytes_lines_and_headers_are_found_where_messages_of_the_pipeline_name_them() {
        let utf8 = "the text is not valid UTF-8 from byte 4 on; convert it";
        assert_eq!(byte_in(utf8, b"abc\xff"), Some(3));
        assert_eq!(byte_in(utf8, b"\xef\xbb\xbfabc\xff"), Some(6), "behind the byte order mark");
        assert_eq!(byte_in(utf8, b"ab"), None, "another document's");
        let json = "the JSON cannot be read: expected `,` or `}` at line 2 column 3; send it again";
        assert_eq!(byte_in(json, b"{\n  x\n}"), Some(4));
        assert_eq!(byte_in("EOF while parsing a value at line 1 column 0", b"{}"), Some(0));
        assert_eq!(byte_in("at line 9 column 1", b"{}"), None);
        for nowhere in ["there is no story after the first line", "byte by byte", "byte 0", "line 3", ""] {
            assert_eq!(byte_in(nowhere, b"a\nb\nc"), None, "{nowhere}");
        }
        // What the libraries say themselves.
        let error = serde_json::from_slice::<serde_json::Value>(b"{\"a\":\n [1, x]}").unwrap_err();
        assert_eq!(byte_in(&error.to_string(), b"{\"a\":\n [1, x]}"), Some(11));
        let hints: Headers = [("x-record-hints".to_owned(), b"{\"a\" 1}".to_vec())].into_iter().collect();
        let message = "header x-record-hints is not a hints object: expected `:` at line 1 column 6";
        let place = named(message, &hints, b"text").unwrap();
        assert_eq!((place.header.as_deref(), place.byte), (Some("x-record-hints"), Some(5)));
        assert_eq!(named("header x-record-id cannot be read", &hints, b""), None);
    }
}
