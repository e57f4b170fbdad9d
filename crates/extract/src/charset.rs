//! Bytes to text: byte order mark, then the declared character set, then UTF-8.
//!
//! Wire text and JSON must be valid in their character set, because a wrong guess would change the words of a story
//! unseen. Pages and feeds are decoded as browsers do, but for those that say UTF-8, or nothing, and are not: what in
//! them is valid is UTF-8, the rest windows-1252.

use crate::Reject;
use crate::markup::{Token, Tokens};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Where a page or feed may declare its character set, in bytes from the start (the HTML standard asks for 1,024).
const DECLARATION_WINDOW: usize = 4_096;

/// Text that must be valid in its byte order mark's, its media type's, or else the UTF-8 character set.
pub(crate) fn decode_strictly(body: &[u8], content_type: Option<&str>) -> Result<String, Reject> {
    let (encoding, body) = match Encoding::for_bom(body) {
        Some((encoding, length)) => (encoding, body.get(length..).unwrap_or_default()),
        None => (content_type.and_then(of_media_type).unwrap_or(UTF_8), body),
    };
    match encoding.decode_without_bom_handling_and_without_replacement(body) {
        Some(text) => Ok(text.into_owned()),
        None => Err(Reject::new("not_utf8", not_valid(encoding, body))),
    }
}

/// A wire message, which never says how it is encoded: as text is, else in windows-1252.
pub(crate) fn decode_wire_message(body: &[u8], content_type: Option<&str>) -> String {
    decode_strictly(body, content_type).unwrap_or_else(|_| decode(WINDOWS_1252, body))
}

/// XML that must be valid in the character set of its byte order mark, its media type, its declaration, or else UTF-8.
/// What is UTF-8 is read as such whatever is stated: other encodings do not look like it by chance.
pub(crate) fn decode_xml_strictly(body: &[u8], content_type: Option<&str>) -> Result<String, Reject> {
    let wide = match body.get(..2) {
        Some([b'<', 0]) => Some(UTF_16LE),
        Some([0, b'<']) => Some(UTF_16BE),
        Some(_) | None => None,
    };
    let (encoding, body) = match Encoding::for_bom(body) {
        Some((encoding, length)) => (encoding, body.get(length..).unwrap_or_default()),
        None => {
            let window = body.get(..DECLARATION_WINDOW).unwrap_or(body);
            let (beginning, _) = WINDOWS_1252.decode_without_bom_handling(window);
            let declared = || xml_declaration(&beginning).and_then(encoding_of_declaration);
            // What could be read byte by byte is not in UTF-16, whatever was stated.
            let is_possible = |known: &&'static Encoding| ![UTF_16LE, UTF_16BE].contains(known);
            let declared = || Encoding::for_label(declared()?.as_bytes()).filter(is_possible);
            let stated = content_type.and_then(of_media_type).filter(is_possible);
            let is_utf_8 = !body.is_ascii() && std::str::from_utf8(body).is_ok();
            let stated = wide.or_else(|| is_utf_8.then_some(UTF_8)).or(stated).or_else(declared);
            (stated.unwrap_or(UTF_8), body)
        }
    };
    match encoding.decode_without_bom_handling_and_without_replacement(body) {
        Some(text) => Ok(text.into_owned()),
        None => Err(Reject::new("not_utf8", not_valid(encoding, body))),
    }
}

/// Says where, and what to do.
fn not_valid(encoding: &'static Encoding, body: &[u8]) -> String {
    let utf_8 = std::str::from_utf8(body).err().filter(|_| encoding == UTF_8);
    let place = utf_8.map(|error| format!(" from byte {} on", error.valid_up_to() + 1)).unwrap_or_default();
    format!(
        "the text is not valid {}{place}; convert it and send it again, or state its encoding: `encoding` of a folder \
         source, `charset` in the content type of a record",
        encoding.name()
    )
}

/// A page or feed, whatever its bytes.
pub(crate) fn decode_markup(body: &[u8], content_type: Option<&str>) -> String {
    if let Some((encoding, length)) = Encoding::for_bom(body) {
        return decode(encoding, body.get(length..).unwrap_or_default());
    }
    let stated = content_type.and_then(of_media_type);
    // Markup in UTF-16 has a zero byte beside every `<`; bytes without any are not in UTF-16, whatever was stated.
    let stated = stated.filter(|stated| stated.is_ascii_compatible() || body.contains(&0));
    // A page that is valid UTF-8 is UTF-8 whatever it declares in itself: other encodings do not look like it by chance.
    if stated.is_none_or(|stated| stated == UTF_8)
        && let Ok(text) = std::str::from_utf8(body)
    {
        return text.to_owned();
    }
    // UTF-8 it is not: another statement is believed first.
    match stated.filter(|stated| *stated != UTF_8).or_else(|| in_document(body)) {
        Some(encoding) if encoding != UTF_8 => decode(encoding, body),
        Some(_) | None => mostly_utf_8(body),
    }
}

