//! `contentSet`: the content in one form or in several, of which one becomes the body.
//!
//! Marked-up text (XHTML, NITF) is chosen before plain text, text in the language of the item before other text, and
//! what comes first before what follows. XML that is no text, such as results of sports, is passed over.

use super::concept::word_of_attribute;
use crate::base64_text;
use crate::item::properties::{Properties, entry_of};
use crate::item::text_form::{TextForm, form_of, plain};
use crate::nitf;
use crate::notes::Notes;
use crate::plain_text::plain_text;
use crate::xml::element::Element;
use serde_json::json;

/// Elements of HTML that text without `html` or `body` around it begins with.
const HTML: &[&str] =
    &["p", "div", "h1", "h2", "h3", "ul", "ol", "table", "blockquote", "section", "article", "pre", "br"];

/// Types that are called texts and are read by software.
const NO_TEXT: &[&str] =
    &["text/json", "text/csv", "text/calendar", "text/vcard", "text/css", "text/javascript", "text/xml"];

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
                    Some(nitf) => nitf::story::text_of(nitf, notes),
                    None => text_of(content),
                };
                forms.push(Form { rank: (is_foreign, false), text, nitf });
            }
            "inlinedata" => {
                let (form, text) = data_of(content).unwrap_or((TextForm::Plain, String::new()));
                forms.push(Form { rank: (is_foreign, form == TextForm::Plain), text, nitf: None });
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

/// The form and the text of content that is given as data; `None` where it is no text, or packed in an unknown way.
fn data_of(content: &Element<'_>) -> Option<(TextForm, String)> {
    let kind = content.attribute("contenttype").map(|kind| kind.to_ascii_lowercase());
    let kind = kind.as_deref().map(|kind| kind.split(';').next().unwrap_or(kind).trim());
    let is_text = |kind: &str| {
        let words = ["html", "nitf"].iter().any(|word| kind.contains(word));
        words || (kind.starts_with("text/") && !NO_TEXT.contains(&kind))
    };
    if !kind.is_none_or(is_text) {
        return None;
    }
    let text = match word_of_attribute(content, "encoding").map(|word| word.to_ascii_lowercase()).as_deref() {
        Some("base64") => String::from_utf8(base64_text::decode(&content.text())?).ok()?,
        None if content.has_elements() => {
            let form = if content.at(&["nitf"]).is_some() { TextForm::Nitf } else { TextForm::Html };
            return Some((form, plain(form, &content.markup())));
        }
        None | Some("none" | "identity" | "7bit" | "8bit" | "utf-8" | "plain") => content.text(),
        Some(_) => return None,
    };
    let form = form_of(kind, &text);
    Some((form, plain(form, &text)))
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
