//! The text of an element, in whatever way the feed has packed it.

use super::document::FeedText;
use crate::base64_text;
use crate::charset::undo_double_encoding;
use crate::xml::element::Element;
use article::collapse_white_space;

/// The text of an element; `None` when there is none.
pub(super) fn text_of(element: &Element<'_>) -> Option<FeedText> {
    let kind = element.attribute("type").unwrap_or_default().to_ascii_lowercase();
    let mode = element.attribute("mode").unwrap_or_default().to_ascii_lowercase();
    if element.has_elements() {
        return Some(FeedText::Html(element.markup()));
    }
    let text = element.some_text()?;
    let text = if mode == "base64" || is_encoded(&kind) { decode_base64(&text).unwrap_or(text) } else { text };
    let text = undo_double_encoding(&text).unwrap_or(text);
    let said = match kind.as_str() {
        "text" | "plain" | "text/plain" => FeedText::Plain(text),
        // Without any markup its lines are worth keeping.
        html if html.contains("html") && text.contains(['<', '&']) => FeedText::Html(text),
        _ => FeedText::guess(text),
    };
    Some(said).filter(|text| !text.value().trim().is_empty())
}

/// A text on one line; `None` when nothing is left of it.
pub(super) fn line_of(text: Option<FeedText>) -> Option<String> {
    let line = collapse_white_space(&text?.plain());
    (!line.is_empty()).then_some(line)
}

/// Whether Atom wants content of this type in base64: all that is neither text nor XML.
fn is_encoded(kind: &str) -> bool {
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind.contains('/') && !kind.starts_with("text/") && !kind.ends_with("xml")
}

/// The text in base64; what is not is no text in base64.
fn decode_base64(text: &str) -> Option<String> {
    base64_text::decode(text).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}