/// A feed, whatever its bytes. Unlike pages, feeds are often served under a default of the server that is not theirs,
/// so bytes that are UTF-8 are UTF-8 whatever is stated.
pub(crate) fn decode_feed(body: &[u8], content_type: Option<&str>) -> String {
    // UTF-16 without a byte order mark. UTF-32 looks like it with zeros between, which are in no text.
    let wide = match body.get(..2) {
        Some([b'<' | b'{', 0]) => Some(UTF_16LE),
        Some([0, b'<' | b'{' | 0]) => Some(UTF_16BE),
        Some(_) | None => Encoding::for_bom(body).map(|(encoding, _)| encoding).filter(|encoding| *encoding != UTF_8),
    };
    if let Some(encoding) = wide {
        return decode(encoding, body).replace('\0', "");
    }
    let text = std::str::from_utf8(body).map_or_else(|_| decode_markup(body, content_type), str::to_owned);
    with_windows_punctuation(text)
}

/// Text that is not UTF-8 throughout: with characters that are, it has pieces of windows-1252 in it, those of other
/// hands; without any, all of it is windows-1252.
fn mostly_utf_8(body: &[u8]) -> String {
    if body.utf8_chunks().all(|chunk| chunk.valid().is_ascii()) {
        return decode(WINDOWS_1252, body);
    }
    let mut out = String::with_capacity(body.len());
    for chunk in body.utf8_chunks() {
        out.push_str(chunk.valid());
        match chunk.invalid() {
            [] => {}
            [byte] => out.push_str(&WINDOWS_1252.decode_without_bom_handling(&[*byte]).0),
            // A character that was cut.
            [_, ..] => out.push(char::REPLACEMENT_CHARACTER),
        }
    }
    out
}

/// Control characters 0x80 to 0x9F were meant as what windows-1252 has there: quotation marks, dashes.
fn with_windows_punctuation(text: String) -> String {
    let is_control = |c: char| ('\u{80}'..='\u{9f}').contains(&c);
    if !text.contains(is_control) {
        return text;
    }
    let byte_of = |c: char| u8::try_from(u32::from(c)).ok().filter(|_| is_control(c));
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match byte_of(c) {
            Some(byte) => out.push_str(&WINDOWS_1252.decode_without_bom_handling(&[byte]).0),
            None => out.push(c),
        }
    }
    out
}

fn decode(encoding: &'static Encoding, body: &[u8]) -> String {
    encoding.decode_without_bom_handling(body).0.into_owned()
}

/// The text that was taken for windows-1252 when it was UTF-8, and then written in UTF-8 once more: `â€¦` for `…`. No text
/// looks so by chance, if all of it does.
pub(crate) fn undo_double_encoding(text: &str) -> Option<String> {
    // Letters of other scripts are not in windows-1252: most texts that are not ASCII need no closer look.
    let foreign = |c: char| ('\u{300}'..'\u{2000}').contains(&c) || c > '\u{2122}';
    if text.is_ascii() || text.contains(foreign) {
        return None;
    }
    let (bytes, _, unmappable) = WINDOWS_1252.encode(text);
    if unmappable { None } else { String::from_utf8(bytes.into_owned()).ok() }
}

/// The `charset` parameter of a media type.
fn of_media_type(media_type: &str) -> Option<&'static Encoding> {
    media_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let label = value.trim().trim_matches(['"', '\'']);
        name.trim().eq_ignore_ascii_case("charset").then(|| Encoding::for_label(label.as_bytes())).flatten()
    })
}

/// What the XML declaration or a meta element says.
fn in_document(body: &[u8]) -> Option<&'static Encoding> {
    let window = body.get(..DECLARATION_WINDOW).unwrap_or(body);
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(window);
    let label = xml_declaration(&text).and_then(encoding_of_declaration).or_else(|| meta_charset(&text))?;
    let encoding = Encoding::for_label(label.as_bytes())?;
    // A declaration that could be read byte by byte cannot be in UTF-16.
    Some(if encoding.is_ascii_compatible() { encoding } else { UTF_8 })
}

/// The `<?xml … ?>` at the very beginning.
fn xml_declaration(text: &str) -> Option<&str> {
    let inner = text.trim_start().strip_prefix("<?xml")?;
    inner.split_once("?>").map(|(inner, _)| inner)
}

fn encoding_of_declaration(declaration: &str) -> Option<String> {
    let (_, after) = declaration.split_once("encoding")?;
    let value = after.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value.split(quote).nth(1).map(str::to_owned)
}

