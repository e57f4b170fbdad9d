//! An entry as a document of its own: a JSON Feed (version 1.1, jsonfeed.org) of one item.

use super::entry::{FeedEntry, Origin};
use article::{ContentType, Hints, RawRecord};
use extract::{EXTENSION, FeedText};
use serde_json::{Map, Value, json};

/// The raw record of an entry that is sent itself.
pub(super) fn entry_record(entry: &FeedEntry, origin: &Origin) -> RawRecord {
    RawRecord {
        id: Some(entry.id_without_link()),
        url: entry.link.clone(),
        content_type: Some(ContentType::JsonFeed.as_str().to_owned()),
        fetched_at: Some(origin.fetched_at),
        source: Some(origin.source.clone()),
        // The document states the rest.
        hints: entry.by_itself.map(|article| Hints { article: Some(article), ..Hints::default() }),
        body: document(entry).to_string().into_bytes(),
    }
}

/// Whether a record of this source is an entry itself and not its page.
pub(super) fn is_entry(record: &RawRecord) -> bool {
    record.hints.as_ref().is_none_or(|hints| hints.article.is_some() && hints.title.is_none() && hints.guid.is_none())
        && record.content_type.as_deref() == Some(ContentType::JsonFeed.as_str())
}

fn document(entry: &FeedEntry) -> Value {
    let (hints, stated) = (&entry.hints, &entry.stated);
    let (html, plain) = match stated.text() {
        Some(FeedText::Html(html)) => (Some(html), None),
        Some(FeedText::Plain(text)) => (None, Some(text)),
        None => (None, None),
    };
    let id = entry.id_without_link();
    let summary = stated.content.as_ref().and(stated.summary.as_ref());
    let summary = summary.map(|summary| article::collapse_white_space(&summary.plain()));
    let picture = stated.picture.as_ref();
    let mut item = texts([
        ("id", Some(&id)),
        ("url", entry.link.as_ref()),
        ("title", hints.title.as_ref()),
        ("summary", summary.as_ref()),
        ("content_html", html),
        ("content_text", plain),
        ("image", picture.map(|picture| &picture.href)),
        ("date_published", hints.published.as_ref()),
        ("date_modified", hints.updated.as_ref()),
        ("language", stated.language.as_ref()),
    ]);
    let outlet = stated.outlet.as_ref();
    let extension = texts([
        ("outlet", outlet.and_then(|outlet| outlet.name.as_ref())),
        ("outlet_url", outlet.and_then(|outlet| outlet.uri.as_ref())),
        ("publisher", stated.publisher.as_ref()),
        ("rights", stated.rights.as_ref()),
        ("licence", stated.licence.as_ref()),
        ("caption", picture.and_then(|picture| picture.caption.as_ref())),
        ("credit", picture.and_then(|picture| picture.credit.as_ref())),
    ]);
    if !stated.authors.is_empty() {
        let authors = stated.authors.iter().map(|name| json!({ "name": name }));
        item.insert("authors".to_owned(), authors.collect());
    }
    if !hints.categories.is_empty() {
        item.insert("tags".to_owned(), hints.categories.iter().map(String::as_str).collect());
    }
    if !extension.is_empty() {
        item.insert(EXTENSION.to_owned(), extension.into());
    }
    // A JSON Feed must have a title; the source's name stands for it elsewhere.
    json!({ "version": "https://jsonfeed.org/version/1.1", "title": "", "items": [item] })
}

/// The texts that are there.
fn texts<const N: usize>(stated: [(&str, Option<&String>); N]) -> Map<String, Value> {
    stated.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?.as_str().into()))).collect()
}
