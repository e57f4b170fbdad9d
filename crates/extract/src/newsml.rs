//! NewsML-G2: a news item, a package, or a news message of several of them.
//!
//! In: the document. Out: an article for each news item and each package, by way of an item in the shape of ninjs 3.
//! Concepts, plans, catalogs and knowledge are no news; in a message they are passed over, as is an item without text,
//! such as a picture, beside others that have one.

mod catalog;
mod concept;
mod content_meta;
mod content_set;
mod item_meta;
mod package;
mod subjects;

use crate::Reject;
use crate::format::{Extractor, Found, Input};
use crate::item::properties::Properties;
use crate::item::{AGAIN, Known, article_of};
use crate::newsroom_xml::{read_entries, text_of};
use crate::notes::Notes;
use crate::xml::element::Element;
use crate::xml::events::{Visit, Vocabulary};
use crate::xml::namespace::Namespace;
use article::{Article, ContentType, alt_role};
use catalog::Catalog;

/// NewsML-G2.
pub(crate) struct NewsMl;

/// Most items of one message; those of agencies have tens.
const MAX_ITEMS: usize = 10_000;

/// What a message holds, and what stands alone. `NewsML` is the root of NewsML 1, which is another format.
const ITEMS: &[&str] =
    &["newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem", "NewsML"];

static NEWSML: Vocabulary = Vocabulary {
    namespace: Namespace::NewsMl,
    containers: &["newsMessage", "itemSet"],
    whole: "itemset",
    frame: "",
    entries: ITEMS,
    alone: ITEMS,
    empty_with: ("", ""),
};

impl Extractor for NewsMl {
    fn content_types(&self) -> &'static [ContentType] {
        &[ContentType::NewsMl]
    }

    fn extract(&self, input: &Input<'_>) -> Result<Vec<Found>, Reject> {
        let text = text_of(input)?;
        let mut message = Message { input, is_message: false, items: 0, articles: Vec::new(), refused: None };
        read_entries(&text, &NEWSML, &mut message)?;
        let Message { items, mut articles, refused, .. } = message;
        if items > MAX_ITEMS {
            return Err(Reject::new("too_large", format!("the news message has more than {MAX_ITEMS} items")));
        }
        match (articles.as_mut_slice(), refused) {
            ([], Some(refused)) if items == 1 => return Err(refused),
            ([], Some(refused)) => {
                let message = format!("none of the {items} items of the message can be taken; the first: {refused}");
                return Err(Reject::new(refused.class, message));
            }
            ([], None) => return Err(Reject::new("no_text", format!("the news message has no item{AGAIN}"))),
            ([article], None) => article.add_alt_id(alt_role::SOURCE_ID, input.raw.id.as_deref().unwrap_or_default()),
            _ => {}
        }
        Ok(articles.into_iter().map(|article| Found::Item(Box::new(article))).collect())
    }
}

/// What a document holds.
struct Message<'r> {
    input: &'r Input<'r>,
    /// The items stand in a news message.
    is_message: bool,
    items: usize,
    articles: Vec<Article>,
    /// Why the first of those that cannot be taken cannot.
    refused: Option<Reject>,
}

impl<'a> Visit<'a> for Message<'_> {
    fn container(&mut self, _: &Element<'a>) {
        self.is_message = true;
    }

    fn child(&mut self, element: Element<'a>) {
        if !NEWSML.is_entry(&element) {
            return;
        }
        self.items += 1;
        if self.items > MAX_ITEMS {
            return;
        }
        // The id of a record is that of its one item; those of a message it cannot name.
        let id = self.input.raw.id.as_deref().filter(|_| !self.is_message);
        let article = item_of(&element, self.input.notes)
            .and_then(|item| article_of(item.into_item(), &Known { url: None, id }, self.input))
            .map_err(|refused| named(refused, &element));
        match article {
            Ok(article) => self.articles.push(article),
            Err(refused) => {
                self.input.notes.passed("item", element.name, "it cannot be taken", || refused.to_string());
                self.refused.get_or_insert(refused);
            }
        }
    }
}

/// A refusal that says which item is meant.
fn named(refused: Reject, element: &Element<'_>) -> Reject {
    let guid: String = element.attribute("guid").unwrap_or_default().chars().take(200).collect();
    Reject::new(refused.class, format!("the {} `{guid}`: {refused}", element.name))
}

/// The item as ninjs 3 has it.
fn item_of(element: &Element<'_>, notes: &Notes) -> Result<Properties, Reject> {
    let is = |name: &str| element.name.eq_ignore_ascii_case(name);
    if is("NewsML") {
        return Err(Reject::new("unsupported_format", "NewsML 1 is recognised, but only NewsML-G2 can be read"));
    }
    if !is("newsItem") && !is("packageItem") {
        return Err(Reject::new("not_text", "it is no news: news items and packages are"));
    }
    let catalog = Catalog::of(element);
    let mut item = Properties::default();
    item.put("uri", element.attribute("guid"));
    item.put("version", element.attribute("version"));
    item_meta::read(element, &catalog, &mut item);
    let meta = content_meta::read(element, &catalog, &mut item);
    if is("packageItem") {
        package::read(element, &mut item);
    } else {
        content_set::read(element, notes, &mut item);
    }
    content_meta::settle(meta, &mut item);
    item_meta::settle_type(&mut item);
    Ok(item)
}