fn meta_charset(text: &str) -> Option<String> {
    for token in Tokens::of(text) {
        let Token::Start(tag) = token else { continue };
        if !tag.is("meta") {
            continue;
        }
        if let Some(charset) = tag.attribute("charset") {
            return Some(charset);
        }
        if let Some(content) = tag.attribute("content")
            && tag.attribute("http-equiv").is_some_and(|name| name.eq_ignore_ascii_case("content-type"))
        {
            let lower = content.to_ascii_lowercase();
            return lower.split_once("charset=").map(|(_, label)| label.trim().trim_matches(['"', '\'']).to_owned());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strict_text_is_valid_in_its_character_set_or_refused() {
        assert_eq!(decode_strictly("\u{feff}Zürich".as_bytes(), None).unwrap(), "Zürich");
        assert_eq!(decode_strictly(b"Z\xfcrich", Some("text/plain; charset=ISO-8859-1")).unwrap(), "Zürich");
        assert_eq!(decode_strictly(b"\xff\xfeZ\0", None).unwrap(), "Z");
        assert_eq!(decode_strictly(b"Z\xfcrich", None).unwrap_err().class, "not_utf8");
        assert_eq!(decode_strictly(b"Z\xfcrich", Some("text/plain; charset=utf-8")).unwrap_err().class, "not_utf8");
    }

    #[test]
    fn xml_is_in_the_character_set_it_declares_or_refused() {
        let wide: Vec<u8> = "<é>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for (body, content_type, expected) in [
            (&b"<?xml version='1.0' encoding='ISO-8859-1'?><p>Z\xfcrich"[..], None, "Zürich"),
            (b"<p>Z\xfcrich", Some("text/xml; charset=latin1"), "Zürich"),
            ("<?xml version='1.0' encoding='ISO-8859-1'?><p>Zürich".as_bytes(), None, "Zürich"),
            (wide.as_slice(), None, "<é>"),
        ] {
            assert!(decode_xml_strictly(body, content_type).unwrap().ends_with(expected));
        }
        assert_eq!(decode_xml_strictly(b"<p>Z\xfcrich", None).unwrap_err().class, "not_utf8");
        let refused = decode_xml_strictly(b"<?xml version='1.0' encoding='utf-8'?>Z\xfc", None).unwrap_err();
        assert!(refused.message.contains("from byte 40 on"), "{}", refused.message);
    }

    #[test]
    fn a_feed_is_read_whatever_it_says_of_its_bytes() {
        let wide = |unit: fn(u16) -> [u8; 2]| "<é>".encode_utf16().flat_map(unit).collect::<Vec<_>>();
        for (body, content_type, expected) in [
            ("<é>".as_bytes().to_vec(), Some("text/xml; charset=iso-8859-1"), "<é>"),
            (b"<?xml encoding='utf-8'?>\x93\xe9\x94".to_vec(), None, "“é”"),
            (b"<\xe9> \xc3\xa9 \xe2\x80".to_vec(), Some("text/xml; charset=utf-8"), "<é> é \u{fffd}"),
            (b"<?xml encoding='windows-1251'?>\xe9".to_vec(), Some("text/xml; charset=utf-8"), "й"),
            (b"<?xml encoding='utf-16'?>\xe9".to_vec(), None, "é"),
            ("don\u{92}t".as_bytes().to_vec(), None, "don’t"),
            (wide(u16::to_le_bytes), None, "<é>"),
            (wide(u16::to_be_bytes), None, "<é>"),
            ("<é>".chars().flat_map(|c| u32::from(c).to_be_bytes()).collect(), None, "<é>"),
        ] {
            let text = decode_feed(&body, content_type);
            assert!(text.ends_with(expected), "{text} {expected}");
        }
    }

    #[test]
    fn what_was_encoded_twice_is_told_from_what_was_not() {
        assert_eq!(undo_double_encoding("ZÃ¼rich â€“ a cityâ€¦").as_deref(), Some("Zürich – a city…"));
        for text in ["Zürich", "Zurich", "“Ã¼” and “ü”", "Ã", "Цюрих"] {
            assert_eq!(undo_double_encoding(text), None, "{text}");
        }
    }

    #[test]
    fn a_page_is_read_in_the_character_set_it_declares() {
        for (body, content_type) in [
            (&b"<meta charset=windows-1252><p>Z\xfcrich"[..], None),
            (b"<meta http-equiv=Content-Type content='text/html; charset=iso-8859-1'>Z\xfcrich", None),
            (b"<?xml version='1.0' encoding='iso-8859-1'?><p>Z\xfcrich", None),
            (b"<p>Z\xfcrich", None),
            (b"<p>Z\xfcrich", Some("text/html; charset=latin1")),
            ("<meta charset=latin1><p>Zürich".as_bytes(), None),
        ] {
            assert!(decode_markup(body, content_type).ends_with("Zürich"));
        }
    }
}
