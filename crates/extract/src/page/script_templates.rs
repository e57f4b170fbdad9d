//! Stories that a page keeps in a template for its scripts: `<script type="text/template"><p>…`.
//!
//! In: a page without a story. Out: the page with its templates opened, as the browser of a reader shows it; nothing where
//! it has none that hold text.

use crate::markup::{Tag, Token, Tokens};

/// Least bytes of a template that can hold a story.
const SMALLEST: usize = 200;

/// The page with its templates opened.
pub(super) fn with_open_templates(html: &str) -> Option<String> {
    let mut out = String::with_capacity(html.len());
    let mut opened = false;
    let mut in_template = false;
    for token in Tokens::of(html) {
        match token {
            Token::Start(tag) => {
                in_template = is_template(tag);
                if !in_template {
                    out.extend(["<", tag.name, tag.attributes, ">"]);
                }
            }
            Token::Raw(text) if in_template && text.len() < SMALLEST => {}
            Token::Raw(text) => {
                opened |= in_template;
                out.push_str(text);
            }
            Token::Text(text) | Token::CData(text) => out.push_str(text),
            Token::End(_) if in_template => in_template = false,
            Token::End(name) => out.extend(["</", name, ">"]),
        }
    }
    opened.then_some(out)
}

fn is_template(tag: Tag<'_>) -> bool {
    let kind = if tag.is("script") { tag.attribute("type") } else { None };
    kind.is_some_and(|kind| {
        matches!(kind.trim().to_ascii_lowercase().as_str(), "text/template" | "text/x-template" | "text/html")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_templates_with_text_are_opened() {
        let story = "<p>The council voted on Tuesday.</p>".repeat(20);
        let page = format!(
            "<div class=post><script type='text/template'>{story}</script><script>var a = '<b>';</script>\
             <script type=text/template><i>{{{{name}}}}</i></script></div>"
        );
        assert_eq!(
            with_open_templates(&page).unwrap(),
            format!("<div class=post>{story}<script>var a = '<b>';</script></div>")
        );
        assert_eq!(with_open_templates("<p>text</p><script type=text/javascript>a()</script>"), None);
    }
}
