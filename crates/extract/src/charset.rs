//! Bytes to text: byte order mark, then the declared character set, then UTF-8.
//!
//! Wire text and JSON must be valid in their character set, because a wrong guess would change the words of a story
//! unseen. Pages and feeds are decoded as browsers do: what is not UTF-8 and declares nothing is windows-1252.

use crate::Reject;
use crate::markup::{Token, Tokens};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

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
        None => Err(Reject::new("not_utf8", format!("the text is not valid {}", encoding.name()))),
    }
}

/// A page or feed, whatever its bytes; invalid sequences become U+FFFD.
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
    match stated.or_else(|| in_document(body)) {
        Some(encoding) => decode(encoding, body),
        None => decode(WINDOWS_1252, body),
    }
}

fn decode(encoding: &'static Encoding, body: &[u8]) -> String {
    encoding.decode_without_bom_handling(body).0.into_owned()
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
pub(crate) fn xml_declaration(text: &str) -> Option<&str> {
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
