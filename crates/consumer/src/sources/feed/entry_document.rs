//! An entry as a document of its own: a JSON Feed (version 1.1, jsonfeed.org) of one item.

use super::entry::{EntryText, FeedEntry, Origin};
use article::{ContentType, RawRecord};
use serde_json::{Map, Value, json};

/// The raw record of an entry that is sent itself.
pub(super) fn entry_record(entry: &FeedEntry, origin: &Origin) -> RawRecord {
    RawRecord {
        id: Some(entry.id_without_link()),
        url: entry.link.clone(),
        content_type: Some(ContentType::JsonFeed.as_str().to_owned()),
        fetched_at: Some(origin.fetched_at),
        source: Some(origin.source.clone()),
        hints: None,
        body: document(entry).to_string().into_bytes(),
    }
}

fn document(entry: &FeedEntry) -> Value {
    let hints = &entry.hints;
    let (html, plain) = match &entry.text {
        Some(EntryText::Html(html)) => (Some(html), None),
        Some(EntryText::Plain(text)) => (None, Some(text)),
        None => (None, None),
    };
    let id = entry.id_without_link();
    let stated = [
        ("id", Some(&id)),
        ("url", entry.link.as_ref()),
        ("title", hints.title.as_ref()),
        ("content_html", html),
        ("content_text", plain),
        ("date_published", hints.published.as_ref()),
        ("date_modified", hints.updated.as_ref()),
        ("language", entry.language.as_ref()),
    ];
    let mut item: Map<String, Value> =
        stated.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?.as_str().into()))).collect();
    if let Some(byline) = &hints.byline {
        item.insert("authors".to_owned(), json!([{ "name": byline }]));
    }
    if !hints.categories.is_empty() {
        item.insert("tags".to_owned(), hints.categories.iter().map(String::as_str).collect());
    }
    // A JSON Feed must have a title; the source's name stands for it elsewhere.
    json!({ "version": "https://jsonfeed.org/version/1.1", "title": "", "items": [item] })
}
