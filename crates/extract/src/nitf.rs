//! NITF 3: a document of its own, or the content of an item of NewsML-G2.
//!
//! In: the document. Out: an article, by way of an item in the shape of ninjs 3. Its head says how it is managed and what
//! it is about, its body what is printed.

mod body;
mod docdata;
mod head;
mod media;
mod print;
pub(crate) mod story;

use crate::Reject;
use crate::format::{Extractor, Found, Input};
use crate::item::properties::Properties;
use crate::item::{Known, article_of};
use crate::newsroom_xml::{read_entries, text_of};
use crate::xml::element::Element;
use crate::xml::events::Visit;
use article::{Article, ContentType};
use serde_json::json;
use story::NITF;

/// NITF.
pub(crate) struct Nitf;

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
        let text = story::text_of(&nitf, self.input.notes);
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
