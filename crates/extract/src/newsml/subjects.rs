//! What the content is about: topics, people, organisations, places, events, keywords, genres.

use super::catalog::Catalog;
use super::concept::{Concept, word_of_attribute};
use crate::item::properties::Properties;
use crate::xml::element::Element;
use article::rel;
use serde_json::{Value, json};

/// Reads them all.
pub(super) fn read(meta: &Element<'_>, catalog: &Catalog, item: &mut Properties) {
    let language = item.text("language").map(str::to_owned);
    for subject in meta.named("subject") {
        let (list, relation) = match word_of_attribute(subject, "type").as_deref() {
            Some("person") => ("people", rel::ABOUT),
            Some("organisation") => ("organisations", rel::ABOUT),
            // Where it happened is a subject; where it was written is `located`.
            Some("geoArea" | "poi") => ("places", rel::EVENT),
            Some("event") => ("events", rel::ABOUT),
            Some(_) | None => ("subjects", rel::ABOUT),
        };
        let Some(mut entry) = Concept::of(subject, catalog, language.as_deref()).into_entry() else { continue };
        entry.insert("rel".to_owned(), relation.into());
        // Of what is no topic ninjs has no room for more.
        if list == "subjects" {
            for name in ["relevance", "confidence"] {
                let share = subject.attribute(name).and_then(|share| share.parse::<u8>().ok());
                let share = share.filter(|share| *share <= 100);
                entry.extend(share.map(|share| (name.to_owned(), Value::from(share))));
            }
            let creator = subject.attribute("creator").or_else(|| subject.attribute("creatoruri"));
            entry.extend(creator.map(|creator| ("creator".to_owned(), creator.into())));
        }
        item.add(list, entry.into());
    }
    for keyword in meta.named("keyword").filter_map(Element::line) {
        item.add("subjects", json!({"name": keyword, "rel": rel::KEYWORD}));
    }
    for genre in meta.named("genre") {
        if let Some(entry) = Concept::of(genre, catalog, language.as_deref()).into_entry() {
            item.add("genres", entry.into());
        }
    }
}
