//! JSON Feed (jsonfeed.org, versions 1 and 1.1), with what writers get wrong: numbers as ids, a missing version, one
//! author in the place of the list.

use super::address::{own_id, resolve};
use super::document::{FeedDate, FeedDocument, FeedEntry, FeedText, Outlet};
use super::limits::{MAX_ENTRIES, MAX_LISTED};
use super::media::{About, Media, Place};
use super::no_feed::NoFeed;
use super::person::{name_of, settle_authors};
use crate::association::Medium;
use crate::dates::setting::Setting;
use crate::dates::value::IsoDate;
use crate::json::{MOST_VALUES, NoTree, tree};
use crate::language_tag::language_tag;
use article::collapse_white_space;
use serde_json::{Map, Value};
use url::Url;

type Object = Map<String, Value>;

/// The property of an item that holds what JSON Feed has no place for, in entries that feed sources of earlier releases
/// sent as feeds of one item.
const EXTENSION: &str = "_dateline";

/// Reads a document that was fetched from `base`.
pub(super) fn read_json(json: &str, base: Option<&Url>) -> Result<FeedDocument, NoFeed> {
    let value = tree(json).map_err(|no_tree| match no_tree {
        NoTree::TooMany => NoFeed::TooManyValues(MOST_VALUES),
        NoTree::Broken(error) => NoFeed::Json(error.to_string()),
    })?;
    let feed = value.as_object().filter(|feed| is_feed(feed));
    let feed = feed.ok_or_else(|| NoFeed::Json("it has no list of items with a version or a title".to_owned()))?;
    let items = feed.get("items").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    if items.len() > MAX_ENTRIES {
        return Err(NoFeed::TooManyEntries(MAX_ENTRIES));
    }
    let language = text(feed, "language").and_then(|tag| language_tag(&tag));
    let authors = authors(feed);
    let mut entries = Vec::new();
    for item in items.iter().filter_map(Value::as_object) {
        let mut entry = read_item(item, base, language.as_deref());
        if entry == FeedEntry::default() {
            continue;
        }
        entry.language = entry.language.take().or_else(|| language.clone());
        if entry.authors.is_empty() {
            entry.authors.clone_from(&authors);
        }
        entries.push(entry);
    }
    let id = text(feed, "feed_url").or_else(|| text(feed, "home_page_url")).map(|id| own_id(&id));
    let title = line(feed, "title");
    Ok(FeedDocument { title, language, authors, id, entries, ..FeedDocument::default() })
}

/// A list of items is a feed's when the object says that it is one, or is called something.
fn is_feed(feed: &Object) -> bool {
    let says = text(feed, "version").is_some_and(|version| version.contains("jsonfeed.org"));
    feed.get("items").is_some_and(Value::is_array) && (says || feed.contains_key("title"))
}

fn read_item(item: &Object, base: Option<&Url>, feed_language: Option<&str>) -> FeedEntry {
    let language = text(item, "language").and_then(|tag| language_tag(&tag));
    let address = |name| text(item, name).and_then(|href| resolve(&href, base));
    let html = text(item, "content_html").map(FeedText::Html);
    let content = html.or_else(|| text(item, "content_text").map(FeedText::Plain));
    let guid = text(item, "id");
    let tags = item.get("tags").and_then(Value::as_array).into_iter().flatten().filter_map(as_text);
    let categories = tags.map(|tag| collapse_white_space(&tag)).filter(|tag| !tag.is_empty()).take(MAX_LISTED);
    let ours = item.get(EXTENSION).and_then(Value::as_object);
    let ours = |name| ours.and_then(|ours| line(ours, name));
    let mut media = Media::default();
    media.add_picture(Place::Content, text(item, "image").or_else(|| text(item, "banner_image")), base);
    let attached = item.get("attachments").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object);
    for attachment in attached {
        let size = attachment.get("size_in_bytes").and_then(Value::as_u64);
        let about = About::captioned(text(attachment, "title"));
        media.add_form(text(attachment, "url"), text(attachment, "mime_type"), size, about, base);
    }
    let (picture, media) = media.settle();
    let link = address("url").or_else(|| address("external_url")).or_else(|| resolve(guid.as_deref()?, None));
    let setting = Setting::of_feed([language.as_deref(), feed_language], link.as_deref().or(base.map(Url::as_str)));
    FeedEntry {
        link,
        guid,
        title: line(item, "title"),
        authors: authors(item),
        summary: text(item, "summary").map(FeedText::guess),
        content,
        published: date(item, "date_published", &setting),
        updated: date(item, "date_modified", &setting),
        categories: categories.collect(),
        language,
        picture: picture.map(|picture| Medium {
            caption: ours("caption").or(picture.caption),
            credit: ours("credit"),
            ..picture
        }),
        media,
        outlet: Outlet::of(ours("outlet"), ours("outlet_url")),
        publisher: ours("publisher"),
        rights: ours("rights"),
        licence: ours("licence"),
        ..FeedEntry::default()
    }
}

fn authors(object: &Object) -> Vec<String> {
    let list = object.get("authors").and_then(Value::as_array).into_iter().flatten();
    let all = list.chain(object.get("author")).filter_map(|author| match author {
        Value::Object(author) => text(author, "name"),
        other => as_text(other),
    });
    settle_authors(all.filter_map(|name| name_of(&name)).take(MAX_LISTED).collect())
}

fn date(object: &Object, name: &str, setting: &Setting) -> Option<FeedDate> {
    IsoDate::read(&text(object, name)?, setting).map(Into::into)
}

/// A text on one line.
fn line(object: &Object, name: &str) -> Option<String> {
    let line = collapse_white_space(&FeedText::guess(text(object, name)?).plain());
    (!line.is_empty()).then_some(line)
}

/// A text that is not empty.
fn text(object: &Object, name: &str) -> Option<String> {
    as_text(object.get(name)?).filter(|text| !text.trim().is_empty())
}

/// A text, or a number as one.
fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}
