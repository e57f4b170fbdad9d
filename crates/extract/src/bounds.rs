//! How deep and how large a page or feed may be, measured in one linear scan before any parser sees it.
//!
//! Parsers of HTML keep a stack of open elements that some start tags walk, and repeat formatting elements that were
//! never closed; both grow with the product of two things a page controls. The scan follows them from above: it takes
//! an element for closed only where a parser must close it too.

use crate::Reject;
use crate::markup::{Tag, Token, Tokens};
use std::collections::HashMap;

/// Most open elements. Real pages stay below 200.
pub(crate) const MAX_DEPTH: usize = 512;

/// Most elements and texts that a parser may build. Real pages stay below 40,000.
pub(crate) const MAX_NODES: usize = 100_000;

/// Elements that never have content.
const VOID: &[&str] = &[
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "keygen", "link",
    "meta", "param", "source", "track", "wbr",
];

/// Elements that are opened again in every following block until they are closed.
const FORMATTING: &[&str] =
    &["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// Elements that an end tag does not reach through.
const BARRIERS: &[&str] = &[
    "applet",
    "caption",
    "foreignobject",
    "html",
    "marquee",
    "math",
    "object",
    "select",
    "svg",
    "table",
    "td",
    "template",
    "th",
];

/// Elements of drawings, where `/>` ends an element as in XML. Any other element in a drawing may end it.
const DRAWING: &[&str] = &[
    "animate",
    "style",
    "title",
    "circle",
    "clippath",
    "defs",
    "ellipse",
    "fegaussianblur",
    "filter",
    "g",
    "image",
    "line",
    "lineargradient",
    "mask",
    "path",
    "pattern",
    "polygon",
    "polyline",
    "radialgradient",
    "rect",
    "stop",
    "svg",
    "symbol",
    "text",
    "tspan",
    "use",
];

/// Refuses a page that is nested too deep or grows too large when parsed.
pub(crate) fn check_page(html: &str) -> Result<(), Reject> {
    let mut open: Vec<Tag<'_>> = Vec::new();
    // Formatting elements that were closed implicitly, by spelling; a parser keeps at most three alike.
    let mut left: HashMap<(String, &str), usize> = HashMap::new();
    let mut left_count = 0;
    let mut in_drawing = false;
    let mut nodes = 0;
    for token in Tokens::of(html) {
        nodes += 1 + left_count;
        if nodes > MAX_NODES {
            return Err(too_many());
        }
        match token {
            Token::Start(tag) => {
                let implied = implied_end(&open, tag);
                close(&mut open, implied, false, &mut left, &mut left_count);
                in_drawing = tag.is("svg") || (in_drawing && is_in(DRAWING, tag.name));
                let ended = is_in(VOID, tag.name) || (in_drawing && tag.is_self_closing());
                if !ended {
                    open.push(tag);
                }
                if open.len() > MAX_DEPTH {
                    return Err(too_deep());
                }
            }
            Token::End(name) => {
                in_drawing = in_drawing && is_in(DRAWING, name) && !name.eq_ignore_ascii_case("svg");
                match open_above_barrier(&open, name) {
                    Some(at) => close(&mut open, at, true, &mut left, &mut left_count),
                    None => left_count -= forget(&mut left, name),
                }
            }
            Token::Text(_) | Token::Raw(_) | Token::CData(_) => {}
        }
    }
    Ok(())
}

/// Refuses XML that is nested too deep.
pub(crate) fn check_xml(xml: &str) -> Result<(), Reject> {
    let mut depth: usize = 0;
    for token in Tokens::of_xml(xml) {
        match token {
            Token::Start(tag) if !tag.is_self_closing() => depth += 1,
            Token::End(_) => depth = depth.saturating_sub(1),
            Token::Start(_) | Token::Text(_) | Token::Raw(_) | Token::CData(_) => {}
        }
        if depth > MAX_DEPTH {
            return Err(too_deep());
        }
    }
    Ok(())
}

pub(crate) fn too_deep() -> Reject {
    Reject::new("too_deep", format!("elements are nested more than {MAX_DEPTH} deep"))
}

pub(crate) fn too_many() -> Reject {
    Reject::new("too_large", format!("the page has more than {MAX_NODES} elements"))
}

fn is_in(names: &[&str], name: &str) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Where the element that this end tag closes stands. End tags of a table reach through its cells.
fn open_above_barrier(open: &[Tag<'_>], name: &str) -> Option<usize> {
    const TABLE: &[&str] = &["caption", "table", "tbody", "td", "tfoot", "th", "thead", "tr"];
    let barriers = if is_in(TABLE, name) { &["html", "table", "template"] } else { BARRIERS };
    for (at, tag) in open.iter().enumerate().rev() {
        if tag.is(name) {
            return Some(at);
        }
        if is_in(barriers, tag.name) {
            return None;
        }
    }
    None
}

/// How many elements stay open when this start tag comes: items of lists, rows and cells end the one before.
fn implied_end(open: &[Tag<'_>], tag: Tag<'_>) -> usize {
    let (ended, passes): (&[&str], fn(&str) -> bool) = match tag.name.to_ascii_lowercase().as_str() {
        "li" => (&["li"], is_transparent),
        "dd" | "dt" => (&["dd", "dt"], is_transparent),
        "option" | "optgroup" => (&["option"], |_| false),
        "td" | "th" => (&["td", "th"], |name| !is_in(&["table", "template", "html", "tr"], name)),
        "tr" => (&["tr"], |name| !is_in(&["table", "template", "html"], name)),
        "a" => (&["a"], |_| false),
        "address" | "article" | "aside" | "blockquote" | "div" | "dl" | "fieldset" | "footer" | "form" | "h1"
        | "h2" | "h3" | "h4" | "h5" | "h6" | "header" | "hr" | "main" | "nav" | "ol" | "p" | "pre" | "section"
        | "ul" => (&["p"], |name| is_in(FORMATTING, name) || name.eq_ignore_ascii_case("span")),
        _ => return open.len(),
    };
    for (at, tag) in open.iter().enumerate().rev() {
        if is_in(ended, tag.name) {
            return at;
        }
        if !passes(tag.name) {
            break;
        }
    }
    open.len()
}

/// Elements that the search for an open list item passes.
fn is_transparent(name: &str) -> bool {
    is_in(FORMATTING, name) || is_in(&["address", "div", "p", "span"], name)
}

/// Closes all elements from `at` on. Formatting elements among them stay active, except the one its own tag closes.
fn close<'a>(
    open: &mut Vec<Tag<'a>>,
    at: usize,
    by_own_tag: bool,
    left: &mut HashMap<(String, &'a str), usize>,
    left_count: &mut usize,
) {
    let own = usize::from(by_own_tag);
    for tag in open.drain(at.min(open.len())..).skip(own) {
        if is_in(FORMATTING, tag.name) {
            let alike = left.entry((tag.name.to_ascii_lowercase(), tag.attributes)).or_default();
            if *alike < 3 {
                *alike += 1;
                *left_count += 1;
            }
        }
    }
}

/// An end tag without an open element ends one formatting element that stayed active; gives how many it ended.
fn forget(left: &mut HashMap<(String, &str), usize>, name: &str) -> usize {
    if left.is_empty() || !is_in(FORMATTING, name) {
        return 0;
    }
    let Some(alike) = left.iter_mut().find(|((known, _), count)| known.eq_ignore_ascii_case(name) && **count > 0)
    else {
        return 0;
    };
    *alike.1 -= 1;
    1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(html: &str) -> &'static str {
        check_page(html).map_or_else(|reject| reject.class, |()| "fine")
    }

    #[test]
    fn deep_and_growing_pages_are_refused() {
        for (html, expected) in [
            ("<div>".repeat(600), "too_deep"),
            ("<div><object></div>".repeat(600), "too_deep"),
            ("<b>".repeat(600), "too_deep"),
            (format!("<svg><div>{}", "<path/>".repeat(600)), "too_deep"),
            (format!("<svg>{}", "<path d='M0 0'/>".repeat(600)), "fine"),
            ("<li>".repeat(600), "fine"),
            ("<p>text".repeat(600), "fine"),
            ("<table><tr><td><b>x</table>".repeat(600), "fine"),
            ("<br>".repeat(600), "fine"),
            ("<div></span></div>".repeat(600), "fine"),
            (
                format!(
                    "<p>{}</p>{}",
                    (0..400).map(|n| format!("<font size={n}>")).collect::<String>(),
                    "<p>x</p>".repeat(600)
                ),
                "too_large",
            ),
        ] {
            assert_eq!(class(&html), expected, "{}", html.chars().take(60).collect::<String>());
        }
    }

    #[test]
    fn deep_xml_is_refused_and_wide_xml_is_not() {
        assert!(check_xml(&"<a>".repeat(600)).is_err());
        assert!(check_xml(&"<a><b/></a>".repeat(600)).is_ok());
    }
}
