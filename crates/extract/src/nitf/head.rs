//! `head` but for `docdata`: title, language, subjects and what the content is about.

use crate::concept::Concept;
use crate::item::properties::{Properties, entry_of};
use crate::language_tag::language_tag;
use crate::xml::element::Element;
use article::rel;
use serde_json::{Value, json};

/// Whose reference numbers are the Subject Codes of IPTC, and their vocabulary.
const IPTC: &str = "IPTC";
const SUBJECT_CODES: &str = "subj";

/// Reads it.
pub(super) fn read(nitf: &Element<'_>, item: &mut Properties) {
    let language = nitf.attribute("baselang").or_else(|| nitf.language());
    item.put("language", language.and_then(|tag| language_tag(&tag)));
    let Some(head) = nitf.at(&["head"]) else { return };
    if !item.has("headlines") {
        item.add_text("headlines", "main", head.at(&["title"]).and_then(Element::line));
    }
    let is_slug = |meta: &&Element<'_>| meta.attribute("name").is_some_and(|name| is_slugline(&name));
    item.put("slugline", head.named("meta").find(is_slug).and_then(|meta| meta.attribute("content")));
    for object in head.named("tobject") {
        object.named("tobject.subject").for_each(|subject| add_subject(subject, item));
        for genre in object.named("tobject.property").filter_map(|genre| genre.attribute("tobject.property.type")) {
            item.add("genres", json!({"name": genre}));
        }
    }
    for data in head.named("docdata") {
        for content in data.named("identified-content") {
            content.elements().for_each(|element| add_identified(element, item));
        }
        for keyword in data.named("key-list").flat_map(|list| list.named("keyword")) {
            if let Some(keyword) = keyword.attribute("key") {
                item.add("subjects", json!({"name": keyword, "rel": rel::KEYWORD}));
            }
        }
    }
}

/// NITF has no element for it; agencies write it as they wrote it in ANPA 1312.
fn is_slugline(name: &str) -> bool {
    ["slugline", "slug", "anpa-keyword"].iter().any(|known| name.eq_ignore_ascii_case(known))
}

fn add_subject(subject: &Element<'_>, item: &mut Properties) {
    let part = |name: &str| subject.attribute(&format!("tobject.subject.{name}"));
    let name = ["detail", "matter", "type"].into_iter().find_map(part);
    let Some(number) = part("refnum").or_else(|| part("code")) else {
        add(item, "subjects", name, None, rel::ABOUT);
        return;
    };
    let is_ours = part("ipr").is_none_or(|owner| owner.eq_ignore_ascii_case(IPTC)) && number.len() == 8;
    match concept(SUBJECT_CODES, &number, name.as_deref()).filter(|_| is_ours) {
        Some(subject) => item.add("subjects", subject),
        None => add(item, "subjects", name, Some(number), rel::ABOUT),
    }
}

/// What a document says that all of it is about.
fn add_identified(element: &Element<'_>, item: &mut Properties) {
    let name = element.line();
    let code = element.attribute("value").or_else(|| element.attribute("code"));
    let list = match element.name.to_ascii_lowercase().as_str() {
        "person" => "people",
        "org" => "organisations",
        "location" | "city" | "country" | "region" | "state" => "places",
        "event" => "events",
        "classifier" => {
            let vocabularies = ["idsrc", "type"].into_iter().filter_map(|key| element.attribute(key));
            let code = code.as_deref().unwrap_or_default();
            match vocabularies.filter_map(|known| concept(&known, code, name.as_deref())).next() {
                Some(subject) => return item.add("subjects", subject),
                None => "subjects",
            }
        }
        _ => return,
    };
    add(item, list, name, code, rel::ABOUT);
}

/// A concept of IPTC as an entry of the subjects.
fn concept(vocabulary: &str, code: &str, name: Option<&str>) -> Option<Value> {
    let concept = Concept::parse(&Concept::text(vocabulary, code, name)?)?;
    // Texts alone can always be written.
    serde_json::to_value(concept.subject(None)).ok()
}

fn add(item: &mut Properties, list: &str, name: Option<String>, code: Option<String>, relation: &str) {
    let mut entry = entry_of([("name", name), ("literal", code)]);
    if !entry.is_empty() {
        entry.insert("rel".to_owned(), relation.into());
        item.add(list, entry.into());
    }
}
