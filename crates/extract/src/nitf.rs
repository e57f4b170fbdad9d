//! NITF 3: a document of its own, or the content of an item of NewsML-G2.
//!
//! In: the document. Out: an article, by way of an item in the shape of ninjs 3. Its head says how it is managed and what
//! it is about, its body what is printed.

mod body;
mod docdata;
mod head;
mod media;
mod print;

use crate::Reject;
use crate::format::{Extractor, Found, Input};
use crate::item::properties::Properties;
use crate::item::{Known, article_of};
use crate::markup::{Token, Tokens};
use crate::newsroom_xml::{read_entries, text_of};
use crate::notes::Notes;
use crate::xml::element::Element;
use crate::xml::events::{Visit, Vocabulary, read};
use crate::xml::namespace::Namespace;
use article::{Article, ContentType};
use serde_json::json;

/// NITF.
pub(crate) struct Nitf;

static NITF: Vocabulary = Vocabulary {
    namespace: Namespace::Nitf,
    containers: &[],
    whole: "nitf",
    frame: "",
    entries: &["nitf"],
    alone: &["nitf"],
    empty_with: ("", ""),
};

impl Extractor for Nitf {
    fn content_types(&self) -> &'static [ContentType] {
        &[ContentType::Nitf]
    }

    fn extract(&self, input: &Input<'_>) -> Result<Vec<Found>, Reject> {
        let text = text_of(input)?;
        let mut document = Document { input, article: None };
        read_entries(&text, &NITF, &mut document)?;
        let article = document.article.unwrap_or_else(|| Err(Reject::new("no_text", "the document is empty")))?;
        Ok(vec![Found::Item(Box::new(article))])
    }
}

struct Document<'r> {
    input: &'r Input<'r>,
    article: Option<Result<Article, Reject>>,
}

impl<'a> Visit<'a> for Document<'_> {
    fn container(&mut self, _: &Element<'a>) {}

    fn child(&mut self, nitf: Element<'a>) {
        let mut item = facts_of(&nitf);
        docdata::identify(&nitf, &mut item);
        let text = body_of(&nitf, self.input.notes);
        if !text.is_empty() {
            item.add("bodies", json!({"role": "main", "contentType": "text/plain", "value": text}));
        }
        let known = Known { url: None, id: self.input.raw.id.as_deref() };
        self.article = Some(article_of(item.into_item(), &known, self.input));
    }
}

/// What a document says of itself, but for which it is.
pub(crate) fn facts_of(nitf: &Element<'_>) -> Properties {
    let mut item = Properties::default();
    docdata::read(nitf, &mut item);
    print::read(nitf, &mut item);
    head::read(nitf, &mut item);
    media::read(nitf, &mut item);
    item
}

/// Whether a text begins as a document does.
pub(crate) fn is_nitf(text: &str) -> bool {
    let first = Tokens::of_xml(text).find_map(|token| match token {
        Token::Start(tag) => Some(tag.name),
        Token::Text(_) | Token::Raw(_) | Token::CData(_) | Token::End(_) => None,
    });
    first.is_some_and(|name| name.rsplit(':').next().unwrap_or(name).eq_ignore_ascii_case("nitf"))
}

/// The story of a document that is a text in another; `None` where it has none.
pub(crate) fn story_of(xml: &str) -> Option<String> {
    let mut story = Inner(None);
    // What breaks off was still read as far as it goes, and what cannot be read has no story.
    let _unreadable = read(xml, &NITF, &mut story);
    story.0.filter(|text| !text.is_empty())
}

struct Inner(Option<String>);

impl<'a> Visit<'a> for Inner {
    fn container(&mut self, _: &Element<'a>) {}

    fn child(&mut self, nitf: Element<'a>) {
        self.0 = Some(body_of(&nitf, &Notes::off()));
    }
}

/// The story of a document.
pub(crate) fn body_of(nitf: &Element<'_>, notes: &Notes) -> String {
    body::text_of(nitf, notes)
}
