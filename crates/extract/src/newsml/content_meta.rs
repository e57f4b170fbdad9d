//! `contentMeta`: what the content is about, and what an editor says of it.

use super::catalog::Catalog;
use super::concept::{Concept, word, word_of_attribute};
use super::item_meta::add_info_source;
use super::subjects;
use crate::item::DATELINE;
use crate::item::properties::Properties;
use crate::language_tag::language_tag;
use crate::xml::element::Element;
use serde_json::json;

/// What stands in for something that neither the metadata nor the content states.
pub(super) struct StandIns {
    /// Who made the content.
    byline: Option<String>,
    /// The title of the item.
    headline: Option<String>,
}

/// Reads the metadata of the content.
pub(super) fn read(element: &Element<'_>, catalog: &Catalog, item: &mut Properties) -> StandIns {
    let headline = element.at(&["itemMeta", "title"]).and_then(Element::line);
    let tag = element.at(&["contentMeta", "language"]).and_then(|language| language.attribute("tag"));
    item.put("language", tag.or_else(|| element.language()).and_then(|tag| language_tag(&tag)));
    let Some(meta) = element.at(&["contentMeta"]) else { return StandIns { byline: None, headline } };
    for name in ["urgency", "contentCreated", "slugline"] {
        item.put(name, meta.at(&[name]).and_then(Element::line));
    }
    let bylines: Vec<String> = meta.named("by").filter_map(Element::line).collect();
    item.put("by", Some(bylines.join(", ")).filter(|by| !by.is_empty()));
    let located = meta.at(&["located"]).map(|located| Concept::of(located, catalog, item.text("language")));
    item.put("located", located.as_ref().and_then(Concept::label));
    read_texts(meta, item);
    subjects::read(meta, catalog, item);
    for source in meta.named("infoSource") {
        add_info_source(source, word_of_attribute(source, "role"), catalog, item);
    }
    for id in meta.named("altId") {
        let role = word_of_attribute(id, "type").unwrap_or_else(|| "other".to_owned());
        if let Some(value) = id.line().or_else(|| id.attribute("id")) {
            item.add("altIds", json!({"role": role, "value": value}));
        }
    }
    StandIns { byline: creator(meta, catalog), headline }
}

/// Headlines, descriptions and the dateline. What has no role is the headline, or the summary.
fn read_texts(meta: &Element<'_>, item: &mut Properties) {
    let mut has_main = false;
    for headline in meta.named("headline") {
        let role = word_of_attribute(headline, "role").unwrap_or_else(|| "main".to_owned());
        // The same in another language has the same role.
        if role != "main" || !has_main {
            has_main |= role == "main";
            item.add_text("headlines", &role, headline.line());
        }
    }
    item.add_text("descriptions", DATELINE, meta.at(&["dateline"]).and_then(Element::line));
    for description in meta.named("description") {
        let role = match word_of_attribute(description, "role") {
            Some(role) if role != "abstract" => role,
            Some(_) | None => "summary".to_owned(),
        };
        item.add_text("descriptions", &role, description.line());
    }
}

/// Who made the content, where that is a person as far as one can tell: its provider and the like are none.
fn creator(meta: &Element<'_>, catalog: &Catalog) -> Option<String> {
    let label = |element: &Element<'_>| Concept::of(element, catalog, None).name;
    let sources: Vec<String> = meta.named("infoSource").filter_map(label).collect();
    let creators = meta.named("creator").filter(|creator| {
        let kind = creator.attribute("type").or_else(|| word(creator.at(&["type"])?));
        kind.is_none_or(|kind| kind.ends_with("person"))
    });
    let names: Vec<String> = creators.filter_map(label).filter(|name| !sources.contains(name)).collect();
    Some(names.join(", ")).filter(|names| !names.is_empty())
}

/// Puts in what nothing else stated.
pub(super) fn settle(stand_ins: StandIns, item: &mut Properties) {
    item.put("by", stand_ins.byline);
    if !item.has("headlines") {
        item.add_text("headlines", "main", stand_ins.headline);
    }
}
