//! JSON items of the news industry: our own article message, and plain IPTC ninjs 1 to 3.
//!
//! Our own message keeps everything it holds. A plain item becomes one as `item` says: properties stay as they came,
//! unknown ones too, under their names of ninjs 3.

mod names;
mod version_1;

use crate::Reject;
use crate::charset::decode_strictly;
use crate::format::{Extractor, Found, Input};
use crate::item::embargo::settle_embargo;
use crate::item::{AGAIN, Known, article_of};
use crate::json::{self, NoTree};
use article::{Article, ContentType, Standard, alt_role};
use names::with_names_of_3;
use serde_json::{Map, Value};
use version_1::{as_version_3, is_version_1};

/// Our message and ninjs.
pub(crate) struct Ninjs;

impl Extractor for Ninjs {
    fn content_types(&self) -> &'static [ContentType] {
        &[ContentType::Ninjs]
    }

    fn extract(&self, input: &Input<'_>) -> Result<Vec<Found>, Reject> {
        let text = decode_strictly(&input.raw.body, input.raw.content_type.as_deref())?;
        let mut value = json::tree(&text).map_err(|no_tree| match no_tree {
            NoTree::TooMany => Reject::new("too_large", no_tree.to_string()),
            NoTree::Broken(error) => Reject::new("broken_json", format!("the JSON cannot be read: {error}{AGAIN}")),
        })?;
        json::drop_controls_in(&mut value);
        let Value::Object(item) = value else {
            return Err(Reject::new("unknown_format", "the JSON is not an object, so it is no ninjs item"));
        };
        let standard = item.get("standard").and_then(|standard| standard.get("name")).and_then(Value::as_str);
        let mut article = if standard == Some(Standard::default().name.as_str()) {
            serde_json::from_value(Value::Object(item))
                .map_err(|error| Reject::new("invalid_item", format!("not an article message: {error}{AGAIN}")))?
        } else {
            of_plain_item(item, input)?
        };
        article.add_alt_id(alt_role::SOURCE_ID, input.raw.id.as_deref().unwrap_or_default());
        Ok(vec![Found::Item(Box::new(article))])
    }
}

fn of_plain_item(mut item: Map<String, Value>, input: &Input<'_>) -> Result<Article, Reject> {
    drop_nulls(&mut item);
    with_names_of_3(&mut item);
    if !["headlines", "bodies", "descriptions"].iter().any(|name| item.get(*name).is_some_and(Value::is_array)) {
        if !is_version_1(&item) {
            return Err(Reject::new("unknown_format", "the JSON is no ninjs item; ninjs 1 to 3 can be read"));
        }
        as_version_3(&mut item);
    }
    settle_embargo(&mut item);
    article_of(item, &Known { url: input.url.as_ref(), id: input.raw.id.as_deref() }, input)
}

fn drop_nulls(item: &mut Map<String, Value>) {
    item.retain(|_, value| !value.is_null());
    for value in item.values_mut() {
        drop_inner_nulls(value);
    }
}

/// Unknown is absent. The parser's nesting limit bounds the recursion.
fn drop_inner_nulls(value: &mut Value) {
    match value {
        Value::Object(object) => drop_nulls(object),
        Value::Array(values) => {
            values.retain(|value| !value.is_null());
            values.iter_mut().for_each(drop_inner_nulls);
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
