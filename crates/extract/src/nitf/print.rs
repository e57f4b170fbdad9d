//! `body.head`: what is printed above the story.

use crate::item::DATELINE;
use crate::item::properties::Properties;
use crate::plain_text::plain_text;
use crate::xml::element::Element;
use article::collapse_white_space;
use serde_json::json;

/// Longest dateline without marked-up place that is taken for the place itself, in characters.
const LONGEST_PLACE: usize = 40;

/// Reads it.
pub(super) fn read(nitf: &Element<'_>, item: &mut Properties) {
    let Some(head) = nitf.at(&["body", "body.head"]) else { return };
    let lines = head.named("hedline");
    for line in lines.flat_map(Element::elements) {
        let role = if line.name.eq_ignore_ascii_case("hl1") { "main" } else { "sub" };
        item.add_text("headlines", role, line.line());
    }
    let bylines: Vec<String> = head.named("byline").filter_map(byline).collect();
    item.put("by", Some(bylines.join(", ")).filter(|by| !by.is_empty()));
    for distributor in head.named("distributor").filter_map(Element::line) {
        item.add("infoSources", json!({"name": distributor, "role": "provider"}));
    }
    for dateline in head.named("dateline") {
        item.put("located", place_of(dateline));
        item.add_text("descriptions", DATELINE, as_printed(dateline));
    }
    for summary in head.named("abstract") {
        let text = collapse_white_space(&plain_text(&summary.markup()));
        item.add_text("descriptions", "summary", Some(text).filter(|text| !text.is_empty()));
    }
    head.named("note").for_each(|note| item.add_note(note.line()));
    if let Some(rights) = head.at(&["rights"]) {
        let line = |name: &str| rights.at(&[name]).and_then(Element::line);
        item.put("copyrightHolder", line("rights.owner"));
        item.put("usageTerms", line("rights.limitations").or_else(|| rights.some_text()));
    }
}

/// Who wrote it, without what they are: titles stand in an element of their own. Where nobody is named, whose it is.
fn byline(byline: &Element<'_>) -> Option<String> {
    let names = byline.line_without(&["byttl", "location", "virtloc"]);
    let names = names.map(|names| names.trim_matches([',', ';', ' ']).to_owned()).filter(|names| !names.is_empty());
    names.or_else(|| byline.line())
}

/// The place of a dateline: the city it marks up, or all of a dateline that is no more than a place.
fn place_of(dateline: &Element<'_>) -> Option<String> {
    if let Some(location) = dateline.at(&["location"]) {
        return location.at(&["city"]).and_then(Element::line).or_else(|| location.line());
    }
    let text = dateline.line_without(&["story.date"])?;
    let is_place = |c: char| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '’' | '.');
    (text.chars().all(is_place) && text.chars().count() <= LONGEST_PLACE).then_some(text)
}

/// The dateline but for a date that only software reads.
fn as_printed(dateline: &Element<'_>) -> Option<String> {
    let date = dateline.at(&["story.date"]);
    let is_for_software = date.is_some_and(|date| date.line() == date.attribute("norm"));
    if is_for_software { dateline.line_without(&["story.date"]) } else { dateline.line() }
}
