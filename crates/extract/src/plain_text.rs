//! A piece of HTML as plain text: paragraphs separated by a blank line, character references decoded, nothing else
//! changed. Linear in time; for whole pages there is `page/story`.

use crate::character_reference::decode;
use crate::markup::{Token, Tokens};
use article::{collapse_white_space, tidy_paragraphs};

/// Elements that begin and end a paragraph.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// The text of a piece of HTML.
pub(crate) fn plain_text(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    for token in Tokens::of(html) {
        match token {
            // White space in HTML text separates words; only elements separate lines.
            Token::Text(text) => push_words(&mut out, &decode(text)),
            Token::CData(text) => push_words(&mut out, text),
            Token::Raw(_) => {}
            Token::Start(tag) if tag.is("br") => out.push('\n'),
            Token::Start(tag) => push_break(&mut out, tag.name),
            Token::End(name) => push_break(&mut out, name),
        }
    }
    tidy_paragraphs(&out)
}

/// The text of HTML on one line.
pub(crate) fn plain_line(html: &str) -> String {
    collapse_white_space(&plain_text(html))
}

/// Whether a text that may or may not be HTML is.
pub(crate) fn looks_like_html(text: &str) -> bool {
    let has_tag = Tokens::of(text).any(|token| match token {
        Token::Start(tag) => is_element(tag.name),
        Token::End(name) => is_element(name),
        Token::Text(_) | Token::Raw(_) | Token::CData(_) => false,
    });
    has_tag || decode(text) != text
}

fn is_element(name: &str) -> bool {
    const INLINE: &[&str] = &[
        "a", "abbr", "acronym", "applet", "area", "audio", "b", "bdo", "big", "blink", "br", "button", "caption",
        "cite", "code", "col", "colgroup", "command", "del", "dfn", "em", "embed", "font", "frame", "i", "iframe",
        "img", "input", "ins", "kbd", "keygen", "label", "link", "map", "mark", "math", "meta", "nobr", "noscript",
        "object", "option", "param", "picture", "q", "ruby", "s", "samp", "script", "select", "small", "source",
        "span", "strike", "strong", "style", "sub", "sup", "svg", "textarea", "tt", "u", "var", "video", "wbr",
    ];
    BLOCKS.iter().chain(INLINE).any(|element| name.eq_ignore_ascii_case(element))
}

fn push_words(out: &mut String, text: &str) {
    out.extend(text.chars().map(|c| if matches!(c, '\n' | '\r') { ' ' } else { c }));
}

fn push_break(out: &mut String, name: &str) {
    if BLOCKS.iter().any(|block| name.eq_ignore_ascii_case(block)) {
        out.push_str("\n\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_stay_paragraphs() {
        let html = "<p>One &amp; <b>two</b>\n three.</p><p>Four<br>five &#8212; six</p><script>x()</script><ul><li>a<li>b</ul>";
        assert_eq!(plain_text(html), "One & two three.\n\nFour\nfive — six\n\na\n\nb");
    }

    #[test]
    fn plain_text_is_not_taken_for_html() {
        for (text, expected) in [
            ("a < b", false),
            ("AT&T", false),
            ("a &amp; b", true),
            ("<p>a", true),
            ("<name>", false),
            ("<script>a", true),
        ] {
            assert_eq!(looks_like_html(text), expected, "{text}");
        }
    }
}
