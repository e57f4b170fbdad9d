//! `contentSet`: the content in one form or in several, of which one becomes the body.
//!
//! Marked-up text (XHTML, NITF) is chosen before plain text, text in the language of the item before other text, and
//! what comes first before what follows. XML that is no text, such as results of sports, is passed over.

use super::concept::word_of_attribute;
use crate::item::properties::{Properties, entry_of};
use crate::nitf;
use crate::notes::Notes;
use crate::plain_text::plain_text;
use crate::xml::element::Element;
use article::tidy_paragraphs;
use serde_json::json;

/// Elements of HTML that text without `html` or `body` around it begins with.
const HTML: &[&str] =
    &["p", "div", "h1", "h2", "h3", "ul", "ol", "table", "blockquote", "section", "article", "pre", "br"];

/// A form of the content.
struct Form<'e, 'a> {
    /// The order of choice: the lower number is taken.
    rank: (bool, bool),
    text: String,
    /// The document in NITF that it is.
    nitf: Option<&'e Element<'a>>,
}

/// Reads the content.
pub(super) fn read(element: &Element<'_>, notes: &Notes, item: &mut Properties) {
    let language = item.text("language").map(str::to_owned);
    let mut forms: Vec<Form<'_, '_>> = Vec::new();
    for content in element.named("contentSet").flat_map(Element::elements) {
        let is_foreign = content.language().zip(language.as_deref()).is_some_and(|(own, wanted)| {
            let primary = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
            primary(&own) != primary(wanted)
        });
        match content.name.to_ascii_lowercase().as_str() {
            "inlinexml" => {
                let nitf = content.at(&["nitf"]);
                let text = match nitf {
                    Some(nitf) => nitf::body_of(nitf, notes),
                    None => text_of(content),
                };
                forms.push(Form { rank: (is_foreign, false), text, nitf });
            }
            "inlinedata" => {
                let text = tidy_paragraphs(&content.text());
                forms.push(Form { rank: (is_foreign, true), text, nitf: None });
            }
            "remotecontent" => remote(content, item),
            _ => {}
        }
    }
    forms.sort_by_key(|form| (form.text.is_empty(), form.rank));
    if let Some(form) = forms.into_iter().next() {
        if let Some(nitf) = form.nitf {
            item.fill_from(nitf::facts_of(nitf));
        }
        if !form.text.is_empty() {
            item.add("bodies", json!({"role": "main", "contentType": "text/plain", "value": form.text}));
        }
    }
}

/// The text of content in XHTML, whole or a piece of it; empty for other XML.
fn text_of(content: &Element<'_>) -> String {
    let body = content.at(&["html", "body"]).or_else(|| content.at(&["body"]));
    let is_piece = || content.elements().next().is_none_or(|first| HTML.contains(&first.name));
    match body {
        Some(body) => plain_text(&body.markup()),
        None if is_piece() => plain_text(&content.markup()),
        None => String::new(),
    }
}

/// Content that is somewhere else. Its page is where it can be read.
fn remote(content: &Element<'_>, item: &mut Properties) {
    let Some(href) = content.attribute("href") else { return };
    let kind = content.attribute("contenttype");
    let is_page = kind.as_deref().is_some_and(|kind| kind.contains("html"));
    let name = word_of_attribute(content, "rendition").filter(|name| name != "web");
    let name = if is_page { "web".to_owned() } else { name.unwrap_or_else(|| "remote".to_owned()) };
    let rendition = entry_of([("name", Some(name)), ("href", Some(href)), ("contentType", kind)]);
    if rendition.contains_key("href") {
        item.add("renditions", rendition.into());
    }
}
