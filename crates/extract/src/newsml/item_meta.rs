//! `itemMeta` and `rightsInfo`: how the item is managed, and what may be done with it.

use super::catalog::Catalog;
use super::concept::{Concept, word, word_of_attribute};
use crate::item::embargo::put_embargo;
use crate::item::properties::{Properties, entry_of};
use crate::item::words::settle_value;
use crate::xml::element::Element;
use serde_json::{Map, Value, json};

/// The types that ninjs knows.
const TYPES: &[&str] = &["text", "audio", "video", "picture", "graphic", "composite", "component", "event", "planning"];

/// Reads both.
pub(super) fn read(element: &Element<'_>, catalog: &Catalog, item: &mut Properties) {
    let read_texts = |path: &[&str]| element.at(path).and_then(Element::line);
    for name in ["copyrightNotice", "usageTerms"] {
        item.put(name, read_texts(&["rightsInfo", name]));
    }
    if let Some(holder) = element.at(&["rightsInfo", "copyrightHolder"]) {
        let concept = Concept::of(holder, catalog, None);
        item.put("copyrightHolder", concept.name.or(concept.literal).or(concept.uri));
    }
    let Some(meta) = element.at(&["itemMeta"]) else { return };
    item.put("type", meta.at(&["itemClass"]).and_then(word));
    item.put("versionCreated", read_texts(&["itemMeta", "versionCreated"]));
    item.put("firstCreated", read_texts(&["itemMeta", "firstCreated"]));
    if let Some(status) = meta.at(&["pubStatus"]).and_then(word) {
        let mut status = Value::from(status);
        settle_value("pubStatus", &mut status);
        item.put("pubStatus", Some(status));
    }
    // One that is empty is an embargo without a known end.
    if let Some(embargoed) = meta.at(&["embargoed"]) {
        put_embargo(item, &embargoed.line().unwrap_or_default());
    }
    for note in meta.named("edNote") {
        item.add_note(note.line());
    }
    if let Some(provider) = meta.at(&["provider"]) {
        add_info_source(provider, Some("provider".to_owned()), catalog, item);
    }
    for (at, link) in meta.named("link").enumerate() {
        let [href, residref] = ["href", "residref"].map(|name| link.attribute(name));
        // Another version of the same is no other item.
        let target = residref.or_else(|| href.clone()).filter(|target| item.text("uri") != Some(target.as_str()));
        let entry = target.and_then(|target| association(link, format!("link {}", at + 1), target, href));
        if let Some(mut entry) = entry {
            entry.extend(word_of_attribute(link, "rel").map(|rel| ("rel".to_owned(), rel.into())));
            item.add("associations", entry.into());
        }
    }
}

/// Adds who had a hand in the item.
pub(super) fn add_info_source(element: &Element<'_>, role: Option<String>, catalog: &Catalog, item: &mut Properties) {
    let concept = Concept::of(element, catalog, None);
    let name = concept.label().map(str::to_owned);
    let entry = entry_of([("name", name), ("role", role), ("uri", concept.uri)]);
    if entry.contains_key("name") || entry.contains_key("uri") {
        item.add("infoSources", entry.into());
    }
}

/// An item that this one refers to; `None` where the reference is none.
pub(super) fn association(
    reference: &Element<'_>,
    name: String,
    target: String,
    href: Option<String>,
) -> Option<Map<String, Value>> {
    let kind = reference.at(&["itemClass"]).and_then(word).filter(|kind| TYPES.contains(&kind.as_str()));
    let mut entry = entry_of([("name", Some(name)), ("uri", Some(target)), ("type", kind)]);
    let title = ["headline", "title"].into_iter().find_map(|name| reference.at(&[name])?.line());
    let headline = title.map(|title| json!([{"role": "main", "contentType": "text/plain", "value": title}]));
    entry.extend(headline.map(|headline| ("headlines".to_owned(), headline)));
    let kind = reference.attribute("contenttype");
    let rendition = entry_of([("name", Some("remote".to_owned())), ("href", href), ("contentType", kind)]);
    if rendition.contains_key("href") {
        entry.insert("renditions".to_owned(), json!([rendition]));
    }
    entry.contains_key("uri").then_some(entry)
}

/// What has a text and is of no type that ninjs knows is a text.
pub(super) fn settle_type(item: &mut Properties) {
    if item.has("bodies") && item.text("type").is_some_and(|kind| !TYPES.contains(&kind)) {
        item.replace("type", "text");
    }
}
